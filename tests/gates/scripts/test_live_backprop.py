"""Gate 5: the formulas in the figure of backpropagation hold for the numbers that they show."""

import math
import re

import pytest

from tests.gates.scripts import live
from tests.gates.scripts.live import Figure
from tests.kit.findings import none

NAME = "foundations/backprop"
LINES = "[...document.querySelectorAll('.live-formulas math')].map((each) => each.parentNode.textContent)"
NOTHING = {"__builtins__": {}}
KNOWN = {
    "tanh": math.tanh,
    "ln": math.log,
    "σ": lambda a: 1 / (1 + math.exp(-a)),
}
SIGNS = {"−": "-", "⋅": "*", "²": "**2"}
MOST = 2e-4  # what rounding to four decimals leaves of a product


@pytest.fixture(scope="module")
def figure(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Figure(context.new_page(), address, NAME).come()
    context.close()


def gap(line: str) -> float | None:
    """How far the last number of a line is from what stands before it; None: no numbers do."""
    for sign, python in SIGNS.items():
        line = line.replace(sign, python)
    *_, product, found = re.split(" ?= ?", f"= {line}")
    if not product or re.search(r"[^\W\d]", re.sub("tanh|ln|σ", "", product)):
        return None
    return abs(eval(product, NOTHING, KNOWN) - float(found))


def test_every_formula_gives_the_number_behind_it(figure):
    start, ranges = figure.state, figure.ask("live.spec.ranges")
    steps, shown, faults = range(ranges["t"]["high"] + 1), 0, []
    for state in [start, *live.random_states(start, ranges)]:
        for step in steps:
            figure.set(state | {"t": step})
            found = {each: gap(each) for each in figure.page.evaluate(LINES)}
            shown += sum(each is not None for each in found.values())
            faults += [
                f"{state}: {line}"
                for line, far in found.items()
                if far is not None and far > MOST
            ]
    assert shown > len(steps) * 20
    none(faults)


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("da11 = dh1⋅(1 − h1²) = −0.2711⋅(1 − 0.2913²) = −0.2481", True),
        ("da11 = dh1⋅(1 − h1²) = −0.2711⋅(1 − 0.2913²) = −0.2484", False),
        ("L = −ln(0.4578) = 0.7813", True),
        ("ŷ = σ(−0.1692) = 0.4583", False),
    ],
)
def test_a_wrong_number_is_seen(line, want):
    assert (gap(line) <= MOST) == want
