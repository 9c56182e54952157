"""Numbers that one language writes in digits and the other in words."""

import re
from collections import Counter

from tests.gates.languages.numerals import numbers

ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
)
TENS = re.findall(
    r"\w+", "ten twenty thirty forty fifty sixty seventy eighty ninety"
)
HAN = "零一二三四五六七八九"
LARGE = {  # the words of either language, English first
    100: ("hundred", "百"),
    1000: ("thousand", "千"),
    10000: ("ten thousand", "万"),
    1000000: ("million", "百万"),
}
PARTS = {2: "half|halve", 3: "third", 4: "quarter|fourth", 5: "fifth"}
PARTS |= {8: "eighth", 9: "ninth"}
PART = re.compile(f"(?<![十百千万])([{HAN[3:]}])分之")
WHOLE = re.compile(r"(\d+)(%?)")
FRACTION = re.compile(r"(\d+)/(\d+)")
MYRIADS = re.compile(r"\d[\d.]*\s*[万亿]")


def english(number: int) -> str:
    """The English words of a number below 100, or of a large one."""
    if number in LARGE:
        return LARGE[number][0]
    tens, ones = divmod(number, 10)
    if number < 20:
        return ONES[number]
    return TENS[tens - 1] + (f"[- ]{ONES[ones]}" if ones else "")


def chinese(number: int) -> str:
    """The Chinese words of a number below 100, or of a large one."""
    if number in LARGE:
        return LARGE[number][1]
    tens, ones = divmod(number, 10)
    if not tens:
        return "[二两]" if ones == 2 else HAN[ones]
    return HAN[tens] * (tens > 1) + "十" + HAN[ones] * (ones > 0)


def in_words(number: str) -> dict[str, str]:
    """What to look for in a text of each language; nothing for most numbers."""
    value = number.replace(",", "")
    counts = [int(n) for n in re.findall(r"\d+", value)]
    if not all(n < 100 or n in LARGE for n in counts):
        return {}
    if FRACTION.fullmatch(value):
        top, below = counts
        part = PARTS.get(below, f"{english(below)}th")
        half = "|半" if value == "1/2" else ""
        return {
            "en": rf"\b({part})s?\b",
            "zh": f"{chinese(below)}分之{chinese(top)}{half}",
        }
    whole = WHOLE.fullmatch(value)
    if whole and whole[2]:
        return {
            "en": rf"\b{english(counts[0])} per ?cent",
            "zh": f"百分之{chinese(counts[0])}",
        }
    if whole:
        return {"en": rf"\b{english(counts[0])}\b", "zh": chinese(counts[0])}
    return {}


def word_for(number: str, text: str, language: str) -> str | None:
    """What a text in that language has in place of the digits, if anything."""
    pattern = in_words(number).get(language)
    found = re.search(pattern, text, re.IGNORECASE) if pattern else None
    value = number.replace(",", "")
    if not found and language == "zh" and value.isdigit():
        found = MYRIADS.search(text) if int(value) >= 10000 else None
    return found[0] if found else None


def written_out(zh: dict[str, str], en: dict[str, str]) -> list[str]:
    """Each number that one language has in digits, the other in words."""
    found = []
    sides = [("zh", zh, "en", en), ("en", en, "zh", zh)]
    for language, ours, other, theirs in sides:
        for where, text in ours.items():
            there = theirs.get(where, "")
            for number in Counter(numbers(text)) - Counter(numbers(there)):
                if word := word_for(number, there, other):
                    found.append(
                        f"number words: {where}: {number} in {language} but "
                        f"{word} in {other}: write digits in both"
                    )
    return found


def parts(zh: dict[str, str], en: dict[str, str]) -> list[str]:
    """The thirds to ninths of Chinese that English has not, as words, in their place.

    The other way round nothing is known: a third may be the one after a second.
    """
    found = []
    for where, text in zh.items():
        for han, count in Counter(PART.findall(text)).items():
            part = PARTS.get(number := HAN.index(han), f"{english(number)}th")
            there = re.findall(rf"(?i)\b(?:{part})s?\b", en.get(where, ""))
            if len(there) < count:
                found.append(
                    f"fractions: {where}: {han}分之… in zh ×{count}, "
                    f"{part} in en ×{len(there)}"
                )
    return found
