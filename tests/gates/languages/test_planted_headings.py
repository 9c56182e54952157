"""Gate 4 goes red on a heading that belongs to another section."""

import pytest

from tests.gates.languages.headings import exchanged, headings, translated
from tests.kit.small_page import page

USUAL = "## 前向 { #forward }\n\nA.\n\n## 反向 { #backward }\n\nB."
OTHER = USUAL.translate(str.maketrans("前反", "反前"))


def found(*bodies: str) -> list[str]:
    """What is said of small pages, named by their number."""
    return exchanged(
        {
            str(number): headings(page(body))
            for number, body in enumerate(bodies)
        }
    )


def test_headings_exchanged():
    """Seen: the forward pass was headed as the backward pass, in one language."""
    assert found(USUAL, USUAL, OTHER) == [
        "2: 反向 stands over #forward, on 2 pages over #backward",
        "2: 前向 stands over #backward, on 2 pages over #forward",
    ]


def test_a_heading_that_stands_twice():
    assert found(USUAL, USUAL, USUAL.replace("前", "反")) == [
        "2: 反向 stands over #forward, on 3 pages over #backward"
    ]


@pytest.mark.parametrize(
    "bodies",
    [
        (USUAL, USUAL, USUAL),
        (USUAL, USUAL, USUAL.replace("反向", "往回")),  # another word
        (USUAL, USUAL, "## 反向 { #bptt }"),  # the page has no #backward
        (USUAL, OTHER),  # one against one
    ],
)
def test_sound(bodies):
    assert found(*bodies) == []


def worded(*chinese: str) -> list[str]:
    """What is said of pages with one English heading and these Chinese ones."""
    return translated(
        {
            str(number): ({"pitfalls": "What goes wrong"}, {"pitfalls": text})
            for number, text in enumerate(chinese)
        }
    )


def test_a_heading_of_many_pages_in_other_words():
    """Seen: five Chinese names of the section on what goes wrong."""
    wrong = "哪里会出错"
    assert worded(wrong, wrong, wrong) == worded(wrong, "常见错误") == []
    assert worded(wrong, wrong, "常见错误") == [
        f"2: What goes wrong is 常见错误, elsewhere {wrong}"
    ]
