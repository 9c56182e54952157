"""What is made again after a save: as little as shows it, and never less."""

import pytest

from press import DOCS, ROOT
from press.preview import saved
from press.preview.saved import Work

LSTM = {DOCS / name / "recurrent" / "lstm.md" for name in ("zh", "en")}


@pytest.fixture(scope="module")
def before():
    return saved.snapshot()


def after(before, *names, gone=()):
    """The work after these files have been saved, or made, or removed."""
    now = dict(before) | {ROOT / name: (0, 0) for name in names}
    return saved.work(before, {p: s for p, s in now.items() if p not in gone})


def test_a_page_is_made_alone(before):
    page = DOCS / "en" / "recurrent" / "lstm.md"
    assert after(before, "docs/en/recurrent/lstm.md") == Work(frozenset({page}))
    book = after(before, "docs/zh/convolution/ex_max_pool.ipynb")
    assert [page.suffix for page in book.pages] == [".ipynb"]


def test_code_makes_the_pages_that_show_it(before):
    work = after(before, "snippets/recurrent/lstm.py")
    assert work.pages >= LSTM
    assert work.figures
    assert not work.everything
    assert DOCS / "en" / "feedforward" / "mlp.md" not in work.pages


def test_a_page_offers_its_code_with_what_that_is_built_on(tmp_path):
    page = tmp_path / "recurrent" / "topology.md"
    page.parent.mkdir()
    page.touch()
    assert ROOT / "snippets/recurrent/lstm.py" in saved.code_of(page)


def test_a_test_and_a_torch_twin_are_offered_by_their_page(before):
    for name in (
        "tests/networks/recurrent/test_lstm.py",
        "snippets/recurrent/lstm_torch.py",
    ):
        assert after(before, name).pages >= LSTM


def test_figures_are_drawn_and_their_pages_made(before):
    work = after(before, "studies/recurrent/lstm/figures.py")
    assert work.figures
    assert work.pages >= LSTM
    assert DOCS / "en" / "help" / "glossary.md" not in work.pages


@pytest.mark.parametrize(
    "name",
    [
        "mkdocs.yml",
        "mkdocs.en.yml",
        "press/hooks.py",
        "press/theme/css/site.css",
        "docs/assets/logo.svg",
        "docs/en/recurrent/new.md",
        "snippets/recurrent/new.py",
        "snippets/foundations/neuron.py",  # the drawing of the home page
    ],
)
def test_the_rest_makes_everything(before, name):
    work = after(before, name)
    assert work.everything == name


def test_a_page_that_went_makes_everything(before):
    gone = DOCS / "en" / "recurrent" / "lstm.md"
    work = after(before, gone=[gone])
    assert work.everything == "docs/en/recurrent/lstm.md"


def test_requirements_are_for_make(before):
    assert after(before, "requirements.txt") == Work(reinstall=True)


def test_what_editors_leave_is_no_change(tmp_path):
    for name in (
        "a.md",
        "a.md~",
        ".#a.md",
        ".a.md.swp",
        "4913",
        "__pycache__/a.pyc",
        ".ipynb_checkpoints/a.ipynb",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [path.name for path in saved.written(tmp_path)] == ["a.md"]


def test_code_that_is_no_python_is_still_a_change(before, monkeypatch):
    def broken(path):
        raise SyntaxError

    monkeypatch.setattr(saved, "sources", broken)
    assert after(before, "snippets/recurrent/lstm.py").pages >= LSTM


def test_waits_until_nothing_is_being_written(monkeypatch):
    states = [{1: 1}, {1: 1}, {1: 2}, {1: 3}, {1: 3}]
    monkeypatch.setattr(saved, "snapshot", lambda: states.pop(0))
    assert saved.wait({1: 1}, every=0) == {1: 3}
    assert states == []
