"""Figures are drawn by several processes; one that fails is named, and stops no other."""

import re
import shutil

import pytest
from matplotlib import pyplot as plt

from press import ROOT
from press.compute import figures
from tests.kit import small_site

DRAW = """import os
from press.compute import figures
if __name__ == "__main__":
    os.environ.pop("OMP_NUM_THREADS", None)
    try:
        figures.draw_all()
    except figures.FigureFailed as error:
        print(error)
"""
SOUND = """import os, time
from matplotlib import pyplot as plt

def {name}():
    time.sleep(0.5)
    assert os.environ["OMP_NUM_THREADS"] == "1"
    return plt.figure()
"""
FAULTY = """from matplotlib import pyplot as plt

def worse():
    return 1 / 0
"""


@pytest.fixture
def toy(tmp_path):
    """A copy of the press with three files of figures; draws them."""
    shutil.copytree(ROOT / "press", tmp_path / "press")
    texts = {name: SOUND.format(name=name) for name in "bc"} | {"a": FAULTY}
    for name, text in texts.items():
        path = tmp_path / f"studies/toy/{name}/figures.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    script = tmp_path / "draw.py"
    script.write_text(DRAW)

    def draw():
        process = small_site.run(tmp_path, str(script))
        said = process.communicate()[0]
        return sorted(re.sub(r"drew \d of \d: ", "drew ", said).splitlines())

    return tmp_path, draw


def test_what_fails_is_named_and_the_rest_is_drawn_once(toy):
    root, draw = toy
    assert draw() == [
        "drew studies/toy/b/figures.py",
        "drew studies/toy/c/figures.py",
        "studies/toy/a/figures.py:4: worse(): ZeroDivisionError: division by zero",
    ]
    drawn = {path.name for path in (root / "build/figures/toy").glob("*.svg")}
    assert drawn >= {"b.svg", "b.dark.svg", "c.svg", "c.dark.svg"}
    pixels = {
        path.name for path in (root / "build/figures.pixels/toy").iterdir()
    }
    assert pixels == {"b.png", "c.png"}
    path = root / "studies/toy/a/figures.py"
    path.write_text(FAULTY.replace("1 / 0", "plt.figure()"))
    assert draw() == ["drew studies/toy/a/figures.py"]
    assert draw() == []


@pytest.mark.parametrize(
    ("words", "style", "said"),
    [
        ("a", {"fontfamily": "No Such Font"}, "findfont"),
        ("$值$", {}, "does not have a glyph"),
    ],
)
def test_a_figure_without_its_font_is_refused(words, style, said):
    figure = plt.figure()
    figure.text(0, 0, "b")
    assert "<svg" in figures.svg(figure)
    figure.text(0, 0.5, words, **style)
    with pytest.raises(RuntimeError, match=said):
        figures.svg(figure)
    plt.close(figure)


def test_what_is_no_longer_drawn_is_not_kept(toy):
    root, draw = toy
    wordy = SOUND.replace(
        "return plt.figure()", 'return plt.figure().text(0, 0, "loss").figure'
    )
    a, b, c = (root / f"studies/toy/{name}/figures.py" for name in "abc")
    a.unlink()
    b.write_text(wordy.format(name="b"))

    def there(folder):
        return {
            path.name for path in (root / f"build/{folder}/toy").glob("*.svg")
        }

    assert len(draw()) == 2
    assert there("figures.zh") == {"b.svg", "b.dark.svg"}
    english, chinese = (
        (root / f"build/{folder}/toy/b.png").read_bytes()
        for folder in ("figures.pixels", "figures.zh.pixels")
    )
    assert english != chinese
    (root / "build/figures.zh/toy/b.svg").unlink()
    assert draw() == ["drew studies/toy/b/figures.py"]
    assert there("figures.zh") == {"b.svg", "b.dark.svg"}
    b.write_text(SOUND.format(name="new"))
    c.unlink()
    assert draw() == ["drew studies/toy/b/figures.py"]
    assert there("figures") == {"new.svg", "new.dark.svg"}
    assert there("figures.zh") == set()
    pixels = {
        path.name for path in (root / "build").glob("figures*.pixels/toy/*")
    }
    assert pixels == {"new.png"}


def test_the_pixels_of_a_language(tmp_path, monkeypatch):
    """With its own words if there are any; none before it is drawn."""
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "en")
    monkeypatch.setattr(figures, "CHINESE", tmp_path / "zh")
    english, chinese = tmp_path / "en.pixels", tmp_path / "zh.pixels"
    for folder, name in ((english, "a"), (english, "b"), (chinese, "b")):
        (folder / "toy").mkdir(parents=True, exist_ok=True)
        (folder / "toy" / f"{name}.png").touch()
    assert figures.pixels("zh", "toy/a.svg") == english / "toy/a.png"
    assert figures.pixels("zh", "toy/b.svg") == chinese / "toy/b.png"
    assert figures.pixels("en", "toy/b.svg") == english / "toy/b.png"
    assert figures.pixels("en", "toy/c.svg") is None


def test_pixels_are_few_and_the_same():
    """Half of what Matplotlib writes: a notebook holds several of them."""
    figure, axes = plt.subplots()
    axes.imshow([[1, 2], [3, 4]])
    once, again = figures.png(figure), figures.png(figure)
    plt.close(figure)
    assert once == again
    assert once.startswith(b"\x89PNG")
    assert b"PLTE" in once
