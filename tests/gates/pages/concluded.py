"""Conclusions that a page draws and nobody has tried to overturn."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bs4 import Tag

from press.compute.claims import Held
from press.read.page import Page
from studies.trying import SEEDS, Claim
from tests.kit.soup import soup_of

RATE = " rate"  # so ends the name of a learning rate that a search has chosen
TIED = (0, 100)  # percent: there all rates are alike
OTHERS = 2  # settings that are no seed
HEADINGS = ("h1", "h2", "h3", "h4", "figcaption")


def marks(page: Page) -> dict[str, Tag]:
    """What a page marks as a claim, by its id."""
    soup = soup_of(page.html)
    return {tag.get("id", ""): tag for tag in soup.select(".claim")}


def prominent(mark: Tag) -> bool:
    """Whether a reader keeps it who reads nothing else: heading, caption, introduction."""
    if mark.name in HEADINGS or "caption" in mark.get("class", ()):
        return True
    return mark.find_previous("h2") is None


def unmatched(page: Page, claims: dict) -> Iterator[str]:
    """A mark without an experiment, an experiment without a mark."""
    found = marks(page)
    for name in found.keys() - claims.keys():
        yield f"{name or 'a mark without id'}: no such claim in claims.py"
    for name in claims.keys() - found.keys():
        yield f"{name}: no sentence on the page is marked {{ .claim #{name} }}"


def unvaried(claims: dict[str, Claim]) -> Iterator[str]:
    """Claims that were tried under too few settings."""
    for name, claim in claims.items():
        seeds = {s["seed"] for s in claim.settings if "seed" in s}
        others = [s for s in claim.settings if {*s} != {"seed"}]
        if len(seeds) < SEEDS:
            yield f"{name}: {len(seeds)} seeds"
        if len(others) < OTHERS:
            yield f"{name}: nothing but the seed is varied"


def misjudged(claims: dict[str, Claim], held: dict[str, Held]) -> Iterator[str]:
    """Records that say something else than their numbers do."""
    for name, claim in claims.items():
        rows = held[name].rows if name in held else []
        if [row["setting"] for row in rows] != claim.settings:
            yield f"{name}: other settings are recorded"
        for row in rows:
            if row["holds"] != claim.holds(row["numbers"]):
                yield f"{name}, {row['setting']}: not what its numbers say"


def too_loud(page: Page, held: dict[str, Held]) -> Iterator[str]:
    """Claims below the bar where a reader meets them without their limits."""
    for name, mark in marks(page).items():
        claim = held.get(name)
        if claim and not claim.stands and prominent(mark):
            yield f"{name}: holds in {claim.count} of {len(claim.rows)} only"


def unended(held: dict[str, Held], rates: Sequence[float]) -> Iterator[str]:
    """Searches that mostly took the first or the last rate: beyond it may be a better one."""
    for name, claim in held.items():
        chosen: dict[str, Counter] = {}
        for row in claim.rows:
            for key, rate in row["numbers"].items():
                score = row["numbers"].get(key.removesuffix(RATE))
                if key.endswith(RATE) and rate in rates and score not in TIED:
                    chosen.setdefault(key, Counter())[rate] += 1
        for key, count in chosen.items():
            ((rate, times),) = count.most_common(1)
            if rate in (min(rates), max(rates)):
                yield f"{name}: {key} is {rate} in {times} of {count.total()}, and none beyond was tried"
