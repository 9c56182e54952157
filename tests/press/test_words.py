"""Words of figures in Chinese: whole words, no formulas, also ticks and legends."""

import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from press.compute import words

WORDS = {"width": "宽", "shift": "平移", "shift of width": "宽的平移"}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("width 2×2", "宽 2×2"),
        ("shift of width", "宽的平移"),
        ("widths, shift_by", "widths, shift_by"),
        (r"$\width_n$ of width", r"$\width_n$ of 宽"),
        ("", ""),
    ],
)
def test_in_chinese(english, chinese):
    assert words.in_chinese(english, WORDS) == chinese


def test_without_chinese():
    said = r"a 训练 of LSTM, ReLU on $depth$, 10 GFLOP/s"
    assert words.without_chinese(said) == {"of", "on"}


@pytest.fixture
def figure():
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="width")
    axes.set(title="$x$ + shift", xlabel="$y$", ylabel="LSTM")
    axes.set_xticks([0, 1], ["width", "$z$"])
    axes.legend()
    yield figure
    plt.close(figure)


def test_a_figure_is_translated_wherever_it_has_words(figure):
    assert words.left(figure) == {"width", "shift"}
    assert words.translate(figure, WORDS)
    figure.canvas.draw()
    shown = {text.get_text() for text in figure.findobj(Text)}
    assert {"宽", "$x$ + 平移", "$z$", "$y$", "LSTM"} <= shown
    assert words.left(figure) == set()
    (title,) = figure.findobj(
        lambda a: isinstance(a, Text) and "平移" in a.get_text()
    )
    assert title.get_fontfamily() == [words.family()]
    (tick, _) = figure.axes[0].get_xticklabels()
    assert words.family() in tick.get_fontfamily()


def test_a_figure_without_words_is_left_alone(figure):
    assert not words.translate(figure, {"loss": "损失"})
