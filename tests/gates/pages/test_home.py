"""Gate 2: the map of the home page leads to every chapter."""

import pytest

from press import CONFIGS, DOCS
from press.read.page import site_config
from tests.gates.pages.home import astray
from tests.kit.findings import none


def leaves(nav) -> list[str]:
    """The pages of a nav, in its order."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in leaves(part)]


@pytest.mark.parametrize("language", CONFIGS)
def test_map_has_every_chapter_with_its_minutes(language):
    folder = DOCS / language
    chapters = [
        page
        for page in leaves(site_config(CONFIGS[language])["nav"])
        if "/" in page and not page.startswith("help/")
    ]
    texts = {name: (folder / name).read_text("utf-8") for name in chapters}
    none(
        astray((folder / "index.md").read_text("utf-8"), chapters, texts),
        "mend the map in docs/*/index.md",
    )


HOME = """| Chapter | Minutes |
| --- | ---: |
| [A](a/one.md) | x | 20 |
| [B](a/two.ipynb) | [A](a/one.md) | 30 |
"""
TEXTS = {"a/one.md": "# A\n\nAbout 20 minutes.\n\n## B\n\nAbout 5 minutes.\n"}
CHAPTERS = ["a/one.md", "a/two.ipynb"]
PLANTED = {
    "is not on the map": (HOME, [*CHAPTERS, "a/three.md"], TEXTS),
    "is on the map only": (HOME, CHAPTERS[:1], TEXTS),
    "another order": (HOME, CHAPTERS[::-1], TEXTS),
    "20 minutes on the map, 25 there": (
        HOME,
        CHAPTERS,
        {"a/one.md": "# A\n\n大约需要 25 分钟。\n"},
    ),
}


def test_sound_map():
    assert astray(HOME, CHAPTERS, TEXTS) == []


@pytest.mark.parametrize("fault", PLANTED)
def test_fault_is_found(fault):
    (found,) = astray(*PLANTED[fault])
    assert fault in found
