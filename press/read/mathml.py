"""Formulas become MathML while Markdown is converted; a wrong formula stops the build."""

import html
import re

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from math_core import LatexError, LatexToMathML

WRAPPED = re.compile(
    r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>', re.DOTALL
)
RAW = re.compile(r"<math\b.{,40}", re.IGNORECASE | re.DOTALL)
COLOUR = re.compile(r"\x1b\[[\d;]*m")
SCRIPT = re.compile(
    r"<mo( stretchy=\"\w+\")?>(?=[^<]+</mo></m(?:sub|sup|subsup|under|over|underover)>)"
)
CONVERTER = LatexToMathML()
REFUSED = {
    r"^\s*$": "nothing in it",
    r"(?<!\\)%": "a % hides the rest of it: write \\%",
    r"[\u3000-\u9fff\uff00-\uffef“”‘’]": "words belong into the text",
}


def to_mathml(latex: str, display: bool) -> str:
    """One formula as MathML. Raises ValueError that shows where it is wrong."""
    for pattern, trouble in REFUSED.items():
        if re.search(pattern, latex):
            raise ValueError(f"formula {latex!r}: {trouble}")
    try:
        made = CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        message = COLOUR.sub("", str(error)).strip()
        raise ValueError(f"formula {latex!r}: {message}") from error
    # an operator alone in a script has no neighbours; WebKit would keep room
    return SCRIPT.sub(r'<mo\1 lspace="0" rspace="0">', made)


def replace_wrapped(match: re.Match) -> str:
    tag, opening, latex = match.groups()
    display = opening == "["
    math = to_mathml(html.unescape(latex).strip(), display)
    focus = ' tabindex="0"' if display else ""
    return f'<{tag} class="math"{focus} data-search-exclude>{math}</{tag}>'


class MathMLPostprocessor(Postprocessor):
    """A formula of raw HTML would be one that no gate reads as its TeX."""

    def run(self, text: str) -> str:
        if raw := RAW.search(text):
            raise ValueError(f"formula {raw[0]!r}: write it between dollars")
        return WRAPPED.sub(replace_wrapped, text)


class MathMLExtension(Extension):
    """Replaces what pymdownx.arithmatex (generic: true) wrapped."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.postprocessors.register(MathMLPostprocessor(md), "mathml", -10)
