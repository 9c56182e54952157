"""Which symbols a formula holds, read from its MathML.

press/theme/js/asks.js reads it in the same way, where a reader points at one;
tests/press/test_symbols.py compares them.
"""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from press.finish.tree import Node, Tree
from press.read import bound
from press.read.mathml import to_mathml

JOINED = {"msub": "_", "msup": "^", "munder": "_"}
NAMES = ("mi", "msub", "msup", "msubsup", "mover")
SETS = {*"ℝ𝔼ℕℤℙ𝟙"}
UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064 \n"))


class Sign(NamedTuple):
    """A symbol in a formula: what it is called there, and which one it is."""

    shown: str
    key: str | None


def key(node: Node) -> str:
    """What a part of a formula is called: two that look alike are called alike."""
    parts = [key(part) for part in node.iter()]
    if not parts:
        return node.text().translate(UNSEEN)
    if node.tag == "msubsup":
        return "{}_{}^{}".format(*parts)
    return JOINED.get(node.tag, "").join(parts)


def ways(node: Node) -> list[tuple[str, bool]]:
    """Under which keys a part may be known, each with whether its power is left to read."""
    if node.tag == "mi" or node.tag == "mover":
        return [(key(node), False)]
    parts = [key(part) for part in node.iter()]
    if node.tag == "msub":
        return [(key(node), False), (parts[0], False)]
    if node.tag == "msup":
        return [(key(node), False), (parts[0], True)]
    if node.tag == "msubsup":
        base, below, above = parts
        whole = [(key(node), False), (f"{base}_{below}", True)]
        return [*whole, (f"{base}^{above}", False), (base, True)]
    return []


def read(node: Node, known: set[str]) -> Iterator[Sign]:
    """The symbols in a part of a formula, those that are not known too."""
    parts = [*node.iter()]
    for called, rest in ways(node):
        if called in known:
            yield Sign(key(node), called)
            if rest:
                yield from read(parts[-1], known)
            return
    if node.tag == "mi":
        yield Sign(key(node), None)
    elif node.tag in ("msub", "munder"):
        yield from read(parts[0], known)
    elif node.tag in ("msubsup", "munderover"):
        yield from read(parts[0], known)
        yield from read(parts[2], known)
    else:
        for part in parts:
            yield from read(part, known)


def is_letter(text: str) -> bool:
    """Whether an identifier is a symbol, and no name of a function or a set."""
    plain = unicodedata.normalize("NFKD", text)
    return (
        len(plain.strip("\ufe00")) == 1 and plain.isalpha() and text not in SETS
    )


def is_e(node: Node) -> bool:
    """Whether this is the e of a power: a number."""
    return node.tag == "mi" and node.text() == "e"


def differentials(math: Node) -> set[str]:
    """The d of dx, unless it stands for itself somewhere."""
    alone = [
        each.next is None or each.next.tag not in NAMES
        for each in math.css("mi")
        if each.text() == "d"
    ]
    return set() if any(alone) else {"d"}


def unknown(math: Node, known: set[str]) -> list[str]:
    """The letters of a formula that no entry explains and no operator binds."""
    free = known | bound.of(math) | differentials(math)
    powers = {key(p.child) for p in math.css("msup") if is_e(p.child)}
    found = [sign.shown for sign in read(math, free) if sign.key is None]
    return [
        each
        for each in dict.fromkeys(found)
        if is_letter(each) and each not in powers
    ]


def asked(math: Node, known: set[str]) -> list[str]:
    """The keys of the symbols of a formula that are known, in order."""
    return [sign.key for sign in read(math, known) if sign.key is not None]


def math_of(latex: str) -> Node:
    """A formula as a tree."""
    return Tree(to_mathml(latex, False)).css_first("math")


def key_of(latex: str) -> str:
    """What a sign of a list is called in formulas."""
    return key(math_of(latex))
