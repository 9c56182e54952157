"""A list shows the numbers of its source: where Markdown counts otherwise, the build stops."""

from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockprocessors import OListProcessor, UListProcessor


class Counted:
    """Markdown numbers items from 1 and goes on after words, whatever the source says."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = map(self.CHILD_RE.match, blocks[0].split("\n"))
        marks = [found[1] for found in lines if found]
        known = [
            each
            for each in (self.lastChild(parent), parent)
            if each is not None and each.tag in self.SIBLING_TAGS
        ]
        before = len(known[0]) if known else 0
        super().run(parent, blocks)
        tag = known[0].tag if known else self.TAG
        for place, mark in enumerate(marks, before + 1):
            shown = f"{place}." if tag == "ol" else "•"
            if (mark if mark[0].isdigit() else "•") != shown:
                raise ValueError(f"list: item {mark} is shown as {shown}")


class Ordered(Counted, OListProcessor):
    """1. 2. 3."""


class Unordered(Counted, UListProcessor):
    """- - -"""


class NumberingExtension(Extension):
    """Takes the place of Markdown's own lists."""

    def extendMarkdown(self, md: Markdown) -> None:
        known = md.parser.blockprocessors
        known.register(Ordered(md.parser), "olist", 40)
        known.register(Unordered(md.parser), "ulist", 30)
