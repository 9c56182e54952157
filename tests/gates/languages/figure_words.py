"""The Chinese words of figures, against the sections where both languages have them."""

import re
from collections.abc import Iterable
from itertools import combinations
from math import sqrt

from press import DOCS
from press.compute.words import COMMON, OWN
from tests.gates.languages.sources import outside_fences, pairs, source_of

SECTION = re.compile(r"^#+ .*\{ #([\w-]+) \}$", re.MULTILINE)
Pair = tuple[str, str]


def sections() -> list[Pair]:
    """The prose of each section of the site, in Chinese and in English."""
    found = []
    for name in pairs():
        zh, en = (parts(source_of(DOCS / code / name)) for code in ("zh", "en"))
        found += [(zh[key], en[key]) for key in zh if key in en]
    return found


def parts(text: str) -> dict[str, str]:
    """The sections of a page, by their ids."""
    prose = "\n".join(line for _, line in outside_fences(text)).lower()
    starts = [*SECTION.finditer(prose)]
    ends = [match.start() for match in starts[1:]] + [len(prose)]
    return {
        m[1]: prose[m.start() : e] for m, e in zip(starts, ends, strict=True)
    }


def translations() -> list[Pair]:
    """Each word of the figures with its Chinese."""
    return sorted(
        {pair for words in (COMMON, *OWN.values()) for pair in words.items()}
    )


def company(one: set[int], other: set[int], total: int) -> float:
    """How much two words keep to the same sections: the correlation, -1 to 1."""
    a, b = len(one), len(other)
    spread = sqrt(a * b * (total - a) * (total - b))
    return (len(one & other) * total - a * b) / spread if spread else 0.0


def where(words: Iterable[Pair], read: list[Pair]) -> dict[Pair, tuple]:
    """The sections that have each word, in English and in Chinese, if both do."""
    found = {}
    for english, chinese in words:
        begins = re.compile(rf"\b{re.escape(english.lower())}")
        en = {n for n, (_, text) in enumerate(read) if begins.search(text)}
        zh = {n for n, (text, _) in enumerate(read) if chinese.lower() in text}
        if en and zh:
            found[english, chinese] = en, zh
    return found


def exchanged(words: Iterable[Pair], read: list[Pair]) -> list[str]:
    """Words that keep no better company with their own Chinese than exchanged.

    Of a word that stands in no section, avg and fc, nothing is known.
    """
    places, total = where(words, read), len(read)
    found = []
    for one, other in combinations(places, 2):
        if one[0].rstrip("s") == other[0].rstrip("s"):
            continue  # step and steps are the same
        (en, zh), (en_too, zh_too) = places[one], places[other]
        own = company(en, zh, total) + company(en_too, zh_too, total)
        if own <= company(en, zh_too, total) + company(en_too, zh, total):
            found.append(f"{' '.join(one)}, {' '.join(other)}")
    return found
