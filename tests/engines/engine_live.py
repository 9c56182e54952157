"""Figures that compute, in every engine: they show Python's numbers, obey key and hand, and run."""

import pytest
from selenium.webdriver.common.keys import Keys

from press.finish.live import names
from tests.engines.blocks import START
from tests.engines.browsers import until
from tests.gates.scripts import live
from tests.kit.findings import none

READY = "return document.querySelector('[data-live]').live !== undefined;"
LIVE = 'const { live } = document.querySelector("[data-live]");'
# of a map, a driver may change the order
SHOWN = f"""{LIVE}
return [Object.entries(live.numbers), live.spec.python(live.state)];"""
STATE = f"{LIVE} return live.state;"
AGAIN = f"{LIVE} live.set(live.spec.start); return live.state;"
MOVED = f"""{LIVE} const before = JSON.stringify(live.numbers);
const [key, {{ high }}] = Object.entries(live.spec.ranges)[0];
live.move(key, high);
return live.state[key] === high && JSON.stringify(live.numbers) !== before;"""
MIDDLE = f"""{LIVE} live.set(Object.fromEntries(Object.entries(live.spec.ranges)
  .map(([key, {{ low, high, fine }}]) =>
    [key, low + Math.round((high - low) / fine / 2) * fine])));
return live.state;"""
STEPS = f"""{LIVE} return Object.fromEntries(Object.entries(live.spec.ranges)
  .map(([key, {{ step }}]) => [key, step]));"""
SLIDERS = '.live-frame :is(input[type="range"], [role="slider"])'
BOXES = '.live-frame input[type="checkbox"]'
COUNT = "return document.querySelectorAll(arguments[0]).length;"
FOCUS = "document.querySelectorAll(arguments[0])[arguments[1]].focus();"
# two may lie in one place, each to be reached by keys: a hand meets the upper one
HANDS = ":is(.live-handle, .live-along)"
HAND = f".live-frame {HANDS}:not(:has(~ {HANDS}))"
OPENS = ".live-frame > .live-buttons > [aria-expanded]"
RUN = ".live-python .live-buttons button"
TOOK = """return /took/.test(document.querySelector(
  ".live-python [role=status]").textContent);"""
PRINTED = "return document.querySelector('.live-out').textContent;"


@pytest.fixture(params=names())
def figure(engine, address, request):
    """An engine with a figure before it."""
    # an address that differs only behind its # would not be loaded again
    page = f"{address}en/{request.param}/?{request.function.__name__}"
    engine.open(f"{page}#live={request.param}")
    engine.wait(READY)
    return engine


def test_a_figure_computes(figure):
    numbers, program = figure.run(SHOWN)
    none(live.unlike(dict(numbers), live.printed(program)))
    assert figure.run(MOVED)


def test_a_figure_obeys_keys(figure):
    steps, moved = figure.run(STEPS), set()
    for number in range(figure.run(COUNT, SLIDERS)):
        start = figure.run(MIDDLE)
        figure.run(FOCUS, SLIDERS, number)
        figure.type(Keys.ARROW_LEFT)
        state = figure.run(STATE)
        (key,) = (each for each in start if state[each] != start[each])
        assert state[key] == pytest.approx(start[key] - steps[key])
        moved.add(key)
    for number in range(figure.run(COUNT, BOXES)):
        start = figure.run(AGAIN)
        figure.run(FOCUS, BOXES, number)
        figure.type(Keys.SPACE)
        state = figure.run(STATE)
        (key,) = (each for each in start if state[each] != start[each])
        assert state[key] == 1 - start[key]
        moved.add(key)
    assert moved == {*steps}


def test_a_figure_obeys_a_hand(figure):
    start = figure.run(AGAIN)
    figure.drag(HAND, -12, -20)
    assert figure.run(STATE) != start


def test_its_program_runs_in_the_page(figure):
    figure.click(OPENS)
    figure.wait(f"return Boolean(document.querySelector('{RUN}'));")
    figure.click(RUN)
    until(lambda: figure.run(TOOK), "the program to end", START)
    numbers, _ = figure.run(SHOWN)
    texts = live.NUMBER.findall(figure.run(PRINTED))
    none(live.unlike(dict(numbers), texts))
