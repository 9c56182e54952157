"""Gate 4 goes red: numbers that one language has and the other has not."""

import pytest

from tests.gates.languages.languages import differences
from tests.gates.languages.planted import page

PLACES = {
    "text": "# T {{ #t }}\n\n{}\n",
    "heading": "# {} {{ #t }}\n",
    "item": "# T {{ #t }}\n\n- {}\n",
    "cell": "# T {{ #t }}\n\n| a |\n| --- |\n| {} |\n",
    "caption": "# T {{ #t }}\n\n{}\n{{ .caption }}\n",
    "title of a page": "---\ntitle: “{}”\n---\n\n# T {{ #t }}\n",
    "description": "---\ndescription: “{}”\n---\n\n# T {{ #t }}\n",
    "text of a picture": "# T {{ #t }}\n\n![{}](a.svg)\n",
    "title of a picture": '# T {{ #t }}\n\n![a](a.svg "{}")\n',
    "title of a link": '# T {{ #t }}\n\n[a](a.md "{}")\n',
    "title of a note": '# T {{ #t }}\n\n??? note "{}"\n\n    A.\n',
    "footnote": "# T {{ #t }}\n\nA[^1].\n\n[^1]: {}\n",
}
SAME = [
    ("误差 10⁻³", "an error of 10⁻³"),
    ("误差 10⁻³", "an error of 10^-3"),
    ("误差 10<sup>-3</sup>", "an error of 10⁻³"),
    ("x² 之和", "the sum of x<sup>2</sup>"),
    ("½ 的权重", "1/2 of the weights"),
    ("3½ 倍", "3 1/2 times"),
    ("值为 −1", "the value is -1"),
    ("值为 −½", "the value is –1/2"),
    ("5-3 和 5–3", "5–3 and 5-3"),
    ("50％ 的权重", "50% of the weights"),
    ("50 % 的权重", "50% of the weights"),
    ("百分之 50 的权重", "50 percent of the weights"),
    ("百分之几", "a few per cent"),
    ("以百分数计", "in percent"),
    ("4 个百分点", "4 percentage points"),
    ("３ 个通道", "3 channels"),
    ("第 ② 步", "step 2"),
    ("三个门", "three gates"),
    ("误差 1e-6", "an error of 1e-6"),
]
DIFFERENT = [
    ("误差 10⁻³", "an error of 10⁻⁴", "10^-3"),
    ("误差 10⁻³", "an error of 10³", "10^-3"),
    ("误差 10<sup>-3</sup>", "an error of 10<sup>3</sup>", "10^-3"),
    ("x² 之和", "the sum of x³", "^2"),
    ("x² 之和", "the sum of x", "^2"),
    ("½ 的权重", "⅓ of the weights", "1/2"),
    ("½ 的权重", "some of the weights", "1/2"),
    ("1/2 的权重", "2/1 of the weights", "1/2"),
    ("值为 −1", "the value is 1", "-1"),
    ("值为 -1", "the value is 1", "-1"),
    ("值为 –½", "the value is ½", "-1/2"),
    ("50％ 的权重", "50 of the weights", "50%"),
    ("50％ 的权重", "40% of the weights", "50%"),
    ("百分之 50 的权重", "50 of the weights", "50%"),
    ("百分之几", "a few", "%"),
    ("3‰ 的权重", "3% of the weights", "3‰"),
    ("３ 个通道", "4 channels", "3"),
    ("第 ② 步", "step 3", "2"),
    ("误差 1e-6", "an error of 1e6", "1e-6"),
]


def compared(zh: str, en: str, place: str = "text") -> list[str]:
    """What the gate says when these stand in one place of a page."""
    text = PLACES[place]
    return differences(page(text.format(zh)), page(text.format(en)))


@pytest.mark.parametrize(("zh", "en"), SAME)
def test_one_number_in_two_spellings_is_no_difference(zh, en):
    assert compared(zh, en) == []


@pytest.mark.parametrize(("zh", "en", "number"), DIFFERENT)
def test_another_number_is_seen(zh, en, number):
    told = f"numbers: only in zh: #t paragraph 1 {number} ×1 "
    assert compared(zh, en)[0].startswith(told)


@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_seen_wherever_it_stands(place):
    assert compared("10⁻³ 和 ½，−1％", "-1% and 1/2, 10⁻³", place) == []
    for other in ("-1% and 1/2, 10⁻⁴", "-1% and 10⁻³", "1% and 1/2, 10⁻³"):
        found = compared("10⁻³ 和 ½，−1％", other, place)
        assert {line.split(":")[0] for line in found} == {"numbers"}


WORDS = [
    ("有 10 类", "there are ten classes", "10 in zh but ten in en"),
    ("有十类", "there are 10 classes", "10 in en but 十 in zh"),
    ("有两类", "there are 2 classes", "2 in en but 两 in zh"),
    ("有 21 类", "twenty-one classes", "21 in zh but twenty-one in en"),
    ("第二十一步", "step 21", "21 in en but 二十一 in zh"),
    ("100 步", "a hundred steps", "100 in zh but hundred in en"),
    ("3 万步", "30,000 steps", "30,000 in en but 3 万 in zh"),
    ("1/2 的权重", "half of the weights", "1/2 in zh but half in en"),
    ("四分之三", "3/4 of it", "3/4 in en but 四分之三 in zh"),
    ("5% 的权重", "five percent of it", "5% in zh but five percent in en"),
    ("百分之五", "5% of it", "5% in en but 百分之五 in zh"),
]


@pytest.mark.parametrize(("zh", "en", "told"), WORDS)
def test_a_number_in_words_is_told_as_such(zh, en, told):
    found = compared(zh, en)
    (line,) = [line for line in found if line.startswith("number words: ")]
    assert line.startswith(f"number words: #t paragraph 1: {told}")


def test_another_number_is_not_told_to_be_a_word():
    found = compared("10 类", "11 classes")
    assert {line.split(":")[0] for line in found} == {"numbers"}


@pytest.mark.parametrize(
    ("zh", "en", "told"),
    [
        (
            "抽四分之一，再抽四分之一",
            "a third, then a quarter",
            ["四分之… in zh ×2"],
        ),
        (
            "抽三分之二",
            "a quarter of them",
            ["三分之… in zh ×1, third in en ×0"],
        ),
        ("抽八分之一", "an eighth, the third time", []),
        ("抽四分之一和四分之三", "one fourth and three quarters", []),
        ("三十分之一，百万分之一", "a thirtieth, a millionth", []),
    ],
)
def test_a_part_in_words_is_that_of_the_other_language(zh, en, told):
    """Seen: the pictures of which a quarter is drawn, and in English a third."""
    found = compared(zh, en)
    assert [each in line for each, line in zip(told, found, strict=True)] == [
        True
    ] * len(told)
