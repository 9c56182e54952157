"""The numbers at the axes of a figure: those that somebody typed are those there."""

import math
import re
from collections.abc import Iterator

import numpy as np
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FuncFormatter

NUMBER = re.compile(r"(10\^)?(-?[\d.]+)(%|k?)")
SIGNS = str.maketrans("−", "-", "${}\\,")
FACTORS = {"": 1, "%": 0.01, "k": 1000}


def value(label: str) -> float | None:
    """The number that a label says: 0.5, 50 %, 4k, $10^{-2}$."""
    match = NUMBER.fullmatch("".join(label.translate(SIGNS).split()))
    if not match:
        return None
    power, number, unit = match.groups()
    return 10 ** float(number) if power else float(number) * FACTORS[unit]


def typed(axis: Axis) -> list[tuple[float, str]]:
    """The ticks of an axis whose labels somebody wrote, but for names in a row."""
    written = (FixedFormatter, FuncFormatter)  # where the ticks are set, too
    if not isinstance(axis.get_major_formatter(), written):
        return []
    ticks = axis.get_major_ticks()
    places = [tick.get_loc() for tick in ticks]
    in_a_row = len(places) > 2 and np.ptp(np.diff(places)) < 1e-9
    labels = [tick.label1.get_text() for tick in ticks]
    return [] if in_a_row else [*zip(places, labels, strict=True)]


def mislabelled(figure: Figure) -> Iterator[str]:
    """The labels that say another number than that at which they stand."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            for place, label in typed(axis):
                said = value(label)
                if said is not None and not math.isclose(
                    said, place, abs_tol=1e-9
                ):
                    yield f"{axis.axis_name} axis: {label!r} at {place:g}"
