"""Each chapter as a notebook and as a script, made from the page's own blocks."""

import re
from base64 import b64encode
from urllib.parse import urljoin

import nbformat
from bs4 import BeautifulSoup, NavigableString, Tag
from markdownify import MarkdownConverter

from press.finish.executed import Executed
from press.read.heads import needed, told
from press.read.page import Block, Page, trimmed
from press.read.program import codes

INSTALL = "install"  # the tag of the cell that is no block of the page
SOURCE = re.compile(r"(/index)?\.(md|ipynb)(?=[?#]|$)")


class ToMarkdown(MarkdownConverter):
    """Markdown that shows the page's text; TeX between dollars stays TeX."""

    def __init__(self, **options) -> None:
        super().__init__(heading_style="ATX", escape_misc=False, **options)

    def escape(self, text: str, parent_tags: set) -> str:
        if re.fullmatch(r"(\$\$?).+\1", text, re.DOTALL):
            return text
        return super().escape(text, parent_tags).replace("<", "&lt;")


def is_python(tag: Tag) -> bool:
    return "language-python" in (tag.get("class") or ())


def address_of(link: str, source: str, site: str) -> str:
    """Where a link in a source of the site leads to, from anywhere."""
    address = urljoin(site + source, link)
    return SOURCE.sub("/", address) if address.startswith(site) else address


def absolute(soup: BeautifulSoup, source: str, site: str) -> None:
    """Links and pictures work from anywhere."""
    for tag, attribute in (("a", "href"), ("img", "src")):
        for node in soup.find_all(tag, {attribute: True}):
            node[attribute] = address_of(node[attribute], source, site)


def printed(text: str):
    """An output of a cell: what it prints."""
    return nbformat.v4.new_output("stream", text=text.rstrip("\n") + "\n")


def drawn(picture: bytes):
    """An output of a cell: a picture."""
    data = {"image/png": b64encode(picture).decode()}
    return nbformat.v4.new_output("display_data", data=data)


class Cells:
    """Collects the cells of a notebook while the HTML of a page is walked."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.code = [block for block in blocks if block.is_python]
        self.cells: list = []
        self.html = ""

    def flush(self) -> None:
        text = ToMarkdown().convert(self.html).strip()
        if text:
            self.add("markdown", text)
        self.html = ""

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
        self.flush()
        source = trimmed(self.code.pop(0).code)
        self.add("code", source, outputs=[], execution_count=None)

    def add_output(self, node: Tag) -> None:
        self.flush()
        self.cells[-1].outputs = [printed(node.get_text())]
        if within := node.get("data-within"):
            self.cells[-1].metadata["within"] = within

    def walk(self, parent: Tag) -> None:
        for node in parent.children:
            if isinstance(node, NavigableString) or not holds_block(node):
                self.html += str(node)
            elif node.name == "summary":
                self.html += f"<p><strong>{node.get_text(' ')}</strong></p>"
            elif "tabbed-set" in classes(node):
                self.walk_tabs(node)
            elif is_python(node):
                self.add_code()
            elif "output" in classes(node):
                self.add_output(node)
            else:
                self.walk(node)

    def walk_tabs(self, tabs: Tag) -> None:
        labels = tabs.select_one(".tabbed-labels").select("label")
        blocks = tabs.select_one(".tabbed-content").select(".tabbed-block")
        for label, block in zip(labels, blocks, strict=True):
            self.html += f"<p><strong>{label.get_text()}</strong></p>"
            self.walk(block)


def classes(node: Tag) -> list[str]:
    return node.get("class") or []


def holds_block(node: Tag) -> bool:
    """Whether a Python block or an output is in node, or labels one."""
    return (
        node.name == "summary"
        or "output" in classes(node)
        or is_python(node)
        or node.find(class_=["language-python", "output"]) is not None
    )


def notebook(page: Page, source: str, site: str) -> str:
    """The page as a notebook; page.html must hold TeX, not MathML.

    source: where the page is in the folder of its language; site: its address.
    """
    soup = BeautifulSoup(page.html, "html.parser")
    for junk in soup.select("a.headerlink, .filename, input"):
        junk.decompose()
    for formula in soup.select(".arithmatex"):
        formula.string = re.sub(
            r"^\\[(\[]|\\[)\]]$",
            "$" if formula.name == "span" else "$$",
            formula.get_text(),
        )
    absolute(soup, source, site)
    cells = Cells(page.blocks)
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


def headed(text: str, address: str, language: str) -> str:
    """A program, below where it is from and what must be installed for it."""
    return f"{told(address, language, needed(text))}\n\n{text}"


def script(page: Page, address: str, language: str) -> str:
    """The page's program as one file."""
    return headed("\n\n".join(codes(page)) + "\n", address, language)


def title_line(html: str, links: dict[str, str], needs: list[str]) -> str:
    """Below the title: the notebook, what the page links nowhere else, what it needs."""
    shown = {
        name: url
        for name, url in links.items()
        if name.endswith(".ipynb") or f'href="{url}"' not in html
    }
    if not shown:
        return html
    items = " ".join(
        f'<a href="{url}" download>{name}</a>' for name, url in shown.items()
    )
    if needs:
        names = " ".join(f"<span>{name}</span>" for name in needs)
        items += f" <code>pip install {names}</code>"
    line = f'<p class="takeaways" data-search-exclude>{items}</p>'
    return html.replace("</h1>", f"</h1>\n{line}", 1)
