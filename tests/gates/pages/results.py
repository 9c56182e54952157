"""An expression in the words of a page stands beside no result: nobody has run it."""

import ast
import re
from collections.abc import Iterator
from itertools import groupby

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from press.read.page import Page
from tests.gates.pages.quoted import SMALL_CODE, straight
from tests.kit.soup import own_soup_of

ASKS = (ast.Call, ast.BinOp, ast.Compare, ast.BoolOp, ast.Subscript)
RESULT = re.compile(  # 25, [0.  0.9], array([1, 2]), tensor(3.)
    r"(?:array|tensor|np\.(?:float|int|bool)\d*)?[-+\d.,\s\[\]()e]*\d[\d.,\s\[\])]*"
    r"|-?(?:nan|inf)"
)
TOLD = re.compile(r"(.+?)\s*(?:->|=>|→|⇒|≈|#)\s*(.+)")
ENDS = re.compile(r"\s*(?:$|[\ufffc.,;:!?)。，；：！？）])")
WORD = re.compile(r"[^\W\u4e00-\u9fff]+|[\u4e00-\u9fff]{1,2}")
MOST = 3  # words between an expression and what it gives
LIMITS = {"inf", "nan"}  # inf / inf is arithmetic, not a program
BOXES = ("p", "li", "dt", "dd", "td", "th", "summary", "figcaption")


def parsed(text: str) -> ast.expr | None:
    """A text as an expression of Python, if it is one."""
    try:
        return ast.parse(straight(text), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def is_result(text: str) -> bool:
    """Whether a text is a value: a literal, or an array as NumPy prints it."""
    try:
        ast.literal_eval(straight(text))
    except (SyntaxError, ValueError):
        return bool(RESULT.fullmatch(straight(text)))
    return True


def asks(text: str) -> bool:
    """Whether code is an expression whose value one has to compute."""
    tree = parsed(text)
    return (
        tree is not None
        and not is_result(text)
        and not LIMITS.issuperset(re.findall(r"\w+", text))
        and any(isinstance(node, ASKS) for node in ast.walk(tree))
    )


def asked(cell: Tag) -> list[str]:
    """The expressions of a cell; without the marks of code, np.dot(a, b) alone."""
    texts = [small.get_text() for small in cell.find_all(SMALL_CODE)]
    tree = parsed(cell.get_text())
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute):
        texts.append(cell.get_text())
    return [text for text in texts if asks(text)]


def gives(cell: Tag) -> bool:
    """Whether a cell holds a result, as code or as all that it says."""
    texts = [small.get_text() for small in cell.find_all(SMALL_CODE)]
    return any(map(is_result, [cell.get_text().strip(), *texts]))


def pairs(soup: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
    """The cells that tell of each other: of a row, below a head, of a definition."""
    for table in soup.find_all("table"):
        rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
        for row in rows:
            yield from ((a, b) for a in row for b in row if a is not b)
        for row in rows[1:]:
            yield from zip(rows[0], row, strict=False)
    for term in soup.find_all("dt"):
        if meant := term.find_next_sibling("dd"):
            yield term, meant


def is_code(text: NavigableString) -> bool:
    return text.find_parent(SMALL_CODE) is not None


def spoken(box: Tag) -> Iterator[str]:
    """The expressions of a sentence that says what they give: `f(2)` gives `3`."""
    own = [
        text
        for text in box.find_all(string=True)
        if not isinstance(text, Comment) and text.find_parent(BOXES) is box
    ]
    found = [(code, "".join(texts)) for code, texts in groupby(own, is_code)]
    after = [*(text for _, text in found[3:]), ""]
    for (is_first, code), (_, words), (_, value), rest in zip(
        found, found[1:], found[2:], after, strict=False
    ):
        near = len(WORD.findall(words)) <= MOST and ENDS.match(rest)
        if is_first and near and asks(code) and is_result(value):
            yield f"{code}{words}{value}"


def untried(page: Page) -> list[str]:
    """The expressions in the words of a page of which the words tell the result."""
    soup = own_soup_of(page.html)
    for away in soup.select("pre, a.headerlink"):
        away.decompose()
    found = [
        f"{text} beside {b.get_text().strip()}"
        for a, b in pairs(soup)
        if gives(b)
        for text in asked(a)
    ]
    found += [each for box in soup.find_all(BOXES) for each in spoken(box)]
    for small in soup.find_all(SMALL_CODE):
        parts = TOLD.fullmatch(small.get_text().strip())
        if parts and asks(parts[1]) and is_result(parts[2]):
            found.append(small.get_text())
    return [f"told, and never run: {each}" for each in dict.fromkeys(found)]
