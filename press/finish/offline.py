"""The built site as one zip that works from a folder, without a server.

A browser that opens files finds no index.html behind the address of a folder,
fetches nothing, starts no worker and ignores that a link is a download: links
name their files, the index of the search and each notebook are scripts, too, the
worker is a hidden frame, a program opens, and Run says by which command it runs
(theme/js/folder.js): with a server in the folder all is as on the site.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from press import CONFIGS
from press.cache import write
from press.finish import policy

NAME = "runnable-neural-networks"
LINK = re.compile(
    rf'<a [^>]*?href="[./]*{NAME}\.zip"[^>]*>(.*?)</a>', re.DOTALL
)
HREF = re.compile(r'(<(?:a|link)\b[^>]*?\shref=")([^"#:?]+)(?=["#?])')
CHOOSER = '.toLowerCase() + "/" + location.hash'
SEARCH = "search/search_index.json"
SCRIPT = "assets/js/folder.js"
# whoever reads this keeps it already
SWITCH = re.compile(r'<script[^>]*assets/js/offline\.js"[^>]*></script>')
LEFT = ("/assets/cards/", "/assets/js/offline.js")  # and shares no link to it
WHEN = (2026, 1, 1, 0, 0, 0)  # the same site makes the same zip


def named(html: str, folder: Path) -> str:
    """A page of a folder whose links to folders name the file in them."""

    def name(match: re.Match) -> str:
        inner = folder / unquote(match[2]) / "index.html"
        whole = match[2].rstrip("/") + "/index.html"
        return match[1] + (whole if inner.is_file() else match[2])

    return HREF.sub(name, html)


def chooser(html: str) -> str:
    """The first page, which leads to a language."""
    if html.count(CHOOSER) != 1:
        raise ValueError(f"the chooser of languages must hold {CHOOSER!r} once")
    return html.replace(CHOOSER, CHOOSER.replace('"/"', '"/index.html"'))


def page(html: str, path: Path, site: Path) -> str:
    """A page of a language as it stands in the zip."""
    up = "../" * (len(path.relative_to(site).parts) - 2)
    script = f'<script src="{up}{SCRIPT}"></script></head>'
    html = policy.resting(html)
    html = SWITCH.sub("", LINK.sub(r"\1", html))
    return named(html.replace("</head>", script, 1), path.parent)


def index(text: str) -> str:
    """The index of the search as a script; what it finds are files."""
    found = json.loads(text)
    for doc in found["docs"]:
        place, mark, name = doc["location"].partition("#")
        doc["location"] = f"{place}index.html{mark}{name}"
    made = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return f"var __index={made}"


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """The files that are otherwise in the zip, by their names in it."""
    start = (site / "index.html").read_text("utf-8")
    start = policy.unguarded(start)
    yield "index.html", chooser(named(start, site))
    for language in CONFIGS:
        for path in sorted((site / language).rglob("*.html")):
            html = page(path.read_text("utf-8"), path, site)
            yield path.relative_to(site).as_posix(), html
        script = index((site / language / SEARCH).read_text("utf-8"))
        yield f"{language}/{SEARCH.removesuffix('on')}", script
        for path in sorted((site / language).rglob("*.ipynb")):
            text = json.dumps(path.read_text("utf-8"), ensure_ascii=False)
            name = path.relative_to(site).as_posix()
            yield f"{name}.js", f"var __notebook={text}"


def left(name: str) -> bool:
    """Whether a file is of no use in a folder."""
    return any(part in name for part in LEFT)


def pack(site: Path) -> Path:
    """Write the zip beside the pages that it holds."""
    target, made = site / f"{NAME}.zip", dict(texts(site))
    found: dict[str, bytes] = {
        name: text.encode() for name, text in made.items()
    }
    for folder in (*CONFIGS, "run"):
        for path in sorted((site / folder).rglob("*")):
            name = path.relative_to(site).as_posix()
            if path.is_file() and name not in found and not left(name):
                found[name] = path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in found.items():
            info = zipfile.ZipInfo(f"{NAME}/{name}", WHEN)
            info.external_attr = 0o644 << 16
            folder.writestr(info, data, zipfile.ZIP_DEFLATED)
    write(target, packed.getvalue())
    return target
