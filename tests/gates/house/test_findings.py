"""What a gate finds is shown whole, and says what to do next."""

import pytest

from tests.kit.findings import none, told


def test_none_is_silent():
    none([], "nothing to do")
    assert told([], "nothing to do") == ""


def test_every_finding_has_its_line_however_many_there_are():
    found = [f"page {n}: " + "long " * 30 for n in range(40)]
    with pytest.raises(pytest.fail.Exception) as caught:
        none(iter(found), "read both languages")
    lines = str(caught.value).split("\n")
    assert lines == [*found, "→ read both languages"]
    assert not caught.value.pytrace
