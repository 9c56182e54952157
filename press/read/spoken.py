"""A formula as a line of text, where no formula can be drawn: in the results of the search."""

import html
import re
from xml.etree import ElementTree

NAMED = re.compile(r"&(?!lt;|gt;|amp;|quot;)\w+;")  # XML knows four
UNSEEN = re.compile("[\u2061-\u2064\u200b]")
OF = re.compile(r"\u2061(?=\w)")  # log x, but exp(x)
SPACE = "\u00a0"  # a formula is not torn


def line(math: str) -> str:
    """MathML as text: x_t, (a + b)/c, √(x), f^2."""
    known = NAMED.sub(lambda name: html.unescape(name[0]), math)
    text = OF.sub(" ", said(ElementTree.fromstring(known)))
    text = UNSEEN.sub("", text)
    return re.sub(r"\s+", SPACE, text.strip())


def said(node: ElementTree.Element) -> str:
    """A node and all that it holds."""
    tag = node.tag.rpartition("}")[2]
    parts = [said(child) for child in node]
    if tag == "mfrac":
        return f"{grouped(parts[0])}/{grouped(parts[1])}"
    if tag == "msqrt":
        return f"√{grouped(''.join(parts))}"
    if tag in ("msub", "munder"):
        return f"{parts[0]}_{grouped(parts[1])}"
    if tag in ("msup", "mover"):
        sign = "" if tag == "mover" else "^"  # a hat stands behind its letter
        return f"{parts[0]}{sign}{grouped(parts[1])}"
    if tag in ("msubsup", "munderover"):
        after = " " if tag == "munderover" else ""
        return f"{parts[0]}_{grouped(parts[1])}^{grouped(parts[2])}{after}"
    if tag == "mspace":
        return " " if parts or node.get("width") else ""
    own = node.text or ""
    if tag == "mo" and own in "=<>≤≥≈∈→≠∼∝≡≪≫":
        own = f" {own} " if own else ""
    return own + "".join(parts)


def grouped(text: str) -> str:
    """In brackets, if there is more of it than a word."""
    return text if re.fullmatch(r"\w*|.", text) else f"({text})"
