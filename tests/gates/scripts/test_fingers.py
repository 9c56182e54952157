"""Gate 5: what a finger drags in a figure follows it to the end, and the page stays where it is."""

import pytest

from press.finish.live import names
from tests.gates.scripts.live import Figure
from tests.kit.findings import none

# pixels for each event; what goes along one axis leaves the other to the page
WAYS = {".live-handle": (-4, -4), ".live-along": (-4, 0)}
EVENTS = 8


def lost(figure: Figure, node, way: tuple[int, int]) -> str:
    """What went wrong while a finger dragged a part of a figure."""
    page = figure.page
    node.evaluate("node => node.scrollIntoView({ block: 'center' })")
    before, top = figure.state, page.evaluate("scrollY")
    box = node.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)
    for number in range(EVENTS + 1):
        point = {"x": x + number * way[0], "y": y + number * way[1]}
        touch = {
            "type": "touchMove" if number else "touchStart",
            "touchPoints": [point],
        }
        session.send("Input.dispatchTouchEvent", touch)
        page.wait_for_timeout(20)
    end = {"type": "touchEnd", "touchPoints": []}
    session.send("Input.dispatchTouchEvent", end)
    if page.evaluate("scrollY") != top:
        return "the page scrolls"
    return "" if figure.state != before else "nothing changes"


def faults(figure: Figure) -> list[str]:
    """What no finger can drag, with the reason."""
    found = []
    for kind, way in WAYS.items():
        for number, node in enumerate(figure.page.locator(kind).all()):
            figure.set(figure.ask("live.spec.start"))
            fault = lost(figure, node, way)
            found += [f"{kind} {number}: {fault}"] if fault else []
    return found


@pytest.fixture
def phone(browser, address):
    size = {"width": 390, "height": 800}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True)
    yield lambda name: Figure(context.new_page(), address, name).come()
    context.close()


@pytest.mark.parametrize("name", names())
def test_a_finger_drags_what_a_hand_does(phone, name):
    none(faults(phone(name)))


def test_a_part_that_leaves_the_finger_to_the_page_is_seen(phone):
    figure = phone("foundations/neuron")
    style = ".live-handle { touch-action: auto !important }"
    figure.page.add_style_tag(content=style)
    assert ".live-handle 0: the page scrolls" in faults(figure)
