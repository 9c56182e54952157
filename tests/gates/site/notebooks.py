"""What a notebook has with it: its list, its figures, what its page folds, and it is not heavy."""

import re
from collections.abc import Iterator

import nbformat
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt

from press.finish.notebook import INSTALL
from press.read.page import Page

PNG = "image/png"  # an attached SVG is a broken picture in JupyterLab
HEAVIEST = 2_000_000  # bytes
COMMONMARK = MarkdownIt("commonmark").enable("table")
FORMULA = re.compile(r"(\$\$?)[^$]+\1")
CRAMPED = re.compile(r"</summary>\n?(?!\n)|(?<!\n\n)</details>")
TOOLS = "summary, .highlight, pre, .tabbed-labels, .arithmatex"


def shown(source: str) -> BeautifulSoup:
    """The words of a cell as Jupyter shows them, but for formulas."""
    return BeautifulSoup(COMMONMARK.render(source), "html.parser")


def words(book: nbformat.NotebookNode) -> list:
    """The cells that are not code."""
    return [cell for cell in book.cells if cell.cell_type == "markdown"]


def listed(book: nbformat.NotebookNode) -> set[str]:
    """What the first cell installs."""
    first = book.cells[0]
    tags = first.metadata.get("tags", ())
    lines = first.source.split("\n") if INSTALL in tags else []
    return {
        name
        for line in lines
        if line.startswith("%pip install ")
        for name in line.split()[2:]
    }


def absent(book: nbformat.NotebookNode) -> Iterator[str]:
    """Pictures that are not in the cell that shows them; ballast."""
    for cell in words(book):
        names = [image["src"] for image in shown(cell.source).select("img")]
        files = cell.get("attachments", {})
        held = {f"attachment:{n}" for n in files if [*files[n]] == [PNG]}
        yield from (f"not in the notebook: {n}" for n in names if n not in held)
        yield from (f"shown nowhere: {n}" for n in sorted(held - {*names}))


def unillustrated(book: nbformat.NotebookNode, html: Tag) -> Iterator[str]:
    """Pictures and captions of a page that its notebook lacks."""
    has = [
        image["alt"] for c in words(book) for image in shown(c.source)("img")
    ]
    for image in html.select("img"):
        if image["alt"] not in has:
            yield f"no picture: {image['alt']}"
    quoted = "".join(
        letters(quote)
        for c in words(book)
        for quote in shown(c.source)("blockquote")
    )
    for caption in html.select("figcaption, p.caption"):
        if letters(caption) not in quoted:
            yield f"no caption: {caption.get_text()}"


def letters(node: Tag) -> str:
    """The words of a node without its code, its outputs, its formulas, its title.

    Of the options of a guess a notebook has what would be printed, and not why.
    """
    copy = BeautifulSoup(str(node), "html.parser")
    for option in copy.select("p.predict + ul > li"):
        option.replace_with(option.code)
    for tool in copy.select(TOOLS):
        tool.decompose()
    text = FORMULA.sub("", copy.get_text())
    return "".join(re.findall(r"\w", text))


def unfolded(book: nbformat.NotebookNode, html: Tag) -> Iterator[str]:
    """Where a notebook shows what its page folds, or the other way round."""
    cells = [c for c in book.cells if c.cell_type == "code"]
    own = [c for c in cells if INSTALL not in c.metadata.get("tags", ())]
    blocks = html.select("div.language-python")
    for number, (cell, block) in enumerate(zip(own, blocks, strict=True), 1):
        hidden = cell.metadata.get("jupyter", {})
        folds = block.find_parent("details") is not None
        for part in ("source_hidden", "outputs_hidden"):
            if bool(hidden.get(part)) != folds:
                how = "folds" if folds else "shows"
                yield f"cell {number}: its page {how} it, {part} does not"
    pages = "".join(map(letters, html.select("details")))
    folds = [f for c in words(book) for f in shown(c.source).select("details")]
    notebooks = "".join(map(letters, folds))
    if notebooks != pages:
        yield f"in its folds the page says\n{pages}\nthe notebook\n{notebooks}"


def cramped(book: nbformat.NotebookNode) -> Iterator[str]:
    """Folds whose Markdown is not converted: it stands between empty lines."""
    for cell in words(book):
        if CRAMPED.search(cell.source):
            yield f"no empty line in a fold: {cell.source}"


def untitled(book: nbformat.NotebookNode, html: Tag) -> Iterator[str]:
    """Folds of a page whose title stands nowhere in the notebook, in its place."""
    named = iter(
        node.get_text().strip()
        for cell in words(book)
        for node in shown(cell.source).select("summary, strong")
    )
    for summary in html.select("summary"):
        if summary.get_text().strip() not in named:
            yield f"no title: {summary.get_text()}"
            return


def faults(text: str, page: Page, wanted: set[str]) -> Iterator[str]:
    """What a notebook lacks that its page has; wanted: what its code imports."""
    book = nbformat.reads(text, as_version=4)
    html = BeautifulSoup(page.html, "html.parser")
    if missing := wanted - listed(book):
        yield f"its first cell does not install {sorted(missing)}"
    yield from absent(book)
    yield from cramped(book)
    for rule in (unillustrated, unfolded, untitled):
        yield from rule(book, html)
    if (size := len(text.encode())) > HEAVIEST:
        yield f"{size} bytes, more than {HEAVIEST}"
