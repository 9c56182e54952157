"""HTML → HTML: what the theme writes becomes what the reader should get."""

import re
import struct
from pathlib import Path

from theme import HTML_LANG

IMAGE = re.compile(r"<img\b[^>]*>")
SOURCE = re.compile(r'\bsrc="([^"]+)"')
VIEWBOX = re.compile(rb'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"')
SWITCH = re.compile(
    r'<a href="[^"]*" hreflang="(\w+)" class="md-select__link">'
)
ALTERNATE = re.compile(r'\s*<link rel="alternate"[^>]*hreflang=[^>]*>')
SEARCH = {"zh": "搜索", "en": "Search"}
CODE = {"zh": "代码块", "en": "Code block"}


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a PNG or SVG in pixels."""
    data = path.read_bytes()
    if path.suffix == ".png":
        return struct.unpack(">II", data[16:24])
    match = VIEWBOX.search(data)
    if match is None:
        return None
    return round(float(match[1]) * 4 / 3), round(float(match[2]) * 4 / 3)


def both_schemes(html: str) -> str:
    """A figure of the build is two pictures, of which CSS shows one."""

    def double(match: re.Match) -> str:
        tag = match[0]
        source = SOURCE.search(tag)
        if not (
            source and "assets/" in source[1] and source[1].endswith(".svg")
        ):
            return tag
        light = tag.replace("<img", '<img class="only-light"', 1)
        dark = tag.replace("<img", '<img class="only-dark"', 1).replace(
            source[1], source[1].removesuffix(".svg") + ".dark.svg"
        )
        return f'<span class="figure">{light}{dark}</span>'

    return IMAGE.sub(double, html)


def sized_images(html: str, folder: Path) -> str:
    """Pictures have a size before they are there, and load when they come into view."""

    def measure(match: re.Match) -> str:
        tag = match[0]
        source = SOURCE.search(tag)
        if not source or ":" in source[1] or " height=" in tag:
            return tag
        path = folder / source[1]
        size = picture_size(path) if path.is_file() else None
        if size is None:
            return tag
        attributes = f'width="{size[0]}" height="{size[1]}" loading="lazy"'
        return tag.replace("<img", f'<img {attributes} decoding="async"', 1)

    return IMAGE.sub(measure, html)


def language_links(html: str, base: str, language: str, url: str) -> str:
    """Absolute hreflang, and a switch that stays on the page without JavaScript."""
    links = "".join(
        f'<link rel="alternate " hreflang="{code}" href="{base}{name}/{url}">'
        for name, code in HTML_LANG.items()
    )
    links += (
        f'<link rel="alternate " hreflang="x-default" href="{base}en/{url}">'
    )
    up = "../" * (url.count("/") + 1)

    def switch(match: re.Match) -> str:
        name = match[1]
        code = HTML_LANG[name]
        return (
            f'<a href="{up}{name}/{url}" hreflang="{code}" lang="{code}" '
            'class="md-select__link">'
        )

    html = ALTERNATE.sub("", html)
    html = html.replace("</head>", links + "</head>", 1)
    return SWITCH.sub(switch, html)


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
    return re.sub(
        r"<pre>(<span></span>)?<code>",
        '<pre tabindex="0"><code>',
        html,
    )


def finish(html: str, site: Path, base: str, language: str, url: str) -> str:
    """All of the above for a complete page of the built site."""
    html = both_schemes(html)
    html = sized_images(html, site / url)
    html = language_links(html, base, language, url)
    return accessible(html, language)
