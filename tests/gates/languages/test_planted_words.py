"""Gate 4 goes red: words that a reader of the language would not have written."""

import dataclasses
from pathlib import Path

import pytest

from press import CONFIGS
from press.read.page import site_config
from tests.gates.languages import foreign
from tests.gates.languages.planted import EN, ZH, page, replaced
from tests.gates.languages.sources import typography


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
    assert typography(ZH) == []
    (found,) = typography(replaced(ZH, old, new))
    assert " → " in found


HEAD = '---\ntitle: "{title}"\n---\n\n# {name} {{ #t }}\n\n{body}\n'


def small(body: str = "", title: str = "", name: str = "") -> str:
    return HEAD.format(title=title, name=name, body=body)


def glossary(text: str):
    return dataclasses.replace(page(text), path=Path("help/glossary.md"))


def test_twin_pages_have_nothing_of_the_other_language():
    assert foreign.english(page(ZH)) == []
    assert foreign.chinese(page(EN, "en")) == []


CHINESE = {  # left in an English page
    "a word": small("The 池化 layer."),
    "a paragraph": small("大小不变。"),
    "an item": small("- 池化"),
    "a cell": small("| a | b |\n| --- | --- |\n| c | 池化 |"),
    "a heading": small(name="池化"),
    "a caption": small("图中是窗口。\n{ .caption }"),
    "the text of a picture": small("![池化](a.svg)"),
    "the title of a picture": small('![a](a.svg "池化")'),
    "a note's title": small('??? note "注意"\n\n    Mind.'),
    "a tab's label": small('=== "池化"\n\n    Mind.'),
    "the title of code": small('```python title="池化"\nx = 1\n```'),
    "the title of the page": small(title="池化"),
    "a link": small("See [池化](pool.md)."),
    "a footnote": small("A[^1].\n\n[^1]: 脚注。"),
    "punctuation": small("One， two."),
    "brackets": small("Pooling （max）."),
    "a wide digit": small("There are ３ gates."),
    "a per cent sign": small("It is 50％."),
    "marked as English": small("The *池化*{ lang=en } layer."),
}


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_in_an_english_page(name):
    assert foreign.chinese(page(CHINESE[name], "en"))


@pytest.mark.parametrize(
    "body",
    [
        "The *池化*{ lang=zh } layer, “max”, 3×3, 10⁻³ — ½… ± ‰.",
        "`池化` is data.",
        '```python\nprint("池化")\n```\n\n```{ .text .output }\n池化\n```',
        "[*中文*{ lang=zh }](../zh/index.md)",
        "One <!-- 一 --> two.",
        "Café, Müller, $\\times$.",
    ],
)
def test_chinese_that_an_english_page_may_have(body):
    assert foreign.chinese(page(small(body), "en")) == []


def test_terms_of_a_chapter_and_of_the_glossary_are_in_both_languages():
    tags = "---\ntitle: T\ntags: [池化 pooling]\n---\n\n# T { #t }\n"
    assert foreign.chinese(page(tags)) == []
    entry = "### pooling · 池化 { #pooling }\n\n"
    assert foreign.chinese(glossary(entry + "A summary.\n")) == []
    assert len(foreign.chinese(glossary(entry + "一种。\n"))) == 1
    assert len(foreign.chinese(page(entry))) == 1
    assert foreign.english(glossary("### 池化 · max pooling { #p }\n")) == []


ENGLISH = {  # left in a Chinese page
    "a paragraph": small("Training determines it."),
    "a long paragraph": small("The weights of a layer are its parameters."),
    "a sentence": small("权重由训练决定。It is not the learning rate."),
    "half a sentence": small("权重 is determined by the training，偏置也是。"),
    "around code": small("权重由训练决定。Use `x` for the whole batch."),
    "an item": small("- max pooling"),
    "a cell": small("| 甲 | 乙 |\n| --- | --- |\n| 丙 | the size |"),
    "a heading": small(name="Training"),
    "a caption": small("The loss falls.\n{ .caption }"),
    "the text of a picture": small("![The loss falls](a.svg)"),
    "a note without a title": small("!!! note\n\n    注意。"),
    "the title of the page": small(title="Pooling"),
    "a footnote": small("甲[^1]。\n\n[^1]: A note."),
    "a year, no citation": small("In 1998. The net was small."),
    "what no program printed": small("`x` 是\n\nValueError: no such thing"),
    "wide punctuation only": small("Training determines it。"),
}


@pytest.mark.parametrize("name", ENGLISH)
def test_english_in_a_chinese_page(name):
    assert foreign.english(page(ENGLISH[name]))


@pytest.mark.parametrize(
    "body",
    [
        "# PyTorch { #a }\n\n## softmax { #b }\n\n## LSTM、GRU { #c }",
        "长短期记忆（long short-term memory，LSTM）记得久。",
        "“损失衡量好坏”（a loss measures how good the network is）。",
        "有七行的形式是“X is better than the Y.”。",
        "- LeCun, Bottou 1998. A way to read the text. doi:10.1109/5.726791",
        "- Dauphin et al. 2014. Identifying the problem in it.",
        "- Cho 等 2014. Learning of the phrase. 提出了门控循环单元。",
        "用 `the size of the batch` 和 *the size of the batch*{ lang=en }。",
        '```python title="snippets/recurrent/lstm.py"\n# a b c\n```',
        "甲<!-- not yet as good as it can be -->乙",
        "运行 make test，读 docs/zh/help/verified.md。",
        "## ValueError: the size of it is wrong { #w }\n\n"
        "```{ .text .plain }\nValueError: The size of it\nis wrong\n```",
    ],
)
def test_english_that_a_chinese_page_may_have(body):
    assert foreign.english(page(small(body))) == []


def test_chinese_around_the_english_pages():
    """What mkdocs.en.yml forgets to translate comes from mkdocs.yml."""
    assert foreign.chinese_around(site_config(CONFIGS["zh"]))
