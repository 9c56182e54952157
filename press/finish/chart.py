"""The map of the home page: each chapter a link, further right the more it builds on.

A family is a band. Lines lead from what is needed to what needs it; what
follows from other lines has none. On a phone the chapters stand below each other.
"""

from html import escape
from itertools import groupby
from typing import NamedTuple

from press.read.needs import Graph, level, reduced

STYLE = '<link rel="stylesheet" href="assets/css/chart.css">'
NAME = {"zh": "章节地图", "en": "Map of the chapters"}
WIDE, HIGH = 100, 10  # of a cell, in the units of the lines
LEFT, RIGHT = 3, 89  # where a chapter begins and ends in its cell
BEND = 22


class Place(NamedTuple):
    """Where a chapter stands: its family's number, its column and its row, from 0."""

    family: int
    column: int
    row: int


def families(chapters: list[str]) -> list[list[str]]:
    """The chapters by their folder, in their order."""
    return [[*own] for _, own in groupby(chapters, lambda c: c.split("/")[0])]


def placed(chapters: list[str], needs: Graph) -> tuple[dict[str, Place], list]:
    """Where each chapter stands, and of each family its first row and how many."""
    places, bands, first = {}, [], 0
    for number, own in enumerate(families(chapters)):
        filled: dict[int, int] = {}
        for chapter in own:
            column = level(needs, chapter)
            row = first + filled.get(column, 0)
            filled[column] = filled.get(column, 0) + 1
            places[chapter] = Place(number, column, row)
        bands.append((first, max(filled.values())))
        first += max(filled.values())
    return places, bands


def line(start: Place, end: Place) -> str:
    """From the right of one chapter to the left of another."""
    x, y = start.column * WIDE + RIGHT, start.row * HIGH + HIGH // 2
    x2, y2 = end.column * WIDE + LEFT, end.row * HIGH + HIGH // 2
    return f"M{x} {y}C{x + BEND} {y} {x2 - BEND} {y2} {x2} {y2}"


def lines(places: dict[str, Place], needs: Graph, width: int, high: int) -> str:
    """All of them, behind the chapters."""
    paths = "".join(
        f'<path class="f{places[n].family}" d="{line(places[n], places[chapter])}"/>'
        for chapter, own in reduced(needs).items()
        for n in own
    )
    size = f"0 0 {width * WIDE} {high * HIGH}"
    return (
        f'<svg viewBox="{size}" preserveAspectRatio="none" aria-hidden="true"'
        f' style="grid-area:1/2/{high + 1}/{width + 2}">{paths}</svg>'
    )


def drawn(
    names: dict[str, str],
    needs: Graph,
    labels: list[str],
    minutes: dict[str, int],
    exercises: dict[str, int],
    language: str,
) -> str:
    """The map. labels: what the families are called; exercises: how many are judged."""
    places, bands = placed([*names], needs)
    width = 1 + max(place.column for place in places.values())
    high = sum(rows for _, rows in bands)
    parts = [lines(places, needs, width, high)]
    own = iter(names)
    for label, (first, rows), chapters in zip(
        labels, bands, families([*names]), strict=True
    ):
        area = f"{first + 1}/1/{first + rows + 1}/2"
        parts.append(f'<p style="grid-area:{area}">{escape(label)}</p>')
        for chapter in chapters:
            place = places[next(own)]
            href = chapter.removesuffix("index").rstrip("/") + "/"
            parts.append(
                f'<a class="f{place.family}" href="{href}"'
                f' data-graded="{exercises[chapter]}"'
                f' style="grid-area:{place.row + 1}/{place.column + 2}">'
                f"{escape(names[chapter])} <small>{minutes[chapter]}</small></a>"
            )
    return (
        f'{STYLE}<nav class="chart" aria-label="{NAME[language]}"'
        f' style="--rows:{high};--columns:{width}">{"".join(parts)}</nav>'
    )
