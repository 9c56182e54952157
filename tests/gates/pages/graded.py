"""Graded exercises: a check, a starter, common mistakes, each with its sentence, a solution."""

import ast
import re
from typing import NamedTuple

from press.read.page import Page, fences
from tests.gates.pages.alone import shown

KINDS = ("check", "exercise", "mistake", "solution")
ORDER = re.compile(r"(check exercise (mistake ){2,}solution )*")
RIGHT = re.compile(r".+: (\d+) of \1 right")
HEADING = re.compile(r"^###+ (?:练习|Exercise)\b.*$", re.MULTILINE)
EFFORT = {
    "en": re.compile(
        r"\*(Pencil and paper, )?(\d+) minutes, (easy|medium|hard)"
        r"(, graded)?(; pencil and paper first)?\.\* "
    ),
    "zh": re.compile(
        r"\*(纸笔，)?(\d+) 分钟，(容易|中等|较难)(，页面判分)?(；先用纸笔)?。\* "
    ),
}
LEVELS = ("easy", "medium", "hard", "容易", "中等", "较难")


class Graded(NamedTuple):
    """The blocks of a graded exercise, by their numbers among the Python blocks."""

    check: int
    starter: int
    mistakes: tuple[int, ...]
    solution: int

    @property
    def answers(self) -> tuple[int, ...]:
        return self.starter, *self.mistakes, self.solution


class Effort(NamedTuple):
    """What an exercise says that it takes."""

    paper: bool
    minutes: int
    level: int
    graded: bool


def kinds(page: Page) -> list[str]:
    """What each Python block of a page is: of KINDS, or nothing."""
    return ["".join(b.classes) for b in page.blocks if b.is_python]


def exercises(page: Page) -> list[Graded]:
    """The graded exercises of a page whose blocks are in order."""
    numbered = [(k, n) for n, k in enumerate(kinds(page)) if k in KINDS]
    found = []
    for kind, number in numbered:
        if kind == "check":
            found.append([])
        found[-1].append(number)
    return [Graded(a, b, tuple(rest), z) for a, b, *rest, z in found]


def disorder(page: Page) -> list[str]:
    """The blocks of graded exercises, where they do not come in this order."""
    told = "".join(f"{kind} " for kind in kinds(page) if kind in KINDS)
    if ORDER.fullmatch(told):
        return []
    return [f"not check, exercise, 2 or more mistakes, solution: {told}"]


def signatures(code: str) -> dict[str, str]:
    """The functions of a block with their arguments."""
    nodes = ast.parse(code).body
    return {
        n.name: ast.unparse(n.args)
        for n in nodes
        if isinstance(n, ast.FunctionDef)
    }


def call(code: str) -> str:
    """The last statement of a block, which asks the check."""
    return ast.unparse(ast.parse(code).body[-1])


def passes(output: str | None) -> bool:
    """Whether a check has found everything right."""
    lines = (output or "").strip().splitlines()
    return bool(lines) and all(map(RIGHT.fullmatch, lines))


def misjudged(page: Page) -> list[str]:
    """Answers that the check of an exercise takes for what they are not."""
    codes = [block.code for block in page.blocks if block.is_python]
    outputs = [text for text, _ in shown(page)]
    found = []
    for graded in exercises(page):
        starter, *mistakes, solution = graded.answers
        for number in graded.answers:
            if passes(outputs[number]) != (number == solution):
                verdict = "fails" if number == solution else "passes"
                kind = kinds(page)[number]
                found.append(f"block {number + 1}: the {kind} {verdict}")
            if call(codes[number]) != call(codes[starter]):
                found.append(f"block {number + 1}: asks otherwise")
            wanted = signatures(codes[starter])
            if not wanted.items() <= signatures(codes[number]).items():
                found.append(f"block {number + 1}: does not define {wanted}")
        told = [outputs[number] for number in (starter, *mistakes)]
        if len({*told}) < len(told):
            found.append("two wrong answers are told the same")
    return found


def sentences(text: str) -> list[str]:
    """What stands between each mistake and the fence above it."""
    lines, found, end = text.split("\n"), [], 0
    for fence in fences(text):
        if ".mistake" in fence.info:
            words = [line.strip() for line in lines[end : fence.start]]
            plain = [w for w in words if w and not w.startswith(("???", "###"))]
            found.append(" ".join(plain))
        end = fence.end + 1
    return found


def unanswered(text: str) -> list[str]:
    """Mistakes that no sentence of their own answers."""
    told = sentences(text)
    return [
        f"mistake {number}: no sentence of its own"
        for number, words in enumerate(told, 1)
        if len(words) < 12 or told.count(words) > 1
    ]


def sections(text: str) -> list[str]:
    """The text of each exercise, without its heading."""
    starts = [*HEADING.finditer(text)]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        text[match.end() : end] for match, end in zip(starts, ends, strict=True)
    ]


def effort(section: str, language: str) -> Effort | None:
    """What the first words of an exercise say that it takes."""
    match = EFFORT[language].match(section.strip())
    if match is None:
        return None
    paper, minutes, level, graded, _ = match.groups()
    return Effort(
        bool(paper), int(minutes), LEVELS.index(level) % 3, bool(graded)
    )


def unsaid(text: str, language: str) -> list[str]:
    """What the exercises of a page do not say: minutes, level, whether graded."""
    found, told = [], sections(text)
    efforts = [effort(section, language) for section in told]
    for number, (section, each) in enumerate(
        zip(told, efforts, strict=True), 1
    ):
        if each is None:
            found.append(f"exercise {number}: no minutes and level")
        elif each.graded != (".exercise }" in section):
            found.append(f"exercise {number}: graded, or not?")
    known = [each for each in efforts if each]
    found += ["no exercise for pencil and paper"] * (
        not any(each.paper for each in known)
    )
    found += ["no graded exercise"] * (not any(each.graded for each in known))
    return found
