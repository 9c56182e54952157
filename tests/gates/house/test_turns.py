"""What a run of the tests leaves to another one, and what it never does."""

import pytest

from tests.commands import turns as command
from tests.gates.pages import running
from tests.kit import turns
from tests.kit.small_page import block
from tests.kit.small_page import page as small_page

NAMES = [f"alone a/{n}.md" for n in range(60)]
KNOWN = dict.fromkeys(NAMES, "as it is")


@pytest.fixture
def _on_record(monkeypatch):
    monkeypatch.setattr(turns, "record", lambda: KNOWN)
    for name in ("EVERYTHING", "PAGES_COLD"):
        monkeypatch.delenv(name, raising=False)


def due(state: str = "as it is", word: str = "a") -> set[str]:
    """Of all names, those that run."""
    return {name for name in NAMES if turns.is_due(name, state, word)}


@pytest.mark.usefixtures("_on_record")
def test_a_commit_runs_a_third_another_one_another_third():
    one, two = due(word="a"), due(word="b")
    assert one == due(word="a") != two
    assert all(10 <= len(each) <= 30 for each in (one, two))
    assert set.union(*(due(word=str(n)) for n in range(30))) == {*NAMES}


@pytest.mark.usefixtures("_on_record")
def test_what_has_changed_or_is_new_always_runs(monkeypatch):
    assert due("otherwise") == {*NAMES}
    monkeypatch.setattr(turns, "record", dict)
    assert due() == {*NAMES}


@pytest.mark.usefixtures("_on_record")
@pytest.mark.parametrize("name", ["EVERYTHING", "PAGES_COLD"])
def test_every_week_and_without_a_commit_all_runs(name, monkeypatch):
    assert due(word="") == {*NAMES}
    monkeypatch.setenv(name, "1")
    assert due() == {*NAMES}


@pytest.mark.usefixtures("_on_record")
def test_what_is_left_out_is_said():
    left = next(iter({*NAMES} - due(word=turns.commit())))
    with pytest.raises(pytest.skip.Exception, match="on record as it is"):
        turns.take(left, "as it is")
    turns.take(left, "otherwise")


def test_another_library_is_another_state(monkeypatch):
    before = turns.state([], "x = 1")
    assert before == turns.state([], "x = 1") != turns.state([], "x = 2")
    monkeypatch.setattr(turns, "computer", lambda: "3.99 9.9")
    assert turns.state([], "x = 1") != before


PAGE = block("print(1 + 1)", "2") + "\n\n" + block("print(2 + 2)", "4")


@pytest.mark.parametrize("change", [("1 + 1", "1+1"), ("4", "5"), ("2)", "3)")])
def test_the_state_of_a_page_follows_its_code_and_its_outputs(
    change, monkeypatch
):
    seen = []
    monkeypatch.setattr(running, "members", lambda page: [(0,), (1,)])
    for text in (PAGE, PAGE, PAGE.replace(*change)):
        made = small_page(text)
        monkeypatch.setattr(running, "page_at", lambda path, made=made: made)
        seen.append(running.state("a/b.md"))
    one, again, other = seen
    assert one == again != other


def test_the_state_of_a_page_follows_its_programs(monkeypatch):
    made, seen = small_page(PAGE), []
    monkeypatch.setattr(running, "page_at", lambda path: made)
    for programs in ([(0,), (1,)], [(0,), (0, 1)]):
        monkeypatch.setattr(running, "members", lambda page, p=programs: p)
        seen.append(running.state("a/b.md"))
    assert seen[0] != seen[1]


def record_of(monkeypatch, tmp_path, faults: list[str], **env: str) -> dict:
    """What the command leaves on record where a page runs like this."""
    path = tmp_path / "turns.json"
    monkeypatch.setattr(turns, "RECORD", path)
    turns.record.cache_clear()
    kind = running.Kind(lambda page: faults, lambda page: True)
    monkeypatch.setattr(command, "KINDS", {"alone": kind})
    monkeypatch.setattr(command, "PAGES", ["a/b.md"])
    monkeypatch.setattr(command, "state", lambda page: "now")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert command.main() == bool(faults)
    turns.record.cache_clear()
    found = turns.record()
    turns.record.cache_clear()
    return found


def test_only_what_ran_well_is_recorded(monkeypatch, tmp_path):
    assert record_of(monkeypatch, tmp_path, ["(1,): 5"]) == {}
    assert record_of(monkeypatch, tmp_path, [], AGAIN="1") == {}
    monkeypatch.delenv("AGAIN")
    assert record_of(monkeypatch, tmp_path, []) == {"alone a/b.md": "now"}


@pytest.mark.usefixtures("_on_record")
def test_what_is_on_record_is_not_run_by_the_command():
    states = KNOWN | {"alone new": "x"}
    assert command.due(states, again=False) == ["alone new"]
    assert command.due(states, again=True) == [*states]
