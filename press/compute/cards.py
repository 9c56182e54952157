"""Social cards: a page's title and description as a picture, drawn offline."""

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from press import BUILD
from press.cache import fingerprint, kept

FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
SIZE = (1200, 630)
PAPER, INK, SOFT, ACCENT = "#151a2b", "#ffffff", "#b9c2dc", "#93b1ff"
MARGIN = 80


def wrap(text: str, font: ImageFont.FreeTypeFont, lines: int) -> list[str]:
    """Break text at spaces, or between any two Han characters, into lines."""
    width = SIZE[0] - 2 * MARGIN
    done, line = [], ""
    for piece in pieces(text):
        if line and font.getlength(line + piece.rstrip()) > width:
            done.append(line.rstrip())
            line = ""
        line += piece
    done.append(line.rstrip())
    if len(done) > lines:
        done = [*done[: lines - 1], done[lines - 1].rstrip("，,。. ") + "…"]
    return done


def pieces(text: str) -> list[str]:
    """What must not be broken: Latin words with their space, single Han characters."""
    found, word = [], ""
    for character in text:
        if ord(character) > 0x2E80:
            found += [word, character] if word else [character]
            word = ""
        elif character == " ":
            found.append(word + " ")
            word = ""
        else:
            word += character
    return [*found, word]


def card(site: str, title: str, description: str) -> Image.Image:
    """Draw one card."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    small, body, large = (
        ImageFont.truetype(FONT, size) for size in (36, 38, 76)
    )
    pen.text((MARGIN, 70), site, font=small, fill=ACCENT)
    y = 160
    for line in wrap(title, large, 2):
        pen.text(
            (MARGIN, y), line, font=large, fill=INK, stroke_width=1.2
        )  # a weight between regular and bold
        y += 104
    y += 24
    for line in wrap(description, body, 4):
        pen.text((MARGIN, y), line, font=body, fill=SOFT)
        y += 58
    return image.quantize(48)


def write_card(site: str, title: str, description: str) -> Path:
    """The card as a file, kept as long as its words stay."""
    words = site, title, description
    key = fingerprint([Path(__file__)], *words)[:16]

    def draw() -> bytes:
        made = io.BytesIO()
        card(*words).save(made, "PNG", optimize=True)
        return made.getvalue()

    return kept(BUILD / "cards" / f"{key}.png", draw)
