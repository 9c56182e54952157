"""A figure for a phone: which one needs it, where its panels go, what is told to a page."""

import pytest
from matplotlib import pyplot as plt

from press.compute import coming, narrow
from press.finish import pictures
from press.finish.tree import Tree
from tests.gates.snippets.panels import cramped, spilled


def drawn(rows, columns, size=(7, 3), named=True, **share):
    """A figure of so many panels that was drawn."""
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=size,
        squeeze=False,
        layout="constrained",
        **share,
    )
    for n, axes in enumerate(grid.flat):
        axes.plot([0, 1])
        axes.set(xticks=[0, 1], yticks=[0, 1])
        axes.set_title(n if named else "")
    grid[0, 0].set_ylabel("$y$", fontsize=15)
    figure.draw_without_rendering()
    return figure


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize(
    ("rows", "columns", "size", "needed"),
    [
        (1, 1, (7, 3), False),
        (1, 2, (7, 3), False),
        (1, 3, (7, 3), True),
        (1, 7, (7, 2), True),
        (2, 4, (7, 3), True),
        (2, 5, (7, 3), False),
        (3, 1, (2, 6), False),
    ],
)
def test_which_figure_needs_it(rows, columns, size, needed):
    assert narrow.is_needed(drawn(rows, columns, size)) == needed
    assert not narrow.is_needed(plt.figure())


def test_two_panels_need_it_where_their_axes_leave_no_room():
    figure = drawn(1, 2)
    for axes in figure.axes:
        axes.set_yticks([0], ["a long name"])
    figure.draw_without_rendering()
    assert narrow.is_needed(figure)
    assert [*cramped(figure)] != []
    copy = narrow.narrowed(figure)
    assert columns(copy) == 1
    assert [*cramped(copy), *spilled(copy)] == []


def test_a_panel_that_spans_columns_has_a_row_of_its_own():
    figure = plt.figure(figsize=(7, 4), layout="constrained")
    grid = figure.add_gridspec(2, 2)
    places = grid[0, 0], grid[0, 1], grid[1, :]
    for name, place in zip("abc", places, strict=True):
        figure.add_subplot(place, ylabel="y", yticks=[10_000_000]).plot([0, 1])
        figure.axes[-1].set_xlabel(name)
    figure.draw_without_rendering()
    copy = narrow.narrowed(figure)
    assert columns(copy) == 1
    tops = {a.get_xlabel(): a.get_position().y1 for a in copy.axes}
    assert sorted(tops, key=tops.get, reverse=True) == ["a", "b", "c"]


def columns(figure):
    return figure.axes[0].get_gridspec().ncols


def test_the_figure_stays_and_its_copy_is_as_wide_as_a_phone():
    figure = drawn(1, 3)
    before = [axes.get_position().bounds for axes in figure.axes]
    copy = narrow.narrowed(figure)
    assert [axes.get_position().bounds for axes in figure.axes] == before
    assert copy.get_figwidth() * narrow.PIXELS == pytest.approx(358)
    assert [*cramped(copy), *spilled(copy)] == []
    assert [*cramped(figure)] != []


def test_two_stay_beside_each_other_where_there_is_room():
    assert columns(narrow.narrowed(drawn(1, 3, sharey=True))) == 2
    wide = drawn(1, 3)
    for n, axes in enumerate(wide.axes):
        axes.set(ylabel="y", ylim=(0, 10_000 + n))
    wide.draw_without_rendering()
    assert columns(narrow.narrowed(wide)) == 1


def places(figure):
    """Row and column of each panel, in the order in which they were made."""
    specs = [axes.get_subplotspec() for axes in figure.axes]
    return [(spec.rowspan.start, spec.colspan.start) for spec in specs]


def test_what_has_titles_is_read_row_by_row_else_pairs_stay():
    shared = {"sharex": True, "sharey": True}
    titled = narrow.narrowed(drawn(2, 3, **shared))
    assert places(titled) == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    pairs = narrow.narrowed(drawn(2, 3, named=False, **shared))
    assert places(pairs) == [(0, 0), (0, 1), (2, 0), (1, 0), (1, 1), (3, 0)]


def test_who_comes_to_the_edge_gets_its_labels():
    third = narrow.narrowed(drawn(1, 3, sharey=True)).axes[2]
    assert third.get_ylabel() == "$y$"
    assert third.yaxis.label.get_fontsize() == 15
    assert third.yaxis.get_tick_params()["labelleft"]
    other = drawn(1, 3)
    other.axes[2].set_ylim(0, 7)
    other.draw_without_rendering()
    assert narrow.narrowed(other).axes[2].get_ylabel() == ""


def test_an_arrow_to_the_next_panel_turns():
    figure = drawn(1, 3)
    between = figure.axes[1]
    between.set_label(narrow.LINK)
    arrow = between.annotate("", (0.9, 0.5), (0.1, 0.5), arrowprops={})
    assert arrow.xy == (0.9, 0.5)
    (turned,) = narrow.narrowed(figure).axes[1].texts
    assert turned.xy == pytest.approx((0.5, 0.1))
    assert turned.get_position() == pytest.approx((0.5, 0.9))


SVG = '<svg viewBox="0 0 {} 72"></svg>'
SOURCE = (
    '<source srcset="a.narrow{0}.svg" media="screen and (max-width:30em)"'
    ' width="{1}" height="96">'
)


def test_a_page_names_both_with_their_sizes(tmp_path):
    """Each scheme its own; a figure that is not drawn narrow has none."""
    for name, width in (("a", 144), ("a.narrow", 72), ("b", 144)):
        for scheme in ("", ".dark"):
            path = tmp_path / f"{name}{scheme}.svg"
            path.write_text(SVG.format(width), "utf-8")
    tree = Tree(
        '<p><img src="a.svg" alt="x"></p><p><img src="b.svg" alt="y"></p>'
    )
    pictures.present(tree, tmp_path)
    html = tree.body.html
    assert html.count("<picture>") == 2
    for scheme in ("", ".dark"):
        assert SOURCE.format(scheme, 96) + "<img" in html
    assert html.count('width="192" height="96"') == 4


def test_a_page_whose_figure_was_drawn_narrow_is_made_again(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(coming, "BOXES", tmp_path / "boxes")
    monkeypatch.setattr(coming.figures, "FOLDER", tmp_path / "drawn")
    for folder in ("boxes", "drawn"):
        for name in "ab":
            path = tmp_path / folder / f"t/{name}.svg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SVG.format(144), "utf-8")
    (tmp_path / "drawn/t/b.narrow.svg").touch()
    assert coming.misfits(["t/a.svg", "t/b.svg"]) == ["t/b.svg"]
