"""Which digits are for the test is said by one helper, and told with each score.

digits_split of snippets/challenges/data_hands.py gives the rows by the name of
the split. A number of the prose is from the split of the only block, or of the
only claim, that has it.
"""

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from press.read.page import Block, Page
from press.read.within import NUMBER
from tests.gates.languages.numerals import plain
from tests.gates.languages.texts import placed, texts
from tests.gates.pages.prose import backed, told
from tests.kit.soup import soup_of

ROWS = 1797
LEAST = 250  # a part of the digits has so many rows, a mean of losses fewer
WORDS = {
    "en": {
        "shuffled": r"shuffl",
        "in order": r"in order(?! to)|file",
        "by writer": r"by writer|new (?:hands|writers|people)|other (?:hands|writers)",
    },
    "zh": {
        "shuffled": r"打乱",
        "in order": r"文件",
        "by writer": r"按书写者|没见过的(?:笔迹|人)|新的(?:笔迹|书写者)|另一些人",
    },
}
SETTINGS = ("split", "order", "hands")
SAID = {  # by the claims, in one of these
    "drawn": "shuffled",
    "shuffled": "shuffled",
    "file": "in order",
    "end": "in order",
    "new": "by writer",
}
PARTS = {"drawn", "file", "end"}  # or in the name of a number: "network, end"
LINK = "#splits"
DRAWS = ("permutation", "permuted", "shuffle", "randperm", "choice")
FORBIDDEN = "sklearn.model_selection"
EXCUSED = re.compile(  # a reason is given, or it is about other data
    r"# Not by digits_split: \S|\bload_(?!digits)\w+\("
)


def own(block: Block) -> str:
    """The code of a block that no include took from snippets/."""
    lines = enumerate(block.code.split("\n"))
    return "\n".join(line for n, line in lines if n not in block.lent)


def tree(block: Block) -> ast.Module:
    try:
        return ast.parse(own(block))
    except SyntaxError:  # the block is red when it runs
        return ast.Module([], [])


def python(page: Page) -> list[Block]:
    return [block for block in page.blocks if block.is_python]


def given(nodes: Iterable[ast.AST], by: str) -> set[str]:
    """The names that hold what a function gives."""
    return {
        name.id
        for node in nodes
        if isinstance(node, ast.Assign) and f"{by}(" in ast.unparse(node.value)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }


def draws(node: ast.AST, data: set[str]) -> bool:
    """Whether all rows of the digits are put into another order."""
    if not (isinstance(node, ast.Call) and node.args):
        return False
    name = ast.unparse(node.func).rpartition(".")[2]
    counts = {str(ROWS), *(f"len({each})" for each in data)}
    return name in DRAWS and ast.unparse(node.args[0]) in counts


def is_long(low: ast.expr, high: ast.expr | None) -> bool:
    """Whether a part has many rows, as far as its numbers tell."""
    numbers = [
        each.value for each in (low, high) if isinstance(each, ast.Constant)
    ]
    return len(numbers) < 2 or numbers[1] - numbers[0] >= LEAST


def slices(node: ast.AST, rows: set[str]) -> Iterator[tuple[str, ast.expr]]:
    """Where a part of an array, or slice(1297, 1797), begins, and of what it is.

    The rows that the helper gives may be cut: known[:200], known[200:].
    """
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) not in rows:
        axes = getattr(node.slice, "elts", [node.slice])
        for each in [axis for axis in axes if isinstance(axis, ast.Slice)]:
            long = each.lower and is_long(each.lower, each.upper)
            if long and not each.step:
                yield ast.unparse(node.value), each.lower
    elif isinstance(node, ast.Call) and len(node.args) == 2:
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in ("slice", "arange") and is_long(*node.args):
            yield "", node.args[0]


def cuts(node: ast.AST, data: set[str], rows: set[str]) -> Iterator[str]:
    """Where the rows for the test begin: 1297 of x[1297:], N of images[N:]."""
    for of, low in slices(node, rows):
        at = ast.unparse(low)
        if at.lstrip("-").isdecimal():
            if abs(int(at)) >= LEAST:  # else columns, gates, a few samples
                yield str(int(at) % ROWS)
        elif of in data:
            yield at


def held(nodes: Iterable[ast.AST]) -> set[str]:
    """Where the helper cuts on this page: 1797 less the rows that it keeps."""
    return {
        str(ROWS - node.args[1].value)
        for node in nodes
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "digits_split"
        and [type(arg) for arg in node.args[:2]] == [ast.Constant] * 2
    }


def with_digits(page: Page, needs: list[list[int]]) -> dict[int, list[ast.AST]]:
    """The nodes of each block that loads the digits or needs one that does."""
    blocks = python(page)
    loads = {
        n for n, block in enumerate(blocks) if "load_digits(" in own(block)
    }
    return {
        n: [*ast.walk(tree(block))]
        for n, block in enumerate(blocks)
        if loads & {n, *needs[n]} and not EXCUSED.search(own(block))
    }


