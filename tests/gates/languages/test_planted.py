"""Gate 4 goes red: faults planted in one language of a page, or in both."""

import nbformat
import pytest

from tests.gates.languages import languages
from tests.gates.languages.languages import (
    differences,
    headings_without_id,
    sections,
    source_of,
)
from tests.gates.languages.planted import EN, ZH, page, replaced
from tests.kit.small_page import included

PLANTED = {  # what is replaced in the English page, the fact that tells
    "heading id": ("{ #train }", "{ #training }", "headings"),
    "heading level": ("## Training", "### Training", "headings"),
    "heading gone": ("## Training { #train }\n", "", "headings"),
    "formula": ("\\max(x)", "\\min(x)", "displayed formulas"),
    "inline formula": ("$H$", "$h$", "formulas"),
    "formulas in the wrong sections": (
        (("$H$", "$?$"), ("$W$", "$H$"), ("$?$", "$W$")),
        None,
        "formulas",
    ),
    "formula shown inline": (
        "$$\ny = \\max(x)\n$$",
        "$y = \\max(x)$",
        "outline",
    ),
    "number": ("loss 0.25", "loss 0.26", "numbers"),
    "sign of a number": ("value -1", "value 1", "numbers"),
    "number in a word": ("the loss", "the float32 loss", "numbers"),
    "fraction without its zero": ("loss 0.25", "loss 0.25 or .5", "numbers"),
    "number in the wrong section": (
        (("3 channels", "0.25 channels"), ("loss 0.25", "loss 3")),
        None,
        "numbers",
    ),
    "number in a cell": ("| 50% |", "| 60% |", "numbers"),
    "per cent": ("| 50% |", "| 50 |", "numbers"),
    "number in a description": ("stride 2", "stride 3", "numbers"),
    "number in a picture's text": ("a picture", "picture 8", "numbers"),
    "admonition type": ("!!! note", "!!! tip", "admonitions"),
    "admonition folded": ("!!! note", "??? note", "admonitions"),
    "folded detail open": ("??? tip", "???+ tip", "admonitions"),
    "admonition gone": ("!!! note\n\n    Mind", "Mind", "admonitions"),
    "nesting": ("        - inner", "    - inner", "list items"),
    "kind of list": ("    - one", "    1. one", "outline"),
    "text moved out of a tab": ("    ![", "![", "outline"),
    "order": (
        '$$\ny = \\max(x)\n$$\n\n```python title="pool.py"\nprint(1)\n```\n\n'
        "```{ .text .output }\n1\n```\n",
        '```python title="pool.py"\nprint(1)\n```\n\n'
        "```{ .text .output }\n1\n```\n\n$$\ny = \\max(x)\n$$\n",
        "outline",
    ),
    "tab label": ('=== "PyTorch"', '=== "Torch"', "tabs"),
    "table row": ("    | a | 4.5 |\n", "", "tables"),
    "table column": ("| name | value |", "| name |", "tables"),
    "image": ("pool.svg", "conv.svg", "figures"),
    "image gone": ("![a picture](pool.svg)", "A picture", "figures"),
    "link": ("glossary.md#pool", "glossary.md#conv", "links"),
    "link to a paper": ("10.1/x", "10.1/y", "links"),
    "link gone": ("[paper](https://doi.org/10.1/x)", "paper", "links"),
    "inline code": ("`np.max`", "`np.min`", "inline code"),
    "front matter key": ("search: {boost: 2}\n", "", "front matter"),
    "front matter value": ("boost: 2", "boost: 3", "front matter"),
    "code": ("print(1)", "print(2)", "code"),
    "comment in code": ("print(1)", "print(1)  # one", "code"),
    "title of code": ("pool.py", "conv.py", "code titles"),
    "output": (".output }\n1", ".output }\n2", "outputs"),
    "block gone": ("```{ .text .output }\n1\n```\n", "", "outputs"),
    "footnote gone": ("[^1]: Note.\n", "", "outline"),
    "rule": ("## Training", "---\n\n## Training", "outline"),
}


