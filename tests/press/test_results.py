"""What `make results` recorded belongs to the code of today and stands on the pages."""

from types import SimpleNamespace

import pytest

from press import DOCS, ROOT
from press.compute import figures, records, results

MODULES = records.modules("results")
every = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.parent.name
)


def page_of(path, language: str) -> str:
    page = DOCS / language / path.relative_to(ROOT / "studies").parent
    return page.with_suffix(".md").read_text("utf-8")


def missing(lines: list[str], page: str) -> str | None:
    """The first line of a table that a page does not show after the one before."""
    for line in filter(None, lines):
        _, found, page = page.partition(line)
        if not found:
            return line
    return None


def test_there_are_results():
    assert "depth" in [path.parent.name for path in MODULES]


@every
def test_the_record_belongs_to_the_code(path):
    assert not records.is_stale(path), "run `make results`, then see the pages"


@every
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_what_was_recorded(path, language):
    lines = records.load(path).table(records.rows_of(path))
    assert missing(lines, page_of(path, language)) is None


def test_a_recorded_line_that_the_page_lacks_is_told():
    page = "| a | 1 | 2 |\n\nWords.\n\n| b | 3 |"
    assert missing(["| 1 | 2 |", "| 3 |"], page) is None
    assert missing(["| 1 | 2 |", "| 4 |"], page) == "| 4 |"
    assert missing(["| 3 |", "| 1 | 2 |"], page) == "| 1 | 2 |"


@pytest.fixture
def small(tmp_path):
    """A file of results with its record, in a folder of its own."""
    path = tmp_path / "toy/results.py"
    path.parent.mkdir()
    path.write_text("rows = 2\n", "utf-8")
    records.write(path, [{"n": 1, "ms": 3.5}, {"n": 2, "ms": [4, 6]}])
    return path


def test_a_change_of_the_code_is_seen(small):
    assert records.rows_of(small) == [
        {"n": 1, "ms": 3.5},
        {"n": 2, "ms": [4, 6]},
    ]
    assert not records.is_stale(small)
    small.write_text("rows = 3\n", "utf-8")
    assert records.is_stale(small)
    records.write(small, [])
    assert not records.is_stale(small)
    records.record(small).unlink()
    assert records.is_stale(small)


def test_a_number_edited_by_hand_is_seen(small):
    """Seen: ten invented counts, in the record and on its page alike."""
    file = records.record(small)
    file.write_text(file.read_text("utf-8").replace("3.5", "2.5"), "utf-8")
    assert records.rows_of(small) == [
        {"n": 1, "ms": 2.5},
        {"n": 2, "ms": [4, 6]},
    ]
    assert records.is_stale(small)


def test_figures_are_drawn_anew_when_a_record_changes(small):
    drawn = small.with_name("figures.py")
    drawn.write_text("", "utf-8")
    before = figures.state(drawn)
    assert figures.state(drawn) == before
    records.write(small, [{"n": 3}])
    assert figures.state(drawn) != before


def test_code_that_changes_while_it_runs_is_not_recorded(small):
    """Seen: claims edited during their run, kept under the hash of the edit."""
    before = records.record(small).read_text("utf-8")

    def compute(path):
        path.write_text("rows = 4\n", "utf-8")
        return [{"n": 4}]

    with pytest.raises(ValueError, match="changed while it ran"):
        records.make(small, compute)
    assert records.record(small).read_text("utf-8") == before
    small.write_text("rows = 2\n", "utf-8")
    records.make(small, lambda path: [{"n": 5}])
    assert records.rows_of(small) == [{"n": 5}]


def test_what_cannot_be_recorded_leaves_the_record(small):
    before = records.record(small).read_text("utf-8")
    with pytest.raises(TypeError):
        records.write(small, [{"n": {1}}])
    assert records.record(small).read_text("utf-8") == before
    there = {p.name for p in records.record(small).parent.iterdir()}
    assert there == {"results.py", "results.json"}


def test_a_record_tells_its_table_and_its_facts(small, monkeypatch):
    module = SimpleNamespace(table=lambda rows: [f"| {rows[0]['ms']} |"])
    monkeypatch.setattr(results, "load", lambda path: module)
    assert results.told(small) == ["| 3.5 |"]
    module.facts = lambda rows: [f"in all {len(rows)}"]
    assert results.told(small) == ["| 3.5 |", "in all 2"]


OLD = [{"n": 1, "right": [0.8, 0.9]}]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ([{"n": 1, "right": [0.84, 0.84]}], None),
        ([{"n": 1, "right": [0.7, 0.8]}], "row 0, right: recorded"),
        ([{"n": 2, "right": [0.8, 0.9]}], "row 0, n: recorded 1, now 2"),
        ([{"right": [0.8, 0.9]}], "row 0, n: recorded 1, now None"),
        ([], "1 rows recorded, 0 now"),
    ],
)
def test_another_run_is_compared(new, found):
    lines = results.differences(OLD, new, {"right": 0.05})
    assert [found in line for line in lines] == [True] * (found is not None)


def test_everything_can_be_computed_again(small, monkeypatch, capsys):
    module = SimpleNamespace(LOOSE={}, results=lambda: [{"ms": 1.5}])
    monkeypatch.setattr(results, "ROOT", small.parent)
    monkeypatch.setattr(results, "modules", lambda name: [small])
    monkeypatch.setattr(results, "load", lambda path: module)
    assert results.main(again=True) == 1
    assert "rows recorded, 1 now" in capsys.readouterr().out
    assert results.main(again=False) == 0  # up to date: nothing to compute
    assert "computing" not in capsys.readouterr().out
    small.write_text("rows = 4\n", "utf-8")
    assert results.main(again=False) == 0
    assert "computing results.py" in capsys.readouterr().out
    assert records.rows_of(small) == [{"ms": 1.5}]
