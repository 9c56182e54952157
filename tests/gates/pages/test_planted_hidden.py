"""Gate 2 goes red: set-ups that the reader does not see, signs that one cannot tell apart."""

import pytest

from tests.gates.pages.hidden import hidden
from tests.gates.pages.planted import problems
from tests.kit.small_page import SOUND, block, fence, inside, page

USE = block("print(rate)", "3")
SET_UP = f"{block('rate = 3')}\n\nNext.\n\n"
RAW_TAB = (
    '<div class="tabbed-content" markdown><div class="tabbed-block" markdown>'
    f"\n\n{block('rate = 3')}\n\n</div></div>\n\nNext.\n\n{USE}"
)


def within(opening: str, closing: str) -> str:
    """A page whose first block stands in a tag of raw HTML."""
    return f"{opening}\n\n{block('rate = 3')}\n\n{closing}\n\nNext.\n\n{USE}"


HIDDEN = {  # a page, what is reported
    "another language": ("*точность*{ lang=ru }", "language 'ru'"),
    "script in a link": ("[run](javascript:f)", "an address that holds"),
    "program in a link": ("[run](data:text/x-python,x)", "an address that"),
    "program in a link, with blanks": ("[run]( DATA:text/plain,x)", "address"),
    "picture in a link": ("![abcde](data:image/png;base64,AA)", "address"),
    "file in a link": ("[run](file:///x.py)", "an address that holds"),
    "hidden": (within("<div hidden markdown>", "</div>"), "'hidden' of <div>"),
    "style": (
        within('<div style="display:none" markdown>', "</div>"),
        "attribute 'style' of <div>",
    ),
    "aria": (
        within('<div aria-hidden="true" markdown>', "</div>"),
        "attribute 'aria-hidden'",
    ),
    "inert": (within("<div inert markdown>", "</div>"), "attribute 'inert'"),
    "class": (
        within('<div class="md-skip" markdown>', "</div>"),
        "class 'md-skip' of <div>",
    ),
    "headerlink": (
        within('<div class="headerlink" markdown>', "</div>"),
        "class 'headerlink' of <div>",
    ),
    "template": (within("<template markdown>", "</template>"), "<template>"),
    "dialog": (within("<dialog markdown>", "</dialog>"), "<dialog>"),
    "noscript": (within("<noscript markdown>", "</noscript>"), "<noscript>"),
    "object": (within("<canvas markdown>", "</canvas>"), "<canvas>"),
    "own element": (within("<x-y markdown>", "</x-y>"), "<x-y>"),
    "tab without a button": (RAW_TAB, "a tab outside of its tabs"),
    "admonition": (
        inside("!!! hidden\n\n", block("rate = 3")) + f"\n\nNext.\n\n{USE}",
        "class 'hidden' of <div>",
    ),
    "style sheet": (
        f"<style>.highlight {{display: none}}</style>\n\n{SET_UP}{USE}",
        "<style>",
    ),
    "script": (f"<script>x()</script>\n\n{SOUND}", "<script>"),
    "link": (f'<link rel="stylesheet" href="x">\n\n{SOUND}', "<link>"),
    "attribute list": (
        f"Words.\n{{: style='position:fixed' }}\n\n{SOUND}",
        "'style' of <p>",
    ),
    "fence with a class": (
        f"{fence('rate = 3', '{ .python .hidden }')}\n\nNext.\n\n{USE}",
        "classes ('hidden',)",
    ),
    "output with a class": (
        SOUND.replace(".output", ".output .hidden"),
        "classes ('output', 'hidden')",
    ),
    "output with an attribute": (
        SOUND.replace(".output", ".output hidden=1"),
        "option ('hidden',)",
    ),
    "plain with a class": (
        fence("a", "{ .text .plain .hidden }"),
        "classes ('plain', 'hidden')",
    ),
    "abbreviation": (
        f'<abbr title="a squared error">MAE</abbr>\n\n{SOUND}',
        "<abbr>",
    ),
}
SIGNS = {  # code and its output, what is reported
    "bidirectional": ('print("a\u202eb")', "a\u202eb", "U+202E"),
    "isolate": ("x = 1  # \u2066a\u2069", None, "U+2066"),
    "zero width": ('print("a\u200bb")', "a\u200bb", "U+200B"),
    "joiner": ('print("a\u2060b")', "a\u2060b", "U+2060"),
    "byte order mark": ('x = "\ufeff"', None, "U+FEFF"),
    "soft hyphen": ('x = "a\u00adb"', None, "U+00AD"),
    "hard blank": ('x = "a\u00a0b"', None, "U+00A0"),
    "wide blank": ('x = "a\u3000b"', None, "U+3000"),
    "Cyrillic": ("\u0430 = 1\nassert \u0430 == 1", None, "U+0430 CYRILLIC"),
    "Greek that is Latin": ("\u0391 = 1", None, "U+0391 GREEK CAPITAL"),
    "omicron": ("\u03bf = 1", None, "U+03BF GREEK SMALL LETTER OMICRON"),
    "full width": ("\uff58 = 1", None, "U+FF58 FULLWIDTH"),
    "ligature": ("\ufb01 = 1", None, "U+FB01"),
    "mathematical": ("\U0001d465 = 1", None, "U+1D465 MATHEMATICAL"),
    "wide bracket": ('print("\uff081\uff09")', "\uff081\uff09", "U+FF08"),
    "control": ('x = "\x1b[31m"', None, "U+001B a control character"),
    "printed": ('print("\\u202e1")', "\u202e1", "U+202E"),
    "minus": ('print("\\u22123")', "\u22123", "'−' for a minus"),
    "dash": ('print("\\u2013 3")', "\u2013 3", "'–' for a minus"),
}
SEEN = {  # what shows all that it holds
    "layout": f'<div class="beside" markdown>\n\n<div markdown>\n\n{SOUND}\n\n</div>\n\n</div>',
    "raw details": f"<details markdown><summary>More</summary>\n\n{SOUND}\n\n</details>",
    "tabs": inside('=== "A"\n\n', SOUND) + "\n\n" + inside('=== "B"\n\n', "b"),
    "admonition": inside('!!! note inline end "T"\n\n', "text"),
    "table": "| a | b |\n| --: | :-: |\n| 1 | `x` |",
    "footnote": "A[^1].\n\n[^1]: Text.",
    "button": "[go](#t){ .md-button .md-button--primary }\n\n$x$\n\n$$x$$",
    "caption": "Words.\n{ .caption }\n\nH<sub>2</sub>O*层*{ lang=zh }",
    "definition": "term\n:   text\n\n1. three\n2. four\n\n> quoted\n\n---",
    "letters": block(
        'print("ŷ η 损失 é ≤ 3², a–b → c …")', "ŷ η 损失 é ≤ 3², a–b → c …"
    ),
    "minus": block('"""−ln x, from −1"""\nprint(-3)', "-3"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_is_hidden_by(name):
    """The block that the page needs is not seen, or might not be: red by its form."""
    body, expected = HIDDEN[name]
    assert expected in "\n".join(problems(body))


@pytest.mark.parametrize("name", SIGNS)
def test_signs_that_deceive(name):
    """Code that is not what it looks like is named by its sign."""
    code, output, expected = SIGNS[name]
    assert expected in "\n".join(problems(block(code, output)))


@pytest.mark.parametrize("name", SEEN)
def test_what_is_seen_is_sound(name):
    assert problems(SEEN[name]) == []


def test_inline_code_has_signs_that_one_sees():
    assert hidden(page("`a\u200bb`").html) == [
        "may be hidden: U+200B ZERO WIDTH SPACE in code"
    ]
