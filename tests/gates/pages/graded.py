"""Graded exercises: a check, a starter, common mistakes, each with its sentence, a solution."""

import ast
import re
from typing import NamedTuple

from press.check.alone import shown
from press.read.fences import fences
from press.read.page import Page

KINDS = ("check", "exercise", "mistake", "solution")
ORDER = re.compile(r"(check exercise (mistake ){2,}solution )*")
RIGHT = re.compile(r"[^;]+: ([1-9]\d*) of \1 right")
WRONG = re.compile(
    r".+ (is .+, should be .+; (\w: \d+ of \d+, )*(\w: )?\d+ of [1-9]\d* right"
    r"|has the shape .+, should have .+|is None, should have .+"
    r"|has \d+ results, should have 1)"
    r"|return .+: \d+ results?, not (None|\d+)"
)
SENTENCE = re.compile(r"(?!.*<!--)\*\*[^*]+\*\* .*[^\W\d_].*[.?!。？！)）]")
SECTION = re.compile(r"^## .*\{ #exercises \}$")
STARTER = re.compile(r"\{\s*\.python\s+\.exercise\b")
EXERCISE = re.compile(
    r"### (?:练习 (\d+)：|Exercise (\d+): ).*\S \{ #[\w-]+ \}"
)
EFFORT = {
    "en": re.compile(
        r"\*(?:(Pencil and paper), )?([1-9]\d*) minutes, (easy|medium|hard)"
        r"(, graded|; pencil and paper first)?\.\* "
    ),
    "zh": re.compile(
        r"\*(?:(纸笔)，)?([1-9]\d*) 分钟，(容易|中等|较难)"
        r"(，页面判分|；先用纸笔)?。\* "
    ),
}
LEVELS = ("easy", "medium", "hard", "容易", "中等", "较难")
LEAST, SHORT, LONG = 2, 10, 45  # graded exercises of a chapter; minutes
RUBRIC = {"en": "| Asked for | Judged by |", "zh": "| 要求 | 怎样判 |"}
ALSO = {", graded", "，页面判分"}


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
    paper_first: bool


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


def question(code: str) -> str:
    """The last statement of a block, which asks the check."""
    return ast.unparse(ast.parse(code).body[-1])


def all_right(output: str | None) -> bool:
    """Whether a check has found everything right."""
    lines = (output or "").strip().splitlines()
    return bool(lines) and all(map(RIGHT.fullmatch, lines))


def unusual(output: str | None, within: str) -> list[str]:
    """What the output of a check holds besides the words of `compare`."""
    lines = (output or "").strip().splitlines()
    found = [f"prints {line!r}" for line in lines if not of_compare(line)]
    found += [] if lines else ["prints nothing"]
    return [*found, "within"] if within else found


def of_compare(line: str) -> bool:
    return bool(RIGHT.fullmatch(line) or WRONG.fullmatch(line))


def misjudged(page: Page) -> list[str]:
    """Answers that the check of an exercise takes for what they are not."""
    codes = [block.code for block in page.blocks if block.is_python]
    outputs = shown(page)
    found = []
    for graded in exercises(page):
        starter, *mistakes, solution = graded.answers
        wanted = signatures(codes[starter])
        for number in graded.answers:
            troubles = unusual(*outputs[number])
            if all_right(outputs[number][0]) != (number == solution):
                verdict = "fails" if number == solution else "passes"
                troubles.append(f"the {kinds(page)[number]} {verdict}")
            if question(codes[number]) != question(codes[starter]):
                troubles.append("asks otherwise")
            if not wanted.items() <= signatures(codes[number]).items():
                troubles.append(f"does not define {wanted}")
            found += [f"block {number + 1}: {each}" for each in troubles]
        told = [outputs[number][0] for number in (starter, *mistakes)]
        if len({*told}) < len(told):
            found.append("two wrong answers are told the same")
    return found


def sentences(text: str) -> list[str]:
    """What stands between each mistake and the fence, or the title of a fold, above it."""
    lines, found, end = text.split("\n"), [], 0
    for fence in fences(text):
        if ".mistake" in fence.info:
            words = [line.strip() for line in lines[end : fence.start]]
            titles = [
                n for n, word in enumerate(words) if word.startswith("???")
            ]
            found.append(
                " ".join(words[titles[-1] + 1 if titles else 0 :]).strip()
            )
        end = fence.end + 1
    return found


def unanswered(text: str) -> list[str]:
    """Mistakes that no sentence of their own answers: a bold name, and what it is."""
    told = sentences(text)
    return [
        f"mistake {number}: no sentence of its own"
        for number, words in enumerate(told, 1)
        if not SENTENCE.fullmatch(words) or told.count(words) > 1
    ]


def sections(text: str) -> list[tuple[str, str]]:
    """The exercises of a page: the heading of each, and its text."""
    lines = text.split("\n")
    inside = {n for f in fences(text) for n in range(f.start, f.end + 1)}
    starts = [
        n for n, line in enumerate(lines) if n not in inside and line[:1] == "#"
    ]
    own, found = False, []
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        if not lines[start].startswith("###"):
            own = bool(SECTION.fullmatch(lines[start]))
        elif own:
            found.append((lines[start], "\n".join(lines[start + 1 : end])))
    return found


def effort(section: str, language: str) -> Effort | None:
    """What the first words of an exercise say that it takes."""
    match = EFFORT[language].match(section.strip())
    if match is None:
        return None
    paper, minutes, level, also = match.groups()
    graded = also in ALSO
    level = LEVELS.index(level) % 3
    return Effort(bool(paper), int(minutes), level, graded, bool(also) > graded)


def missing(text: str, language: str) -> list[str]:
    """What a chapter has too little of: two graded exercises, one of ten minutes."""
    told = [effort(section, language) for _, section in sections(text)]
    minutes = [each.minutes for each in told if each and each.graded]
    found = []
    if len(minutes) < LEAST:
        found.append(f"{len(minutes)} graded exercises, not {LEAST}")
    if min(minutes, default=0) > SHORT:
        found.append(f"no graded exercise of {SHORT} minutes")
    return found


def without_task(text: str, language: str) -> list[str]:
    """What the larger task lacks with which the overview of a part ends."""
    heading, section = sections(text)[-1]
    told = effort(section, language)
    found = []
    if not heading.endswith("{ #exercise-part }"):
        found.append(f"the last exercise is no #exercise-part: {heading}")
    if not told or not told.graded or told.minutes < LONG:
        found.append(f"it is not graded, or takes less than {LONG} minutes")
    if RUBRIC[language] not in section:
        found.append(f"it has no table {RUBRIC[language]}")
    return found


def unsaid(text: str, language: str) -> list[str]:
    """What the exercises of a page do not say: minutes, level, whether graded."""
    found, known = [], []
    for number, (heading, section) in enumerate(sections(text), 1):
        each = effort(section, language)
        match = EXERCISE.fullmatch(heading)
        if not match or str(number) not in match.groups():
            found.append(f"not the heading of exercise {number}: {heading}")
        if each is None:
            found.append(f"exercise {number}: no minutes and level")
            continue
        known.append(each)
        if each.graded != bool(STARTER.search(section)):
            found.append(f"exercise {number}: graded, or not?")
        if each.paper and (each.graded or each.paper_first):
            found.append(f"exercise {number}: pencil and paper, and more?")
    if not any(each.paper for each in known):
        found.append("no exercise for pencil and paper")
    if not any(each.graded for each in known):
        found.append("no graded exercise")
    return found
