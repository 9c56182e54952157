"""Gate 3 goes red: faults planted in the HTML of pages, of notebooks, of formulas."""

import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter.nbconvert2 import nb2html

from press import CONFIGS, ROOT
from press.finish.executed import executed_cells, present
from press.read.mathml import to_mathml
from press.read.page import Block, read_text, site_config
from tests.gates.built.coverage import (
    small_code,
    source_of,
    unaccounted,
    unexecuted,
)
from tests.kit.small_page import FRONT, block, page
from tests.kit.small_site import notebook

BODY = f"""Words, `code` and $x$.

{block("x = 1")}

{block("print(x)", "1")}

{block("y = 2")}
"""
FIRST = '<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>'
WORDS = "<p>Words,"
CODE = {  # what is replaced in the HTML of a sound page, what is reported
    "changed block": ('"mi">1</span>', '"mi">3</span>', "not a block of the"),
    "changed output": ("<code>1\n", "<code>9\n", "not a block of the page: te"),
    "output shown as Python": (
        "language-text output",
        "language-python",
        "not",
    ),
    "extra pre": (WORDS, f"<pre>z = 1</pre>{WORDS}", "not a block of the page"),
    "extra Python": (
        WORDS,
        f'<div class="language-python"><pre>z</pre></div>{WORDS}',
        "not a block of the page: python 'z'",
    ),
    "block shown twice": (WORDS, f"<pre>{FIRST}</pre>{WORDS}", "not a block"),
    "inline code of two lines": ("<code>code", "<code>a\nb", "as inline code"),
    "styled box": (
        WORDS,
        f'<div style="white-space:pre">a\nb</div>{WORDS}',
        "code without <pre>",
    ),
    "monospaced box": (
        WORDS,
        f'<p style="font-family:monospace">a<br>b</p>{WORDS}',
        "code without <pre>",
    ),
    "fence": ("Words,", "```python", "Markdown in the text: '```python"),
    "include": ("Words,", '--8<-- "a.py"', "Markdown in the text"),
    "admonition": ("Words,", "!!! note", "Markdown in the text"),
    "folded": ("Words,", '???+ tip "t"', "Markdown in the text"),
    "tab": ("Words,", '=== "A"', "Markdown in the text"),
    "in a cell": (WORDS, f"<table><td>=== A</table>{WORDS}", "Markdown in"),
    "dollar": ("Words,", "a $ x$", "Markdown in the text"),
    "TeX": ("Words,", "\\frac a b", "Markdown in the text"),
    "TeX in an attribute": (WORDS, f'<img alt="\\(x\\)">{WORDS}', "Markdown"),
    "abbreviation": ("Words,", "*[MAE]: a", "Markdown in the text"),
    "bold": ("Words,", "**bold", "Markdown in the text"),
    "link": ("Words,", "[a](b", "Markdown in the text"),
    "footnote": ("Words,", "a[^1]", "Markdown in the text"),
    "attributes": ("Words,", "a { #id }", "Markdown in the text"),
    "private sign": ("Words,", "\ue000from", "signs of the build in the text"),
    "object": (WORDS, f'<object data="a.py"></object>{WORDS}', "no gate looks"),
}


@pytest.fixture(scope="module")
def sound():
    """A page with three blocks, converted once."""
    return page(BODY)


def test_sound_page_is_accounted_for(sound):
    """The control of what follows: nothing is reported before a fault is planted."""
    assert unaccounted(sound.html, sound.blocks, [True] * 3) == []


@pytest.mark.parametrize("name", CODE)
def test_html_shows(sound, name):
    """The built page shows code, or a broken fence, that no gate has run."""
    old, new, expected = CODE[name]
    assert old in sound.html
    html = sound.html.replace(old, new, 1)
    assert expected in "\n".join(unaccounted(html, sound.blocks, [True] * 3))


@pytest.mark.parametrize(
    ("ran", "expected"),
    [
        ([False, True, True], "did not run: 'x = 1'"),
        ([True, False, True], "did not run: 'print(x)'"),
        ([True, True, False], "did not run: 'y = 2'"),
    ],
)
def test_html_shows_a_block_that_did_not_run(sound, ran, expected):
    """A block that failed, or that gate 2 never saw, is named."""
    assert unaccounted(sound.html, sound.blocks, ran) == [expected]


