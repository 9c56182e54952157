"""Each chapter as a notebook and as a script, made from the page's own blocks."""

import re
from urllib.parse import urljoin

import nbformat
from bs4 import BeautifulSoup, NavigableString, Tag
from markdownify import MarkdownConverter

from press.read.page import Block, Page, normal

HEADING_ID = re.compile(r" *\{ *#[\w-]+ *\}$", re.MULTILINE)


class ToMarkdown(MarkdownConverter):
    """Markdown without escapes, so that TeX between dollars stays TeX."""

    def __init__(self, **options) -> None:
        super().__init__(
            heading_style="ATX",
            escape_asterisks=False,
            escape_underscores=False,
            escape_misc=False,
            **options,
        )


def is_python(tag: Tag) -> bool:
    return "language-python" in (tag.get("class") or ())


def absolute(soup: BeautifulSoup, base: str) -> None:
    """Links and pictures work from anywhere."""
    for tag, attribute in (("a", "href"), ("img", "src")):
        for node in soup.find_all(tag):
            target = node.get(attribute, "")
            target = re.sub(r"(index)?\.(md|ipynb)(?=#|$)", "/", target)
            node[attribute] = urljoin(base, target).replace("//#", "/#")


class Cells:
    """Collects the cells of a notebook while the HTML of a page is walked."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.code = [block for block in blocks if block.is_python]
        self.cells: list = []
        self.html = ""

    def flush(self) -> None:
        text = ToMarkdown().convert(self.html).strip()
        if text:
            self.add(nbformat.v4.new_markdown_cell(text))
        self.html = ""

    def add(self, cell) -> None:
        cell.id = f"cell-{len(self.cells)}"
        self.cells.append(cell)

    def add_code(self) -> None:
        self.flush()
        source = normal(self.code.pop(0).code)
        self.add(nbformat.v4.new_code_cell(source))

    def add_output(self, text: str) -> None:
        self.flush()
        cell = self.cells[-1]
        cell.outputs = [nbformat.v4.new_output("stream", text=text)]

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
                self.add_output(node.get_text())
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


def notebook(page: Page, base: str) -> str:
    """The page as a notebook; page.html must hold TeX, not MathML."""
    soup = BeautifulSoup(page.html, "html.parser")
    for junk in soup.select("a.headerlink, .filename, input"):
        junk.decompose()
    for formula in soup.select(".arithmatex"):
        formula.string = re.sub(
            r"^\\[(\[]|\\[)\]]$",
            "$" if formula.name == "span" else "$$",
            formula.get_text(),
        )
    absolute(soup, base)
    cells = Cells(page.blocks)
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


def plain_notebook(text: str) -> str:
    """A notebook of the site without the ids of its headings."""
    book = nbformat.reads(text, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = HEADING_ID.sub("", cell.source)
    return nbformat.writes(book) + "\n"


def script(page: Page, address: str) -> str:
    """The page's program as one file."""
    blocks = [normal(block.code) for block in page.blocks if block.is_python]
    return "\n\n".join([f"# {address}", *blocks]) + "\n"


def title_line(html: str, links: dict[str, str]) -> str:
    """The page with links to its files below the title."""
    if not links:
        return html
    items = " ".join(
        f'<a href="{url}" download>{name}</a>' for name, url in links.items()
    )
    line = f'<p class="takeaways" data-search-exclude>{items}</p>'
    return html.replace("</h1>", f"</h1>\n{line}", 1)
