"""A notebook that mkdocs-jupyter has executed, shown like every other page."""

import base64
import re
import shutil
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag

PROMPT = re.compile(r"\[(\d+)\]")
PNG = "data:image/png;base64,"
VALUE = "jp-OutputArea-executeResult"
TEXT = ".jp-RenderedText pre"
PICTURE = f'.jp-RenderedImage img[src^="{PNG}"]'


def alone(path: Path, folder: Path) -> Path:
    """A copy of a notebook in a new folder that holds nothing else.

    Its cells have no outputs, counts or tags: whatever is shown has run, and
    what a cell writes is not written into docs/.
    """
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy = folder / path.name
    nbformat.write(book, copy)
    return copy


class Executed:
    """What one code cell of the executed notebook shows."""

    def __init__(self, cell: Tag) -> None:
        prompt = cell.select_one(".jp-InputPrompt")
        number = PROMPT.search(prompt.get_text() if prompt else "")
        if number is None:
            raise ValueError(f"cell not executed: {cell.get_text()[:60]!r}")
        errors = cell.select('[data-mime-type$="stderr"], .jp-RenderedError')
        if errors:
            raise ValueError(f"cell wrote an error: {errors[0].get_text()}")
        self.texts = []
        printing = False
        for output in cell.select(".jp-OutputArea-output"):
            kind = output.get("data-mime-type", "unknown")
            if not output.select(f"{TEXT}, {PICTURE}"):
                raise ValueError(f"cell shows what a page cannot: {kind}")
            for pre in output.select(TEXT):
                piece = pre.get_text()
                prints = VALUE not in output["class"]
                if printing and prints:  # a print came in two pieces
                    self.texts[-1] += piece
                else:
                    self.texts.append(piece)
                printing = prints
        self.pictures = [
            base64.b64decode(image["src"].removeprefix(PNG))
            for image in cell.select(PICTURE)
        ]


def executed_cells(html: str) -> list[Executed]:
    """The code cells in order. Raises ValueError where one did not run."""
    soup = BeautifulSoup(html, "html.parser")
    cells = [Executed(cell) for cell in soup.select(".jp-CodeCell[id]")]
    if not cells:
        raise ValueError("not a notebook, or one without code")
    return cells


def output_html(text: str, soup: BeautifulSoup) -> Tag:
    box = soup.new_tag("div", attrs={"class": "language-text output highlight"})
    pre, code = soup.new_tag("pre"), soup.new_tag("code")
    code.string = text.rstrip("\n") + "\n"
    pre.append(code)
    box.append(pre)
    return box


def present(html: str, cells: list[Executed], alt: str, slug: str):
    """Put outputs after the blocks of a page. Returns HTML, pictures by name."""
    soup = BeautifulSoup(html, "html.parser")
    blocks = soup.select("div.language-python")
    if len(blocks) != len(cells):
        raise ValueError(f"{len(cells)} cells ran, {len(blocks)} are shown")
    if len(soup.select("pre")) != len(cells):
        raise ValueError("a notebook shows code that is not one of its cells")
    pictures = {}
    for block, cell in zip(blocks, cells, strict=True):
        block["class"] = [*block["class"], "cell"]
        shown = [output_html(text, soup) for text in cell.texts]
        for picture in cell.pictures:
            name = f"{slug}_{len(pictures) + 1}.png"
            pictures[name] = picture
            label = f"{alt} {len(pictures)}"
            image = soup.new_tag("img", attrs={"src": name, "alt": label})
            frame = soup.new_tag("p", attrs={"class": "cell-picture"})
            frame.append(image)
            shown.append(frame)
        for tag in reversed(shown):
            block.insert_after(tag)
    return str(soup), pictures
