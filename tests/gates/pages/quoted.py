"""Code in the words of a page is quoted from its blocks, so that it has run.

What counts is a statement that does something: `x = f(y)`, `import os`, a loop,
a print. A name, a call or `train=False` is talked about, and nobody runs it.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator

from bs4 import Comment, NavigableString, Tag

from press.read.page import Page
from tests.kit.soup import own_soup_of, soup_of

SMALL_CODE = ("code", "kbd", "samp")
INLINE = "a abbr b del em i ins mark q s small span strong sub sup u"
FLOWING = {*INLINE.split(), *SMALL_CODE}
DOES = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.For),
    *(ast.While, ast.With, ast.Try, ast.If, ast.Return, ast.Raise, ast.Assert),
    *(ast.Delete, ast.NamedExpr, ast.Await, ast.Yield),
)
SETS = (ast.Assign, ast.AugAssign, ast.AnnAssign)
PROMPT = re.compile(r"^(>>>|\.\.\.|In ?\[\d*\]:|\d+\s?[.:)|]|[-*•])\s*")
STRAIGHT = str.maketrans("“”‘’−", "\"\"''-")
TYPED = re.compile(  # the signs of a typewriter; np.round
    r"[\U0001d670-\U0001d6a3\U0001d7f6-\U0001d7ff]|[^\W\d]\.[^\W\d]"
)
SAID = ("title", "alt", "aria-label")


def straight(text: str) -> str:
    """A text with the signs and blanks of code, without what introduces a line."""
    line = unicodedata.normalize("NFKC", text).translate(STRAIGHT).strip()
    return PROMPT.sub("", line).strip("`").rstrip(".,;。，；、 ")


def tree_of(line: str) -> ast.Module | None:
    """A line of Python as a tree; also the first line of a loop, or of a function."""
    for code in (line, f"{line}\n    pass", f"{line} pass"):
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError):
            continue
    return None


def works(node: ast.AST) -> bool:
    """Whether a node of a tree is one of a program: more than a setting, w = 20."""
    if isinstance(node, SETS):
        inner = ast.walk(node.value) if node.value else ()
        return any(isinstance(n, ast.Call | ast.BinOp) for n in inner) and any(
            isinstance(n, ast.Name) for n in ast.walk(node.value)
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in ("print", "exec", "eval")
    return isinstance(node, DOES)


def does(text: str) -> bool:
    """Whether a text is a statement that does something."""
    tree = tree_of(straight(text))
    return tree is not None and any(map(works, ast.walk(tree)))


def lines(tag: Tag) -> Iterator[str]:
    """The words in a tag as lines: paragraphs, items, cells, also broken by br."""
    line = ""
    for node in tag.children:
        if isinstance(node, Comment):
            continue
        if isinstance(node, NavigableString):
            line += str(node).replace("\n", " ")
            continue
        inner = lines(node)
        if node.name in FLOWING:
            *broken, line = line + next(inner), *inner
            yield from broken
        else:
            yield line
            yield from inner
            line = ""
    yield line


def words(page: Page) -> Iterator[str]:
    """Each inline code, each line of the words, and what attributes say."""
    soup = own_soup_of(page.html)
    yield from (text.get_text() for text in soup.find_all("mtext"))
    for away in soup.select("pre, math, a.headerlink"):
        away.decompose()
    for small in soup.find_all(SMALL_CODE):
        yield small.get_text()
    yield from lines(soup)
    for tag in soup.find_all(True):
        yield from (tag[name] for name in SAID if tag.has_attr(name))
    yield from (str(value) for value in page.meta.values())


def bare(code: str) -> str:
    """Code without blanks, to look for a quotation in it."""
    return re.sub(r"\s+", "", code)


def typeset(page: Page) -> Iterator[str]:
    """The formulas that are set as code, or that name what only code has."""
    for formula in soup_of(page.html).find_all("math"):
        text = bare(formula.get_text())
        if formula.find(SMALL_CODE) or TYPED.search(text):
            yield text


def invented(page: Page) -> list[str]:
    """The statements in the words of a page that none of its blocks holds."""
    ran = bare("\n".join(b.code for b in page.blocks if b.is_python))
    found = [
        f"no block of the page holds {straight(text)!r}"
        for text in words(page)
        if does(text) and bare(straight(text)) not in ran
    ]
    found += [f"code in a formula: {text}" for text in typeset(page)]
    return list(dict.fromkeys(found))
