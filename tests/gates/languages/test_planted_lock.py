"""Gate 4 goes red: pages that nobody has read again, or that are not there."""

import json

import nbformat
import pytest

from press import CONFIGS, ROOT
from tests.gates.languages import reviewed, sources
from tests.gates.languages.planted import EN, ZH, replaced
from tests.gates.languages.reviewed import sections, state, unreviewed
from tests.gates.languages.sources import headings_without_id, source_of
from tests.kit.small_page import included

REVIEWS = {  # changes of the Chinese text, of the English text, what is reported
    "Chinese prose": ([("损失", "误差")], [], ["#train changed in zh"]),
    "English prose": ([], [("Mind", "Note")], ["#forward changed in en"]),
    "both": (
        [("损失", "误差")],
        [("the loss", "the error")],
        ["#train changed in zh and en"],
    ),
    "front matter": ([("步长", "跨度")], [], ["#front-matter changed in zh"]),
    "moved": (
        [("大小为 $W$，", ""), ("大小为 $H$", "大小为 $W$，$H$")],
        [],
        ["#forward changed in zh", "#train changed in zh"],
    ),
    "new section": (
        [("[^1]: ", "## 新 { #new }\n\n新。\n\n[^1]: ")],
        [("[^1]: ", "## New { #new }\n\nNew.\n\n[^1]: ")],
        ["#train changed in zh and en", "#new is new"],
    ),
    "section gone": (
        [("## 训练 { #train }\n", "")],
        [("## Training { #train }\n", "")],
        ["#forward changed in zh and en", "#train is gone"],
    ),
    "two sections with one id": (
        [("## 前向 { #forward }", "## 前向 { #train }"), ("注意", "小心")],
        [("## Forward { #forward }", "## Forward { #train }")],
        ["#train changed in zh and en", "#forward is gone"],
    ),
    "nothing": ([], [], []),
    "blanks": ([("注意", "注意 ")], [], []),
}


def pair(folder, zh: str, en: str):
    for language, text in (("zh", zh), ("en", en)):
        path = folder / language / "page.md"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")
    return state("page.md", folder)


@pytest.mark.parametrize("name", REVIEWS)
def test_change_since_the_review_is_seen(tmp_path, name):
    """Prose that changed in one language, or in both, waits for somebody to read it."""
    in_zh, in_en, expected = REVIEWS[name]
    locked = json.loads(json.dumps(pair(tmp_path, ZH, EN)))
    assert unreviewed(pair(tmp_path, ZH, EN), locked) == []
    zh, en = replaced(ZH, in_zh, None), replaced(EN, in_en, None)
    assert unreviewed(pair(tmp_path, zh, en), locked) == expected


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


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """Both languages of one page in a folder that the gate takes for docs/."""
    monkeypatch.setattr(sources, "DOCS", tmp_path)
    pair(tmp_path, ZH, EN)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["zh/alone.md", "en/alone.md", "zh/a/alone.ipynb", "en/x.markdown"]
)
def test_page_is_missing_in_the_other_language(docs, name):
    """A page of one language only, of any kind that mkdocs renders, is reported."""
    language, _, inner = name.partition("/")
    assert sources.missing("page.md") == []
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_text("# T { #t }\n", "utf-8")
    assert sources.pairs() == sorted([inner, "page.md"])
    assert sources.missing(inner) == [c for c in CONFIGS if c != language]


def test_lock_is_read_and_written(docs, tmp_path, monkeypatch, capsys):
    """A page that nobody reviewed is red until make reviewed, and red again when gone."""
    monkeypatch.setattr(reviewed, "LOCK", tmp_path / "translations.lock")
    monkeypatch.setattr(reviewed, "state", lambda name: state(name, docs))
    assert "#pool is new" in reviewed.unread("page.md")
    reviewed.main()
    assert "1 pages, 1 changed page.md" in capsys.readouterr().out
    assert reviewed.unread("page.md") == []
    assert reviewed.gone() == []
    for language in CONFIGS:
        (docs / language / "page.md").unlink()
    assert reviewed.gone() == ["page.md"]
