"""Gate 2: a number in the words of a page is one that the page prints."""

import pytest

from tests.gates.pages.prose import unbacked
from tests.kit.small_page import block, page

BODY = (
    "A cost of 1,250.5 steps, 0.69 = ln 2 at first, 93% in the end, 2.4 times "
    "as fast: in 0.3 s, with $e = 2.718$ and `lr = 0.05`, "
    "[Adam](https://arxiv.org/abs/1412.6980 'x') 2014, Python 3.11, 3×3.\n\n"
    '<figure markdown="span">\n![The loss falls to 0.021](../assets/x.svg)\n'
    '<figcaption markdown="span">From 0.69 to 0.02.</figcaption>\n</figure>\n\n'
    "| net | error |\n| --- | --- |\n| small | 7.1% |\n\n> It is [4.2 metres](https://doi.org/10.1/x).\n\n"
    + block(
        "print(0.6931, 0.9312, 0.0213, 1250.5, 0.071, 2.41)\nprint(0.3)",
        "0.6931 0.9312 0.0213 1250.5 0.071 2.41\n0.3",
    )
)
PLANTED = {
    "prose": ("0.69 = ln 2", "0.68 = ln 2", "0.68"),
    "a digit more": ("0.69 = ln 2", "0.694 = ln 2", "0.694"),
    "per cent": ("93%", "94%", "94%"),
    "per cent, spelled": ("93%", "94 per cent", "94%"),
    "factor": ("2.4 times", "2.5 times", "2.5times"),
    "whole factor": ("2.4 times", "30 times", "30times"),
    "sign of times": ("2.4 times", "30×", "30×"),
    "thousands": ("1,250.5", "1,205.5", "1205.5"),
    "caption": ("to 0.02.<", "to 0.03.<", "0.03"),
    "alt text": ("falls to 0.021", "falls to 0.012", "0.012"),
    "table": ("7.1%", "7.2%", "7.2%"),
    "no quotation": ("[4.2 metres](https://doi.org/10.1/x)", "4.2 m", "4.2"),
    "no source": ("[4.2 metres](https://doi.org/10.1/x)", "> 4.2 m", "4.2"),
    "no source but the site": ("https://doi.org/10.1/x", "#t", "4.2"),
    "power of ten": ("0.69 = ln 2", "3e-7", "3e-7"),
    "alone in a formula": ("0.69 = ln 2", "$99.5\\%$", "99.5%"),
    "alone in code": ("0.69 = ln 2", "`99.5%`", "99.5%"),
    "times in code": ("0.69 = ln 2", "`30×`", "30×"),
    "no version": ("Python 3.11", "as fast 3.11", "3.11"),
    "no formula": ("$e = 2.718$", "e = 2.718", "2.718"),
}


def test_sound():
    assert unbacked(page(BODY)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    old, new, said = PLANTED[name]
    assert BODY.count(old) == 1
    (found,) = unbacked(page(BODY.replace(old, new)))
    assert found.endswith(f": {said}")


@pytest.mark.parametrize(
    "number",
    [
        *("0,31", "0·31", "⁰·³¹", "0٫31", "12,34", "百分之九十九"),
        *("ninety percent", "Nine per cent", "ninety-nine percent"),
    ],
)
def test_a_number_that_nobody_prints_so(number):
    """Neither a comma nor words: it could be looked up nowhere."""
    (found,) = unbacked(page(f"It is {number} here, and 1,250 there."))
    assert "write it in digits, with a point" in found


def test_what_is_on_record_need_not_be_printed():
    faulty = page(BODY.replace("93%", "94%"))
    assert unbacked(faulty, "| 10 | 94.2 ± 0.3 |") == []
    assert unbacked(faulty, "| 10 | 95.2 ± 0.3 |") != []
