"""Cut STIX Two Math down to the glyphs that the site's formulas use."""

import importlib.util
import io
import re
import unicodedata
from pathlib import Path

from fontTools import subset

from press import BUILD
from press.cache import fingerprint, kept

# found, not imported: the import of ziamath calls a deprecated function
PACKAGE = Path(importlib.util.find_spec("ziamath").origin).parent
FULL = PACKAGE / "fonts" / "STIXTwoMath-Regular.ttf"
MATH = re.compile(r"<math.*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LETTER = re.compile(r"<mi>(.)</mi>")  # browsers slant a letter on its own
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 +-=()[]{}|,.√"


def slanted() -> dict[str, str]:
    """Each letter's own character in mathematical italic."""
    codes = [0x210E, *range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)]
    plain = {code: unicodedata.decomposition(chr(code)) for code in codes}
    return {
        chr(int(letter.split()[-1], 16)): chr(code)
        for code, letter in plain.items()
        if letter
    }


def glyphs(pages: list[str]) -> str:
    """Every character inside a formula, and those that never hurt."""
    formulas = [formula for page in pages for formula in MATH.findall(page)]
    text = "".join(TAG.sub("", formula) for formula in formulas)
    alone = {
        letter for formula in formulas for letter in LETTER.findall(formula)
    }
    italic = slanted()
    text += "".join(italic.get(letter, letter) for letter in alone)
    return "".join(sorted({*text, *LATIN} - {"\n"}))


def cut(wanted: str) -> bytes:
    """STIX Two Math with these characters alone, as woff2."""
    options = subset.Options(flavor="woff2", layout_features=[], hinting=False)
    font = subset.load_font(str(FULL), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=wanted)
    cutter.subset(font)
    # TeX lets an index of a single letter hang no lower below f than below x
    constants = font["MATH"].table.MathConstants
    constants.SubscriptBaselineDropMin.Value = 0
    made = io.BytesIO()
    subset.save_font(font, made, options)
    font.close()
    return made.getvalue()


def math_font(pages: list[str]) -> bytes:
    """The subset as woff2, kept for the next build with the same glyphs."""
    wanted = glyphs(pages)
    key = fingerprint([Path(__file__)], wanted)[:16]
    path = BUILD / "fonts" / f"{key}.woff2"
    return kept(path, lambda: cut(wanted)).read_bytes()
