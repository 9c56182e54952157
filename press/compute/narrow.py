"""A figure for a phone: panels that stood beside each other stand below each other.

At most two stay side by side, and no letter is smaller than before. The figure is
the one that was drawn: nothing is computed again.
"""

import pickle
from dataclasses import dataclass
from typing import Any

import cloudpickle

SHAPE = ".narrow"  # in the name of its file
PIXELS = 96  # of a page, to an inch of a figure
WIDTH = 358 / PIXELS  # what a page of 390 pixels leaves to a figure
LEAST = 150 / PIXELS  # the width of a panel, below which nobody reads its axes
TALLEST = 240 / PIXELS  # the height of a panel of a fixed shape
BESIDE = 2  # panels in a row, from which on they may stack
SMALL = 4  # columns: more of them, in several rows, are pictures of one kind
PADS = {"w_pad": 0.01, "h_pad": 0.05, "wspace": 0.01, "hspace": 0.02}
DRAFTS = 20  # at most, until the height no longer changes
FLAT = 0.62  # height to width of the flattest panel
LINK = "link"  # the label of axes with nothing but an arrow to the next panel
SIDES = {"x": "labelbottom", "y": "labelleft"}

Place = tuple[int, int]  # row and column


@dataclass
class Panel:
    """Axes of a grid, with what they were where they stood."""

    axes: Any
    place: Place
    spanned: int  # columns
    width: float  # inches
    height: float
    labels: dict[str, str]  # by the name of the axis
    ticked: dict[str, bool]


def panel_of(axes) -> Panel:
    """Axes that were drawn in a grid."""
    spec = axes.get_subplotspec()
    width, height = axes.get_position().size * axes.figure.get_size_inches()
    place = spec.rowspan.start, spec.colspan.start
    labels = {name: label(axes, name).get_text() for name in SIDES}
    ticked = {
        name: getattr(axes, f"{name}axis").get_tick_params().get(side, True)
        for name, side in SIDES.items()
    }
    return Panel(axes, place, len(spec.colspan), width, height, labels, ticked)


def label(axes, name: str):
    """The text along an axis."""
    return getattr(axes, f"{name}axis").label


def panels_of(figure) -> list[Panel]:
    """The panels of a figure that was drawn, row by row."""
    found = [
        panel_of(axes)
        for axes in figure.axes
        if axes.get_subplotspec() and axes.get_visible()
    ]
    return sorted(found, key=lambda panel: panel.place)


def spans(panel: Panel) -> bool:
    """Whether a panel is as wide as several of another row."""
    return panel.spanned > 1


def counted(panels: list[Panel]) -> Place:
    """How many rows and how many columns there are."""
    rows, columns = zip(*(panel.place for panel in panels), strict=True)
    return len({*rows}), len({*columns})


def is_needed(figure) -> bool:
    """Whether a panel of a figure that was drawn is too narrow on a phone."""
    panels = panels_of(figure)
    rows, columns = counted(panels) if panels else (0, 0)
    if columns < BESIDE or (columns > SMALL and rows > 1):
        return False
    scale = min(1, WIDTH / figure.get_figwidth())
    return min(panel.width for panel in panels) * scale < LEAST


def copied(figure):
    """A copy of a figure that was drawn: nothing is computed again."""
    return pickle.loads(cloudpickle.dumps(figure))


def narrowed(figure):
    """A copy of a figure that was drawn, as wide as a phone."""
    copy = copied(figure)
    panels = panels_of(copy)
    copy.set_layout_engine("constrained", **PADS)
    for wide in (1,) if any(map(spans, panels)) else (2, 1):
        stretch(copy, lay(copy, panels, wide))
        narrowest = min(room(panel)[0] for panel in panels)
        if round(narrowest * PIXELS) >= LEAST * PIXELS:
            break
    for panel in panels:
        if panel.axes.get_label() == LINK:
            turn(panel.axes)
    return copy


def turn(axes) -> None:
    """Let an arrow to the right, an annotation, point down."""
    from matplotlib.text import Annotation

    for text in axes.texts:
        x, y = text.get_position()
        text.set(position=(y, 1 - x), ha="left")
        if isinstance(text, Annotation):
            text.xy = text.xy[1], 1 - text.xy[0]


def room(panel: Panel) -> tuple[float, float]:
    """What a panel has now, of which one of a fixed shape leaves a part."""
    size = panel.axes.get_position(original=True).size
    return tuple(size * panel.axes.figure.get_size_inches())


