"""Gate 5: what a rule of the figure of optimizers divides by what gives the step that it shows."""

import re

import pytest

from tests.gates.scripts import live
from tests.gates.scripts.live import Figure
from tests.kit.findings import none

NAME = "foundations/optimizer"
LINE = re.compile(r"w. ([-\d.]+)/([\d.]+)=([-\d.]+)")
LINES = "[...document.querySelectorAll('.live-row span')].map((each) => each.textContent)"


@pytest.fixture(scope="module")
def figure(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Figure(context.new_page(), address, NAME).come()
    context.close()


def between(text: str) -> tuple[float, float]:
    """What may have been rounded to this."""
    half = 0.501 * 10 ** -len(text.partition(".")[2])
    return float(text) - half, float(text) + half


def holds(line: str) -> bool:
    """Whether m/√v, rounded, gives what stands behind it."""
    m, root, steps = LINE.fullmatch(line).groups()
    roots = (1.0, 1.0) if root == "1" else between(root)
    found = [each / other for each in between(m) for other in roots]
    low, high = between(steps)
    return roots[0] <= 0 or (min(found) <= high and low <= max(found))


def test_what_is_divided_gives_the_step(figure):
    start, ranges = figure.state, figure.ask("live.spec.ranges")
    shown, faults = 0, []
    for state in [start, *live.random_states(start, ranges)]:
        figure.set(state)
        for text in figure.page.evaluate(LINES):
            line = text.replace("−", "-")
            if "–" in line or "ε" in line:  # gone, or nothing to divide by
                continue
            shown += 1
            faults += [] if holds(line) else [f"{state}: {line}"]
    assert shown > 100
    none(faults)


@pytest.mark.parametrize(
    ("line", "want"),
    [("w₂ -2.56/7.97=-0.32", True), ("w₁ -2.56/7.97=-0.33", False)],
)
def test_a_wrong_quotient_is_seen(line, want):
    assert holds(line) == want
