"""Cut STIX Two Math down to the glyphs that the site's formulas use."""

import hashlib
import importlib.util
import re
from pathlib import Path

from fontTools import subset

from theme import BUILD

# found, not imported: the import of ziamath calls a deprecated function
PACKAGE = Path(importlib.util.find_spec("ziamath").origin).parent
FULL = PACKAGE / "fonts" / "STIXTwoMath-Regular.ttf"
MATH = re.compile(r"<math.*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 +-=()[]{}|,.√"


def glyphs(pages: list[str]) -> str:
    """Every character inside a formula, and those that never hurt."""
    text = "".join(
        TAG.sub("", formula) for page in pages for formula in MATH.findall(page)
    )
    return "".join(sorted({*text, *LATIN} - {"\n"}))


def math_font(pages: list[str]) -> bytes:
    """The subset as woff2, kept for the next build with the same glyphs."""
    wanted = glyphs(pages)
    made_by = Path(__file__).read_bytes()
    key = hashlib.sha256(wanted.encode() + made_by).hexdigest()[:16]
    kept = BUILD / "fonts" / f"{key}.woff2"
    if not kept.is_file():
        options = subset.Options(
            flavor="woff2", layout_features=["*"], hinting=False
        )
        font = subset.load_font(str(FULL), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text=wanted)
        cutter.subset(font)
        kept.parent.mkdir(parents=True, exist_ok=True)
        subset.save_font(font, str(kept), options)
    return kept.read_bytes()
