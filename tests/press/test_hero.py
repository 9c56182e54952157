"""The drawing of the home page: real numbers, and cheap to move."""

import re

import pytest

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