@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_html_drops_a_block(sound, index):
    """Each block and each output of the source must be on the page."""
    soup = BeautifulSoup(sound.html, "html.parser")
    soup.select(".highlight")[index].decompose()
    assert "not shown" in unaccounted(str(soup), sound.blocks, [True] * 3)[0]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 2), (2, 3), (0, 3)])
def test_html_shows_blocks_in_the_wrong_order(sound, first, second):
    """A program in another order is another program."""
    soup = BeautifulSoup(sound.html, "html.parser")
    boxes = soup.select(".highlight")
    marks = [soup.new_tag("hr"), soup.new_tag("hr")]
    boxes[first].replace_with(marks[0])
    boxes[second].replace_with(marks[1])
    marks[0].replace_with(boxes[second])
    marks[1].replace_with(boxes[first])
    found = unaccounted(str(soup), sound.blocks, [True] * 3)
    assert "out of order" in "\n".join(found)


def test_page_without_a_source_shows_code_in_its_words():
    """Seen on the page of the two doors: a program and what it does not print."""
    html = '<p><code>python -c "print(0.1 + 0.2)"  # 0.3</code></p>'
    (found,) = small_code(html)
    assert found.startswith("code without a source: 'python -c")


def test_page_without_a_source_shows_code(tmp_path):
    """A page that a plugin made has no source, so it may show no code at all."""
    docs, site = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    (docs / "a.md").touch()
    (docs / "index.md").touch()
    assert source_of(site / "a" / "index.html", site, docs) == docs / "a.md"
    for name in ("b/index.html", "a/other.html", "404.html"):
        assert source_of(site / name, site, docs) is None
    html = "<p>Made.</p><pre>x = 1</pre>"
    assert unaccounted(html, (), []) == ["not a block of the page:  'x = 1'"]


CELLS = {  # a cell, what is reported of its outputs
    "print and value": ("print(1)\n2", None),
    "two pieces and a value": (
        "print('a', end='', flush=True)\nprint('\\nb', flush=True)\n3",
        None,
    ),
    "picture": (
        "%matplotlib inline\nfrom matplotlib import pyplot\n\n"
        "pyplot.figure(figsize=(1, 1))\npyplot.plot([1]);",
        None,
    ),
    "stderr": (
        "import sys\nprint('e', file=sys.stderr)",
        "wrote an error: \ne",
    ),
    "warning": ("import warnings\nwarnings.warn('w')", "UserWarning: w"),
    "HTML": ("from IPython.display import HTML\nHTML('<b>')", "text/html"),
    "error": ("1 / 0", "ZeroDivisionError"),
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory) -> dict[str, str]:
    """The HTML that mkdocs-jupyter makes of each cell of one notebook."""
    path = tmp_path_factory.mktemp("notebook") / "book.ipynb"
    path.write_text(notebook(*(code for code, _ in CELLS.values())), "utf-8")
    html = {True: "", False: ""}
    for execute in html:
        made = nb2html(str(path), execute=execute, allow_errors=True)
        html[execute] = made[0] if isinstance(made, tuple) else made
    soup = BeautifulSoup(html[True], "html.parser")
    shown = map(str, soup.select(".jp-CodeCell[id]"))
    return dict(zip(CELLS, shown, strict=True)) | {"none ran": html[False]}


@pytest.mark.parametrize("name", CELLS)
def test_cell_of_a_notebook(cells, name):
    """A cell that warns, fails, or shows what would be lost stops the build."""
    expected = CELLS[name][1]
    if expected is None:
        assert len(executed_cells(cells[name])) == 1
        return
    with pytest.raises(ValueError, match=r"^cell ") as raised:
        executed_cells(cells[name])
    assert expected in str(raised.value)


def test_a_print_that_came_in_two_pieces_is_one_output(cells):
    """The kernel sends what it has; when, is a matter of chance."""
    html = cells["two pieces and a value"]
    assert html.count("<pre>a</pre>") == 1
    [shown] = executed_cells(html)
    assert shown.texts == ["a\nb\n", "3"]


