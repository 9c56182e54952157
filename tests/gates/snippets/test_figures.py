"""Every figure draws. The build of the site, which waits for it, finds them drawn."""

import pytest
from matplotlib import pyplot as plt

from press.compute import figures
from tests.kit.findings import none

FILES = figures.modules()


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: "/".join(path.parts[-3:-1])
)
def test_figures_draw(path):
    family = figures.family_of(path)
    plt.close("all")
    english = figures.renew(path)
    none(sorted(english), "say them in Chinese in press/compute/words.py")
    assert plt.get_fignums() == []
    for name in figures.functions(path):
        for suffix in figures.SCHEMES:
            drawn = figures.FOLDER / family / f"{name}{suffix}.svg"
            text = drawn.read_text("utf-8")
            assert text.count("<path") > 3, f"{name}{suffix}: an empty figure"


def wordy():
    """A figure whose words nobody has translated."""
    figure, axes = plt.subplots()
    axes.set_xlabel("$depth$ of the valley")
    axes.set_ylabel("loss")
    return figure


@pytest.mark.parametrize(
    ("planted", "said"),
    [(plt.figure, "nothing: an empty figure"), (wordy, "of\nthe\nvalley\n")],
)
def test_a_planted_fault_is_seen(tmp_path, monkeypatch, planted, said):
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "en")
    monkeypatch.setattr(figures, "CHINESE", tmp_path / "zh")
    monkeypatch.setattr(figures, "state", lambda path: "any")
    monkeypatch.setattr(figures, "functions", lambda path: {"nothing": planted})
    with pytest.raises((AssertionError, pytest.fail.Exception), match=said):
        test_figures_draw(tmp_path / "toy/net/figures.py")
