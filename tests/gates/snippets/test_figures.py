"""Every figure draws. The build of the site, which waits for it, finds them drawn."""

import pytest
from matplotlib import pyplot as plt

from press.compute import figures

FILES = figures.modules()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_figures_draw(path):
    plt.close("all")
    figures.renew(path)
    assert plt.get_fignums() == []
    for name in figures.functions(path):
        for suffix in figures.SCHEMES:
            drawn = figures.FOLDER / path.parent.name / f"{name}{suffix}.svg"
            text = drawn.read_text("utf-8")
            assert text.count("<path") > 3, f"{name}{suffix}: an empty figure"


def test_a_planted_empty_figure_is_seen(tmp_path, monkeypatch):
    planted = {"nothing": plt.figure}
    monkeypatch.setattr(figures, "FOLDER", tmp_path)
    monkeypatch.setattr(figures, "state", lambda path: "any")
    monkeypatch.setattr(figures, "functions", lambda path: planted)
    with pytest.raises(AssertionError, match="nothing: an empty figure"):
        test_figures_draw(tmp_path / "toy" / "toy_figures.py")
