"""Gate 4 goes red: pages that nobody has read again, or that are not there."""

import nbformat
import pytest

from press import ROOT
from tests.gates.languages.reviewed import sections
from tests.gates.languages.sources import headings_without_id, source_of
from tests.kit.small_page import included


def test_change_under_a_repeated_id_is_seen():
    """Two sections with one id: the text of the first one is not forgotten."""
    twice = "## A { #a }\n\nfirst\n\n## A { #a }\n\nsecond\n"
    assert sections(twice) != sections(twice.replace("first", "other"))


INCLUDING = {  # how a page takes words from another file
    "on the page": '--8<-- "{}"\n',
    "in a tab": '=== "A"\n\n    --8<-- "{}"\n',
    "below a fence": '```text\nx\n```\n\n--8<-- "{}"\n',
}


def lock_of(tmp_path, text: str) -> dict[str, str]:
    """What the lock would hold of a page with this text."""
    path = tmp_path / "page.md"
    path.write_text(text, "utf-8")
    return sections(source_of(path))


@pytest.mark.parametrize("name", INCLUDING)
@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("words", ["words.md", "words.txt"])
def test_change_of_an_included_text_is_seen(tmp_path, name, far, words):
    """Prose that a page takes from another file belongs to its review."""
    file = included(words, "One.\n\n![a](a.svg)")
    outer = included("outer.md", f'--8<-- "{file}"') if far else file
    text = INCLUDING[name].format(outer)
    before = lock_of(tmp_path, text)
    assert lock_of(tmp_path, text) == before
    for changed in ("Two.\n\n![a](a.svg)\n", "One.\n\n![b](a.svg)\n"):
        (ROOT / file).write_text(changed, "utf-8")
        assert lock_of(tmp_path, text) != before


def test_change_of_included_code_is_not_seen(tmp_path):
    """Code is one and the same in both languages: nobody need read it again."""
    file = included("code.py", "x = 1")
    text = f'=== "A"\n\n    ```python\n    --8<-- "{file}"\n    ```\n'
    before = lock_of(tmp_path, text)
    (ROOT / file).write_text("x = 2\n", "utf-8")
    assert lock_of(tmp_path, text) == before


def test_included_heading_is_one_of_the_page(tmp_path):
    file = included("part.md", "## Two")
    path = tmp_path / "page.md"
    path.write_text(f'=== "A"\n\n    --8<-- "{file}"\n', "utf-8")
    assert source_of(path) == '=== "A"\n\n    ## Two\n\n'
    assert headings_without_id(source_of(path)) == ["Two: no id"]


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
