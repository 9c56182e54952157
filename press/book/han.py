"""The Chinese of a book: two fonts with its characters alone, their outlines as TrueType.

Of the fonts as they come Chromium makes drawings, a font of them for each chapter;
of TrueType it embeds the characters that a chapter has.
"""

import importlib.util
import io
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from press import BUILD
from press.cache import fingerprint, kept

PACKAGE = Path(importlib.util.find_spec("pylopdf_fonts_zh_cn").origin).parent
FILES = {
    "Han": PACKAGE / "NotoSerifSC-Regular.otf",
    "Hei": PACKAGE / "NotoSansSC-Regular.otf",
}
FIRST = "\u2014"  # no mark of Latin text alone is before it
FEATURES = ["halt", "chws", "locl"]  # what marks at the ends of lines need
ERROR = 1.0  # of a thousand units that a curve may be off


def characters(texts: list[str]) -> str:
    """What of some texts a Chinese font may be asked for."""
    return "".join(
        sorted({letter for text in texts for letter in text if letter >= FIRST})
    )


def quadratic(font: TTFont) -> None:
    """Cubic outlines become the quadratic ones of TrueType."""
    names, shapes = font.getGlyphOrder(), font.getGlyphSet()
    drawn = {}
    for name in names:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = names, drawn
    for name, shape in drawn.items():
        shape.recalcBounds(font["glyf"])
        wide, _ = font["hmtx"][name]
        font["hmtx"][name] = (wide, getattr(shape, "xMin", 0))
    most = font["maxp"] = newTable("maxp")
    most.tableVersion, most.numGlyphs = 0x00010000, len(names)
    for field in (
        *("maxTwilightPoints", "maxStorage", "maxFunctionDefs"),
        *("maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"),
        *("maxComponentElements", "maxPoints", "maxContours"),
        *("maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(most, field, 0)
    most.maxZones = 1
    font["post"].formatType = 3.0
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font.sfntVersion = "\000\001\000\000"


def cut(file: Path, wanted: str) -> bytes:
    """A font with these characters alone."""
    options = subset.Options(layout_features=FEATURES, hinting=False)
    options.drop_tables += ["vhea", "vmtx"]
    font = subset.load_font(str(file), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=wanted)
    cutter.subset(font)
    made = io.BytesIO()
    quadratic(font)
    font.recalcTimestamp = False
    font.save(made)
    font.close()
    return made.getvalue()


def fonts(texts: list[str]) -> dict[str, Path]:
    """Both fonts for the texts of a book, kept as long as it has these characters."""
    wanted = characters(texts)
    key = fingerprint([Path(__file__)], wanted)[:16]
    return {
        family: kept(
            BUILD / "fonts" / f"{family}-{key}.ttf",
            lambda file=file: cut(file, wanted),
        )
        for family, file in FILES.items()
    }
