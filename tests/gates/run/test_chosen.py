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


def test_every_week_sees_all_and_each_run_another_third(record):
    one, two = (chosen(ALL, word) for word in "ab")
    assert one == chosen(ALL, "a")
    assert {*one} != {*two}
    slow = [p for p in one if p.number == LONGEST]
    assert 3 <= len(slow) <= 4
    assert len(one) == len({*one}) >= LEAST
    seen = {p for n in range(40) for p in chosen(ALL, str(n))}
    assert len(seen) > 0.99 * len(ALL)
