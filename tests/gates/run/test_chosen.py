"""Which programs a run of the tests takes."""

import pytest

from press.run import able
from tests.gates.run.programs import LEAST, Program, chosen

PAGES = [f"a/{n}.md" for n in range(9)]
ALL = [
    Program(page, number, f"x = {page!r}, {number}", "", "", None, "")
    for page in PAGES
    for number in range(120)
]
LONGEST = 7


@pytest.fixture
def record(monkeypatch):
    """All are known; one of each page is slow."""
    found = {
        each.key: {
            "verdict": "same",
            "seconds": 9.0 if each.number == LONGEST else 0.1,
        }
        for each in ALL
    }
    monkeypatch.setattr(able, "record", lambda: found)
    return found


def test_what_is_new_is_taken_whatever_the_word(record):
    del record[ALL[5].key]
    assert all(ALL[5] in chosen(ALL, word) for word in "abc")


def test_each_run_takes_what_is_longest_and_another_third(record):
    one, two = (chosen(ALL, word) for word in "ab")
    assert one == chosen(ALL, "a")
    assert {*one} != {*two}
    for taken in (one, two):
        assert {p.page for p in taken if p.number == LONGEST} == {*PAGES}
    assert len(one) == len({*one}) >= LEAST
    seen = {p for n in range(40) for p in chosen(ALL, str(n))}
    assert len(seen) > 0.99 * len(ALL)
