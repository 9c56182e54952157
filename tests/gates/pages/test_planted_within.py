"""Gate 2: an output may differ by what its fence says, and by nothing more."""

import pytest

from press.finish.boxes import tolerances
from press.finish.tree import Tree
from tests.gates.built.coverage import unaccounted
from tests.gates.pages.planted import problems
from tests.kit.small_page import block, fence, page

LOSS = "step 30  loss 0.160"
SOUND = {  # printed, shown, within
    "the same": (LOSS, LOSS, "0.01"),
    "a digit within": (LOSS, "step 30  loss 0.163", "0.01"),
    "at the bound": ("0.98", "1.0", "0.02"),
    "relative": ("534.7", "530.0", "5%"),
    "relative, whole": ("133802 windows", "133000 windows", "5%"),
    "whole numbers": ("812 of 1000", "811 of 1000", "1"),
    "a sign near nothing": ("[ 0.00  1.5 ]", "[-0.001 1.51]", "0.01"),
    "blanks": ("[[ 10.1   2. ]]", "[[9.99 2.]]", "0.2"),
    "exponent": ("error 3.1e-05", "error 3.0e-05", "10%"),
    "less than nothing": ("-0.51", "-0.52", "0.02"),
    "large": ("534.7", "534.5", "0.2"),
}
PLANTED = {  # printed, shown, within, what is said
    "a digit outside": (LOSS, "step 30  loss 0.149", "0.01", "page says"),
    "just outside": (
        "0.98",
        "1.01",
        "0.02",
        "'1.01', within 0.02, the block prints '0.98'",
    ),
    "a changed word": (LOSS, "step 30  cost 0.160", "0.01", "page says"),
    "a changed label": ("x1 0.5", "x2 0.5", "0.01", "page says"),
    "a number too many": ("0.5", "0.5 0.5", "0.01", "page says"),
    "a number missing": ("0.5 0.5", "0.5", "0.01", "page says"),
    "a whole number": ("step 30 0.5", "step 31 0.5", "0.02", "page says"),
    "a line less": ("0.5\n0.5", "0.5 0.5", "0.02", "page says"),
    "nothing printed": ("", "0.5", "0.02", "prints nothing"),
    "the other sign": ("-0.5", "0.5", "0.05", "page says"),
    "over a tenth": ("0.5", "0.5", "11%", "11% is more than 10%"),
    "over a fraction": ("0.4", "0.4", "0.06", "0.06 is more than 0.05"),
    "over one of them": ("9.0 0.4", "9.0 0.4", "0.9", "0.05 for 0.4"),
    "over a tenth of it": ("2.5", "2.5", "0.3", "more than 0.25 for 2.5"),
    "over a count": ("9 of 10", "9 of 10", "1", "1.0 is more than 0.9"),
    "no number": ("yes", "yes", "0.02", "no number of it may differ"),
    "whole numbers only": ("3 of 4", "3 of 4", "0.02", "no number of it"),
    "nought": ("0.5", "0.5", "0", "write a number such as 0.02, or 5%"),
    "a word": ("0.5", "0.5", "little", "write a number such as 0.02"),
    "a sign": ("0.5", "0.5", "±0.1", "write a number such as 0.02"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    printed, shown, within = SOUND[name]
    assert problems(block(f"print({printed!r})", shown, within)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    printed, shown, within, said = PLANTED[name]
    found = problems(block(f"print({printed!r})", shown, within))
    assert any(said in each for each in found), found


def test_without_it_every_digit_counts():
    assert problems(block(f"print({LOSS!r})", LOSS)) == []
    assert problems(block(f"print({LOSS!r})", LOSS.replace("160", "161"))) != []


@pytest.mark.parametrize(
    "info", ['{ .python within="0.02" }', "{ .text .plain within=1 }"]
)
def test_only_outputs_have_one(info):
    assert any("within" in each for each in problems(fence("x = 1", info)))


def finished(html: str, language: str, url: str) -> str:
    """The page with a sign at each output whose numbers may differ."""
    tree = Tree(html)
    tolerances(tree, language, url)
    return tree.html


def test_gate_3_knows_the_sign():
    """The ± above an output is no text between it and its block."""
    made = page(block("print(0.5)", "0.5", "5%"))
    html = finished(made.html, "en", "a/")
    assert unaccounted(html, made.blocks, [True]) == []
    words = html.replace(
        '<div class="language-text', '<p>Or:</p><div class="language-text'
    )
    assert unaccounted(words, made.blocks, [True]) != []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reader_sees_it(language):
    made = page(block("print(0.5)", "0.5", "5%"))
    html = finished(made.html, language, "a/b/")
    link = Tree(html).css_first("a.within")
    assert link.attrs["href"] == "../../help/verified/#tolerance"
    assert html.count("± 5%</a>") == 1
    assert "data-within" not in html
