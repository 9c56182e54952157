"""What a page tells machines of itself: known to schema.org, and as on the page."""

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup

DATA = 'script[type="application/ld+json"]'
DURATION = re.compile(r"PT[1-9]\d*M")  # ISO 8601
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z][a-z]{3})?")  # BCP 47
LEVEL = re.compile(r"\D*(\d+)\D+(\d+)\D*")


def is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_address(value) -> bool:
    return is_text(value) and value.startswith("https://")


def matches(pattern: re.Pattern) -> Callable[[object], bool]:
    return lambda value: is_text(value) and bool(pattern.fullmatch(value))


def each(is_sound: Callable[[object], bool]) -> Callable[[object], bool]:
    """Whether it is a list of one or more, all of them sound."""
    return lambda value: (
        bool(value) and isinstance(value, list) and all(map(is_sound, value))
    )


KNOWN = {  # of schema.org/LearningResource, and of what it is a kind of
    "@context": lambda value: value == "https://schema.org",
    "@type": lambda value: value == "LearningResource",
    "name": is_text,
    "description": is_text,
    "url": is_address,
    "inLanguage": matches(LANGUAGE),
    "isAccessibleForFree": lambda value: value is True,
    "license": each(is_address),
    "isPartOf": is_address,
    "timeRequired": matches(DURATION),
    "educationalLevel": matches(LEVEL),
    "competencyRequired": each(is_address),
}
OPTIONAL = {
    "isPartOf",
    "timeRequired",
    "educationalLevel",
    "competencyRequired",
}
OF_CHAPTER = {"timeRequired", "educationalLevel"}


def told(soup: BeautifulSoup) -> dict:
    """What a page says; nothing where it says nothing."""
    found = soup.select(DATA)
    return json.loads(found[0].string) if len(found) == 1 else {}


def misshapen(facts: dict) -> Iterator[str]:
    """What schema.org does not know, or not so; what is missing."""
    for name in sorted(KNOWN.keys() - OPTIONAL - facts.keys()):
        yield f"no {name}"
    for name, value in facts.items():
        if name not in KNOWN:
            yield f"{name}: no property that we know"
        elif not KNOWN[name](value):
            yield f"{name}: {value!r}"


def untrue(facts: dict, soup: BeautifulSoup) -> Iterator[str]:
    """What the page itself says otherwise."""
    head = {
        "url": soup.select_one("link[rel=canonical]")["href"],
        "description": soup.select_one("meta[name=description]")["content"],
        "inLanguage": soup.html["lang"],
    }
    if "isPartOf" in facts:
        head["name"] = soup.select_one('meta[property="og:title"]')["content"]
        home = soup.select_one("a.md-logo")["href"]
        head["isPartOf"] = f"{urljoin(head['url'], home).rstrip('/')}/"
    time = soup.select_one("article .time")
    if time:
        minutes = re.search(r"\d+", time.get_text())[0]
        head["timeRequired"] = f"PT{minutes}M"
        before = [urljoin(head["url"], a["href"]) for a in time.select("a")]
        head["competencyRequired"] = before or None
    for name, value in head.items():
        if facts.get(name) != value:
            yield f"{name}: {facts.get(name)!r}, the page has {value!r}"
    for name in OF_CHAPTER:
        if (name in facts) != bool(time):
            yield f"{name}: of chapters, and of those alone"


def misplaced(pages: dict[str, dict]) -> Iterator[str]:
    """Levels that are not one above the highest of what they require."""
    levels = {
        url: [*map(int, LEVEL.fullmatch(facts["educationalLevel"]).groups())]
        for url, facts in pages.items()
        if "educationalLevel" in facts
    }
    highest = max(step for step, _ in levels.values())
    for url, (step, steps) in levels.items():
        before = pages[url].get("competencyRequired", [])
        below = max((levels[each][0] for each in before), default=0)
        if step != below + 1 or steps != highest:
            yield f"{url}: level {step} of {steps}, above {below} of {highest}"
