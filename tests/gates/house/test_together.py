"""What must share a process does, when `make test` uses several."""

import ast
import os
import threading
from types import SimpleNamespace

import pytest

from press import ROOT
from press.check import shape_comments
from press.check.verdict import start
from tests.kit import together
from tests.kit.small_page import block, page
from tests.kit.together import DRAW, GROUPS, Together, group, order


def test_every_place_of_a_group_is_there():
    places = [place for folders in GROUPS.values() for place in folders]
    assert [p for p in places if not (ROOT / p).exists()] == []


def test_the_last_questions_are_asked_where_the_snippets_ran():
    """In another process no comment on a shape would have been checked."""
    found = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if any(
            f"def {name}(" in path.read_text() for name in shape_comments.LAST
        )
    ]
    assert found
    names = [path.relative_to(ROOT).as_posix() for path in found]
    assert set(map(group, names)) == {"snippets"}


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [
        ("docs/zh/recurrent/lstm.md::Chapter[fence at line 3]", "pages"),
        ("tests/gates/built/test_coverage.py::test_a[x::y]", "pages"),
        ("tests/gates/site/test_axe.py::test_a", "site"),
        ("tests/gates/run/test_asked.py::test_a", "run"),
        ("tests/gates/pages/test_structure.py::test_a", "pages"),
        ("tests/networks/recurrent/test_lstm.py::test_a", "snippets"),
        ("tests/press/test_read.py::test_a", "tests/press/test_read.py"),
    ],
)
def test_group(nodeid, name):
    assert group(nodeid) == name


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        (True, ["docs/zh/a.md", "tests/networks/a.py", "tests/press/a.py"]),
        (False, ["tests/networks/a.py", "tests/press/a.py", "docs/zh/a.md"]),
    ],
)
def test_what_is_long_begins_first_unless_one_process_does_all(
    shared, expected
):
    for names in (expected, expected[::-1]):
        ordered = sorted(names, key=lambda name: order(name, shared=shared))
        assert ordered == expected


def test_the_figures_which_the_build_waits_for_come_first():
    names = ["tests/networks/a.py", DRAW, "tests/gates/snippets/test_a.py"]
    assert sorted(names, key=lambda name: order(name, shared=True))[0] == DRAW
    assert (ROOT / DRAW).is_file()


def test_what_needs_no_site_does_not_wait_for_it():
    for place in GROUPS["run"]:
        files = sorted((ROOT / place).glob("test_*.py"))
        names = [path.relative_to(ROOT).as_posix() for path in files]
        names.sort(key=lambda name: order(name, shared=True))
        own = [name for name in together.NO_SITE if name.startswith(place)]
        assert own
        assert sorted(own) == sorted(names[: len(own)])


def test_nobody_waits_for_a_visit_who_could_do_something_else():
    others = sorted((ROOT / "tests/gates/site").glob("test_*.py"))
    names = [path.relative_to(ROOT).as_posix() for path in others]
    ordered = sorted(names, key=lambda name: order(name, shared=True))
    assert ordered[-2:] == [*together.VISITED]
    asking = [n for n in names if "visits, " in (ROOT / n).read_text("utf-8")]
    assert asking == [*together.VISITED]


@pytest.mark.parametrize(
    ("workers", "file", "expected"),
    [("3", DRAW, True), ("1", DRAW, False), ("3", "tests/a.py", False)],
)
def test_who_draws(monkeypatch, workers, file, expected):
    """Another process, if there are several and the test of figures runs."""
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", workers)
    session = SimpleNamespace(items=[SimpleNamespace(path=ROOT / file)])
    assert together.drawn_elsewhere(session) == expected


@pytest.mark.parametrize(
    ("drawn_at", "waited"),
    [((0, 0), 0), ((3, 3), 3), ((3, 7), 7), ((3, 99), 8), ((99, 99), 5)],
)
def test_the_build_waits_for_the_figures(monkeypatch, drawn_at, waited):
    """As long as another one comes, but not for ever for the next."""
    clock = [0]
    files = dict(zip("ab", drawn_at, strict=True))
    monkeypatch.setattr(together, "PATIENCE", 5)
    monkeypatch.setattr(
        together.figures,
        "stale",
        lambda: {name: "state" for name, at in files.items() if clock[0] < at},
    )
    monkeypatch.setattr(
        together.figures, "is_drawn", lambda name, _: clock[0] >= files[name]
    )
    monkeypatch.setattr(together.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(
        together.time, "sleep", lambda n: clock.__setitem__(0, clock[0] + n)
    )
    together.wait_for_figures()
    assert clock == [waited]


def test_each_group_has_a_process(pytestconfig, monkeypatch):
    """Also on a computer with one core."""
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    workers = pytestconfig.hook.pytest_xdist_auto_num_workers
    assert workers(config=pytestconfig) >= len(GROUPS)


def test_these_groups_are_what_decides(pytestconfig, monkeypatch):
    """Whatever --dist says: a group in two processes would share folders."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["popen"])
    make = pytestconfig.hook.pytest_xdist_make_scheduler
    assert isinstance(make(config=pytestconfig, log=None), Together)


def test_no_thread_parses(monkeypatch):
    """Python 3.11 may raise SystemError where two do at once (gh-106905)."""
    threads, parse = [], ast.parse

    def parse_here(*args, **settings):
        threads.append(threading.current_thread())
        return parse(*args, **settings)

    monkeypatch.setattr(ast, "parse", parse_here)
    start(page(block("print(20 + 22)", "42"))).result()
    assert set(threads) == {threading.main_thread()}
