"""The panels of a figure on a phone: wide enough to read, nothing outside, no titles that meet."""

import itertools
from collections.abc import Iterator

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

PHONE = 358  # CSS pixels that a page of 390 has for a figure
LEAST = 150  # of a panel
TALL = 120  # one whose shape is a column is as high, at least
SMALL = (
    4  # columns; more, in several rows, are small pictures that belong together
)
INCH = 96  # CSS pixels


def panels(figure: Figure) -> list[Bbox]:
    """The room of each panel, in pixels of a phone."""
    scale = INCH * min(1, PHONE / INCH / figure.get_figwidth())
    found = []
    for axes in figure.axes:
        if axes.get_subplotspec() and axes.get_visible():
            room = axes.get_position(original=True)
            shown = axes.get_position()
            tall = shown.height * figure.get_figheight() * scale >= TALL
            box = room if tall or axes.get_aspect() == "auto" else shown
            width, height = figure.get_size_inches() * scale
            found.append(
                Bbox(box.get_points() * (width, height)),
            )
    return found


def beside(panel: Bbox, others: list[Bbox]) -> int:
    """How many panels stand in the row of one, with it."""
    middle = (panel.y0 + panel.y1) / 2
    return sum(other.y0 < middle < other.y1 for other in others)


def cramped(figure: Figure) -> Iterator[str]:
    """What is too narrow in a figure of several panels, but for small pictures."""
    found = panels(figure)
    columns = max((beside(each, found) for each in found), default=0)
    if len(found) < 2 or (columns > SMALL and len(found) > columns):
        return
    if columns < 2 and figure.get_figwidth() * INCH > PHONE + 1:
        return
    narrowest = min(round(panel.width) for panel in found)
    if narrowest < LEAST:
        yield f"a panel of {narrowest} px on a phone"


def spilled(figure: Figure) -> Iterator[str]:
    """What of a narrow figure stands outside of it, and which of its titles meet."""
    if figure.get_figwidth() * INCH > PHONE + 1:
        return
    edge = figure.bbox.padded(1)
    titles = [axes.title for axes in figure.axes if axes.get_title()]
    boxes = [title.get_window_extent() for title in titles]
    for title, box in zip(titles, boxes, strict=True):
        if not (edge.x0 <= box.x0 and box.x1 <= edge.x1 and box.y1 <= edge.y1):
            yield f"{title.get_text()!r} stands outside on a phone"
    for (one, a), (other, b) in itertools.combinations(
        zip(titles, boxes, strict=True), 2
    ):
        if a.overlaps(b):
            yield f"{one.get_text()!r} meets {other.get_text()!r} on a phone"
