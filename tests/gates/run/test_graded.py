"""A graded exercise tells each of its mistakes from the solution, and what is solved stays solved."""

import json

import pytest

from press import DOCS
from press.read.length import graded, source_text
from press.read.page import sources
from tests.gates.run.exercise import NEURON, OWN, code, come, said
from tests.gates.run.tab import Tab
from tests.kit.findings import none
from tests.kit.waiting import until

# Each exercise of a page, with all that its page has it print: what is said of it.
TOLD = """async (url) => {
  const site = document.querySelector("[src$='site.js']").src
  const { Graded } = await import(site.replace("site.js", "run/graded.js"))
  const text = await (await fetch(url)).text()
  const parsed = new DOMParser().parseFromString(text, "text/html")
  return [...parsed.querySelectorAll(".exercise")].map((block) => {
    const button = block.querySelector("[data-run]")
    if (!button) return { name: "no Check" }
    const note = parsed.createElement("p")
    block.after(note)
    const output = note.nextElementSibling
    block.after(output) // stands where it stood
    const original = block.querySelector("code").textContent
    const page = { text: output.querySelector("code").textContent }
    const panel = { block, button, note, original, page }
    const judge = new Graded(panel)
    const told = (text) => {
      judge.clear()
      judge.judge(text, original)
      return [judge.box.dataset.verdict, [...judge.box.children].slice(1).map((p) => p.textContent).join(" ")]
    }
    const printed = (block) => block.nextElementSibling.querySelector("code").textContent
    const found = {
      name: judge.name,
      solution: told("a line before\\n" + printed(judge.solution)),
      mistakes: judge.mistakes.map((each) => told(printed(each))),
      other: told("nothing like it"),
      helps: judge.helps.map((fold) => fold.className),
    }
    return { ...found, starter: told(page.text) }
  })
}"""


def wrong(found: dict) -> str:
    """What an exercise does not tell apart; nothing if all is well."""
    if "solution" not in found:
        return "its check has no button"
    if found["solution"] != ["solved", ""]:
        return "its solution is not solved"
    said = [text for verdict, text in found["mistakes"]]
    if any(verdict != "different" for verdict, _ in found["mistakes"]):
        return "a mistake is taken for the solution"
    if not said or "" in said or len({*said}) < len(said):
        return "its mistakes are not told apart"
    if found["other"] != ["different", ""] != found["starter"][1]:
        return "it says something of an answer that it does not know"
    if not found["name"] or found["helps"][-1:] != ["success"]:
        return "its last help is not the solution"
    return "" if len(found["helps"]) > 1 else "it has no hint"


def tell(tab, path: str) -> list[dict]:
    return tab.page.evaluate(TOLD, tab.address + path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_exercise_tells_its_mistakes_apart(tab, language):
    tab.open(f"{language}/foundations/neuron/")
    seen = 0
    for path in sources(language):
        count = graded(source_text(path))
        if not count:
            continue
        name = path.relative_to(DOCS / language).with_suffix("").as_posix()
        place = f"{language}/{name.removesuffix('index').rstrip('/')}/"
        found = tell(tab, place)
        assert len(found) == count, place
        none([f"{place}: {w}" for each in found if (w := wrong(each))])
        seen += count
    assert seen >= 50


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "dy_hat[0] is 1, should be 0.25; 0 of 4 right",
            "dy_hat: 4 of 4 right",
            "taken for the solution",
        ),
        (
            'class="success"',
            'class="note"',
            "its last help is not the solution",
        ),
        ("language-python mistake", "language-python", "told apart"),
        ("data-run", "data-was", "no button"),
    ],
)
def test_planted(tab, old, new, fault):
    """A page with one fault."""
    tab.open(NEURON)

    def handle(route) -> None:
        answer = route.fetch()
        html = answer.text()
        at = html.rindex('class="language-python exercise')
        end = html.index("<h2", at)
        own = html[at:end].replace(old, new)
        route.fulfill(response=answer, body=html[:at] + own + html[end:])

    tab.page.route("**/foundations/neuron/", handle)
    *_, found = tell(tab, NEURON)
    assert fault in wrong(found)


def kept(tab) -> dict:
    return json.loads(tab.page.evaluate("localStorage.getItem('progress')"))


