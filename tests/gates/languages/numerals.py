"""The numbers of a text, in one spelling for both languages."""

import re
import unicodedata

NUMBER = re.compile(
    r"(?:(?<![\w)\]}^])-)?(?:(?<!\d)\.)?\d+(?:[.,]\d+)*"  # -1,000.5
    r"(?:e[-+]?\d+)?(?:\^[-+]?\d+)?(?:/\d+)?[%‰]?"  # 1e-6, 10^-3, 1/2, 50%
    r"|\^[-+]?\d+|[%‰]",  # the square of a letter, a sign alone
    re.ASCII,
)
RAISED = re.compile("[⁰¹²³⁴-⁹⁺⁻]+")
OTHER = re.compile(r"[^\x00-\x7f\u2e80-\u9fff]")
SAME = str.maketrans("−‐–﹣－．％", "-----.%")
PERCENT = [
    (re.compile(r"百分之\s*(\d+(?:[.,/]\d+)*)"), r"\1%"),
    (re.compile(r"\s*(?:\bper ?cent\b|百分之|百分数)", re.IGNORECASE), "%"),
    (re.compile(r"(?<=\d)\s+(?=[%‰])"), ""),
]


def in_ascii(match: re.Match) -> str:
    """A digit or fraction as ASCII has it, other characters as they are."""
    char = match[0]
    if unicodedata.category(char) not in ("Nd", "No"):
        return char
    plain = unicodedata.normalize("NFKC", char).replace("⁄", "/")
    mixed = "/" in plain and match.string[: match.start()][-1:].isdigit()
    return f" {plain}" if mixed else plain


def raised(match: re.Match) -> str:
    return "^" + unicodedata.normalize("NFKC", match[0]).replace("−", "-")


def plain(text: str) -> str:
    """A text with its numbers in one spelling: 10^-3, 1/2, -1, 50%."""
    text = RAISED.sub(raised, text).translate(SAME)
    text = OTHER.sub(in_ascii, text)
    for pattern, sign in PERCENT:
        text = pattern.sub(sign, text)
    return text


def numbers(text: str) -> list[str]:
    """The numbers of a text, in order."""
    return NUMBER.findall(plain(text))
