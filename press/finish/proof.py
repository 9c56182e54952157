"""The last line of a page: what the last green run of exactly this content compared.

`make test` writes the record when all tests have passed (tests/commands/green.py).
A page shows its line only while the page, the code and the tests are the same.
"""

import json
from pathlib import Path
from typing import NamedTuple

from press import BUILD, ROOT
from press.cache import fingerprint

GREEN = BUILD / "green.json"
FOLDERS = ("press", "snippets", "studies", "tests")
FILES = ("*.py", "*.lock", "*.toml", "*.txt", "*.yml", "Makefile")
FILES += ("*.ini", "*.cfg", ".coveragerc", "docs/**/*.py")
LINE = {
    "zh": (
        "最近一次全部测试通过时，本页共验证：{}；{}。",
        "{} 个代码块、{} 处输出、{} 个手写梯度",
        "怎么验证",
    ),
    "en": (
        "The last run in which all tests passed checked on this page: {}; {}. ",
        "{} block|{} blocks, {} output|{} outputs, {} gradient by hand|{} gradients by hand",
        "How",
    ),
}


class Green(NamedTuple):
    """The record of a green run, and the hash of code and tests as they are now."""

    record: dict
    harness: str

    def of_page(self, path: Path, root: Path = ROOT) -> dict | None:
        """What was compared on a page; None if that was not all as it is now."""
        page = self.record.get("pages", {}).get(
            path.relative_to(root).as_posix()
        )
        same = page and page["state"] == state(path, self.harness)
        return page if same else None


def left_out(path: Path) -> bool:
    """What Python or an editor leaves beside the files."""
    return path.name.startswith(".") or any(
        part == "__pycache__" or part == ".ipynb_checkpoints"
        for part in path.parts
    )


def harness(root: Path = ROOT) -> str:
    """Changes with any file that has a say in whether the tests pass."""
    files = [
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and not left_out(path)
    ]
    files += [path for pattern in FILES for path in root.glob(pattern)]
    return fingerprint(files)


def state(page: Path, harness: str) -> str:
    """Changes with a page, and with the code and the tests."""
    return fingerprint([page], harness)


def green(path: Path = GREEN) -> Green:
    """The last green run, if there was one; a build asks once."""
    known = path.is_file()
    record = json.loads(path.read_text("utf-8")) if known else {}
    return Green(record, harness() if known else "")


def line(page: dict, versions: str, language: str, way: str) -> str:
    """The line itself, if there is anything to tell; way: where it is explained."""
    told, parts, how = LINE[language]
    comma = ", " if ", " in parts else "、"
    numbers = page["blocks"], page["outputs"], page["gradients"]
    counts = comma.join(
        (part.split("|")[:1] if number == 1 else part.split("|")[-1:])[
            0
        ].format(number)
        for part, number in zip(parts.split(comma), numbers, strict=True)
        if number
    )
    if not counts:
        return ""
    return (
        '<p class="proof" data-search-exclude>'
        f"{told.format(counts, versions.replace(', ', comma))}"
        f'<a href="{way}">{how}</a></p>'
    )
