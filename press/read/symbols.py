r"""What the letters of a chapter mean: `symbols:` in its front matter, one a line.

    symbols: |
      $c_t$, $c$ | memory cell: the notebook | (B, H) | c, c_prev
      $\sigma$ | sigmoid | | sigmoid
      $H$ | units

A line: the signs as TeX, of which one without an index stands for itself with
any index that no other sign has; what it is in words, of which a card quotes those
before the first colon, comma or bracket; the shape of the first name; the names in
the code; where it is made, the id of a heading or a function of the page, unless
that is where the first name gets its shape.
"""

import re
from typing import NamedTuple

PARTS = 5
BAR = re.compile(r"\s\|(?=\s|$)")
SIGN = re.compile(r"\$([^$]+)\$")
SIGNS = re.compile(r"\$[^$]+\$(?:, \$[^$]+\$)*")
NAMES = re.compile(r"\w+(?:, \w+)*|")
SHAPE = re.compile(r"\([^()]*\)|")
PLACE = re.compile(r"[\w-]*")
FORM = "$signs$ | words | (shape) | names | place"
LETTER = re.compile(r"[A-Za-z]\w*")


class Entry(NamedTuple):
    """A symbol: its signs, its words, and what the code knows of it."""

    signs: tuple[str, ...]
    words: str
    shape: str = ""
    names: tuple[str, ...] = ()
    place: str = ""

    @property
    def letters(self) -> list[str]:
        """The sizes in its shape."""
        return LETTER.findall(self.shape)

    def __str__(self) -> str:
        return ", ".join(self.signs)


def entry(line: str) -> Entry:
    """One line. ValueError unless it has that form."""
    parts = [part.strip() for part in BAR.split(line)]
    signs, words, shape, names, place = (parts + [""] * PARTS)[:PARTS]
    wanted = (SIGNS, signs), (SHAPE, shape), (NAMES, names), (PLACE, place)
    sound = all(form.fullmatch(text) for form, text in wanted)
    if len(parts) > PARTS or not words or not sound:
        raise ValueError(f"symbols: {line.strip()!r} is no {FORM!r}")
    named = tuple(names.split(", ")) if names else ()
    return Entry(tuple(SIGN.findall(signs)), words, shape, named, place)


def entries(meta: dict) -> list[Entry]:
    """The symbols of a page, from its front matter."""
    text = meta.get("symbols") or ""
    return [entry(line) for line in text.split("\n") if line.strip()]
