"""In the worker: what a program prints as a picture is drawn, all else is printed."""

import builtins
import importlib
import json
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from press.run import site
from snippets import pictures

HERE = Path(pictures.__file__).read_text("utf-8")
REDIRECTED = """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as held:
    show([[1]])
print(held.getvalue(), end="")
"""


@pytest.fixture
def draw(monkeypatch):
    """Runs code as the worker does; what goes to the page."""
    worker = types.ModuleType("site_worker")
    monkeypatch.setitem(sys.modules, "site_worker", worker)
    monkeypatch.setitem(sys.modules, "pictures", pictures)
    monkeypatch.syspath_prepend(site.INSIDE)
    for name in ("print", "show", "curves"):
        old = getattr(builtins, name, None)
        monkeypatch.setattr(builtins, name, old, raising=False)
    screen = importlib.import_module("screen")

    def run(code: str, **names) -> list[tuple[str, dict]]:
        drawn = []
        worker.draw = lambda text, told: drawn.append((text, json.loads(told)))
        screen.stdout = sys.stdout
        screen.anew()
        exec(code, {"np": np, **names})
        return drawn

    yield run
    del sys.modules["screen"]


def test_every_program_can_draw_and_the_text_is_that_of_plain_python(
    draw, capsys
):
    code = "show(np.eye(2))\ncurves([1, 2], [2, 1], labels=['a', 'b'])"
    (first, image), (second, lines) = draw(code)
    assert capsys.readouterr().out == ""
    assert first == "(2, 2), from 0 to 1\n|@@  |\n|  @@|\n"
    assert image == {"images": [[[1, 0], [0, 1]]]}
    assert second.startswith("2 points, from 1 to 2\n")
    assert lines == {
        "curves": [
            {"label": "a", "points": [[0, 1], [1, 2]]},
            {"label": "b", "points": [[0, 2], [1, 1]]},
        ]
    }


def test_a_program_that_brings_its_own_draws_too(draw):
    ((text, image),) = draw(f"{HERE}\nshow([[0, 1]])")
    assert text == "(1, 2), from 0 to 1\n|  @@|\n"
    assert image == {"images": [[[0, 1]]]}


PRINTED = {
    "print('a', 1, sep='-')\nprint()": "a-1\n\n",
    "print(picture, 2)": "letters 2\n",
    "print(picture, end='!')": "letters!",
    REDIRECTED: "(1, 1), from 1 to 1\n|  |\n",
}


@pytest.mark.parametrize("code", PRINTED)
def test_what_is_no_picture_or_goes_elsewhere_is_printed(draw, capsys, code):
    picture = pictures.Picture(["letters"], images=np.eye(2)[None])
    assert draw(code, picture=picture) == []
    assert capsys.readouterr().out == PRINTED[code]


def test_a_silent_program_is_silent(draw, capsys):
    """Of what stands above a block nothing is printed, and nothing drawn."""
    code = f"{HERE}\nshow(np.eye(2))"
    assert draw(code, print=lambda *_, **__: None) == []
    assert capsys.readouterr().out == ""


def test_what_is_no_number_is_none_and_digits_are_few(draw):
    code = "show([[np.nan, np.inf, 1 / 3]])\ncurves([np.nan, 1 / 3])"
    (_, image), (_, lines) = draw(code)
    assert image["images"] == [[[None, None, 0.3333]]]
    assert lines["curves"][0]["points"] == [[0, None], [1, 0.33333]]


def test_what_is_large_is_made_small(draw):
    (_, one), (_, many) = draw(
        "show(np.ones((200, 300)))\nshow(np.ones((20, 200, 200)))"
    )
    assert np.shape(one["images"]) == (1, 43, 64)
    assert np.shape(many["images"]) == (12, 32, 32)


def test_a_long_curve_keeps_its_peaks(draw):
    peak = np.zeros(10_001)
    peak[5000], peak[7000] = 3, -2
    x = np.arange(10_001) / 2
    ((_, line),) = draw("curves(peak, x=x)", peak=peak, x=x)
    points = line["curves"][0]["points"]
    assert len(points) <= 480
    assert [2500, 3] in points
    assert [3500, -2] in points
    assert [x for x, _ in points] == sorted(x for x, _ in points)
