"""Each chapter as a notebook, made from the page's own blocks."""

import copy
import re
from base64 import b64encode
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, NavigableString, Tag

from press.finish.executed import Executed
from press.finish.portable import (
    Attachments,
    Picture,
    ToMarkdown,
    absolute,
    attach,
    bold,
    fold,
    title,
)
from press.read.heads import needed
from press.read.page import Block, Page, trimmed
from press.read.program import codes

INSTALL = "install"  # the tag of the cell that is no block of the page
ATTACHED = re.compile(r"\(attachment:([\w.-]+)\)")
FOLDED = {  # JupyterLab and nbconvert read the first two, Colab the last
    "jupyter": {"source_hidden": True, "outputs_hidden": True},
    "collapsed": True,
    "cellView": "form",
}
CONTINUED = {"zh": "{}（续）", "en": "{}, continued"}


def is_python(tag: Tag) -> bool:
    return "language-python" in classes(tag)


def classes(node: Tag) -> list[str]:
    return node.get("class") or []


def printed(text: str):
    """An output of a cell: what it prints."""
    return nbformat.v4.new_output("stream", text=text.rstrip("\n") + "\n")


def drawn(picture: bytes):
    """An output of a cell: a picture."""
    data = {"image/png": b64encode(picture).decode()}
    return nbformat.v4.new_output("display_data", data=data)


class Fold:
    """A fold with code in it: its words fold in the cell in which they stand."""

    def __init__(self, details: Tag, language: str) -> None:
        self.title = title(details)
        self.more = CONTINUED[language].format(self.title)
        self.named, self.tab = False, ""

    def around(self, text: str) -> str:
        """Words of the fold, closed; its title alone if code comes first."""
        shown = "" if self.named else bold(self.title)
        if text:
            shown = fold(self.more if self.named else self.title, text)
        tab, self.tab, self.named = self.tab, "", True
        return f"{tab}\n\n{shown}".strip()


class Cells:
    """Collects the cells of a notebook while the HTML of a page is walked."""

    def __init__(
        self, blocks: tuple[Block, ...], pictures: Attachments, language: str
    ) -> None:
        self.code = [block for block in blocks if block.is_python]
        self.pictures, self.language = pictures, language
        self.cells: list = []
        self.html = ""
        self.fold: Fold | None = None

    def flush(self) -> None:
        text = ToMarkdown().convert(self.html).strip()
        self.html = ""
        if self.fold:
            text = self.fold.around(text)
        names = self.pictures.keys() & {*ATTACHED.findall(text)}
        own = {name: self.pictures[name] for name in sorted(names)}
        if text:
            more = {"attachments": own} if own else {}
            self.add("markdown", text, **more)

    def add(self, kind: str, source: str, **more) -> None:
        """One more cell; that it is one is asked once, of the whole notebook."""
        cell = {"cell_type": kind, "source": source, "metadata": {}, **more}
        cell["id"] = f"cell-{len(self.cells)}"
        self.cells.append(nbformat.from_dict(cell))

    def add_install(self, needs: list[str]) -> None:
        """What a computer or a service of somebody else may lack."""
        source = f"%pip install -q {' '.join(needs)}"
        more = {"outputs": [], "execution_count": None}
        self.add("code", source, metadata={"tags": [INSTALL]}, **more)

    def add_code(self) -> None:
        """The next block; in a fold it is closed, with what it prints."""
        self.flush()
        source = trimmed(self.code.pop(0).code)
        metadata = copy.deepcopy(FOLDED) if self.fold else {}
        more = {"outputs": [], "execution_count": None, "metadata": metadata}
        self.add("code", source, **more)

    def add_output(self, node: Tag) -> None:
        self.flush()
        self.cells[-1].outputs = [printed(node.get_text())]
        if within := node.get("data-within"):
            self.cells[-1].metadata["within"] = within

    def walk(self, parent: Tag) -> None:
        for node in parent.children:
            if isinstance(node, NavigableString) or not holds_block(node):
                self.html += str(node)
            elif node.name == "details":
                self.walk_fold(node)
            elif "tabbed-set" in classes(node):
                self.walk_tabs(node)
            elif is_python(node):
                self.add_code()
            elif "output" in classes(node):
                self.add_output(node)
            else:
                self.walk(node)

    def walk_fold(self, details: Tag) -> None:
        self.flush()
        outer, self.fold = self.fold, Fold(details, self.language)
        self.walk(details)
        self.flush()
        self.fold = outer

    def walk_tabs(self, tabs: Tag) -> None:
        labels = tabs.select_one(".tabbed-labels").select("label")
        blocks = tabs.select_one(".tabbed-content").select(".tabbed-block")
        for label, block in zip(labels, blocks, strict=True):
            if self.fold:
                self.flush()
                self.fold.tab = bold(label.get_text())
            else:
                self.html += f"<p><strong>{label.get_text()}</strong></p>"
            self.walk(block)


def holds_block(node: Tag) -> bool:
    """Whether a Python block or an output is in node."""
    return (
        "output" in classes(node)
        or is_python(node)
        or node.find(class_=["language-python", "output"]) is not None
    )


def words_of(page: Page) -> BeautifulSoup:
    """The page's HTML without what is a tool of the site, TeX between dollars."""
    soup = BeautifulSoup(page.html, "html.parser")
    for junk in soup.select("a.headerlink, .filename, input"):
        junk.decompose()
    for caption in soup.select("p.caption"):
        caption.name = "figcaption"
    for option in soup.select("p.predict + ul li"):
        code = option.code.extract()  # why it is wrong is no question
        option.clear()
        option.append(code)
    for formula in soup.select(".arithmatex"):
        formula.string = re.sub(
            r"^\\[(\[]|\\[)\]]$",
            "$" if formula.name == "span" else "$$",
            formula.get_text(),
        )
    return soup


def elsewhere(address: str) -> Path | None:
    """The pictures of a page whose site draws none."""
    return None


def notebook(
    page: Page,
    source: str,
    site: str,
    language: str,
    picture: Picture = elsewhere,
) -> str:
    """The page as a notebook; page.html must hold TeX, not MathML.

    source: where the page is in the folder of its language; site: its address;
    picture: the file of a picture, which comes along as PNG: JupyterLab shows no
    SVG that is attached.
    """
    soup = words_of(page)
    absolute(soup, source, site)
    cells = Cells(page.blocks, attach(soup, site, picture), language)
    if needs := needed(*codes(page)):
        cells.add_install(needs)
    cells.walk(soup)
    cells.flush()
    made = nbformat.v4.new_notebook(cells=cells.cells)
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def with_outputs(text: str, executed: list[Executed]) -> str:
    """A notebook whose cells have the outputs that its page shows."""
    book = nbformat.reads(text, as_version=4)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    own = [c for c in cells if INSTALL not in c.metadata.get("tags", ())]
    for cell, shown in zip(own, executed, strict=True):
        cell.outputs = [printed(text) for text in shown.texts]
        cell.outputs += [drawn(picture) for picture in shown.pictures]
    return nbformat.writes(book) + "\n"