def test_twin_pages_agree():
    """The control: without a plant the two languages have no difference."""
    assert differences(page(ZH), page(EN)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_one_language_differs_in(name):
    """Whatever both languages must share is missed when one of them changes it."""
    old, new, fact = PLANTED[name]
    found = differences(page(ZH), page(replaced(EN, old, new)))
    assert [line for line in found if line.startswith(f"{fact}: ")], found


def test_change_under_a_repeated_id_is_seen():
    """Two sections with one id: the text of the first one is not forgotten."""
    twice = "## A { #a }\n\nfirst\n\n## A { #a }\n\nsecond\n"
    assert sections(twice) != sections(twice.replace("first", "other"))


def test_change_of_an_included_text_is_seen(tmp_path):
    """Prose that a page takes from another file belongs to its review."""
    path = tmp_path / "page.md"
    path.write_text(f'--8<-- "{included("a.md", "one")}"\n', "utf-8")
    before = sections(source_of(path))
    path.write_text(f'--8<-- "{included("a.md", "two")}"\n', "utf-8")
    assert source_of(path) == "two\n\n"
    assert sections(source_of(path)) != before


def test_change_of_a_notebook_is_seen(tmp_path):
    """The Markdown cells of a notebook are reviewed like pages."""
    cell = nbformat.v4.new_markdown_cell("# T { #t }\n\nold")
    book = nbformat.v4.new_notebook(cells=[cell])
    path = tmp_path / "book.ipynb"
    nbformat.write(book, path)
    before = sections(source_of(path))
    cell.source = cell.source.replace("old", "new")
    nbformat.write(book, path)
    assert before.keys() == sections(source_of(path)).keys()
    assert before != sections(source_of(path))


HEADINGS = {
    "no id": ("## Two", "Two: no id"),
    "no id, no blank": ("##Two", "Two: no id"),
    "underlined": ("Two\n---", "Two: no id"),
    "in an admonition": ("!!! note\n\n    ## Two", "Two: no id"),
    "in a tab": ('=== "A"\n\n    ## Two', "Two: no id"),
    "raw": ("<h2>Two</h2>", "Two: no id"),
    "after inline backticks": ("```x``` y\n\n## Two", "Two: no id"),
    "after an unclosed fence": ("```python\nx\n\n## Two", "Two: no id"),
    "twice": ("## Two { #one }", "Two: #one is there twice"),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_heading_lacks_its_id(name):
    """A heading without an explicit id, however it is written, is named."""
    body, expected = HEADINGS[name]
    sound = "---\nodd: |\n  ```\ntitle: T\n---\n\n# One { #one }\n\n"
    inside = "```python\n# a comment, no heading\n```\n"
    assert headings_without_id(sound + inside) == []
    assert headings_without_id(f"{sound}{inside}\n{body}\n") == [expected]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("输入有 3 个", "输入有3个"),
        ("见[术语]", "见 RNN的[术语]"),
        ("通道，值", "通道,值"),
        ("大小为 $W$", "大小为$W$"),
    ],
)
def test_chinese_typography_fault(old, new):
    """A missing space or a half-width comma between Han is named with its mending."""
    assert languages.typography(ZH) == []
    (found,) = languages.typography(replaced(ZH, old, new))
    assert " → " in found


@pytest.mark.parametrize(
    ("nav", "same"),
    [
        (["index.md", {"帮助": ["a.md"]}], True),
        (["index.md", {"帮助": ["b.md"]}], False),
        (["index.md", "a.md"], False),
        ([{"帮助": ["a.md"]}, "index.md"], False),
    ],
)
def test_navigation_differs(nav, same):
    """The order and the nesting of the pages is one of both languages."""
    english = ["index.md", {"Help": ["a.md"]}]
    equal = languages.nav_shape(nav) == languages.nav_shape(english)
    assert equal is same
