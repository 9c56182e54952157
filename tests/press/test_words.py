"""Words of figures in Chinese: whole words, no formulas, also ticks and legends."""

import io

import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from press.compute import figures, words

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


@pytest.mark.parametrize(
    ("said", "english"),
    [
        (r"a 训练 of LSTM, ReLU on $x_t$, 10 GFLOP/s", {"of", "on"}),
        (r"$L_\mathrm{valley}$ 和 $\theta \times 2$", {"valley"}),
        (r"costs \$5 and earns \$9", {"costs", "and", "earns"}),
        ("pre-test", {"pre", "test"}),
    ],
)
def test_without_chinese(said, english):
    assert words.without_chinese(said) == english


def test_every_file_with_words_of_its_own_is_there():
    names = {"/".join(p.parts[-3:-1]) for p in figures.modules()}
    assert {*words.OWN} <= names


def shown(figure) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg")
    return drawn.getvalue()


@pytest.fixture
def figure():
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="width")
    axes.set(title="$x$ + shift", xlabel="$y$", ylabel="LSTM")
    axes.set_xticks([0, 5], ["width", "$z$"])
    axes.set_xlim(0, 1)
    axes.legend()
    axes.table([["shift"]])
    yield figure
    plt.close(figure)


def test_a_figure_is_translated_wherever_it_has_words(figure):
    assert words.left(shown(figure)) == {"width", "shift"}
    assert words.translate(figure, WORDS)
    texts = {text.get_text() for text in figure.findobj(Text)}
    assert {"宽", "$x$ + 平移", "$z$", "$y$", "LSTM"} <= texts
    assert figure.axes[0].get_xlim() == (0, 1)
    (title,) = figure.findobj(
        lambda a: isinstance(a, Text) and "平移" in a.get_text()
    )
    assert title.get_fontfamily() == [words.family()]
    (tick, _) = figure.axes[0].get_xticklabels()
    assert words.family() in tick.get_fontfamily()


def test_what_is_not_translated_is_told(figure):
    words.translate(figure, WORDS)  # the cells of a table are out of reach
    assert words.left(shown(figure)) == {"shift"}


def test_a_figure_without_words_is_left_alone(figure):
    assert not words.translate(figure, {"loss": "损失"})
