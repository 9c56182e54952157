"""The drawing of the home page: real numbers, and cheap to move."""

import re

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.compute import hero

KEYFRAMES = re.compile(r"@keyframes \w+\{(.*)\}")


@pytest.fixture(scope="module")
def drawing() -> str:
    return hero.draw()


def test_only_transforms_move_and_no_stroke_resists_them(drawing):
    """With either, Chromium painted each frame anew: 450 ms of processor time."""
    found = KEYFRAMES.findall(drawing)
    moved = set(re.findall(r"([\w-]+):", " ".join(found)))
    assert len(found) == drawing.count("animation:") == 4
    assert moved == {"transform"}
    assert "vector-effect" not in drawing


def test_the_window_ends_at_the_last_of_all_steps(drawing):
    rows = re.findall(r'<text y="(\d+)".*>step +(\d+)  ', drawing)
    assert [int(step) for _, step in rows] == list(range(hero.STEPS + 1))
    up = int(re.search(r"\.n\{.*translateY\(-(\d+)px\)", drawing)[1])
    assert int(rows[-1][0]) - up == int(rows[0][0]) < hero.ROW


@pytest.mark.parametrize("language", CONFIGS)
def test_it_says_what_the_program_below_it_prints(drawing, language):
    """Seen: three steps of training drawn as one."""
    blocks = page_at(DOCS / language / "index.md").blocks
    printed = next(block.code for block in blocks if block.is_output)
    drawn = {
        " ".join(row.split()) for row in re.findall(r">(step .*)<", drawing)
    }
    assert {" ".join(row.split()) for row in printed.splitlines()} <= drawn


def test_alone_it_is_pixels():
    """Seen: JupyterLab shows no SVG that is attached to a cell."""
    assert hero.alone().suffix == ".png"
    assert hero.alone().read_bytes() == hero.still()
