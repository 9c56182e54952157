"""The map on the home page: every chapter once, in the order of the nav, with its minutes."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

ROW = re.compile(
    r"^\| \[[^\]]+\]\(([\w/]+\.\w+)\) .*\| (\d+) \|$", re.MULTILINE
)
PART = re.compile(r"^### (.+?)(?: \{[^}]*\})?$", re.MULTILINE)
STATED = re.compile(r"(?:[Aa]bout|约(?:需要?)?) (\d+) (?:minutes|分钟)")


def mapped(home: str) -> dict[str, int]:
    """The chapters of the map, each with its minutes."""
    return {chapter: int(minutes) for chapter, minutes in ROW.findall(home)}


def stated(chapter: str) -> int | None:
    """The minutes that a chapter promises above its first section."""
    match = STATED.search(chapter.split("\n## ")[0])
    return int(match[1]) if match else None


def astray(
    home: str, chapters: Iterable[str], texts: Mapping[str, str]
) -> list[str]:
    """Where the map and the chapters disagree."""
    minutes, wanted = mapped(home), list(chapters)
    found = [
        f"{name} is not on the map" for name in wanted if name not in minutes
    ]
    found += [
        f"{name} is on the map only" for name in minutes if name not in wanted
    ]
    if not found and list(minutes) != wanted:
        found.append("the map has another order than the nav")
    for name in minutes:
        here = stated(texts.get(name, ""))
        if here not in (None, minutes[name]):
            found.append(
                f"{name}: {minutes[name]} minutes on the map, {here} there"
            )
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
