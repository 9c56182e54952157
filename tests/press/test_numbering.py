"""The build stops where a list shows other numbers than its source."""

import pytest

from tests.kit.small_page import page

SOUND = {
    "one block": ("1. a\n2. b\n3. c", 3),
    "loose": ("1. a\n\n2. b\n\n    more\n\n3. c", 3),
    "many": ("\n".join(f"{n}. a" for n in range(1, 13)), 12),
    "with bullets within": ("1. a\n    - x\n    - y\n2. b", 4),
    "within bullets": ("- a\n\n    1. x\n    2. y\n\n- b", 4),
    "two lists": ("1. a\n\nWords.\n\n1. b\n2. c", 3),
    "bullets": ("- a\n- b\n* c", 3),
    "in a box": ("!!! note\n\n    1. a\n    2. b", 2),
    "no list": ("In 1990.\n\n3.5 is a number.", 0),
    "in a fence": ("```{ .text .plain }\n0. a\n5. b\n```", 0),
}
PLANTED = {
    "from 0": ("0. a\n1. b", "item 0. is shown as 1."),
    "from 3": ("3. a\n4. b", "item 3. is shown as 1."),
    "all 1": ("1. a\n1. b", "item 1. is shown as 2."),
    "one left out": ("1. a\n3. b", "item 3. is shown as 2."),
    "loose": ("1. a\n\n3. b", "item 3. is shown as 2."),
    "goes on after words": (
        "1. a\n2. b\n\nWords.\n\n3. c",
        "item 3. is shown as 1.",
    ),
    "begins anew": ("1. a\n2. b\n\n1. c", "item 1. is shown as 3."),
    "bullets go on": ("1. a\n2. b\n\n- c", "item - is shown as 3."),
    "bullet taken in": (
        "- a\n\n    1. x\n    2. y\n- b",
        "item - is shown as 3.",
    ),
    "a year": ("1990. It was a year.", "item 1990. is shown as 1."),
    "as a bullet": ("- a\n1. b", "item 1. is shown as •"),
    "bullet as a number": ("1. a\n- b", "item - is shown as 2."),
    "within bullets": (
        "- a\n\n    0. x\n    1. y",
        "item 0. is shown as 1.",
    ),
    "deep below": ("1. a\n    2. x\n", "item 2. is shown as 1."),
    "in a box": ("!!! note\n\n    0. a\n    1. b", "item 0. is shown as 1."),
    "in a quotation": ("> 0. a\n> 1. b", "item 0. is shown as 1."),
    "in HTML": (
        '<div markdown="1">\n\n0. a\n1. b\n\n</div>',
        "item 0. is shown as 1.",
    ),
    "in a footnote": (
        "A[^1]\n\n[^1]:\n    0. a\n    1. b",
        "item 0. is shown as 1.",
    ),
    "with a 0 before": ("01. a\n02. b", "item 01. is shown as 1."),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    body, count = SOUND[name]
    assert page(body).html.count("<li>") == count


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    body, told = PLANTED[name]
    with pytest.raises(ValueError, match="is shown as") as caught:
        page(body)
    assert told in str(caught.value)