def wanted(panel: Panel) -> float:
    """The height that suits a panel in its room."""
    if panel.axes.get_label() == LINK:
        return LEAST / 2
    if panel.axes.get_aspect() == "auto":
        return min(panel.height, max(LEAST, room(panel)[0] * FLAT))
    width = min(room(panel)[0], max(LEAST, panel.width))
    return min(TALLEST, width * panel.height / panel.width)


def places(panels: list[Panel], wide: int) -> dict[Place, Panel]:
    """Where each panel goes, so many beside each other.

    What stood below each other stays so, unless each panel has a title or one
    spans columns.
    """
    titled = all(panel.axes.get_title() for panel in panels)
    if titled or any(map(spans, panels)):
        return {divmod(n, wide): panel for n, panel in enumerate(panels)}
    rows, _ = counted(panels)
    found = {}
    for panel in panels:
        row, column = panel.place
        found[column // wide * rows + row, column % wide] = panel
    return found


def lay(figure, panels: list[Panel], wide: int) -> dict[Place, Panel]:
    """Put the panels into their places, so many beside each other."""
    from matplotlib.gridspec import GridSpec

    placed = places(panels, wide)
    rows, columns = size_of(placed)
    write_labels(panels, placed)
    figure.set_size_inches(WIDTH, 2 * rows)
    grid = GridSpec(rows, columns, figure)
    for place, panel in placed.items():
        panel.axes.set_subplotspec(grid[place])
        panel.axes.set_in_layout(True)
    figure.get_layout_engine().execute(figure)
    return placed


def size_of(placed: dict[Place, Panel]) -> Place:
    """How many rows and columns a grid of panels has."""
    rows, columns = zip(*placed, strict=True)
    return 1 + max(rows), 1 + max(columns)


def stretch(figure, placed: dict[Place, Panel]) -> None:
    """Make a figure as high as its panels need, until it no longer changes.

    What stands at the axes of a fixed shape is told too small before they fill
    their room: so it has to be right twice.
    """
    calm = 0
    for _ in range(DRAFTS):
        heights, have = {}, {}
        for (row, _), panel in placed.items():
            here = wanted(panel)
            heights[row] = min(heights.get(row, here), here)
            have[row] = room(panel)[1]
        more = sum(heights.values()) - sum(have.values())
        calm = calm + 1 if abs(more) * PIXELS < 1 else 0
        if calm > 1:
            break
        figure.set_figheight(figure.get_figheight() + more)
        ratios = [heights[row] for row in sorted(heights)]
        panel.axes.get_gridspec().set_height_ratios(ratios)
        figure.get_layout_engine().execute(figure)


def write_labels(panels: list[Panel], placed: dict[Place, Panel]) -> None:
    """Numbers and names of an axis stand at the edge, of panels that have the same."""
    _, wide = size_of(placed)
    for (row, column), panel in placed.items():
        mine = [p for p in panels if p.place[0] == panel.place[0]]
        write(panel, "y", mine[0], placed.get((row, column - 1)))
        mine = [p for p in panels if p.place[1] == panel.place[1]]
        under = [placed.get((row + 1, at)) for at in range(wide)]
        write(panel, "x", mine[-1], all(under) and under[column])


def is_same(one: Panel, other: Panel, name: str) -> bool:
    """Whether two panels have the same axis."""
    first, second = (getattr(p.axes, f"get_{name}lim")() for p in (one, other))
    named = {one.labels[name], other.labels[name]} - {""}
    return first == second and len(named) < 2


def write(panel: Panel, name: str, lender: Panel, beside: Panel | None) -> None:
    """Label an axis as the lender's if it is the same, or not where its neighbour has it."""
    text, ticked = panel.labels[name], panel.ticked[name]
    if beside and is_same(panel, beside, name):
        text, ticked = "", False
    elif not text and is_same(panel, lender, name):
        text, ticked = lender.labels[name], lender.ticked[name]
        like(panel.axes, lender.axes, name)
    label(panel.axes, name).set_text(text)
    panel.axes.tick_params(axis=name, **{SIDES[name]: ticked})


def like(axes, other, name: str) -> None:
    """Let the text along an axis look as that of other axes."""
    text, model = label(axes, name), label(other, name)
    text.set_fontproperties(model.get_fontproperties())
    text.set(color=model.get_color(), rotation=model.get_rotation())
    axis, same = (getattr(each, f"{name}axis") for each in (axes, other))
    axis.labelpad = same.labelpad
