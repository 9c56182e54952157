"""Gate 5: figures that compute show Python's numbers, obey hand and key, and wait until they are seen."""

import functools
import gzip
import itertools
import random

import pytest

from press import CONFIGS, DOCS
from press.compute import records
from press.finish.live import FOLDER, names
from tests.gates.scripts import live
from tests.gates.scripts.live import Figure
from tests.gates.site.visits import SHOWN
from tests.kit import turns
from tests.kit.findings import none
from tests.kit.reader import SIDEWAYS
from tests.kit.waiting import until

NAMES = names()
OWN, SHARED = 10_000, 6_000  # bytes, compressed
TOUCH = 44  # pixels
FRAME = 17  # milliseconds
WAIT = 5  # seconds until something has been said


@pytest.fixture(scope="module")
def figures(browser, address):
    """Every figure opened once, on a desk, for those who do not mind its state."""
    contexts = []

    @functools.cache
    def opened(name: str) -> Figure:
        size = {"width": 1280, "height": 900}
        contexts.append(browser.new_context(viewport=size))
        allowed = ["clipboard-read", "clipboard-write"]
        contexts[-1].grant_permissions(allowed)
        return Figure(contexts[-1].new_page(), address, name).come()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser, address):
    """A figure opened anew, in some other way."""
    contexts = []

    def opened(name, language="en", link="", width=1280, **more) -> Figure:
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, **more))
        page = contexts[-1].new_page()
        return Figure(page, address, name, language, link)

    yield opened
    for context in contexts:
        context.close()


def again(figure: Figure) -> Figure:
    """From its start."""
    figure.set(figure.ask("live.spec.start"))
    return figure


def test_there_are_figures_and_each_is_on_its_page_in_both_languages():
    assert "foundations/neuron" in NAMES
    for name in NAMES:
        for language in CONFIGS:
            text = (DOCS / language / f"{name}.md").read_text("utf-8")
            assert text.count(f'data-live="{name}"') == 1, f"{language} {name}"


@pytest.mark.parametrize("path", records.modules("live"), ids=str)
def test_data_are_those_of_their_code(path):
    assert not records.is_stale(path), "make results"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_things(figures, name):
    words = figures(name).ask(
        "Object.values(live.spec.words).map((each) => Object.entries(each)"
        ".map(([key, value]) => `${key} ${typeof value} ${value.length ?? 0}`"
        ".replace(/(string) .*/, '$1')))"
    )
    assert len(words) == len(CONFIGS)
    assert words[0] == words[1]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_it_comes_before_it_is_near(visit, name):
    figure = visit(name)
    page = figure.page
    assert page.evaluate("scrollY") == 0
    assert [url.rpartition("/")[2] for url in figure.modules()] == ["start.js"]
    assert page.locator("[data-live] img").first.is_visible()
    figure.come()
    until(page, "() => document.querySelector('.live-frame').clientWidth > 300")
    assert not page.locator("[data-live] img").first.is_visible()
    assert figure.reader.errors == []


def test_a_page_without_a_figure_has_nothing_of_it(site):
    pages = [
        path
        for language in CONFIGS
        for path in (site / language).rglob("index.html")
        if FOLDER in path.read_text("utf-8")
    ]
    assert len(pages) == len(NAMES) * len(CONFIGS)


@pytest.mark.parametrize("name", NAMES)
def test_its_program_prints_its_numbers_in_any_state(figures, name):
    """Also at the start; the numbers are those of Python."""
    figure = again(figures(name))
    start, ranges = figure.state, figure.ask("live.spec.ranges")
    faults = []
    with live.remembering(name):
        for state in [start, *live.random_states(start, ranges)]:
            numbers = figure.set(state)
            assert figure.state == state
            texts = live.printed(figure.program)
            faults += [
                f"{state}: {each}" for each in live.unlike(numbers, texts)
            ]
    none(faults)


