"""Links in another order: where one language leads, the other does, too."""

import functools
from collections import defaultdict

from bs4 import Tag

from press import CONFIGS
from press.finish import search
from tests.gates.languages.texts import Placed


@functools.cache
def called() -> dict[str, set[str]]:
    """All that a term is called in any language, by its id."""
    names = search.names(map(search.read_entries, CONFIGS))
    return {term: {*map(str.casefold, names[term])} for term in names}


def says(text: str, address: str) -> bool:
    """Whether a link is the name of the term to which it leads, or its plural."""
    names = called().get(address.rpartition("#")[2], set())
    return not names.isdisjoint({text, text.removesuffix("s")})


def links(nodes: list[Placed]) -> dict[str, list[tuple[str, str]]]:
    """The links of each part of a page in order: what they say, where they lead."""
    found = defaultdict(list)
    for where, node in nodes:
        if isinstance(node, Tag) and node.name == "a":
            text = node.get_text().strip().casefold()
            found[where].append((text, node.get("href") or ""))
    return found


def plain(ours: list, theirs: list) -> set[str]:
    """Where links lead that say so themselves, or say the same in both languages."""
    both, alike = {*ours, *theirs}, {*ours} & {*theirs}
    vague = {link[1] for link in both - alike if not says(*link)}
    return {address for _, address in both} - vague


def exchanged(zh: list[Placed], en: list[Placed]) -> list[str]:
    """Parts whose links lead to the same places, but one where another should."""
    ours, theirs = links(zh), links(en)
    found = []
    for where in ours.keys() & theirs.keys():
        known = plain(ours[where], theirs[where])
        order = [
            [each for _, each in part[where] if each not in known]
            for part in (ours, theirs)
        ]
        if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
            told = (", ".join(each) for each in order)
            found.append(f"order of links: {where}: {' / '.join(told)}")
    return sorted(found)