def test_notebook_was_not_executed(cells):
    """A notebook that mkdocs-jupyter only converted is refused."""
    with pytest.raises(ValueError, match="cell not executed"):
        executed_cells(cells["none ran"])


def book(written: str = "") -> tuple[str, tuple[Block, ...]]:
    """The source HTML and the blocks of a notebook of one cell."""
    text = f"{FRONT}{written}\n\n{block('print(1)')}\n"
    made = read_text(text, site_config(CONFIGS["zh"]))
    return made.html, made.blocks


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("```python\nx = 1\n```", "1 cells ran, 2 are shown"),
        ("<pre>x = 1</pre>", "code that is not one of its cells"),
        ("```{ .text .output }\n7\n```", "code that is not one of its cells"),
        ("    x = 1", "code that is not one of its cells"),
    ],
)
def test_notebook_shows_code_that_is_no_cell(cells, written, expected):
    """Fences and outputs in the Markdown of a notebook were never executed."""
    ran = executed_cells(cells["print and value"])
    sound, blocks = book()
    shown, _ = present(sound, ran, "alt", "slug")
    assert unexecuted(shown, blocks) == []
    with pytest.raises(ValueError, match=expected):
        present(book(written)[0], ran, "alt", "slug")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"mi">1<', '"mi">2<', "not a cell in this place: 'print(2)'"),
        (" cell", "", "not executed: 'print(1)'"),
        ("<h1", '<div class="output"><pre>7</pre></div><h1', "output of no"),
        (
            "<h1",
            '<div class="cell"><pre>7</pre></div><h1',
            "not a cell in this",
        ),
        ("<h1", "<p>```python</p><h1", "Markdown in the text"),
    ],
)
def test_page_of_a_notebook_shows(cells, old, new, expected):
    """The built page of a notebook shows its executed cells and nothing else."""
    html, blocks = book()
    shown, _ = present(html, executed_cells(cells["picture"]), "alt", "slug")
    assert unexecuted(shown, blocks) == []
    assert old in shown
    found = unexecuted(shown.replace(old, new, 1), blocks)
    assert expected in "\n".join(found)


def test_a_string_of_a_block_is_shown_as_it_is():
    """Blanks at the end of a line may stand in a string, and count."""
    made = page(block('print("""a  \n\nb\u2028""")', "a\n\nb"))
    assert unaccounted(made.html, made.blocks, [True]) == []
    for old, new in (("a  ", "a"), ("\u2028", "\n")):
        changed = made.html.replace(old, new, 1)
        found = unaccounted(changed, made.blocks, [True])
        assert "not a block of the page: python" in found[0]


def test_output_written_by_hand_into_a_notebook():
    """An output fence of a Markdown cell is no output of a kernel."""
    made = page(block("print(1)", "7"))
    assert "written by hand" in unexecuted(made.html, made.blocks)[0]


@pytest.mark.parametrize("check", [unexecuted, lambda *a: unaccounted(*a, [])])
def test_raw_notebook_is_served_as_a_page(check):
    """The JSON of a notebook under the name index.html, as mkdocs may copy it."""
    assert "a raw notebook served as a page" in check(notebook("x = 1"), ())


@pytest.mark.parametrize(
    "latex",
    [
        *(r"\frac{1}", r"\undefined", "x^", "{x", "x}", r"\left( x"),
        *(r"\begin{matrix} a & b", "a & b", "x_1_2", r"\begin{no}x\end{no}"),
        *("", " ", "a % b", "损失", r"\text{损失}", r"\mathrm{“x”}"),
    ],
)
def test_formula_is_wrong(latex):
    """A formula with an error, a comment, or words is refused and quoted."""
    assert to_mathml(r"\frac{1}{x} \%", False).startswith("<math>")
    with pytest.raises(ValueError, match=r"^formula") as raised:
        to_mathml(latex, True)
    assert str(raised.value).startswith(f"formula {latex!r}: ")
    with pytest.raises(ValueError, match=r"^formula"):
        page(f"$$\n{latex} \\undefined\n$$")


def test_planted_pages_are_no_pages_of_the_site():
    """What these tests write stays in build/, which git and the site ignore."""
    assert not list((ROOT / "docs").rglob("*planted*"))