@pytest.mark.parametrize("name", NAMES)
def test_keys_change_what_they_should(figures, name):
    figure = figures(name)
    page, ranges = figure.page, figure.ask("live.spec.ranges")
    moved = set()
    for slider in page.get_by_role("slider").all():
        figure.set(live.middle(ranges))
        before, told = figure.state, slider.get_attribute("aria-valuetext")
        slider.focus()
        page.keyboard.press("ArrowLeft")
        key = next(k for k, v in figure.state.items() if v != before[k])
        low, high, step, fine = (
            ranges[key][each] for each in ("low", "high", "step", "fine")
        )
        assert figure.state[key] == pytest.approx(before[key] - step)
        assert slider.get_attribute("aria-valuetext") != told
        page.keyboard.press("Shift+ArrowUp")
        assert figure.state[key] == pytest.approx(before[key] - step + fine)
        for name_of, end in (("End", high), ("Home", low), ("ArrowLeft", low)):
            page.keyboard.press(name_of)
            assert figure.state[key] == end
        moved.add(key)
    for box in page.get_by_role("checkbox").all():
        box.focus()
        moved.add(ticked(figure, box))
    assert moved == ranges.keys()
    assert figure.reader.errors == []


def ticked(figure: Figure, box) -> str:
    """What a box stands for, whose tick comes and goes by the keyboard."""
    before, was = figure.state, box.is_checked()
    figure.page.keyboard.press("Space")
    (key,) = (k for k, v in figure.state.items() if v != before[k])
    assert (before[key], figure.state[key]) == (int(was), int(not was))
    assert box.is_checked() is not was
    figure.page.keyboard.press("Space")
    assert figure.state == before
    figure.set({key: int(not was)})
    assert box.is_checked() is not was
    again(figure)
    return key


@pytest.mark.parametrize("name", NAMES)
def test_a_hand_changes_what_it_drags(figures, name):
    figure = again(figures(name))
    page = figure.page
    page.locator(".live-frame").evaluate("node => node.scrollIntoView()")
    for handle in page.locator(":is(.live-handle, .live-along)").all():
        before = figure.state
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 12, y - 20, steps=3)
        during = figure.state
        page.mouse.up()
        page.mouse.move(x + 50, y + 50)
        assert before != during == figure.state
        again(figure)


@pytest.mark.parametrize("name", NAMES)
def test_a_change_is_said_aloud_once_it_ends(figures, name):
    figure = again(figures(name))
    page = figure.page
    said = "() => document.querySelector('.live-frame output').textContent"
    until(page, said, seconds=WAIT)
    page.evaluate(
        "() => { document.querySelector('.live-frame output').textContent = '' }"
    )
    figure.page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(said) == ""
    until(page, said, seconds=WAIT)
    told = figure.ask("live.words.say(live.state, live.numbers)")
    assert page.evaluate(said) == told


@pytest.mark.parametrize("name", NAMES)
def test_a_guess_is_answered(figures, name):
    figure = again(figures(name))
    page = figure.page
    options = page.locator(".live-guess button")
    answer = page.locator(".live-answer")
    for number in range(options.count()):
        options.nth(number).click()
        assert answer.text_content().startswith(("Right. ", "No. "))
    found = page.locator('.live-guess [aria-pressed="true"]').count()
    assert found == 1


@pytest.mark.parametrize("name", NAMES)
def test_its_link_brings_its_state(figures, visit, name):
    figure = again(figures(name))
    state = live.random_states(figure.state, figure.ask("live.spec.ranges"))[3]
    numbers = figure.set(state)
    figure.page.get_by_role("button", name="Copy link").click()
    until(figure.page, "() => navigator.clipboard.readText()")
    link = figure.page.evaluate("navigator.clipboard.readText()")
    assert len(link) < len(figure.page.url) + 100
    other = visit(name, link="#" + link.partition("#")[2])
    until(other.page, live.READY)  # without scrolling
    assert other.state == state
    assert other.numbers == numbers


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_link_is_ignored(figures, name):
    figure = again(figures(name))
    page, start = figure.page, figure.state
    whole = [str(value) for value in start.values()]
    tails = [
        *("", "x", "NaN,", ",".join(whole[:-1]), ",".join([*whole, "0"])),
        *(",".join([*whole[:-1], bad]) for bad in ("1e999", "-99999", "", "-")),
        ",".join(["<b>", *whole[1:]]),
    ]
    heads = [f"#live={name}:{tail}" for tail in tails]
    changed = ",".join([*whole[:-1], whole[-1] + "1"])
    for link in (
        *heads,
        f"#live={name}/x:{changed}",
        f"#life={name}:{changed}",
    ):
        page.evaluate("(link) => { location.hash = link }", link)
        page.wait_for_timeout(20)
        assert figure.state == start, link
    assert figure.reader.errors == []


