"""Every figure draws. The build of the site, which waits for it, finds them drawn."""

import re
from pathlib import Path

import pytest
from matplotlib import pyplot as plt

from press.compute import coming, figures, schemes, words
from press.finish import pictures
from tests.gates.snippets.panels import cramped, spilled
from tests.gates.snippets.ticks import mislabelled
from tests.kit import turns
from tests.kit.findings import none

FILES = figures.modules()
each_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: "/".join(path.parts[-3:-1])
)
NAME = re.compile(r'(?:id="|url\(#|href="#)([A-Za-z]+[0-9a-f]{6,}\w*)')


@each_file
def test_figures_draw(path, monkeypatch):
    plt.close("all")
    typed = looked_at(monkeypatch)
    small = on_a_phone(monkeypatch)
    english = figures.renew(path)
    none(sorted(english), "say them in Chinese in press/compute/words.py")
    assert plt.get_fignums() == []
    none(typed, "let a label be the number at which it stands")
    none(
        sorted({each for found in small.values() for each in found}),
        "a phone shows what press/compute/narrow.py makes of it",
    )
    none([found for rule in RULES for found in rule(path)])


def looked_at(monkeypatch) -> list[str]:
    """What is wrong with the ticks of all figures that are drawn from now on."""
    found, draw = [], figures.svg

    def svg(figure):
        text = draw(figure)
        found.extend(each for each in mislabelled(figure) if each not in found)
        return text

    monkeypatch.setattr(figures, "svg", svg)
    return found


def on_a_phone(monkeypatch) -> dict:
    """What is wrong on a phone with all figures that are drawn from now on.

    One that is drawn narrow, too, is shown so.
    """
    found, draw, narrow = {}, figures.svg, figures.narrowed

    def svg(figure):
        text = draw(figure)
        found[figure] = [*cramped(figure), *spilled(figure)]
        return text

    def narrowed(figure, folder):
        del found[figure]
        return narrow(figure, folder)

    monkeypatch.setattr(figures, "svg", svg)
    monkeypatch.setattr(figures, "narrowed", narrowed)
    return found


def texts(path, folder, name):
    """A figure that has been drawn, by the suffix of its scheme."""
    file = folder / figures.family_of(path) / name
    made = {s: file.with_name(f"{name}{s}.svg") for s in schemes.SCHEMES}
    return {s: made[s].read_text("utf-8") for s in made if made[s].is_file()}


def empty(path):
    """The figures that show nothing."""
    for name in figures.functions(path):
        for suffix, text in texts(path, figures.FOLDER, name).items():
            if text.count("<path") <= 3:
                yield f"{name}{suffix}: an empty figure"


def misdrawn(path):
    """The figures of which the one recoloured is not the one drawn in dark."""
    for name, function in figures.functions(path).items():
        if not schemes.is_plain(texts(path, figures.FOLDER, name)[""]):
            continue  # it has been drawn in dark
        drawn = figures.made_of(function, ".dark", words.words_of(path))
        for (folder, shape), text in drawn.items():
            made = texts(path, folder, f"{name}{shape}")[".dark"]
            if numbered(made) != numbered(text):
                yield f"{name}: it needs a colour that is not its scheme's"


def numbered(text):
    """A figure with its names, which depend on colours, as numbers."""
    known = {}
    return NAME.sub(
        lambda found: found[0].replace(
            found[1], known.setdefault(found[1], f"n{len(known)}")
        ),
        text,
    )


def misfits(path):
    """The figures whose box, before they are drawn, has another size."""
    for name, told in coming.sizes(path).items():
        drawn = figures.FOLDER / figures.family_of(path) / f"{name}.svg"
        if told and coming.pixels(told) != pictures.picture_size(drawn):
            yield f"{name}: its box would be {told} inches"


RULES = (empty, misfits)


@each_file
def test_what_is_recoloured_is_what_is_drawn_in_the_dark(path, request):
    now = turns.state([Path(__file__)], figures.state(path))
    turns.take(request.node, request.node.nodeid, now)
    assert figures.is_drawn(path, figures.state(path))
    none(misdrawn(path))


def wordy():
    """A figure whose words nobody has translated."""
    figure, axes = plt.subplots()
    axes.set_xlabel("$depth$ of the valley")
    axes.set_ylabel("loss")
    return figure


def white():
    """A line that is white in both schemes, as paper is in one of them."""
    figure, axes = plt.subplots()
    axes.plot([0, 1], color="#ffffff")
    return figure


def tall():
    """A figure of another size than its file tells."""
    return plt.subplots(figsize=(7, 5))[0]


def doubled():
    """A figure whose labels say twice what they stand at, as one did."""
    figure, axes = plt.subplots(figsize=(7, 3.2))
    axes.semilogx([1, 8], [0, 1], base=2)
    axes.set_xticks([1, 2, 4], ["2", "4", "8"])
    return figure


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A file of figures whose drawings go elsewhere."""
    path = tmp_path / "toy/net/figures.py"
    path.parent.mkdir(parents=True)
    path.write_text("def nothing():\n    return subplots()\n")
    monkeypatch.setattr(figures, "FOLDER", tmp_path / "en")
    monkeypatch.setattr(figures, "CHINESE", tmp_path / "zh")
    monkeypatch.setattr(figures, "state", lambda path: "any")
    return path


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (plt.figure, "nothing: an empty figure"),
        (wordy, "of\nthe\nvalley\n"),
        (doubled, "x axis: '2' at 1"),
        (tall, "nothing: its box would be .7, 3.2. inches"),
    ],
)
def test_a_planted_fault_is_seen(toy, monkeypatch, planted, said):
    monkeypatch.setattr(figures, "functions", lambda path: {"nothing": planted})
    with pytest.raises((AssertionError, pytest.fail.Exception), match=said):
        test_figures_draw(toy, monkeypatch)


def test_a_colour_of_one_scheme_is_seen(toy, monkeypatch):
    monkeypatch.setattr(figures, "functions", lambda path: {"nothing": white})
    figures.renew(toy)
    assert [*misdrawn(toy)] == [
        "nothing: it needs a colour that is not its scheme's"
    ]


@pytest.mark.parametrize(
    ("is_needed", "said"),
    [
        (lambda _: False, "a panel of 1.. px on a phone"),
        (None, "'a title too long for half a phone' meets"),
    ],
)
def test_what_is_cramped_on_a_phone_is_seen(
    tmp_path, monkeypatch, is_needed, said
):
    def nothing():
        figure, axes = plt.subplots(1, 3, figsize=(7, 3.2), sharey=True)
        for each in axes:
            each.plot([0, 1])
            each.set(
                title="a title too long for half a phone", xticks=[], yticks=[]
            )
        return figure

    if is_needed:
        monkeypatch.setattr(figures.narrow, "is_needed", is_needed)
    small = on_a_phone(monkeypatch)
    figures.made_of(nothing, "", words.COMMON)
    (found,) = [each for each in small.values() if each]
    assert re.search(said, " ".join(found))
