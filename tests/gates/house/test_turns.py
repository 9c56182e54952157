"""What a run of the tests leaves to another one, and what it never does."""

import re
from typing import NamedTuple

import pytest

from press import ROOT
from tests.commands import turns as command
from tests.gates.pages import running
from tests.kit import together, turned, turns
from tests.kit.judges import CHOOSE, judges, near
from tests.kit.small_page import block
from tests.kit.small_page import page as small_page

NAMES = [f"alone a/{n}.md" for n in range(60)]
KNOWN = dict.fromkeys(NAMES, "as it is")


@pytest.fixture
def _on_record(monkeypatch):
    monkeypatch.setattr(turns, "record", lambda: KNOWN)
    for name in ("EVERYTHING", "PAGES_COLD", "TURNS"):
        monkeypatch.delenv(name, raising=False)


def due(state: str = "as it is", word: str = "a") -> set[str]:
    """Of all names, those that run."""
    return {name for name in NAMES if turns.is_due(name, state, word)}


@pytest.mark.usefixtures("_on_record")
def test_a_commit_runs_a_twentieth_another_one_another():
    one, two = due(word="a"), due(word="b")
    assert one == due(word="a") != two
    assert all(1 <= len(each) <= 8 for each in (one, two))
    assert set.union(*(due(word=str(n)) for n in range(300))) == {*NAMES}


@pytest.mark.usefixtures("_on_record")
def test_tests_of_a_file_share_a_turn_and_those_of_chapters_do_not():
    for word in map(str, range(30)):
        ran = {turns.is_due(n, "as it is", word, "a file") for n in NAMES}
        assert len(ran) == 1
    assert turned.group(EVERY) == SITE.split("::")[0]
    assert turned.group(LSTM) == LSTM


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
def test_only_what_is_not_on_record_where_it_is_recorded(monkeypatch):
    monkeypatch.setenv("TURNS", "new")
    assert all(not due(word=str(n)) for n in range(30))
    assert due("otherwise") == {*NAMES}


class Node(NamedTuple):
    """A test, as far as it takes turns."""

    nodeid: str
    user_properties: list[tuple[str, str]]


@pytest.mark.usefixtures("_on_record")
def test_what_is_left_out_is_said():
    left = next(iter({*NAMES} - due(word=turns.commit())))
    node = Node("", [])
    with pytest.raises(pytest.skip.Exception, match="on record as it is"):
        turns.take(node, left, "as it is")
    turns.take(node, left, "otherwise")
    states = ["as it is", "otherwise"]
    assert node.user_properties == [("turn", f"{s} {left}") for s in states]


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


SITE = "tests/gates/site/test_axe.py::test_no_accessibility_fault"
LSTM = f"{SITE}[zh/recurrent/lstm/]"
EVERY = f"{SITE}[404.html]"


@pytest.fixture
def copies(monkeypatch, tmp_path):
    """What makes two pages, where it can be changed."""
    for name in ("common", "texts", "written"):
        getattr(turned, name).cache_clear()
    monkeypatch.setattr(turned, "browser", lambda: "Chromium 1")
    own = {"recurrent/lstm": "lstm.md", "recurrent/gru": "gru.md"}
    made = {slug: [tmp_path / name] for slug, name in own.items()}
    monkeypatch.setattr(turned, "texts", lambda: made)
    for part in (*own.values(), "press/site.js", "press/record.json"):
        path = tmp_path / part
        path.parent.mkdir(exist_ok=True)
        path.write_text("as it was", "utf-8")
    monkeypatch.setattr(turned, "RECORD", tmp_path / "press/record.json")
    monkeypatch.setattr(turned, "MAKERS", [tmp_path / "press"])
    yield tmp_path
    for name in ("common", "written"):
        getattr(turned, name).cache_clear()


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("lstm.md", {LSTM, EVERY}),
        ("gru.md", {EVERY}),  # every page: what names none
        ("press/site.js", {LSTM, EVERY}),
        ("press/record.json", set()),
    ],
)
def test_a_test_of_the_site_follows_its_page_and_what_makes_it(
    copies, part, changes
):
    before = {name: turned.state(name) for name in (LSTM, EVERY)}
    (copies / part).write_text("otherwise", "utf-8")
    for each in (turned.common, turned.written):
        each.cache_clear()
    assert changes == {n for n in before if turned.state(n) != before[n]}