def test_an_answer_is_judged_solved_and_remembered_in_both_languages(tab):
    block = come(tab)
    tab.run(block)
    assert said(tab, block) == "This is what the starter prints."
    tab.edit(block, code(tab, "mistake"))
    tab.run(block)
    assert "4 times too large" in said(tab, block)
    tab.edit(block, "print('trying')\n" + code(tab, "solution"))
    tab.run(block)
    assert said(tab, block) == "Solved."
    page = kept(tab)["pages"]["foundations/neuron"]
    assert [*page["solved"]] == ["exercise-3"]
    assert (
        tab.page.locator(".progress")
        .inner_text()
        .startswith("1 of 2 graded exercises solved")
    )
    assert tab.page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    )
    assert come(tab, "zh/foundations/neuron/") == block  # nothing was lost
    assert "已做对 1 / 2" in tab.page.locator(".progress").inner_text()
    assert "★" in tab.page.locator("#exercise-3").inner_text()
    marks = tab.page.locator(".chart a[href='foundations/neuron/'] .done")
    star = " ★, its graded exercises solved"
    tab.open("en/")
    tab.page.locator(".kept-progress").wait_for()
    assert star not in marks.all_text_contents()
    tab.page.evaluate(
        """() => {
          const found = JSON.parse(localStorage.getItem("progress"))
          const { solved } = found.pages["foundations/neuron"]
          solved["exercise-step"] = solved["exercise-3"]
          localStorage.setItem("progress", JSON.stringify(found))
        }"""
    )
    tab.open("en/")
    assert marks.last.text_content() == star


