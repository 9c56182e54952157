"""Gate 2 goes red on a program that stands in the words of a page."""

import pytest

from tests.gates.pages.planted import problems
from tests.gates.pages.quoted import invented, lines
from tests.kit.small_page import SOUND, block, page
from tests.kit.soup import soup_of

CODE = ("import numpy as np", "x = np.ones(3)", "print(x.foo())")
WAYS = {  # how three lines of code are laid out as words
    "list": "- `{}`\n- `{}`\n- `{}`",
    "loose list": "- `{}`\n\n- `{}`\n\n- `{}`",
    "numbered list": "1. `{}`\n2. `{}`\n3. `{}`",
    "paragraphs": "`{}`\n\n`{}`\n\n`{}`",
    "one paragraph": "First `{}`, then `{}`, then `{}`.",
    "line breaks": "`{}`<br>`{}`<br>`{}`",
    "soft breaks": "`{}`\n`{}`\n`{}`",
    "rows": "| code |\n| --- |\n| `{}` |\n| `{}` |\n| `{}` |",
    "rows with a number": "| | |\n| -- | -- |\n| 1 | `{}` |\n| 2 | `{}` |\n| 3 | `{}` |",
    "columns": "| `{}` | `{}` | `{}` |\n| --- | --- | --- |\n| 1 | 2 | 3 |",
    "definition list": "term\n:   `{}`\n\n:   `{}`\n\n:   `{}`",
    "terms": "`{}`\n:   a\n\n`{}`\n:   b\n\n`{}`\n:   c",
    "quotation": "> `{}`\n>\n> `{}`\n>\n> `{}`",
    "quotation, line breaks": "> `{}`  \n> `{}`  \n> `{}`",
    "headings": "## `{}` {{ #a }}\n\n## `{}` {{ #b }}\n\n## `{}` {{ #c }}",
    "titles": '!!! note "{}"\n\n    a\n\n!!! note "{}"\n\n    b\n\n> {}',
    "tabs": '=== "{}"\n\n    a\n\n=== "{}"\n\n    b\n\n=== "{}"\n\n    c',
    "footnotes": "A[^1]B[^2]C[^3]\n\n[^1]: `{}`\n[^2]: `{}`\n[^3]: `{}`",
    "without marks": "{}  \n{}  \n{}",
    "bold": "- **{}**\n- **{}**\n- **{}**",
    "prompts": "- `>>> {}`\n- `>>> {}`\n- `>>> {}`",
    "numbers of lines": "- `1: {}`\n- `2: {}`\n- `3: {}`",
    "cells of a notebook": "- `In [1]: {}`\n- `In [2]: {}`\n- `In [3]: {}`",
    "semicolons": "`{}; {}; {}`",
    "keys": "<kbd>{}</kbd> <kbd>{}</kbd> <kbd>{}</kbd>",
    "alt text": "![{}](a.png) ![{}](b.png) ![{}](c.png)",
    "full width": "- ｘ＝ｎｐ．ｏｎｅｓ（3）\n\n<!-- {} {} {} -->",
    "pieces": "`x` `=` `np.ones(3)`\n\n<!-- {} {} {} -->",
    "text in a formula": "$$\\text{{{}}}$$\n\n<!-- {} {} -->",
    "loop": "- `for x in range(3):`\n- `x.foo()`\n\n<!-- {} {} {} -->",
}


@pytest.mark.parametrize("name", WAYS)
def test_a_program_that_stands_in_the_words(name):
    body = WAYS[name].format(*CODE)
    assert "no block of the page holds" in "\n".join(problems(body))


def test_what_is_quoted_is_no_program_of_its_own():
    """The control: the same lines, in a block, may stand in the words as well."""
    lines = "\n".join([*CODE[:2], "print(x.sum())"])
    words = "\n\n".join(f"`{line}`" for line in lines.split("\n"))
    assert problems(f"{words}\n\n{block(lines, '3.0')}") == []


@pytest.mark.parametrize(
    "words",
    [
        "`train=False` and `w = 20` are settings, `np.ones(3)` and `x` names.",
        "| `H = 16` | N=10 | logistic, w=1 |\n| --- | --- | --- |\n| a | b | c |",
        "White: shortcut. For x in the set, $y = f(x)$; import nothing.",
        "- `np.dot(a, b)`: the product\n- `np.sum(a)`: the sum",
        "Is `a == b`? Then `a[0]`, `lambda` or `x.foo()`.",
    ],
)
def test_what_is_no_statement(words):
    assert problems(f"{words}\n\n{SOUND}") == []


def test_a_line_ends_where_its_box_ends():
    html = "<div>a<p>x = f(y)</p>b <b>c<br>d</b> e<!-- f --></div>"
    found = [line for line in lines(soup_of(html)) if line]
    assert found == ["a", "x = f(y)", "b c", "d e"]


def test_front_matter_is_read_too():
    made = page("Words.")
    made.meta["description"] = "x = np.ones(3)"
    assert len(invented(made)) == 1


@pytest.mark.parametrize(
    "formula",
    [
        r"\texttt{np.round(2.5)} \to \texttt{3.0}",
        r"\text{\texttt{round(2.5)}} \to 3",
        r"\mathtt{y = f(x)}",
        r"round(2.5) = \mathtt{3}",
        r"{\tt w}",
        r"\mathrm{np.round}(2.5) = 3",
        r"\operatorname{np.round}(2.5) = 3",
        r"\text{np.round}(2.5) = 3",
        "np.round(2.5) = 3",
    ],
)
def test_a_formula_holds_no_code(formula):
    """What it would give, nobody has run."""
    assert "code in a formula: " in "\n".join(problems(f"$${formula}$$"))


def test_a_formula_may_name_a_function():
    body = r"$$\operatorname{softmax}(2.5\,x_1) = \text{error}. \quad 3.$$"
    assert problems(f"{body}\n\n{SOUND}") == []
