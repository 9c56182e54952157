"""A word of a figure is in Chinese what the chapters call it there."""

import functools

import pytest

from tests.gates.languages import figure_words
from tests.kit.findings import none

WORDS = dict(figure_words.translations())
sections = functools.cache(figure_words.sections)


def test_figures_call_things_as_the_chapters_do():
    none(
        figure_words.exchanged(figure_words.translations(), sections()),
        "the sections with one word have the Chinese of the other: mend "
        "press/compute/words.py, or say in the chapter what the figure says",
    )


@pytest.mark.parametrize(
    "pair",
    [
        ("test", "train"),
        ("sensitivity", "specificity"),
        ("noise", "Wiener"),
        ("of 10", "of 1000"),
        ("found", "false alarms"),
    ],
)
def test_two_words_are_exchanged(pair):
    """Seen: each Chinese curve of training was called that of the test."""
    one, other = pair
    zh, zh_too = WORDS[one], WORDS[other]
    sound, planted = [(one, zh), (other, zh_too)], [(one, zh_too), (other, zh)]
    assert figure_words.exchanged(sound, sections()) == []
    told = [f"{one} {zh_too}, {other} {zh}"]
    assert figure_words.exchanged(planted, sections()) == told


def test_two_words_are_the_same():
    planted = [
        ("test", "验证"),
        ("val", "验证"),
        ("step", "步数"),
        ("steps", "步数"),
    ]
    told = ["test 验证, val 验证"]
    assert figure_words.exchanged(planted, sections()) == told


def test_company_is_that_of_words_that_come_together():
    read = [
        ("训练", "training"),
        ("测试", "a test"),
        ("训练", "trained"),
        ("", ""),
    ]
    sound = [("train", "训练"), ("test", "测试"), ("rare", "罕见")]
    assert figure_words.company({0, 2}, {0, 2}, 4) == 1
    assert figure_words.company({0, 2}, {1, 3}, 4) == -1
    assert figure_words.company({0, 1, 2, 3}, {1}, 4) == 0
    assert figure_words.exchanged(sound, read) == []
    planted = [("train", "测试"), ("test", "训练")]
    assert figure_words.exchanged(planted, read) == ["train 测试, test 训练"]


def test_sections_have_no_code():
    text = "# A { #a }\n\nOne\n\n```python\ntest\n```\n\n## B { #b }\n\nTwo\n"
    found = figure_words.parts(text)
    assert [*found] == ["a", "b"]
    assert found["a"].split()[-1] == "one"
    assert found["b"].split()[-1] == "two"