def test_another_browser_is_another_state(copies, monkeypatch):
    before = turned.state(LSTM)
    turned.common.cache_clear()
    monkeypatch.setattr(turned, "browser", lambda: "Chromium 2")
    assert turned.state(LSTM) != before


def test_what_judges_is_part_of_the_state(monkeypatch):
    before = turned.state(LSTM)
    monkeypatch.setattr(turned, "judged", lambda *place: "otherwise")
    assert turned.state(LSTM) != before


def test_what_judges_in_another_room_counts():
    """Seen: rooms import from others, and only their own files were read."""
    place = ROOT / "tests/gates/built/test_planted_builds.py"
    found = {path.relative_to(ROOT).as_posix() for path in judges(place)}
    shared = ("gates/built/coverage", "gates/site/downloads", "kit/reader")
    assert found >= {f"tests/{each}.py" for each in (*shared, "conftest")}
    assert place.relative_to(ROOT).as_posix() in found
    assert not found & {*CHOOSE, "tests/gates/site/test_axe.py"}


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("room/test_a.py", {"a"}),
        ("room/test_b.py", {"b"}),
        ("room/beside.js", {"a", "b"}),
        ("room/conftest.py", {"a", "b"}),
        ("conftest.py", {"a", "b"}),
        ("kit/all.py", {"a", "b"}),  # that one imports it
        ("kit/one.py", {"a"}),
        ("kit/two.py", {"a"}),  # the first one imports it
        ("kit/three.py", set()),
    ],
)
def test_a_file_of_tests_follows_what_it_imports_and_what_lies_beside_it(
    part, changes, tmp_path, monkeypatch
):
    texts = {
        "room/test_a.py": "from tests.kit import one\n",
        "room/test_b.py": "import math\n",
        "room/beside.js": "",
        "room/conftest.py": "",
        "conftest.py": "from tests.kit.all import f\n",
        "kit/all.py": "def f():\n    pass\n",
        "kit/one.py": "def f():\n    from tests.kit.two import g\n",
        "kit/two.py": "",
        "kit/three.py": "",
    }
    for name, text in texts.items():
        path = tmp_path / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.setattr(turned, "ROOT", tmp_path)
    monkeypatch.setattr(turned, "judges", lambda path: judges(path, tmp_path))

    def states() -> dict[str, str]:
        near.cache_clear()
        turned.judged.cache_clear()
        where = "tests/room"
        return {
            name: turned.judged(f"{where}/test_{name}.py", where)
            for name in ("a", "b")
        }

    before = states()
    with (tmp_path / "tests" / part).open("a", encoding="utf-8") as file:
        file.write("# otherwise\n")
    after = states()
    turned.judged.cache_clear()
    assert changes == {name for name in before if after[name] != before[name]}


def test_what_makes_and_judges_pages_takes_turns_and_what_computes_does_not():
    for other in (
        "networks/recurrent/test_lstm.py",
        "networks/recurrent/test_lstm_results.py",
        "gates/run/test_programs.py",
        "gates/snippets/test_front_door.py",
        "gates/pages/test_alone.py",
        "gates/pages/test_structure.py",
    ):
        assert turned.state(f"tests/{other}::test_a") is None
    for own in (
        "gates/built/test_planted_builds.py",
        "gates/scripts/test_twins.py",
        "gates/pages/test_planted_seeds.py",
        "press/test_preview.py",
        "commands/test_quick.py",
    ):
        assert turned.state(f"tests/{own}::test_a") is not None
    every = turned.texts()
    assert len(every) > 50
    assert {"recurrent/lstm", "recurrent/index", "index"} <= {*every}
    assert turned.chapters(LSTM) == ["recurrent/lstm"]
    assert turned.chapters(EVERY) == [*every]
    assert turned.chapters(f"{SITE}[zh/recurrent/]") == [*every]
    names = {p.name for p in every["recurrent/lstm"]}
    assert names >= {"lstm.md", "claims.json", "figures.py", "lstm.mjs"}


def test_what_runs_in_a_copy_follows_all_that_is_copied(monkeypatch):
    """But not the record itself, which would never be the one it was made with."""
    seen = {}
    for room in (turned.COPY, "tests/press"):
        turned.common.cache_clear()
        own = seen[room] = set()
        monkeypatch.setattr(
            turns, "state", lambda paths, *m, o=own: o.update(paths)
        )
        turned.common(room)
    turned.common.cache_clear()
    alone = seen[turned.COPY] - seen["tests/press"]
    copied = ("README.md", "Makefile", "tests/gates/pages/test_depths.py")
    assert {ROOT / each for each in copied} <= alone
    assert not any(turns.RECORD in own for own in seen.values())


