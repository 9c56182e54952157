"""Gate 4 goes red: faults planted in one language of a page."""

import pytest

from tests.gates.languages.languages import differences, nav_shape
from tests.gates.languages.planted import EN, ZH, page, replaced, swap

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
    "blanks that may be in a string": ("print(1)", "print(1)  ", "code"),
    "title of code": ("pool.py", "conv.py", "code titles"),
    "output": (".output }\n1", ".output }\n2", "outputs"),
    "tolerance": (".output }\n1", '.output within="1" }\n1', "outputs"),
    "block gone": ("```{ .text .output }\n1\n```\n", "", "outputs"),
    "footnote gone": ("[^1]: Note.\n", "", "outline"),
    "rule": ("## Training", "---\n\n## Training", "outline"),
    "paragraph split": (
        "3 channels, value",
        "3 channels.\n\nThe value",
        "parts",
    ),
    "paragraph gone": ("That is not much.\n\n", "", "parts"),
    "paragraph joined": ("steps.\n\nThat", "steps. That", "parts"),
    "paragraph as a caption": ("{ .caption }\n", "", "outline"),
    "item split": ("    - one\n", "    - one\n\n    - two\n", "parts"),
    "numbers of two cells": (swap("| 4 |", "| 7 |"), None, "numbers"),
    "code of two cells": (swap("| `f` |", "| `g` |"), None, "inline code"),
    "formulas of two cells": (swap("| $h$ |", "| $w$ |"), None, "formulas"),
    "names of two cells": (swap("| LSTM |", "| GRU, newer |"), None, "names"),
    "columns": (
        (
            ("| code | size |", "| size | code |"),
            ("| `f` | $h$ |", "| $h$ | `f` |"),
            ("| `g` | $w$ |", "| $w$ | `g` |"),
        ),
        None,
        "formulas",
    ),
    "empty cell": ("| GRU, newer |", "| |", "outline"),
    "number in another paragraph": (
        (("is 8 steps", "is 2 steps"), ("has 2 lines", "has 8 lines")),
        None,
        "numbers",
    ),
    "number moved into the heading": (
        (("Comparison {", "Comparison 8 {"), ("is 8 steps", "is steps")),
        None,
        "numbers",
    ),
    "number moved into the description": (
        (("title: Pooling", "title: Pooling 2"), ("Window 2,", "Window,")),
        None,
        "numbers",
    ),
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


def test_a_section_with_another_number_of_paragraphs_is_named():
    found = differences(page(ZH), page(EN.replace("That is not much.", "")))
    first, second = [line for line in found if line.startswith("parts: ")]
    assert first.startswith("parts: only in zh: #compare paragraph ×3")
    assert second.startswith("parts: only in en: #compare paragraph ×2")


SOUND = {  # the same in the order and the words of either language
    "order in a sentence": (
        "3 层里 `a` 有 4 个 $x$，见[甲](a.md)。",
        "Of 4 $x$, see [a](a.md), `a` has 3 layers.",
    ),
    "links that say where they lead": (
        "[上一章](a.md)、[动量](b.md#momentum)、[轮次](b.md#epoch)和 [CNN](c.md)",
        "[CNN](c.md), [epochs](b.md#epoch), [momentum](b.md#momentum) of the "
        "[chapter before](a.md)",
    ),
    "names in a cell": (
        "| 用途 |\n| --- |\n| GAN 的判别器 |",
        "| Use |\n| --- |\n| the discriminators of GANs |",
    ),
    "a term with its English name": (
        "| 名称 |\n| --- |\n| 权重（weights） |",
        "| Name |\n| --- |\n| Weights |",
    ),
    "an empty cell": ("| 甲 |\n| --- |\n| |", "| a |\n| --- |\n| |"),
    "words of a picture": ("![有 2 只猫](a.svg)", "![2 cats](a.svg)"),
    "long and short sentences": ("一。二！三？", "One, two, three."),
    "a line broken": ("一行\n两行", "one line"),
}


@pytest.mark.parametrize("name", SOUND)
def test_languages_may_differ_in(name):
    """Each language has its own words, in its own order."""
    zh, en = SOUND[name]
    assert differences(page(zh), page(en)) == []


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (
            "[梯度下降](optimizer.md)和[后续改进](neuron.md#gradient-descent)",
            "[gradient descent](neuron.md#gradient-descent), and "
            "[what was built on it](optimizer.md)",
        ),
        (
            "[动量](a.md#epoch)和[轮次](a.md#momentum)",
            "[momentum](a.md#momentum) and [epochs](a.md#epoch)",
        ),
        (
            "[甲](a.md)，[乙](b.md)，[丙](a.md)",
            "[a](b.md), [b](a.md), [c](a.md)",
        ),
    ],
)
def test_links_are_exchanged(zh, en):
    """Seen: gradient descent led to what was built on it, in Chinese only."""
    (found,) = differences(page(zh), page(en))
    assert found.startswith("order of links: # paragraph 1: ")
    assert differences(page(en), page(en)) == []


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
    equal = nav_shape(nav) == nav_shape(english)
    assert equal is same
