"""The pictures of a finished page: both schemes, their size, drawings that move."""

import os
import re
import struct
from pathlib import Path

from press.compute.narrow import SHAPE
from press.finish.tree import Node, Tree, element, wrap

VIEWBOX = re.compile(rb'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')

PHONE = "screen and (max-width:30em)"  # paper has room for the wide one


def target(folder: Path, source: str) -> Path:
    """The file behind a relative address; the page's folder need not exist yet."""
    return Path(os.path.normpath(folder / source))


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG or SVG in pixels."""
    data = path.read_bytes()
    if path.suffix == ".png":
        return struct.unpack(">II", data[16:24])
    match = VIEWBOX.search(data)
    if match is None:
        return None
    return round(float(match[1]) * 4 / 3), round(float(match[2]) * 4 / 3)


def live_drawings(tree: Tree, folder: Path) -> None:
    """A drawing named *.live.svg becomes part of the page, which colours and moves it."""
    for image in tree.css('img[src$=".live.svg"]'):
        drawing = target(folder, image.attrs["src"]).read_text("utf-8")
        box = element(tree, "span", class_="figure live")
        box.insert_child(Tree(drawing).css_first("svg"))
        picture = box.css_first("svg")
        picture.attrs["role"] = "img"
        picture.attrs["aria-label"] = image.attributes.get("alt") or ""
        image.replace_with(box)


def both_schemes(tree: Tree, folder: Path) -> None:
    """A figure of the build is two pictures, of which CSS shows one."""
    for image in tree.css('img[src$=".svg"]'):
        light = image.attrs["src"]
        dark = light.removesuffix(".svg") + ".dark.svg"
        if not target(folder, dark).is_file():
            continue
        box = element(tree, "span", class_="figure")
        for name, source in (("only-light", light), ("only-dark", dark)):
            box.insert_child(image)
            box.last_child.attrs["class"] = name
            box.last_child.attrs["src"] = source
            for_phones(tree, box.last_child, folder, light)
        image.replace_with(box)


def for_phones(tree: Tree, image: Node, folder: Path, light: str) -> None:
    """A figure that was drawn narrow, too, is that one on a phone."""
    stem = light.removesuffix(".svg")
    source = stem + SHAPE + image.attrs["src"].removeprefix(stem)
    path = target(folder, source)
    if not path.is_file():
        return
    width, height = picture_size(path) or (0, 0)
    choice = {"srcset": source, "media": PHONE}
    choice |= {"width": str(width), "height": str(height)}
    around = wrap(image, element(tree, "picture"))
    around.first_child.insert_before(element(tree, "source", **choice))


def sized(image: Node, folder: Path) -> None:
    """A picture has a size before it is there, and loads when it comes into view."""
    source = image.attributes.get("src") or ""
    path = target(folder, source)
    if not source or ":" in source or "height" in image.attrs:
        return
    size = picture_size(path) if path.is_file() else None
    if size is None:
        return
    image.attrs["width"], image.attrs["height"] = map(str, size)
    if "/logo." not in source:
        image.attrs["loading"], image.attrs["decoding"] = "lazy", "async"


def present(tree: Tree, folder: Path) -> None:
    """All of the above for the pictures of a page that is written into a folder."""
    live_drawings(tree, folder)
    both_schemes(tree, folder)
    for image in tree.css("img"):
        sized(image, folder)