def split_by_hand(page: Page, needs: list[list[int]]) -> Iterator[str]:
    """Blocks with the digits that choose the test themselves."""
    blocks = with_digits(page, needs)
    every = [node for nodes in blocks.values() for node in nodes]
    data, rows = given(every, "load_digits"), given(every, "digits_split")
    asked = held(every)
    for n, nodes in blocks.items():
        for node in nodes:
            if draws(node, data) or getattr(node, "module", "") == FORBIDDEN:
                yield f"block {n + 1}: {ast.unparse(node)}"
            for at in cuts(node, data, rows):
                if at not in asked:
                    yield f"block {n + 1}: cut at {at}"


def named(block: Block) -> set[str]:
    """The splits that a block asks for by their names."""
    return {
        node.value
        for node in ast.walk(tree(block))
        if isinstance(node, ast.Constant) and node.value in WORDS["en"]
    }


def says(text: str, name: str, language: str) -> bool:
    return bool(re.search(WORDS[language][name], text, re.IGNORECASE))


def splits(page: Page, needs: list[list[int]]) -> list[set[str]]:
    """The splits behind each block: its own, or of the blocks that it needs."""
    if not any("digits_split(" in own(block) for block in python(page)):
        return [set() for _ in needs]
    asked = [named(block) for block in python(page)]
    return [
        asked[n] or set().union(*(asked[each] for each in needs[n]))
        for n in range(len(asked))
    ]


def outputs(page: Page, needs) -> Iterator[tuple[set[str], Block]]:
    """Each output with the splits behind it."""
    behind = iter(splits(page, needs))
    found = set()
    for block in page.blocks:
        if block.is_python:
            found = next(behind)
        elif block.is_output:
            yield found, block


def numbers(
    page: Page, needs: list[list[int]], rows: list[dict], results: list[str]
) -> dict[str, list[float]]:
    """What is told by each split; by "", what could be from anywhere."""
    found = defaultdict(list)
    for code in (*results, *(block.code for block in python(page))):
        found[""] += map(float, NUMBER.findall(code))
    for behind, output in outputs(page, needs):
        name = "".join(behind) if len(behind) == 1 else ""
        found[name] += map(float, NUMBER.findall(output.code))
    for row in rows:
        words = [str(row["setting"].get(key)) for key in SETTINGS]
        for told_as, value in row["numbers"].items():
            parts = PARTS.intersection(told_as.split(", "))
            names = [SAID[word] for word in (*parts, *words) if word in SAID]
            found[names[0] if names else ""].append(value)
    return found


def places(page: Page) -> dict[str, str]:
    """What a reader reads, a table as a whole."""
    found = defaultdict(str)
    for where, text in texts(page.meta, placed(soup_of(page.html))).items():
        found[where.partition(" row ")[0]] += f"\n{plain(text)}"
    return found


def unsaid(page: Page, language: str, asked: list[str]) -> Iterator[str]:
    """The splits of a page that its words do not say, and a link that is missing."""
    whole = "\n".join(places(page).values())
    if not soup_of(page.html).select(f'a[href$="{LINK}"]'):
        yield f"no link to challenges/data.md{LINK}"
    for name in dict.fromkeys(asked):
        if not says(whole, name, language):
            yield f"{name}: no word says it"


def mixed(page: Page) -> Iterator[str]:
    """Outputs of blocks with two splits that do not say which number is whose."""
    for block, output in itertools.pairwise(page.blocks):
        names = named(block) if output.is_output else set()
        for name in sorted(names) if len(names) > 1 else ():
            if not says(output.code, name, "en"):
                yield f"line {output.line + 1}: an output of {name} and others"


def unnamed(
    page: Page,
    language: str,
    needs: list[list[int]],
    rows: list[dict],
    results: Iterable[str] = (),
) -> Iterator[str]:
    """Scores whose split no word says: on the page, in an output, in a place
    with two splits, or with another than the page's first.

    rows: the claims of the page; results: what else is on record for it.
    """
    behind = splits(page, needs)
    asked = [name for names in behind for name in sorted(names)]
    if not asked:
        return
    yield from unsaid(page, language, asked)
    yield from mixed(page)
    usual = next((names for names in behind if len(names) == 1), set())
    among, said = numbers(page, needs, rows, [*results]), places(page)
    for where, found in attributed(page, among).items():
        for name in found if len(found) > 1 else found.keys() - usual:
            if not says(said[where], name, language):
                yield f"{where}: {found[name]} is {name}"


def attributed(
    page: Page, among: dict[str, list[float]]
) -> dict[str, dict[str, str]]:
    """By place, the splits that its numbers are from, each with one of them.

    A number of two digits is too common to tell.
    """
    found = defaultdict(dict)
    for where, number, unit in told(page):
        names = [name for name in among if backed(number, unit, among[name])]
        if len(names) == 1 and names[0] and len(number.replace(".", "")) > 2:
            place = where.partition(" row ")[0]
            found[place].setdefault(names[0], number + unit)
    return found
