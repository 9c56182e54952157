"""One chapter alone in the look of the site, whose symbols answer."""

import shutil
from pathlib import Path

from press import DOCS, ROOT
from press.cache import write
from press.finish import boxes, markup, symbols
from press.finish.tree import Tree
from press.read.needs import path_of
from press.read.page import Page, read
from press.read.program import codes

FRAME = """<!doctype html><html lang="{0}"><head><meta charset="utf-8"><title>T</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="../assets/css/site.css"></head>
<body data-md-color-scheme="default"><input type="checkbox" id="__drawer" hidden>
<main><article class="md-typeset">{1}</article></main>
<script src="../assets/js/site.js"></script></body></html>"""


def inside(page: Page, language: str) -> str:
    """A page finished as far as symbols ask it: its list, its boxes."""
    tree = Tree(page.html + symbols.fold(page.html, page.meta, language))
    for picture in tree.css("img"):
        picture.decompose()
    boxes.code_boxes(tree, language, [0] * len(codes(page)))
    boxes.table_boxes(tree, language)
    boxes.bound_formulas(tree)
    boxes.long_formulas(tree)
    markup.light(tree)
    return tree.body.inner_html


def site(folder: Path, name: str, language: str) -> Page:
    """Write the chapter into a folder: t/index.html, beside it what it needs."""
    page = read(path_of(DOCS / language, name))
    for part in ("js", "css"):
        source = ROOT / "press/theme" / part
        shutil.copytree(source, folder / "assets" / part, dirs_exist_ok=True)
    html = FRAME.format(language, inside(page, language))
    write(folder / "t/index.html", html)
    return page
