"""A graded exercise, in each engine: its starter, a mistake, the solution, and the star."""

import pytest

from tests.engines import blocks
from tests.engines.blocks import anew, edit, ran, text

EXERCISE = "#exercise-3 ~ .exercise"
PLACES = {
    "en/foundations/neuron/": (
        "This is what the starter prints.",
        "4 times too large",
        "Solved.",
    ),
    "zh/foundations/neuron/": (
        "结果和起始代码一样。",
        "应有的 4 倍",
        "做对了。",
    ),
}
BLOCK = f"return document.querySelector('{EXERCISE} code').id;"
CODE = """return document.querySelector(
  `#exercise-3 ~ * .${arguments[0]} code`).textContent.trim();"""
STAR = "return document.querySelector('#exercise-3').innerText.includes('★');"
SOLVED = """return Object.keys(JSON.parse(localStorage.getItem("progress"))
  .pages["foundations/neuron"].solved);"""
HELP = f"{EXERCISE} .tools [data-run] + button"
OPEN = f"""return [...document.querySelectorAll('{EXERCISE} ~ :is(.tip, .success)')]
  .filter(fold => fold.open).length;"""


def judged(engine, block: str, code: str = "") -> str:
    """Check the starter, or an answer of one's own; what is said of it."""
    if code:
        edit(engine, code, block)
    ran(engine, block)
    return text(engine, ".run-verdict", block)


@pytest.mark.parametrize("path", PLACES)
def test_check_tells_the_starter_a_mistake_and_the_solution(
    engine, address, path
):
    starter, mistake, solved = PLACES[path]
    anew(engine, address + path)
    block = engine.run(BLOCK)
    assert judged(engine, block).startswith(starter)
    assert mistake in judged(engine, block, engine.run(CODE, "mistake"))
    assert not engine.run(STAR)
    assert judged(engine, block, engine.run(CODE, "solution")) == solved
    engine.wait(STAR)
    engine.open(address + path)
    engine.wait(STAR)  # solved stays solved
    assert engine.run(SOLVED) == ["exercise-3"]
    assert blocks.written(engine, block) == engine.run(CODE, "solution")


def test_a_click_on_the_starter_opens_the_editor_and_help_comes(
    engine, address
):
    anew(engine, address + blocks.PAGE)
    block = engine.run(BLOCK)
    engine.click(f"{EXERCISE} .lines")
    assert "check_mae(mae)" in blocks.written(engine, block)
    engine.wait(f"return Boolean(document.querySelector('{HELP}'))")
    before = engine.run(OPEN)
    engine.click(HELP)
    engine.wait(f"return (() => {{ {OPEN} }})() === arguments[0]", before + 1)
