"""From one number to another: the same way in both languages, and as the verb says."""

import re
from collections.abc import Iterator

from tests.gates.languages.numerals import NUMBER, numbers, plain

ABOUT = r"(?:about |only |大约|约|只有)?\s*"
FIRST = rf"{ABOUT}(?P<first>{NUMBER.pattern})"
LAST = rf"{ABOUT}(?P<last>{NUMBER.pattern})"
RISE = (
    r"(?:\b(?:ris(?:es?|ing|en)|rose|gr[eo]ws?|growing|grown|climb(?:s|ed|ing)?"
    r"|increas(?:es?|ed|ing)|goes up|went up)\b|上?升|涨|提高|增|变大)"
)
FALL = (
    r"(?:\b(?:fall(?:s|ing|en)?|fell|drop(?:s|ped|ping)?|shr[iau]nks?"
    r"|decreas(?:es?|ed|ing)|s[iau]nks?|goes down|went down)\b"
    r"|下?降|跌|掉|减|缩|落|变小)"
)
WAY = f"(?P<rise>{RISE})|(?P<fall>{FALL})"
ENGLISH = re.compile(
    rf"(?:(?:{WAY})(?:(?!{RISE}|{FALL}|\bfrom\b)[^.;:,\n]){{0,30}}\s)?"
    rf"\bfrom {FIRST}(?:(?!\b(?:to|from)\b|{RISE}|{FALL})[^.;:\n]){{0,40}}?"
    rf" to {LAST}",
    re.ASCII,
)
CHINESE = re.compile(
    rf"从\s*{FIRST}[^，。；：、\d\n]{{0,12}}?(?:{WAY})?[^，。；：、\d\n]?"
    rf"[到至]了?{LAST}",
    re.ASCII,
)
POWER = re.compile(r"(.+)\^(.+)")


def ranges(text: str) -> Iterator[re.Match]:
    """Each place of a text that leads from one number to another."""
    for pattern in (ENGLISH, CHINESE):
        yield from pattern.finditer(plain(text))


def ends(text: str) -> list[tuple[str, str]]:
    return [(each["first"], each["last"]) for each in ranges(text)]


def turned(first: str, last: str, there: str) -> bool:
    """Whether a text names the end of a range before its beginning, and only so."""
    if (last, first) in ends(there):
        return (first, last) not in ends(there)
    order = numbers(there)
    if not {first, last} <= {*order} or first == last:
        return False
    return len(order) - order[::-1].index(last) <= order.index(first)


def backwards(zh: dict[str, str], en: dict[str, str]) -> list[str]:
    """The ranges of a language that the other has from their end to their beginning."""
    return [
        f"order of numbers: {where}: from {first} to {last} in {language}, "
        f"{last} before {first} in {other}: the same order in both"
        for language, ours, other, theirs in (
            ("zh", zh, "en", en),
            ("en", en, "zh", zh),
        )
        for where, text in ours.items()
        for first, last in ends(text)
        if turned(first, last, theirs.get(where, ""))
    ]


def value(number: str) -> float | None:
    """A numeral as a number, if it is an ordinary one."""
    bare = number.replace(",", "").rstrip("%‰")
    power, part = POWER.fullmatch(bare), bare.split("/")
    try:
        if power:
            return float(power[1]) ** float(power[2])
        return float(part[0]) / float("".join(part[1:]) or 1)
    except (ArithmeticError, ValueError):
        return None


def against_the_verb(texts: dict[str, str]) -> list[str]:
    """Ranges that are said to rise and fall, or the other way round."""
    found = []
    for where, text in texts.items():
        for each in ranges(text):
            first, last = (value(each[end]) for end in ("first", "last"))
            alike = each["first"][-1] in "%‰", each["last"][-1] in "%‰"
            if None in (first, last) or alike[0] != alike[1]:
                continue
            if (each["rise"] and first > last) or (
                each["fall"] and first < last
            ):
                found.append(f"rise or fall: {where}: {each[0]}")
    return found


def wrong(zh: dict[str, str], en: dict[str, str]) -> list[str]:
    """What two texts say of ranges that cannot be."""
    both = against_the_verb(zh) + against_the_verb(en)
    return backwards(zh, en) + both
