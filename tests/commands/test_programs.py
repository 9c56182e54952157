"""make programs measures what changed, keeps the rest, forgets what is gone."""

import json

import pytest

from tests.commands import programs
from tests.commands.programs import measure, update, written

PAGES = {"a/one.md": ["x = 1", "print(x)"], "a/two.md": ["print(2)"]}


def found(monkeypatch, pages: dict) -> None:
    """The pages that there are, with their blocks."""
    monkeypatch.setattr(programs, "names", lambda: [*pages])
    monkeypatch.setattr(programs, "blocks_of", pages.__getitem__)


@pytest.fixture
def lock(tmp_path, monkeypatch):
    found(monkeypatch, PAGES)
    return tmp_path / "programs.lock"


def needs(lock) -> dict:
    kept = json.loads(lock.read_text("utf-8"))
    return {page: kept[page]["needs"] for page in kept}


def test_all_pages_are_measured_once(lock):
    assert update([], lock) == ["a/one.md", "a/two.md"]
    assert needs(lock) == {"a/one.md": [[], [0]], "a/two.md": [[]]}
    assert update([], lock) == []


def test_what_changed_is_measured_and_what_is_gone_forgotten(lock, monkeypatch):
    update([], lock)
    found(monkeypatch, {"a/one.md": ["x = 1", "y = x", "print(y)"]})
    assert update([], lock) == ["a/one.md"]
    assert needs(lock) == {"a/one.md": [[], [0], [0, 1]]}


def test_pages_can_be_named(lock):
    update([], lock)
    lock.write_text(lock.read_text("utf-8").replace("[0]", "[]"), "utf-8")
    assert update(["a/one.md"], lock) == ["a/one.md"]
    assert needs(lock)["a/one.md"] == [[], [0]]


def test_an_unknown_page_is_refused_and_nothing_written(lock):
    with pytest.raises(ValueError, match=r"no page with code: a/three\.md"):
        update(["a/three.md"], lock)
    assert not lock.exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("print((1", "a/one.md: '\\(' was never closed"),
        ("1 / 0", "a/one.md: the page did not run"),
    ],
)
def test_a_page_that_is_no_program_is_one_line(lock, monkeypatch, code, told):
    found(monkeypatch, {"a/one.md": ["x = 1", code]})
    with pytest.raises(ValueError, match=told):
        update([], lock)


def test_a_page_has_a_line():
    text = written({"b.md": {"needs": [[]]}, "a.md": {"needs": []}})
    assert text.splitlines()[1:3] == [
        '"a.md": {"needs": []},',
        '"b.md": {"needs": [[]]}',
    ]


def test_a_page_without_code_has_no_line(lock, monkeypatch):
    update([], lock)
    found(monkeypatch, PAGES | {"a/two.md": [], "a/one.md": ["x = 2"]})
    assert update([], lock) == ["a/one.md"]
    assert needs(lock) == {"a/one.md": [[]]}


def test_outputs_measures_what_is_new_and_nothing_else(lock, monkeypatch):
    assert measure("a/one.md", lock)
    assert not measure("a/one.md", lock)
    assert needs(lock) == {"a/one.md": [[], [0]]}
    found(monkeypatch, {"a/one.md": ["print(3)"]})
    assert measure("a/one.md", lock)
    assert needs(lock) == {"a/one.md": [[]]}
