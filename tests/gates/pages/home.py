"""The map on the home page: every chapter once, in the order of the nav, without minutes by hand."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

ROW = re.compile(
    r"^ *\| \[[^\]]+\]\(([\w/]+\.\w+)\) .*\|([^|]*)\|$", re.MULTILINE
)
PART = re.compile(r"^### (.+?)(?: \{[^}]*\})?$", re.MULTILINE)
STATED = re.compile(r"\d+ (?:minutes|分钟)")


def mapped(home: str) -> dict[str, str]:
    """The chapters of the map, each with its last cell, which the build fills."""
    return dict(ROW.findall(home))


def stated(chapter: str) -> str:
    """The minutes that somebody has written above the first section of a chapter."""
    match = STATED.search(chapter.split("\n## ")[0])
    return match[0] if match else ""


def astray(
    home: str, chapters: Iterable[str], texts: Mapping[str, str]
) -> list[str]:
    """Chapters that the map lacks or invents, its order, and minutes by hand."""
    minutes, wanted = mapped(home), list(chapters)
    found = [
        f"{name} is not on the map" for name in wanted if name not in minutes
    ]
    found += [
        f"{name} is on the map only" for name in minutes if name not in wanted
    ]
    if not found and list(minutes) != wanted:
        found.append("the map has another order than the nav")
    by_hand = minutes | {name: stated(text) for name, text in texts.items()}
    for name in minutes:
        told = minutes[name].strip() or by_hand[name].strip()
        if told:
            found.append(f"{name}: {told} by hand, the build counts them")
    return found


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def misnamed(home: str, nav: Mapping[str, Iterable[str]]) -> list[str]:
    """Parts of the nav whose name is not most like that of the same part of the map."""
    _, *pieces = PART.split(home)
    parts = dict(zip(pieces[::2], map(mapped, pieces[1::2]), strict=True))
    found = []
    for label, chapters in nav.items():
        own = [
            name
            for name in parts
            if not parts[name].keys().isdisjoint(chapters)
        ]
        like = {name: likeness(label, name) for name in parts}
        if own and (own != [max(like, key=like.get)] or like[own[0]] < 0.5):
            found.append(
                f"{label} in the nav is {' and '.join(own)} on the map"
            )
    return found
