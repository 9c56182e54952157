"""What must share a process does, when `make test` uses several."""

import pytest

from press import ROOT
from tests.gates.snippets import shape_comments
from tests.kit.together import GROUPS, group


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
    assert {group(path) for path in found} == {"snippets"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("docs/zh/recurrent/lstm.md", "pages"),
        ("tests/gates/built/test_coverage.py", "pages"),
        ("tests/gates/pages/test_structure.py", "pages"),
        ("tests/gates/pages/test_planted.py", "test_planted.py"),
        ("tests/networks/recurrent/test_lstm.py", "snippets"),
        ("tests/press/test_serve.py", "test_serve.py"),
    ],
)
def test_group(path, name):
    assert group(ROOT / path) == name


def test_make_test_asks_for_groups():
    makefile = (ROOT / "Makefile").read_text()
    assert "--dist loadgroup" in makefile