def test_what_is_written_stays_and_the_starter_asks_first(tab):
    block = come(tab)
    tab.edit(block, "x = 1")
    tab.open("en/")
    tab.open(NEURON)
    field = tab.page.locator(f"#edit-{block} > .run-editor textarea")
    field.wait_for(state="attached")
    assert field.input_value() == "x = 1"
    answers = iter([False, True])
    asked = []

    def answer(dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if next(answers) else dialog.dismiss()

    tab.page.on("dialog", answer)
    reset = tab.page.locator(f"#edit-{block} > .run-tools button").nth(1)
    reset.click()
    assert field.input_value() == "x = 1"
    reset.click()
    assert field.input_value().startswith("def ")
    assert len(asked) == 2


def test_an_error_points_into_the_lines_of_the_reader(tab):
    block = come(tab)
    tab.edit(
        block, "def mae(y_hat, y):\n    return 1 / 0, y\n\n\ncheck_mae(mae)"
    )
    tab.run(block)
    assert f'{block}.py", line 2, in mae' in tab.output(block)
    assert said(tab, block) == ""


def test_help_comes_in_its_order(tab):
    block = come(tab)
    folds = f"[...document.querySelectorAll('{OWN} ~ .tip, {OWN} ~ .success')].slice(0, 3).map(f => f.open)"
    button = tab.page.locator(f"{OWN} .tools [data-run] + button")
    for label, opened in (("Hint", 1), ("Next hint", 2), ("Solution", 3)):
        then = [place < opened for place in range(3)]
        assert button.text_content() == label
        button.click()
        assert tab.page.evaluate(folds) == then
    until(
        tab.page,
        f"document.querySelector('{OWN} [data-run] + button').hidden",
    )
    assert block


DAMAGED = [
    "{",
    '{"version":1}',
    '{"version":1,"pages":{"a":{"read":5}}}',
    '"x"',
]


@pytest.mark.parametrize("text", DAMAGED)
def test_what_cannot_be_read_is_set_aside(tab, text):
    tab.open("en/help/glossary/")
    tab.page.evaluate("text => localStorage.setItem('progress', text)", text)
    tab.open(NEURON)
    until(tab.page, "localStorage.getItem('progress')?.includes('visited')")
    aside = "Object.entries(localStorage).find(([k]) => k.startsWith('progress set aside '))?.[1]"
    assert tab.page.evaluate(aside) == text
    assert "set aside" in tab.page.locator(".md-dialog").text_content()
    assert [*kept(tab)["pages"]] == ["foundations/neuron"]


def record(**pages) -> str:
    return json.dumps({"version": 1, "last": "recurrent/lstm", "pages": pages})


def give(tab, text: str) -> None:
    file = {"name": "progress.json", "mimeType": "application/json"}
    tab.page.locator(".kept-progress input").set_input_files(
        {**file, "buffer": text.encode()}
    )


def test_progress_is_taken_away_brought_back_and_erased(tab):
    tab.open(NEURON)
    assert not [url for url in tab.asked if "progress.js" in url]
    tab.page.mouse.wheel(0, 300)  # nothing is remembered of who did nothing
    until(tab.page, "localStorage.getItem('progress')")
    tab.open("en/")
    fold = tab.page.locator(".kept-progress")
    fold.locator("summary").click()
    old = {"visited": "2020-01-01", "read": "2020-01-02"}
    solved = {"exercise-2": "2020-01-03", "exercise-coupled": "2020-01-03"}
    text = record(**{"recurrent/lstm": {**old, "solved": solved}})
    give(tab, text)
    until(tab.page, "document.querySelector('.chart .done')")
    until(tab.page, "localStorage.getItem('progress')?.includes('neuron')")
    own = kept(tab)["pages"]
    assert own["recurrent/lstm"] == {**old, "solved": solved}
    assert {*own} == {"foundations/neuron", "recurrent/lstm"}
    marks = tab.page.locator(".chart a[href='recurrent/lstm/'] .done")
    assert [m.text_content()[1] for m in marks.all()] == ["✓", "★"]
    with tab.page.expect_download() as download:
        fold.locator("button").first.click()
    taken = json.loads(download.value.path().read_text("utf-8"))
    assert taken["pages"] == own
    before = tab.page.evaluate("localStorage.getItem('progress')")
    give(tab, '{"version": 7}')
    until(
        tab.page, "document.querySelector('.kept-progress [role]').textContent"
    )
    assert tab.page.evaluate("localStorage.getItem('progress')") == before
    tab.page.on("dialog", lambda dialog: dialog.accept())
    fold.locator("button").last.click()
    until(tab.page, "!document.querySelector('.chart .done')")
    assert tab.page.evaluate("localStorage.getItem('progress')") is None


def test_the_home_page_knows_where_to_go_on(tab):
    tab.open("en/")
    assert not tab.page.locator(".continue").count()
    done = {"visited": "2026-01-01", "read": "2026-01-01"}
    day = "2026-01-01"
    solved = {"solved": {"exercise-2": day, "exercise-coupled": day}}
    for page, title in ((done, "LSTM"), ({**done, **solved}, "GRU")):
        tab.page.evaluate(
            "text => localStorage.setItem('progress', text)",
            record(**{"recurrent/lstm": page}),
        )
        tab.open("en/")
        go = tab.page.locator(".continue")
        assert go.text_content() == f"Continue: {title}"


def test_who_has_seen_the_exercises_has_read_the_chapter(tab):
    tab.open("en/recurrent/")
    tab.page.locator("#exercises").scroll_into_view_if_needed()
    until(tab.page, "localStorage.getItem('progress')?.includes('read')")
    tab.open("en/recurrent/lstm/")
    tab.page.locator("#exercises").scroll_into_view_if_needed()
    until(tab.page, "document.querySelector('.progress')")
    line = tab.page.locator(".progress").inner_text()
    assert line.startswith("0 of 2 graded exercises solved · continue at Ex")
    tab.open("zh/recurrent/")
    assert "读完 1 / 4 章" in tab.page.locator(".progress").inner_text()


def test_where_nothing_is_kept_it_says_so_when_something_is_solved(tab):
    refuse = "Storage.prototype.setItem = () => { throw new Error('full') }"
    tab.page.add_init_script(refuse)
    block = come(tab)
    tab.edit(block, code(tab, "solution"))
    tab.run(block)
    assert said(tab, block).startswith("Solved. This browser keeps nothing")


def test_a_tab_that_changed_nothing_leaves_what_another_has_written(tab):
    block = come(tab)
    other = Tab(tab.page.context.new_page(), tab.address)
    assert come(other) == block
    tab.edit(block, "x = 2")
    key = f"run /nn/{NEURON} {block}"
    until(tab.page, f"localStorage.getItem('{key}')?.includes('x = 2')")
    until(
        other.page,
        f"document.querySelector('#edit-{block} textarea').value === 'x = 2'",
    )
    other.page.close(run_before_unload=True)
    tab.open("en/")
    tab.open(NEURON)
    assert tab.edit(block) == "x = 2"


def test_undo_finds_what_was_written_after_a_reload_too(tab):
    block = come(tab)
    tab.edit(block, "x = 3")
    tab.page.on("dialog", lambda dialog: dialog.accept())
    buttons = tab.page.locator(f"#edit-{block} > .run-tools button")
    buttons.nth(1).click()
    tab.open("en/")
    assert come(tab) == block
    buttons.first.click()
    assert tab.edit(block) == "x = 3"


def test_a_check_that_is_missing_or_not_last_is_said(tab):
    block = come(tab)
    right = code(tab, "solution")
    for own, told in (
        (right.replace("check_mae(mae)", ""), "The last line, check_mae(mae)"),
        (f"{right}\nprint('so')", "All right, but something else"),
    ):
        tab.edit(block, own)
        tab.run(block)
        assert said(tab, block).startswith(told)
    assert "★" not in tab.page.locator("#exercise-3").inner_text()
