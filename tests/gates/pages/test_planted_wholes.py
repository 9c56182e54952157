"""A whole page that is on record as it is may be forked; a new one finds nothing imported."""

from types import SimpleNamespace

import pytest

from press import DOCS
from press.check import verdict
from tests.gates.pages.planted import READER
from tests.kit import turns, wholes
from tests.kit.small_page import page, program

PAGES = [DOCS / language / "recurrent" / "lstm.md" for language in ("zh", "en")]
# needs urllib.request and imports urllib alone; scikit-learn imports both
BORROWS = (
    "import urllib\n\nprint(urllib.request.__name__)\n"
    "from sklearn.datasets import load_iris\n\nassert load_iris"
)


@pytest.fixture
def start(monkeypatch):
    """Start the program of a small page, on record or not; how it came out."""
    monkeypatch.setattr(turns, "commit", lambda: "")
    monkeypatch.delenv("EVERYTHING", raising=False)
    monkeypatch.delenv("PAGES_COLD", raising=False)

    def started(text: str, known: bool = True, due: bool = False):
        made = page(program(text))
        monkeypatch.setattr(verdict, "programs", {})
        monkeypatch.setattr(verdict, "page_at", lambda path: made)
        record = {wholes.name(PAGES[0]): wholes.state(made)} if known else {}
        monkeypatch.setattr(turns, "record", lambda: record)
        if not due:
            monkeypatch.setenv("TURNS", "new")
        wholes.start(PAGES[0])
        return verdict.start(made).result()[0]

    return started


def test_a_new_page_must_import_what_it_uses(start):
    assert "no attribute 'request'" in start(BORROWS, known=False).error


def test_a_page_on_record_must_in_its_turn(start):
    assert "no attribute 'request'" in start(BORROWS, due=True).error


def test_else_it_finds_imported_what_takes_long(start):
    """So its process takes a tenth of a second, not three."""
    assert start(BORROWS).output == "urllib.request\n"


def test_a_page_started_as_a_reader_does_is_cold(start, monkeypatch):
    monkeypatch.setattr(verdict.process, "forks", lambda: False)
    assert "no attribute 'request'" in start(BORROWS).error


def test_nothing_else_tells_a_page_how_it_began(start):
    assert start(READER) == start(READER, known=False)
    assert start(READER).error is None


def test_pages_side_by_side_do_not_answer_for_each_other(monkeypatch):
    monkeypatch.setattr(verdict, "programs", {})
    made = [page(program(f"print({n})")) for n in range(12)]
    running = [verdict.start(each, forked=True) for each in made]
    found = [each.result()[0].output for each in running]
    assert found == [f"{n}\n" for n in range(12)]


def test_both_languages_are_one_on_record():
    """Their program is the same, and it runs once."""
    items = [SimpleNamespace(path=p, user_properties=[]) for p in PAGES]
    for item in items:
        wholes.tell(item)
    one, other = (item.user_properties for item in items)
    assert one == other
    [(key, told)] = one
    assert key == turns.TURN
    assert told.endswith(" whole recurrent/lstm.md")


def test_another_program_is_another_state():
    one, same, other = (page(program(text)) for text in ("1", "1", "2"))
    assert wholes.state(one) == wholes.state(same) != wholes.state(other)
