"""The map on the home page: every chapter once, in the order of the nav, with its minutes."""

import re
from collections.abc import Iterable, Mapping

ROW = re.compile(
    r"^\| \[[^\]]+\]\(([\w/]+\.\w+)\) .*\| (\d+) \|$", re.MULTILINE
)
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
