"""Gate 2: the map of the home page leads to every chapter."""

import pytest

from press import CONFIGS, DOCS
from press.read.page import site_config
from tests.gates.pages.home import astray, misnamed
from tests.kit.findings import none


def leaves(nav) -> list[str]:
    """The pages of a nav, in its order."""
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in leaves(part)]


@pytest.mark.parametrize("language", CONFIGS)
def test_map_has_every_chapter_and_no_minutes_by_hand(language):
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


@pytest.mark.parametrize("language", CONFIGS)
def test_parts_of_the_nav_are_called_as_on_the_map(language):
    nav = site_config(CONFIGS[language])["nav"]
    parts = {
        label: leaves(pages)
        for item in nav
        if isinstance(item, dict)
        for label, pages in item.items()
    }
    home = (DOCS / language / "index.md").read_text("utf-8")
    named = misnamed(home, parts)
    none(named, f"mend {CONFIGS[language].name} or the map")


HOME = """| Chapter | Minutes |
| --- | ---: |
| [A](a/one.md) | x | |
| [B](a/two.ipynb) | [A](a/one.md) | |
"""
TEXTS = {"a/one.md": "# A\n\nRead.\n\n## B\n\n*5 minutes, easy.*\n"}
CHAPTERS = ["a/one.md", "a/two.ipynb"]
PLANTED = {
    "is not on the map": (HOME, [*CHAPTERS, "a/three.md"], TEXTS),
    "is on the map only": (HOME, CHAPTERS[:1], TEXTS),
    "another order": (HOME, CHAPTERS[::-1], TEXTS),
    "20 by hand": (HOME.replace("x | |", "x | 20 |"), CHAPTERS, TEXTS),
    "25 分钟 by hand": (
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


MAP = """### Convolutional networks { #map-convolution }

| [A](convolution/one.md) | x | |

### Recurrent networks { #map-recurrent }

| [B](recurrent/two.md) | x | |
"""


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (("Convolution", "Recurrence"), []),
        (
            ("Recurrence", "Convolution"),
            [
                "Recurrence in the nav is Convolutional networks on the map",
                "Convolution in the nav is Recurrent networks on the map",
            ],
        ),
        (
            ("Help", "Recurrence"),
            ["Help in the nav is Convolutional networks on the map"],
        ),
    ],
)
def test_a_part_of_the_nav_has_the_name_of_another(labels, told):
    """Seen: the Chinese names of two families, exchanged."""
    pages = [["convolution/one.md"], ["recurrent/two.md"]]
    nav = dict(zip(labels, pages, strict=True)) | {"Aid": ["help/a.md"]}
    assert misnamed(MAP, nav) == told
