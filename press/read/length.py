"""How long a chapter takes, counted and not promised: words, lines of code, formulas.

What one sees with every fold closed is the first reading. Exercises are not
counted, they say their minutes themselves; nor is the complete file, whose
lines stand on the page before, nor what is only looked up, nor the options of a
guess, of which one is read.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.read.includes import include, section_of, without_marks
from press.read.page import notebook_text

WORDS, LINES, FORMULAS = 200, 15, 3  # a minute
LETTERS = 1.5  # Chinese ones to a word
FOLD = re.compile(r"( *)\?\?\? ([\w-]+)")
HEADING = re.compile(r"## .*\{ #([\w-]+) \}$")
FENCE = re.compile(r" *(`{3,}|~{3,})(.*)")
WORD = re.compile(r"[A-Za-z0-9]+(?:[’'._%-][A-Za-z0-9]+)*|[一-鿿]")
DROPPED = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|\{[^}]*\}|(?<=\$)\$.*?\$(?=\$)"
)
INLINE = re.compile(r"\$[^$\n]+\$")
COPY = "example"  # a fold with the complete file
SKIPPED = ("exercises", "practice", "recall", "references")
GUESS = re.compile(r" *\{ \.predict #[\w-]+ \}$")
OPTION = re.compile(r" *- `")
EFFORT = re.compile(r"([1-9]\d*) (?:minutes|分钟)[，,]")


class Length(NamedTuple):
    """What there is to read."""

    words: float = 0
    lines: int = 0
    formulas: int = 0

    @property
    def minutes(self) -> int:
        """The whole minutes that it takes."""
        parts = self.words / WORDS, self.lines / LINES, self.formulas / FORMULAS
        return math.ceil(sum(parts))

    def __add__(self, other: "Length") -> "Length":
        return Length(*(a + b for a, b in zip(self, other, strict=True)))


class Lengths(NamedTuple):
    """A page with every fold closed, with every fold open, and its exercises' minutes."""

    first: Length
    whole: Length
    exercises: int


class Line(NamedTuple):
    """A line of a page: its section, whether it is folded, what it is."""

    text: str
    section: str
    fold: str
    kind: str  # code, output, formula, or text
    begins: bool = False  # a formula


def bare(text: str) -> str:
    """A page without its front matter and comments."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def expanded(line: str, root: Path) -> list[str]:
    """The lines that an include stands for; else the line."""
    found = include(line)
    if not found:
        return [line]
    source = (root / found.file).read_text("utf-8")
    if found.section:
        source = section_of(source, found.section)
    return without_marks(source).split("\n")


class Reader:
    """Goes through a page line by line, and knows where it is."""

    def __init__(self) -> None:
        self.section, self.fold, self.indent = "", "", 0
        self.fence = self.kind = ""
        self.formula = self.guess = False

    def guessed(self, text: str) -> bool:
        """Whether a line is an option of a guess, or says that there is one."""
        if GUESS.match(text):
            self.guess = True
            return True
        if text.strip():
            self.guess = self.guess and bool(OPTION.match(text))
        return self.guess

    def outside(self, text: str) -> None:
        """A fold ends where a line stands further left than what it holds."""
        left = len(text) - len(text.lstrip())
        if self.fold and text.strip() and left <= self.indent:
            self.fold = ""

    def fenced(self, text: str) -> str | None:
        """The kind of a line in a fence; nothing outside, or of its marks."""
        found = FENCE.match(text)
        if self.fence:
            if found and found[1].startswith(self.fence) and not found[2]:
                self.fence = ""
                return ""
            return self.kind
        if found:
            self.fence = found[1]
            python = re.match(r" *(python|\{ *\.python)", found[2])
            self.kind = "code" if python else "output"
            return ""
        return None

    def displayed(self, text: str) -> tuple[str, bool]:
        """Whether a line is of a displayed formula, and begins it."""
        marks = text.count("$$")
        begins = marks > 0 and not self.formula
        inside = self.formula or begins
        if marks % 2:
            self.formula = not self.formula
        return "formula" if inside else "text", begins

    def read(self, text: str) -> Line | None:
        """One line; nothing where it only opens or closes something."""
        if not self.fence:
            self.outside(text)
            if (found := FOLD.match(text)) and not self.fold:
                self.fold, self.indent = found[2], len(found[1])
                return None
            if found := HEADING.match(text):
                self.section = found[1]
            if self.guessed(text):
                return None
        kind = self.fenced(text)
        if kind is not None:
            return Line(text, self.section, self.fold, kind) if kind else None
        return Line(text, self.section, self.fold, *self.displayed(text))


def lines_of(text: str) -> Iterator[Line]:
    """Every line of a page."""
    reader = Reader()
    for line in bare(text).split("\n"):
        if (found := reader.read(line)) is not None:
            yield found


def words_of(text: str) -> float:
    """Words of a line of prose; an inline formula is one."""
    seen = INLINE.sub(" x ", DROPPED.sub(" ", text))
    found = WORD.findall(seen)
    letters = sum(len(word) == 1 and word > "一" for word in found)
    return len(found) - letters + letters / LETTERS


def length_of(line: Line, root: Path) -> Length:
    """What a line adds."""
    if line.kind == "code":
        code = expanded(line.text, root)
        return Length(lines=sum(bool(each.strip()) for each in code))
    if line.kind == "formula":
        return Length(formulas=int(line.begins))
    if line.kind == "text":
        return Length(words=words_of(line.text))
    return Length()


def source_text(path: Path) -> str:
    """The Markdown of a page; of a notebook, as if it were one."""
    is_notebook = path.suffix == ".ipynb"
    return notebook_text(path) if is_notebook else path.read_text("utf-8")


def graded(text: str) -> int:
    """How many exercises of a page are judged."""
    return text.count("```{ .python .exercise }")


def lengths(text: str, root: Path = ROOT) -> Lengths:
    """How long a page is."""
    first = whole = Length()
    minutes = 0
    for line in lines_of(text):
        if line.section in SKIPPED:
            if line.kind == "text" and not line.fold:
                minutes += sum(map(int, EFFORT.findall(line.text)[:1]))
            continue
        if line.fold == COPY:
            continue
        size = length_of(line, root)
        whole += size
        if not line.fold:
            first += size
    return Lengths(first, whole, minutes)
