"""Whether the symbols of a chapter answer: each has an entry, and the entry says what the code says."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from press.check.verdict import page_at
from press.finish.tree import Node, Tree
from press.read import answers, bound, signs
from press.read.page import Page
from press.read.program import codes
from press.read.symbols import Entry, entries

WEIGHT = 3_000  # bytes of a list, compressed
DIGITS = re.compile(r"\d+(?:\.\d+)?")
INLINE = re.compile(r"\$[^$]+\$|`[^`]+`")


class Chapter(NamedTuple):
    """What there is to judge: the list, the formulas, the code, the files of the chapter."""

    entries: list[Entry]
    formulas: list[Node]
    displayed: list[Node]
    codes: list[str]
    snippets: list[str]
    ids: set[str]

    @property
    def keys(self) -> dict[str, Entry]:
        """The entries by what each sign is called in formulas."""
        return {signs.key_of(s): e for e in self.entries for s in e.signs}


def chapter(page: Page, name: str) -> Chapter:
    """A chapter from its page, as the site converts it, and its name: recurrent/lstm."""
    tree = Tree(page.html)
    return Chapter(
        entries(page.meta),
        tree.css("math"),
        tree.css("div.math > math"),
        codes(page),
        answers.snippets_of(name),
        {node.attributes["id"] for node in tree.css("[id]")},
    )


def unanswered(found: Chapter) -> Iterator[str]:
    """The symbols of displayed formulas that no entry explains."""
    known = {*found.keys}
    missing: Counter[str] = Counter()
    for math in found.displayed:
        missing.update(signs.unknown(math, known))
    for sign, count in missing.items():
        yield f"{sign} stands in {count} displayed formulas and has no entry"


def used(found: Chapter) -> set[Entry]:
    """The entries of which something is on the page: a sign, a name, a size."""
    keys = found.keys
    asked = {k for m in found.formulas for k in signs.asked(m, {*keys})}
    names = {name for code in found.codes for name in answers.names_in(code)}
    sizes = {letter for entry in found.entries for letter in entry.letters}
    return {
        *(keys[key] for key in asked),
        *(e for e in found.entries if names & {*e.names}),
        *(entry for key, entry in keys.items() if key in sizes),
    }


def unused(found: Chapter) -> Iterator[str]:
    """Entries, and names of entries, that nothing on the page uses."""
    has = used(found)
    names = {name for code in found.codes for name in answers.names_in(code)}
    for entry in found.entries:
        if entry not in has:
            yield f"{entry}: nothing on the page uses it"
        for name in entry.names:
            if name not in names:
                yield f"{entry}: no code of the page has the name {name}"


def twice(found: Chapter) -> Iterator[str]:
    """Letters and names that two entries claim, or that a sum claims from an array."""
    all_signs = [signs.key_of(s) for e in found.entries for s in e.signs]
    all_names = [name for e in found.entries for name in e.names]
    for each, count in Counter(all_signs).items():
        if count > 1:
            yield f"{each} stands for {count} things"
    for each, count in Counter(all_names).items():
        if count > 1:
            yield f"the name {each} stands for {count} things"
    keys = found.keys
    for math in found.formulas:
        for letter in sorted(bound.of(math, bound.BINDING) & keys.keys()):
            if keys[letter].shape not in ("", "()"):
                yield f"{letter} is {keys[letter].words!r}, and counts in {math.text()}"


def misshapen(found: Chapter) -> Iterator[str]:
    """Shapes that differ from those of the code, or that no code says."""
    own = answers.shapes(found.snippets)
    shown = answers.shapes(found.codes)
    keys = found.keys
    for entry in found.entries:
        for letter in entry.letters:
            if letter not in keys:
                yield f"{entry}: its shape names {letter}, which has no entry"
        if entry.shape in ("", "()"):
            continue
        if not entry.names:
            yield f"{entry}: a shape needs a name in the code that has it"
            continue
        name = entry.names[0]  # its gradient has its shape
        both = (each[n] for each in (own, shown) for n in (name, f"d{name}"))
        said = next(filter(None, both), set())
        if answers.tidy(entry.shape) not in said:
            told = ", ".join(sorted(said)) or "nothing"
            yield f"{entry}: {entry.shape}, but the code says {told} of {name}"


def homeless(found: Chapter) -> Iterator[str]:
    """Entries that say they are made where the page has nothing."""
    for entry in found.entries:
        place = entry.place
        is_made = any(place in answers.made_by(code) for code in found.codes)
        if place and place not in found.ids and not is_made:
            yield f"{entry}: {place} is no heading and no function of the page"


def faults(found: Chapter) -> Iterator[str]:
    """All that is wrong with the list of a page."""
    for judge in (unanswered, unused, twice, misshapen, homeless):
        yield from judge(found)


def differing(chinese: list[Entry], english: list[Entry]) -> Iterator[str]:
    """Where the lists of the two languages say something else."""
    for zh, en in zip_longest(chinese, english):
        if zh is None or en is None:
            yield f"{zh or en}: only one language has it"
        elif zh._replace(words="") != en._replace(words=""):
            yield f"{zh} in Chinese, {en} in English: not the same entry"
        else:
            for kind in (DIGITS, INLINE):
                if Counter(kind.findall(zh.words)) != Counter(
                    kind.findall(en.words)
                ):
                    yield f"{zh}: {zh.words!r} and {en.words!r} differ"
                    break


def weight(html: str) -> int:
    """The bytes of a list as it is sent."""
    return len(gzip.compress(html.encode()))


def of_page(path, name: str) -> list[str]:
    """The faults of the list of a page, each behind its name."""
    return [f"{name}: {each}" for each in faults(chapter(page_at(path), name))]