def languages(name: str) -> list[str]:
    """Whose turn it is: a figure has the same parts in both, and each week all."""
    both = [*CONFIGS]
    if turns.everything():
        return both
    return random.Random(f"{turns.commit()} {name}").sample(both, 1)


@pytest.mark.parametrize("name", NAMES)
def test_no_accessibility_fault_while_it_is_used(visit, name):
    faults = []
    for language in languages(name):
        figure = visit(name, language, reduced_motion="reduce").come()
        page = figure.page
        page.locator(".live-frame button").last.click()  # as Python
        page.locator(".live-guess button").first.click()
        page.locator(".live-python pre").first.wait_for()
        figure.prepare()
        for scheme, width in itertools.product(("light", "dark"), (1280, 390)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            until(page, SHOWN, scheme)
            found = figure.faults()
            faults += [f"{language} {scheme} {width}: {each}" for each in found]
    none(faults)


@pytest.mark.parametrize("name", NAMES)
def test_a_phone_shows_it_whole_and_a_finger_finds_it(visit, name):
    language = languages(name)[0]
    figure = visit(name, language, width=390, has_touch=True, is_mobile=True)
    page = figure.come().page
    page.locator(".live-frame button").last.click()
    page.locator(".live-python").wait_for()
    assert page.evaluate(SIDEWAYS) <= 0
    small = page.evaluate(
        """least => [...document.querySelectorAll(
          ".live-frame :is(button, input, .live-handle, .live-along)")]
          .map(node => [node, node.getBoundingClientRect()])
          .filter(([, { width, height }]) => Math.min(width, height) < least - 0.5)
          .map(([node, box]) => `${node.outerHTML.slice(0, 80)} ${box.width} ${box.height}`)""",
        TOUCH,
    )
    none(small, f"at least {TOUCH} pixels")


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_the_still_figure_stands_there(figures, name):
    page = figures(name).page
    page.emulate_media(media="print")
    try:
        assert page.locator("[data-live] img").first.is_visible()
        assert not page.locator(".live-frame").is_visible()
    finally:
        page.emulate_media(media="screen")


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_the_still_figure_stands_there(visit, name):
    page = visit(name, java_script_enabled=False).page
    page.locator("[data-live]").scroll_into_view_if_needed()
    assert page.locator("[data-live] img").first.is_visible()
    assert page.locator(".live-frame").count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_without_a_connection_the_still_figure_stays(visit, name):
    figure = visit(name)
    figure.page.route("**/js/live/**", lambda route: route.abort())
    figure.page.locator("[data-live]").scroll_into_view_if_needed()
    figure.page.wait_for_timeout(500)
    assert figure.page.locator("[data-live] img").first.is_visible()
    assert figure.page.locator(".live-frame").count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_is_light(site, name):
    files = live.sizes(site, name)
    assert len(files["shared"]) > 3
    weight = {
        kind: sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)
        for kind, paths in files.items()
    }
    print(f"\n{name}: {weight}")
    assert weight["own"] <= OWN
    assert weight["shared"] <= SHARED


@pytest.mark.parametrize("name", NAMES)
def test_how_long_a_frame_takes_while_it_is_dragged(figures, name):
    """Printed, not asserted: this machine may be busy."""
    figure = again(figures(name))
    took = figure.ask(
        """(() => {
          const [key, { low, high }] = Object.entries(live.spec.ranges)[0]
          const took = Array.from({ length: 60 }, (_, k) => {
            const began = performance.now()
            live.move(key, low + (high - low) * k / 59)
            live.box.getBoundingClientRect()
            return performance.now() - began
          })
          return took.sort((a, b) => a - b)[30]
        })()"""
    )
    print(f"\n{name}: {took:.1f} ms of {FRAME}")
    assert took < 10 * FRAME


def test_it_runs_in_the_page(visit):
    """One figure at each commit; all of them each week."""
    turn = random.Random(turns.commit()).choice(NAMES)
    for name in NAMES if turns.everything() else [turn]:
        figure = visit(name).come()
        page = figure.page
        page.get_by_role("button", name="As Python").click()
        page.locator(".live-python").get_by_role("button", name="Run").click()
        done = "() => /took/.test(document.querySelector('.live-python [role=status]').textContent)"
        until(page, done, seconds=120)
        shown = page.locator(".live-out").text_content()
        texts = live.NUMBER.findall(shown)
        none(live.unlike(figure.numbers, texts), shown)
