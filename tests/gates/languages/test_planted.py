"""Gate 4 goes red: faults planted in one language of a page, or in both."""

import json

import nbformat
import pytest

from press import CONFIGS
from press.read.page import Page, read_text, site_config
from tests.gates.languages import languages, reviewed
from tests.gates.languages.languages import (
    differences,
    headings_without_id,
    sections,
    source_of,
    state,
    unreviewed,
)
from tests.kit.small_page import included

ZH = """---
title: 池化
description: 窗口 2，步长 2。
search: {boost: 2}
---

# 池化 { #pool }

输入有 3 个通道，值为 -1，见[术语](glossary.md#pool)和 `np.max`[^1]。

## 前向 { #forward }

大小为 $H$：

$$
y = \\max(x)
$$

```python title="pool.py"
print(1)
```

```{ .text .output }
1
```

!!! note

    注意 `x`。

??? tip "提示"

    - 一

        - 内层 7

=== "NumPy"

    ![一张图](pool.svg)

=== "PyTorch"

    | 名 | 值 |
    | --- | --- |
    | a | 4.5 |
    | b | 50% |

## 训练 { #train }

大小为 $W$，损失 0.25，见[论文](https://doi.org/10.1/x)。

[^1]: 脚注。
"""
EN = """---
title: Pooling
description: Window 2, stride 2.
search: {boost: 2}
---

# Pooling { #pool }

An input of 3 channels, value -1, see the [terms](glossary.md#pool) and `np.max`[^1].

## Forward { #forward }

The size is $H$:

$$
y = \\max(x)
$$

```python title="pool.py"
print(1)
```

```{ .text .output }
1
```

!!! note

    Mind `x`.

??? tip "Hint"

    - one

        - inner 7

=== "NumPy"

    ![a picture](pool.svg)

=== "PyTorch"

    | name | value |
    | --- | --- |
    | a | 4.5 |
    | b | 50% |

## Training { #train }

The size is $W$, the loss 0.25, see the [paper](https://doi.org/10.1/x).

[^1]: Note.
"""
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


def page(text: str) -> Page:
    return read_text(text, site_config(CONFIGS["zh"]))


def replaced(text: str, old, new) -> str:
    """The text with the fault in it; a plant that hits nothing is an error."""
    for before, after in old if new is None else [(old, new)]:
        assert before in text
        text = text.replace(before, after)
    return text


def test_twin_pages_agree():
    """The control: without a plant the two languages have no difference."""
    assert differences(page(ZH), page(EN)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_one_language_differs_in(name):
    """Whatever both languages must share is missed when one of them changes it."""
    old, new, fact = PLANTED[name]
    found = differences(page(ZH), page(replaced(EN, old, new)))
    assert [line for line in found if line.startswith(f"{fact}: ")], found


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


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """Both languages of one page in a folder that the gate takes for docs/."""
    monkeypatch.setattr(languages, "DOCS", tmp_path)
    pair(tmp_path, ZH, EN)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["zh/alone.md", "en/alone.md", "zh/a/alone.ipynb", "en/x.markdown"]
)
def test_page_is_missing_in_the_other_language(docs, name):
    """A page of one language only, of any kind that mkdocs renders, is reported."""
    language, _, inner = name.partition("/")
    assert languages.missing("page.md") == []
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_text("# T { #t }\n", "utf-8")
    assert languages.pairs() == sorted([inner, "page.md"])
    assert languages.missing(inner) == [c for c in CONFIGS if c != language]


def test_lock_is_read_and_written(docs, tmp_path, monkeypatch, capsys):
    """A page that nobody reviewed is red until make reviewed, and red again when gone."""
    monkeypatch.setattr(reviewed, "LOCK", tmp_path / "translations.lock")
    monkeypatch.setattr(reviewed, "state", lambda name: state(name, docs))
    assert "#pool is new" in reviewed.unread("page.md")
    monkeypatch.setattr(
        reviewed, "page_at", lambda path: page(path.read_text("utf-8"))
    )
    assert reviewed.main([]) == 1
    assert 'make reviewed PAGES="page.md"' in capsys.readouterr().out
    assert "#pool is new" in reviewed.unread("page.md")
    assert reviewed.main(["docs/zh/page.md"]) == 0
    assert "1 pages, 1 changed page.md" in capsys.readouterr().out
    assert reviewed.unread("page.md") == []
    assert reviewed.main([]) == 0
    assert capsys.readouterr().out == "reviewed: no page waits\n"
    assert reviewed.gone() == []
    for language in CONFIGS:
        (docs / language / "page.md").unlink()
    assert reviewed.gone() == ["page.md"]
    assert reviewed.main([]) == 0
    assert reviewed.gone() == []


REFUSALS = {  # what is planted in the English page, what is said
    "languages disagree": (
        ("3 channels", "three channels"),
        "page.md: numbers: only in zh: #pool 3 ×1",
    ),
    "words are missing": (("Mind `x`.", "TODO: mind `x`."), "in en: mind `x`."),
    "front matter": (("title: Pooling", "title: a: b"), "line 2"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_page_that_disagrees_is_not_reviewed(
    docs, tmp_path, monkeypatch, capsys, name
):
    """Nobody can have read two pages that say different things, and found them equal."""
    (old, new), expected = REFUSALS[name]
    lock = tmp_path / "translations.lock"
    monkeypatch.setattr(reviewed, "LOCK", lock)
    monkeypatch.setattr(
        reviewed, "page_at", lambda path: page(path.read_text("utf-8"))
    )
    pair(docs, ZH, replaced(EN, old, new))
    assert reviewed.main(["page.md", "nothing.md"]) == 1
    said = capsys.readouterr().out
    assert expected in said
    assert "docs/zh/nothing.md is not there" in said
    assert not lock.exists()


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
