"""What a browser is told that keeps the site for a time without a network.

The worker that keeps it, sw.js, is served as it is written; offline.json tells it
which build is served, and what belongs to it.
"""

import json
import re
from pathlib import Path

from press import CONFIGS, ROOT
from press.cache import checksum, digest, write
from press.finish import live, offline

WORKER = ROOT / "press/theme/root/sw.js"
TOLD = "offline.json"
ABOVE = (
    "",
    "offline.html",
)  # the chooser, and what says that a page is missing
KINDS = (
    ".css",
    ".js",
    ".woff2",
)  # of the files that all pages of a language share
FOLDER = "/js/folder.js"  # of use in a folder alone
FIGURES = re.compile(f"/{live.FOLDER}/.+/")  # of pages with a figure alone


def build(site: Path) -> str:
    """Changes with any file of a site, but for what is made of the others."""
    made = {site / TOLD, site / f"{offline.NAME}.zip"}
    hashes = "".join(
        f"{path.relative_to(site).as_posix()} {checksum(path)}\n"
        for path in sorted(site.rglob("*"))
        if path.is_file() and path not in made
    )
    return digest(hashes.encode())[:12]


def shared(site: Path, language: str) -> list[str]:
    """The scripts, styles and fonts of a language, not what a page alone shows."""
    names = (
        path.relative_to(site).as_posix()
        for path in sorted((site / language / "assets").rglob("*"))
        if path.suffix in KINDS
    )
    return [
        name
        for name in names
        if not name.endswith(FOLDER) and not FIGURES.search(name)
    ]


def figures() -> dict[str, list[str]]:
    """The files of each figure that computes, below a language."""
    return {name: live.files(name) for name in live.names()}


def python(site: Path) -> dict:
    """The folder of the runtime, and the bytes of each file that a program may ask for."""
    for folder in (site / "run").glob("*"):
        files = {
            path.relative_to(folder).as_posix(): path.stat().st_size
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".txt"
        }
        return {"folder": folder.name, "files": files}
    return {"folder": "", "files": {}}


def finish(site: Path) -> None:
    """Write both into a site that is complete, with its zip."""
    write(site / WORKER.name, WORKER.read_bytes())
    told = {
        "build": build(site),
        "zip": (site / f"{offline.NAME}.zip").stat().st_size,
        "root": ABOVE,
        "shared": {language: shared(site, language) for language in CONFIGS},
        "figures": figures(),
        "python": python(site),
    }
    write(site / TOLD, json.dumps(told, indent=1))