@pytest.mark.parametrize(
    ("file", "rooms"),
    [
        ("snippets/recurrent/lstm.mjs", {turned.TWINS, turned.COPY}),
        ("snippets/recurrent/lstm.py", {*turned.ROOMS}),
        ("press/theme/js/page.js", {*turned.ROOMS}),
    ],
)
def test_a_twin_counts_where_twins_are_asked(monkeypatch, file, rooms):
    """Elsewhere it is of its own page: a new figure leaves the site's record."""
    own, seen = [ROOT / file], []
    monkeypatch.setattr(turned, "files", lambda *folders: own)
    monkeypatch.setattr(turns, "state", lambda found, *more: seen.extend(found))
    for room in turned.ROOMS:
        turned.common.cache_clear()
        seen.clear()
        turned.common(room)
        assert (own[0] in seen) == (room in rooms), room
    turned.common.cache_clear()


@pytest.fixture
def small(monkeypatch, tmp_path):
    """A record and notes of their own, and a test that does what one asks."""
    monkeypatch.setattr(turns, "RECORD", tmp_path / "turns.json")
    monkeypatch.setattr(turned, "NOTES", tmp_path / "notes.json")
    turns.record.cache_clear()
    yield tmp_path
    turns.record.cache_clear()


def report(name: str, when: str, outcome: str, why: str = ""):
    """What pytest says of a part of a test that takes turns."""
    return pytest.TestReport(
        *(name, ("a.py", 1, name), {}, outcome, ("a.py", 1, why), when),
        user_properties=[("turn", f"now {name}")],
    )


def notes_of(*reports) -> dict[str, str]:
    """What a run leaves that has seen this."""
    made = turned.Notes()
    for each in reports:
        made.pytest_runtest_logreport(each)
    made.pytest_sessionfinish()
    return turned.noted()


def test_a_run_notes_what_passed_and_what_had_passed(small):
    assert notes_of() == {}
    one, two = report("one", "call", "passed"), report("two", "setup", "passed")
    assert notes_of(one, two) == {"one": "now"}
    left = report("left", "setup", "skipped", f"Skipped: {turns.WHY}")
    other = report("other", "setup", "skipped", "Skipped: not here")
    assert notes_of(left, other) == {"one": "now", "left": "now"}


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
def test_what_fails_is_noted_no_more(small, when):
    notes_of(report("one", "call", "passed"), report("two", "call", "passed"))
    assert notes_of(report("one", when, "failed")) == {"two": "now"}


def test_a_change_of_what_makes_all_is_a_line_of_the_record(small):
    texts = []
    for now in ("before", "after"):
        turns.keep({"a": now, "c": now, "b": "own"})
        texts.append(turns.RECORD.read_text("utf-8"))
        turns.record.cache_clear()
        assert turns.record() == {"a": now, "c": now, "b": "own"}
    assert texts[0].replace("before", "after") == texts[1]


def test_the_command_takes_over_what_a_run_noted_and_forgets_what_is_gone(
    small,
):
    turns.keep({"gone": "now", "changed": "before"})
    notes_of(report("one", "call", "passed"))

    def run() -> int:
        turns.record.cache_clear()
        assert turns.record()["one"] == "now"  # and is not run again
        notes_of(
            report("one", "setup", "skipped", f"Skipped: {turns.WHY}"),
            report("changed", "call", "passed"),
            report("wrong", "call", "failed"),
        )
        return 1

    assert command.main(run) == 1
    turns.record.cache_clear()
    assert turns.record() == {"one": "now", "changed": "now"}


def test_the_command_runs_all_that_takes_turns():
    """Each test that asks for its turn, by its name, and the rooms."""
    asks = re.compile(
        r"^def (test_\w+)\([^)]*request\):\n(?: .*\n)*?"
        r" +\w+\.take\(request\.node",
        re.MULTILINE,
    )
    found = {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in asks.findall(path.read_text("utf-8"))
    }
    assert len(found) == 4
    run = {each for each in found if each.split("::")[0] in command.TESTS}
    others = {*turned.ROOMS, together.DRAW, "docs"}
    assert found - run | others == {*command.TESTS}
