"""Guess first: what is asked, in both languages; planted: a question that nothing backs."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.guess import (
    Change,
    beliefs_file,
    guesses,
    holds,
    read_beliefs,
)
from tests.gates.pages import guesses as gate
from tests.gates.pages.with_code import CHAPTERS
from tests.kit.findings import none
from tests.kit.small_asked import ASKED, CODE
from tests.kit.small_page import block, page

chapters = pytest.mark.parametrize("name", CHAPTERS)


@chapters
def test_a_chapter_asks_before_it_shows(name):
    pages = {code: page_at(DOCS / code / name) for code in CONFIGS}
    none(gate.unlike(pages))
    assert len(guesses(pages["en"].html)) >= gate.FEWEST


@chapters
def test_every_option_is_printed_by_something(name):
    path = DOCS / "en" / name
    none(gate.judged(page_at(path), read_beliefs(beliefs_file(path))))


BELIEFS = [
    Change("texts", (("a = 2", 'a = "2"'),)),
    Change("difference", (("a + a", "a - a"),)),
]


def found(asked: str = ASKED, output: str = "4", beliefs=BELIEFS) -> list[str]:
    made = page(asked + block(CODE, output))
    return gate.judged(made, {"sum": beliefs}, [(0,)])


def test_a_sound_question():
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("`4`", "`5`", "the output has [], not one"),
        ("`22`", "`23`", "texts: prints '22"),
        (": two and two.", "", "4 has no sentence"),
        ("- `0`: this is what is left if one is taken from the other.\n", "", "2 options"),
        ("`0`", "`4`", "the output has ['4', '4']"),
    ],
)  # fmt: skip
def test_a_question_that_lacks_something(old, new, told):
    assert old in ASKED
    assert told in "\n".join(found(ASKED.replace(old, new)))


def test_an_option_that_nothing_prints():
    (told,) = found(beliefs=BELIEFS[:1])
    assert told == "sum: nothing prints 0"


@pytest.mark.parametrize(
    ("pair", "told"),
    [(("a + a", "b"), "NameError"), (("a + a", "a * 3"), "prints '6")],
)
def test_a_belief_that_prints_no_option(pair, told):
    beliefs = [BELIEFS[0], Change("another", (pair,))]
    assert told in "\n".join(found(beliefs=beliefs))


def test_a_belief_of_a_text_that_is_not_there():
    beliefs = [Change("none", (("c", "d"),))]
    with pytest.raises(ValueError, match="stands 0 times"):
        found(beliefs=beliefs)


def test_beliefs_of_no_question():
    made = page(ASKED.replace("#sum", "#other") + block(CODE, "4"))
    told = gate.judged(made, {"sum": BELIEFS}, [(0,)])
    assert "sum: beliefs of no question" in told


def test_languages_that_ask_otherwise():
    pages = {
        "zh": page(ASKED + block(CODE, "4")),
        "en": page(ASKED.replace("`22`", "`2`") + block(CODE, "4")),
    }
    assert len(gate.unlike(pages)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "What?\n{ .predict #a }\n\nWords.\n\n" + block(CODE, "4"),
        "What?\n{ .predict }\n\n- `4`: yes, it is.\n\n" + block(CODE, "4"),
        "What?\n{ .predict #a }\n\n- `4`: yes, it is.\n\nWords.",
    ],
)
def test_a_question_without_its_parts(body):
    with pytest.raises(ValueError, match=r"write \{ \.predict #name \}"):
        guesses(page(body).html)


def test_an_option_begins_with_what_is_printed():
    with pytest.raises(ValueError, match="begins with what is printed"):
        guesses(page(ASKED.replace("- `22`", "- Or `22`") + block(CODE)).html)


@pytest.mark.parametrize(
    ("output", "printed", "is_there"),
    [
        ("a 0.5\nb 2", "0.5 b", True),
        ("a 0.55", "0.5", False),
        ("a -0.5", "0.5", False),
        ("a 1.0.5", "0.5", False),
        ("loss 12", "2", False),
        ("2 1", "2", True),
        ("2.5", "2", False),
    ],
)
def test_what_an_output_has(output, printed, is_there):
    assert holds(output, printed) == is_there
