"""Gate 4 goes red: from one number to another, but the other way round."""

import pytest

from tests.gates.languages.languages import differences
from tests.gates.languages.planted import page

ORDER, VERB = "order of numbers", "rise or fall"
ENGLISH = "From step 500 to step 5000 the loss rises from 0.080 to 0.096."
CHINESE = "从 500 步到 5000 步，损失却从 0.080 升到 0.096。"
PLANTED = {
    "the other way in Chinese": (
        CHINESE.replace("0.080 升到 0.096", "0.096 降到 0.080"),
        ENGLISH,
        {ORDER},
    ),
    "the other way in English": (
        CHINESE,
        ENGLISH.replace(
            "rises from 0.080 to 0.096", "falls from 0.096 to 0.080"
        ),
        {ORDER},
    ),
    "only the numbers": (
        CHINESE.replace("0.080 升到 0.096", "0.096 升到 0.080"),
        ENGLISH,
        {ORDER, VERB},
    ),
    "only the Chinese verb": (CHINESE.replace("升", "降"), ENGLISH, {VERB}),
    "only the English verb": (
        CHINESE,
        ENGLISH.replace("rises", "falls"),
        {VERB},
    ),
    "both languages": (
        CHINESE.replace("升", "降"),
        ENGLISH.replace("rises", "falls"),
        {VERB},
    ),
    "in other words in Chinese": (
        "损失先是 0.096，后来是 0.080。",
        "The loss goes from 0.080 to 0.096.",
        {ORDER},
    ),
    "in other words in English": (
        "权重从 125440 个减到 160 个。",
        "160 weights at first, then 125440.",
        {ORDER},
    ),
    "beside one of the numbers": (
        "2 层，从 5 减到 2。",
        "2 layers, from 2 to 5.",
        {ORDER},
    ),
    "small numbers": (
        "梯度从大约 10⁻³ 涨到了 10⁻⁵，值从 1/2 降到 3/4。",
        "The gradient climbs from about 10⁻³ to 10⁻⁵, the value drops from 1/2 "
        "to 3/4.",
        {VERB},
    ),
}
SOUND = {
    "the same": (CHINESE, ENGLISH),
    "another verb": ("从 8 降到 2。", "It goes from 8 to 2."),
    "below zero": ("从 -1 降到 -3。", "It falls from -1 to -3."),
    "large": ("从 9 升到 1,000。", "It grows from 9 to 1,000."),
    "up and down": (
        "从 0 升起，再降到 0，中间是 1。",
        "It rises from 0 and falls to 0, between them 1.",
    ),
    "two verbs": (
        "甲上升，乙从 8 降到 2。",
        "While one rises, the other falls from 8 to 2.",
    ),
    "at a step": ("20 步就降到了 60。", "After 20 steps it is down to 60."),
    "another sentence": ("有 3 只。到 2 只。", "2 of them. And 3."),
    "named twice": ("从 2 到 5，再到 2。", "2 twice, from 2 to 5."),
    "no number": ("从 1.2.3 升到 1.2.1。", "It rises from 1.2.3 to 1.2.1."),
    "parts of a whole": ("从 50% 升到 1。", "It rises from 50% to 1."),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_range_is_turned_round(name):
    """Seen: a loss that rose in English and fell in Chinese, between the same two."""
    zh, en, told = PLANTED[name]
    found = differences(page(zh), page(en, "en"))
    assert {line.split(": ")[0] for line in found} == told


@pytest.mark.parametrize("name", SOUND)
def test_a_range_is_sound(name):
    zh, en = SOUND[name]
    assert differences(page(zh), page(en, "en")) == []
