"""What a block of Python says about itself and nobody would check."""

import ast
import contextlib
import functools
import io
import re
import textwrap
import tokenize

from press import ROOT
from press.check.shape_comments import parse
from press.check.shapes import unattached
from press.read.bundle import SNIPPET, bundle
from press.read.includes import MARK, sections, without_marks
from press.read.page import Block, normal
from tests.gates.pages.itself import itself
from tests.gates.pages.plain import PROMPT
from tests.gates.pages.reach import reach
from tests.gates.pages.remarks import remarks
from tests.gates.pages.today import today

ARROW = re.compile(r"[-=]>|[→⇒⟶↦]|^\s*(={1,3}|>+)\s")
NUMBER = re.compile(r"^[-+−]?[\d.][\d.,_]*(e[-+]?\d+)?\s*(%|[a-zµ]{1,2})?$")
VALUE = re.compile(
    r"^((np\.)?array|tensor|torch\.\w+|np\.\w+|Size)\(|^(True|False|None)\b"
    r"|^(out(put)?|prints?|printed|returns?|gives|shows?|result)\b"
    r"|^(输出|打印|显示|结果|返回|得到)",
    re.IGNORECASE,
)
SHAPE = re.compile(r"^(\d+\s*×\s*)?\(|\(\s*\d+\s*,[\d\s,]*\)")
IMPORT = re.compile(r"(import|from) ")
RESULT = re.compile(r"\d\s*(?:%|×|times\b)|[:=]\s*[-+]?[\d.]+\s?(?:$|[,;\n])")
COMPUTE_IT = "print the value that says so"
PRINT_IT = "print it, and show the output"


def comments(code: str) -> list[tuple[int, str]]:
    """The comments of a program, each with its line from 1."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, tokenize.TokenError):  # the block is red when it runs
        return []
    return [
        (token.start[0], token.string.lstrip("# "))
        for token in tokens
        if token.type == tokenize.COMMENT
    ]


def is_value(comment: str) -> bool:
    """Whether a comment is what Python would show of a value."""
    if NUMBER.match(comment) or VALUE.match(comment):
        return True
    try:
        ast.literal_eval(comment)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


@functools.cache
def claimed(code: str) -> list[str]:
    """The comments that state a result, or a shape that no check would reach."""
    found = []
    try:
        loose = unattached(code)
    except (SyntaxError, ValueError, tokenize.TokenError):
        return []  # the block is red when it runs
    for line, comment in comments(code):
        if parse(f"# {comment}"):
            if line in loose:
                found.append(f"no array ends at # {comment}: {PRINT_IT}")
        elif SHAPE.search(comment):
            found.append(f"a shape that nobody can check: # {comment}")
        elif ARROW.search(comment) or is_value(comment):
            found.append(f"a result in a comment, # {comment}: {PRINT_IT}")
    return found


@functools.cache
def includable(path: str) -> tuple[list[str], set[str]]:
    """What pages may include from a file, longest first; its imports."""
    source = (ROOT / path).read_text("utf-8")
    whole = [bundle(ROOT / path), without_marks(source)]
    marked = [MARK.sub("", section(source, name)) for name in sections(source)]
    texts = [normal(textwrap.dedent(text)) for text in (*whole, *marked)]
    imports = {line for line in source.split("\n") if IMPORT.match(line)}
    return sorted(filter(None, texts), key=len, reverse=True), imports


def section(source: str, name: str) -> str:
    """The lines of a named section of a source."""
    start = rf"^ *# --8<-- \[start:{name}\]\n"
    end = rf"^ *# --8<-- \[end:{name}\]"
    return re.search(f"(?ms){start}(.*?){end}", source)[1]


def mistitled(block: Block) -> list[str]:
    """A title that names a file, over code that is not included from there."""
    path, rest = block.title, normal(block.code)
    if not path:
        return []
    is_file = SNIPPET.fullmatch(path) and (ROOT / path).is_file()
    texts, imports = includable(path) if is_file else ([], set())
    while rest:
        line = rest.split("\n")[0]
        part = next((text for text in texts if rest.startswith(text)), "")
        if not part and line not in imports:
            return [f"not included from {path}: {line!r}"]
        rest = rest.removeprefix(part or line).strip("\n")
    return []


def told(tree: ast.Module) -> list[str]:
    """The results in strings that a block prints, and that it did not compute."""
    calls = [node for node in ast.walk(tree) if is_print(node)]
    return [
        f"a result in a string, {text!r}: {COMPUTE_IT}"
        for call in calls
        if all(isinstance(each, ast.Constant) for each in call.args)
        for each in call.args
        if RESULT.search(text := str(each.value))
    ]


def is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "print"


def untrue(block: Block) -> list[str]:
    """What a block of Python says that no gate checks."""
    found = claimed(block.code) + mistitled(block)
    with contextlib.suppress(SyntaxError):  # the block is red when it runs
        tree = ast.parse(block.code)
        found += told(tree) + itself(tree) + reach(tree) + today(tree)
        said = [comment for _, comment in comments(block.code)]
        found += remarks(block, tree, said)
    if PROMPT.search(block.code):
        found.append(f"a session in a string: {PRINT_IT}")
    return found
