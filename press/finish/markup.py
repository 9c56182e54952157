"""HTML → HTML: what the theme writes becomes what the reader should get."""

import itertools
import os
import re
import struct
from pathlib import Path

from press import HTML_LANG

IMAGE = re.compile(r"<img\b[^>]*>")
SOURCE = re.compile(r'\bsrc="([^"]+)"')
ALT = re.compile(r'\balt="([^"]*)"')
VIEWBOX = re.compile(rb'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
SWITCH = re.compile(
    r'<div class="md-select">.*?</ul>\s*</div>\s*</div>', re.DOTALL
)
ALTERNATE = re.compile(r'\s*<link rel="alternate"[^>]*hreflang=[^>]*>')
PALETTE = re.compile(r'\s*<link rel="stylesheet" href="[^"]*/palette\.[^"]*">')
DOWNLOAD = re.compile(r'(<a href="[^":]+\.(?:py|ipynb)")>')
HEADER = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
LABELLED = re.compile(
    r'aria-labelledby="(__nav_[\d_]+)_label"([^>]*>\s*)<label class="md-nav__title"'
)
NESTED = re.compile(r'<nav class="md-nav" aria-label="[^"]*">')
PLAIN = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')
CODE = re.compile(r"<pre>(?:<span></span>)?<code>(.*?)</code></pre>", re.DOTALL)
LOOSE = re.compile(
    r'(<div class="[^"]*\boutput\b[^"]*") data-within="([^"]+)">'
)
MAY_DIFFER = {
    "zh": "换一台机器，这里的数最多相差 {}",
    "en": "On another machine these numbers may differ by {}",
}
COPY = {"zh": "复制代码", "en": "Copy the code"}
PROGRAM = {
    "zh": ("复制程序", "这一段和它用到的前文，{} 行"),
    "en": ("Copy program", "This block and what it needs, {} lines"),
}
STALE = {
    "zh": "这一页的代码改过了，运行 make outputs 之后才能再复制程序。",
    "en": "The code of this page has changed: its programs can be copied again after make outputs.",
}
FORMULA = re.compile(
    r'([（“(]?)(<span class="math"[^>]*>)(<math>.*?</math>)</span>([，。；：、）”？！,.;:)?!]*)'
)
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
HEADERLINK = re.compile(r'(<a class="headerlink" href="[^"]*" )title=')
SEARCH = {"zh": "搜索", "en": "Search"}
OTHER = {"zh": ("en", "English", "EN"), "en": ("zh", "简体中文", "中文")}


KEPT = re.compile(r"(<(pre|script|textarea|style)\b.*?</\2>)", re.DOTALL)
WHITE = re.compile(r"\s*\n\s*")


def less_white(html: str) -> str:
    """A page without the empty lines and the indents that the theme's templates leave."""
    *pairs, rest = KEPT.split(html)
    triples = zip(pairs[::3], pairs[1::3], strict=True)
    parts = [WHITE.sub("\n", text) + kept for text, kept in triples]
    return "".join([*parts, WHITE.sub("\n", rest)])


def short_style(css: str) -> str:
    """A style sheet without comments and most of its white space; strings stay."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = re.split(r'("[^"]*")', css)
    parts[::2] = [
        re.sub(r"([:,])\s+", r"\1", re.sub(r"\s*([{};])\s*", r"\1", part))
        for part in parts[::2]
    ]
    return "".join(parts).strip()


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


def live_drawings(html: str, folder: Path) -> str:
    """A drawing named *.live.svg becomes part of the page, which colours and moves it."""

    def embed(match: re.Match) -> str:
        source, alt = SOURCE.search(match[0]), ALT.search(match[0])
        if not (source and source[1].endswith(".live.svg")):
            return match[0]
        drawing = target(folder, source[1]).read_text("utf-8")
        label = f'<svg role="img" aria-label="{alt[1] if alt else ""}"'
        drawing = drawing.replace("<svg", label, 1)
        return f'<span class="figure live">{drawing}</span>'

    return IMAGE.sub(embed, html)


def both_schemes(html: str, folder: Path) -> str:
    """A figure of the build is two pictures, of which CSS shows one."""

    def double(match: re.Match) -> str:
        tag = match[0]
        source = SOURCE.search(tag)
        if not (source and source[1].endswith(".svg")):
            return tag
        other = source[1].removesuffix(".svg") + ".dark.svg"
        if not target(folder, other).is_file():
            return tag
        light = tag.replace("<img", '<img class="only-light"', 1)
        dark = tag.replace("<img", '<img class="only-dark"', 1)
        dark = dark.replace(source[1], other)
        return f'<span class="figure">{light}{dark}</span>'

    return IMAGE.sub(double, html)


def sized_images(html: str, folder: Path) -> str:
    """Pictures have a size before they are there, and load when they come into view."""

    def measure(match: re.Match) -> str:
        tag = match[0]
        source = SOURCE.search(tag)
        if not source or ":" in source[1] or " height=" in tag:
            return tag
        path = target(folder, source[1])
        size = picture_size(path) if path.is_file() else None
        if size is None:
            return tag
        attributes = f'width="{size[0]}" height="{size[1]}"'
        if "/logo." not in source[1]:
            attributes += ' loading="lazy" decoding="async"'
        return tag.replace("<img", f"<img {attributes}", 1)

    return IMAGE.sub(measure, html)


def language_links(html: str, base: str, language: str, url: str) -> str:
    """Absolute hreflang, and one link to this page in the other language."""
    links = "".join(
        f'<link rel="alternate " hreflang="{code}" href="{base}{name}/{url}">'
        for name, code in HTML_LANG.items()
    )
    links += (
        f'<link rel="alternate " hreflang="x-default" href="{base}en/{url}">'
    )
    up = "../" * (url.count("/") + 1)
    name, title, short = OTHER[language]
    code = HTML_LANG[name]
    switch = (
        f'<a class="md-header__button language" href="{up}{name}/{url}" '
        f'hreflang="{code}" lang="{code}" title="{title}">{short}</a>'
    )
    html = ALTERNATE.sub("", html)
    html = html.replace("</head>", links + "</head>", 1)
    return SWITCH.sub(switch, html, count=1)


def named_headers(html: str) -> str:
    """The head of a column that is only a formula is read out as its letters."""

    def name(match: re.Match) -> str:
        attributes, inner = match.groups()
        letters = TAG.sub("", inner).strip()
        outside = re.sub(r"<math.*?</math>", "", inner, flags=re.DOTALL)
        if not letters or TAG.sub("", outside).strip():
            return match[0]
        seen = inner.replace("<math", '<math aria-hidden="true"')
        spoken = f'<span class="spoken">{letters}</span>'
        return f"<th{attributes}>{spoken}{seen}</th>"

    return HEADER.sub(name, html)


def accessible(html: str, language: str) -> str:
    """Names for what the theme leaves nameless; no call to a code host's API."""
    html = html.replace(
        f'<html lang="{language}"', f'<html lang="{HTML_LANG[language]}"', 1
    )
    html = html.replace(
        'data-md-component="search" role="dialog"',
        f'data-md-component="search" role="dialog" aria-label="{SEARCH[language]}"',
    )
    html = html.replace(' data-md-component="source"', "")
    html = HEADERLINK.sub(r"\1aria-label=", html)
    html = LABELLED.sub(
        r'aria-labelledby="\1_title"\2<label class="md-nav__title" id="\1_title"',
        html,
    )
    html = NESTED.sub('<nav class="md-nav" role="none">', html)
    return named_headers(html)


def code_boxes(html: str, language: str, lengths: list[int]) -> str:
    """Code scrolls in a box of its own, which the theme's script leaves alone.

    That script would measure every block, one after the other, and lay out
    the page as often. Its copying and its message after it stay in use.
    lengths: how many lines the program of each Python block has; none where
    programs.lock does not know the page any more.
    """
    programs, others = enumerate(lengths, 1), itertools.count(1)

    def box(match: re.Match) -> str:
        before = html[html.rfind("<div", 0, match.start()) : match.start()]
        number, lines = None, 0
        if "language-python" in before:
            number, lines = next(programs, (None, 0))
        name = f"code-{number}" if number else f"text-{next(others)}"
        button = (
            '<span class="md-code__nav"><button class="md-code__button" '
            f'aria-label="{COPY[language]}" data-md-type="copy" '
            f'data-clipboard-target="#{name}"></button></span>'
        )
        if "output" in before:
            button = ""
        return (
            f'<pre>{button}<span class="lines" tabindex="0">'
            f'<code id="{name}">{match[1]}</code></span></pre>'
            + (tools(name, lines, language) if number else "")
        )

    return CODE.sub(box, html)


def tools(name: str, lines: int, language: str) -> str:
    """Below a block: its program to copy, and as a file; once, why there is none."""
    if not lines:
        said = f'<div class="tools">{STALE[language]}</div>'
        return said if name == "code-1" else ""
    label, told = PROGRAM[language]
    return (
        f'<div class="tools"><button data-program="{name}.py" '
        f'title="{told.format(lines)}">{label}</button>'
        f'<a href="{name}.py">{name}.py</a></div>'
    )


def tolerances(html: str, language: str, url: str) -> str:
    """An output whose numbers may differ says by how much, and where that is explained."""
    way = "../" * url.count("/") + "help/verified/#tolerance"

    def say(match: re.Match) -> str:
        words = MAY_DIFFER[language].format(match[2])
        link = (
            f'<a class="within" href="{way}" title="{words}">± {match[2]}</a>'
        )
        return f"{match[1]}>{link}"

    return LOOSE.sub(say, html)


def bound_formulas(html: str) -> str:
    """No line begins with the comma after a formula or ends with its bracket."""
    return FORMULA.sub(r"\2\1\3\4</span>", html)


def table_boxes(html: str) -> str:
    """A table too wide for a phone scrolls, with or without a script."""
    box = (
        r'<div class="table" tabindex="0"><table class="data">\1</table></div>'
    )
    return TABLE.sub(box, html)


def light(html: str) -> str:
    """A third of the elements, and one file less to fetch.

    Names, operators and punctuation have the colour of code and need no
    element; site.css and site.js replace the theme's palettes, whose script
    styles the whole page three times; files are for keeping.
    """
    html = PLAIN.sub(r"\1", html)
    html = PALETTE.sub("", html)
    html = html.replace(' data-md-component="palette"', ' id="palette"')
    return DOWNLOAD.sub(r"\1 download>", html)


def finish(
    html: str,
    site: Path,
    base: str,
    language: str,
    url: str,
    lengths: list[int],
) -> str:
    """All of the above for a complete page of the built site."""
    folder = site / url
    html = live_drawings(html, folder)
    html = both_schemes(html, folder)
    html = sized_images(html, folder)
    html = language_links(html, base, language, url)
    html = code_boxes(tolerances(html, language, url), language, lengths)
    html = bound_formulas(table_boxes(html))
    return light(accessible(html, language))
