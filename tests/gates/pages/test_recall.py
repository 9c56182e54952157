"""Do you still know? Each chapter asks, and answers; planted: a question whose answer is gone."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.recall import questions
from tests.gates.pages import recall
from tests.gates.pages.with_code import CHAPTERS
from tests.kit.findings import none
from tests.kit.small_asked import LAST, ORDER, SOUND
from tests.kit.small_page import page

chapters = pytest.mark.parametrize("name", CHAPTERS)


@pytest.mark.parametrize("language", CONFIGS)
@chapters
def test_a_chapter_asks_and_answers(language, name):
    none(recall.faults(page_at(DOCS / language / name)))


@chapters
def test_both_languages_ask_the_same(name):
    none(recall.unlike({c: page_at(DOCS / c / name) for c in CONFIGS}))


@pytest.mark.parametrize("text", [SOUND, SOUND.replace(LAST, ORDER)])
def test_sound_questions(text):
    found = recall.faults(page(text))
    assert found == ([] if LAST in text else ["fewer than 2 of choice"])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A forget gate of 1 *remembers*.", "", "does not say 'remembers'"),
        ("gate: 0.72.", "gate: 0.725.", "does not say '0.72'"),
        ("open one do? [Gates](#gates)", "open one do? [Gates](#gone)", "no heading #gone"),
        ("    - It writes.\n", "", "2 items, not 3 to 4"),
        ("It writes", "It erases", "stands there twice"),
        (LAST, "", "2 questions, not 3"),
    ],
)  # fmt: skip
def test_a_question_that_lacks_something(old, new, told):
    assert old in SOUND
    assert told in "\n".join(recall.faults(page(SOUND.replace(old, new))))


def test_an_order_that_the_section_does_not_have():
    swapped = ORDER.replace("1. the forget", "1. the reset").replace(
        "2. the input", "2. the forget"
    )
    swapped = swapped.replace("1. the reset", "1. the input")
    found = recall.faults(page(SOUND.replace(LAST, swapped)))
    assert any("has another order" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (" [Gates](#gates)\n    - R", "\n    - R", "a link to its section"),
        ("(#gates)\n    - R", "(index.md#gates)\n    - R", "not on this page"),
        ("0.72 ± 0.01", "0.72 or so", "is no number"),
    ],
)
def test_a_question_that_cannot_be_read(old, new, told):
    with pytest.raises(ValueError, match=told):
        questions(page(SOUND.replace(old, new)).html)


def test_no_list_below_the_heading():
    with pytest.raises(ValueError, match="no numbered list"):
        questions(page("## Still? { #recall }\n\nWords.").html)


def test_languages_that_ask_otherwise():
    other = SOUND.replace("0.72 ± 0.01", "0.72")
    assert recall.unlike({"zh": page(SOUND), "en": page(other)})
    assert not recall.unlike({"zh": page(SOUND), "en": page(SOUND)})
