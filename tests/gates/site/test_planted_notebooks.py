"""Gate 5 goes red: faults planted in a notebook that somebody takes away."""

import copy
from pathlib import Path

import nbformat
import pytest

from press.finish import notebook as made
from press.finish.portable import bold, fold
from tests.gates.site import downloads, notebooks
from tests.kit.small_page import fence, inside, page

SITE = "https://example.org/nn/en/"
IMAGE = "![A line](../assets/b/line.svg)"
FIGURE = f"""<figure markdown="span">
{IMAGE}
<figcaption markdown="span">It rises to $x^2$.</figcaption>
</figure>"""
PRINTS = "{ .text .output }"
SOLUTION = f"""First, the idea *in* `words` with $a_1 * b$.

{fence("print(1 + 1)")}

{fence("2", PRINTS)}

So it is two.
"""
TABS = f"""{fence("a = 3")}

{inside('=== "NumPy"', chr(10) * 2 + fence("b = a"))}

{inside('=== "PyTorch"', chr(10) * 2 + fence("c = a"))}
"""
BODY = f"""{FIGURE}

Can you?

{fence("import numpy as np")}

{inside('??? tip "Hint"', chr(10) * 2 + "**Add**: `1`.")}

{inside('??? success "Solution"', chr(10) * 2 + SOLUTION)}

{inside('??? example "Both"', chr(10) * 2 + TABS)}

The end.
"""
TITLES = {
    "zh": "<summary>Solution（续）</summary>",
    "en": "<summary>Solution, continued</summary>",
}


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "line.png"
    path.write_bytes(b"png")
    return {"b/line.svg": path}.get


def of(picture, body: str = BODY, language: str = "en") -> str:
    small = page(body, tex=True)
    return made.notebook(small, "b/page.md", SITE, language, picture)


def found(book: nbformat.NotebookNode, body: str = BODY) -> list[str]:
    text = nbformat.writes(book)
    return [*notebooks.faults(text, page(body, tex=True), {"numpy"})]


def opened(picture, **how) -> nbformat.NotebookNode:
    return nbformat.reads(of(picture, **how), as_version=4)


def holding(book: nbformat.NotebookNode, words: str):
    """The cell in which these words stand."""
    return next(cell for cell in book.cells if words in cell.source)


@pytest.mark.parametrize("language", TITLES)
def test_a_notebook_folds_what_its_page_folds(picture, language):
    book = opened(picture, language=language)
    assert found(book) == []
    solution, more = holding(book, "print("), holding(book, "So it is")
    assert solution.metadata == made.FOLDED
    assert solution.outputs[0].text == "2\n"
    assert more.source.split("\n")[1] == TITLES[language]
    assert more.source.endswith("\n\nSo it is two.\n\n</details>")
    assert holding(book, "import numpy").metadata == {}
    assert holding(book, "The end.").source == "The end."
    hint = "<details>\n<summary>Hint</summary>\n\n**Add**: `1`.\n\n</details>"
    assert hint in holding(book, "Hint").source
    order = [c.source for c in book.cells[book.cells.index(more) + 1 :]]
    assert order[:2] == ["**Both**", "a = 3"]
    assert order[2:] == [
        *("**NumPy**", "b = a", "**PyTorch**", "c = a"),
        "The end.",
    ]


def test_a_figure_comes_along_with_its_caption(picture):
    cell = holding(opened(picture), "![")
    assert (
        "![A line](attachment:b-line.png)\n\n> It rises to $x^2$."
        in cell.source
    )
    assert cell.attachments == {"b-line.png": {"image/png": "cG5n"}}


def no_list(book):
    book.cells.pop(0)


def short_list(book):
    book.cells[0].source = "%pip install -q torch"


def commented_list(book):
    book.cells[0].source = "# %pip install -q numpy"


def absolute(book):
    cell = holding(book, "![")
    cell.source = cell.source.replace(
        "attachment:b-line.png", f"{SITE}line.png"
    )


def elsewhere(book):
    cell = holding(book, "![")
    holding(book, "The end").attachments = cell.pop("attachments")


def attached_svg(book):
    """Seen in JupyterLab 4: no picture at all."""
    holding(book, "![").attachments["b-line.png"] = {"image/svg+xml": "cG5n"}


def no_figure(book):
    cell = holding(book, "![")
    cell.pop("attachments")
    cell.source = cell.source.split("![")[0] + "> It rises to $x^2$."


def no_caption(book):
    cell = holding(book, "![")
    cell.source = cell.source.split("\n\n>")[0] + "\n\nCan you?"


def unfolded(part):
    def plant(book):
        holding(book, "print(").metadata["jupyter"].pop(part)

    return plant


def unfolded_words(book):
    holding(book, "So it is").source = "So it is two."


def without_empty_lines(book):
    """Then Markdown inside is not converted: `1` keeps its quotes."""
    cell = holding(book, "Hint")
    cell.source = cell.source.replace("</summary>\n\n", "</summary>\n")


def hidden(book):
    holding(book, "import numpy").metadata = copy.deepcopy(made.FOLDED)


def hidden_words(book):
    cell = holding(book, "The end")
    cell.source = fold("More", cell.source)


def no_title(book):
    book.cells.remove(holding(book, bold("Both")))


def heavy(book):
    book.cells[-1].source += "x" * notebooks.HEAVIEST


PLANTED = {
    no_list: "its first cell does not install ['numpy']",
    short_list: "its first cell does not install ['numpy']",
    commented_list: "its first cell does not install ['numpy']",
    absolute: f"not in the notebook: {SITE}line.png",
    elsewhere: "not in the notebook: attachment:b-line.png",
    attached_svg: "not in the notebook: attachment:b-line.png",
    no_figure: "no picture: A line",
    no_caption: "no caption: It rises to",
    unfolded("source_hidden"): "its page folds it, source_hidden does not",
    unfolded("outputs_hidden"): "its page folds it, outputs_hidden does not",
    unfolded_words: "in its folds the page says",
    without_empty_lines: "no empty line in a fold",
    hidden: "its page shows it, source_hidden does not",
    hidden_words: "in its folds the page says",
    no_title: "no title: Both",
    heavy: f"more than {notebooks.HEAVIEST}",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_planted(picture, plant):
    book = opened(picture)
    plant(book)
    problems = found(book)
    assert any(PLANTED[plant] in each for each in problems), problems


def test_a_picture_that_is_not_drawn_yet_stays_on_the_site():
    """As in make serve; the finished site is not like that."""
    book = opened(dict[str, Path]().get)
    assert f"({SITE[:-1]}/assets/b/line.svg)" in holding(book, "![").source
    assert any("not in the notebook" in each for each in found(book))


def test_a_first_cell_that_cannot_install_is_told(tmp_path):
    book = nbformat.v4.new_notebook()
    tagged = {"metadata": {"tags": [made.INSTALL]}}
    sources = "%pip install -q ./absent", "%pip install -q numpy"
    book.cells = [nbformat.v4.new_code_cell(s, **tagged) for s in sources]
    executed = downloads.run_notebook(nbformat.writes(book))
    (problem,) = downloads.uninstalled(executed)
    assert problem.startswith("the first cell: ERROR: Invalid requirement")
    executed.cells[1].execution_count = None
    assert len([*downloads.uninstalled(executed)]) == 2
