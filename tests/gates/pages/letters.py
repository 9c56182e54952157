"""The characters that code and outputs may consist of: one can see and tell them apart."""

import re
import unicodedata

SIGNS = "°±²³·×÷√∑∏∂∇∞∈≠≈≤≥≡←→↔↑↓⋯…—–−‖∥⊙⊕⊗¬∧∨ŷ█▁▂▃▄▅▆▇░▒▓│─┌┐└┘├┤┬┴┼•●○■□✓✗€"
GREEK = "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμξπρστφχψω"  # those that are no Latin letters
HAN = "\u4e00-\u9fff、。《》「」"
SEEN = re.compile(rf"[^\n -~À-ÖØ-öø-ž{GREEK}{HAN}{re.escape(SIGNS)}]")
MINUS = re.compile(r"[−–—](?=\s?[\d.])")


def odd(text: str) -> list[str]:
    """The characters of a text that nobody sees, or takes for others."""
    return [
        f"U+{ord(sign):04X} {unicodedata.name(sign, 'a control character')}"
        for sign in dict.fromkeys(SEEN.findall(text))
    ]


def odd_in_output(text: str) -> list[str]:
    """The same for an output, where a dash is no minus either."""
    dashes = [f"{found!r} for a minus" for found in MINUS.findall(text)]
    return odd(text) + list(dict.fromkeys(dashes))
