"""make versions tries what the machine has, and what requirements.txt allows."""

import sys

import pytest

from press import ROOT
from tests.commands import versions

FOUND = {"3.11": "/usr/bin/python3.11", "3.13": "/opt/python"}


def test_every_python_from_the_floor_up_is_found_once():
    here = "{}.{}".format(*sys.version_info)
    candidates = [sys.executable, sys.executable, "false"]
    assert versions.pythons(candidates) == {here: sys.executable}


def test_a_python_below_the_floor_is_left_out(monkeypatch):
    known = {"a": "3.9", "b": "3.12", "c": "3.11", "d": None, "e": "3.12"}
    monkeypatch.setattr(versions, "version_of", known.get)
    assert versions.pythons(list("abcde")) == {"3.11": "c", "3.12": "b"}


def test_the_oldest_are_the_lower_bounds_of_the_requirements(monkeypatch):
    monkeypatch.delenv("TORCH_INDEX", raising=False)
    text = "numpy>=2.0,<3\ntorch>=2.8\nnumpy-extra>=9\n"
    assert versions.oldest(text) == (("numpy==2.0.*",), ("torch==2.8.*",))
    monkeypatch.setenv("TORCH_INDEX", "https://cpu")
    assert versions.oldest(text)[1][1:] == ("--index-url", "https://cpu")
    real = (ROOT / "requirements.txt").read_text("utf-8")
    assert len(versions.oldest(real)) == len(versions.NETWORKS)


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("", ["3.11", "3.13", "oldest"]),
        ("oldest", ["oldest"]),
        ("pre-release 3.13", ["3.13", "pre-release"]),
    ],
)
def test_only_takes_some(only, names):
    every = versions.combinations(FOUND, "numpy>=2.0\ntorch>=2.8\n")
    taken = versions.chosen(every, only)
    assert [combination.name for combination in taken] == names
    assert {c.python for c in taken} <= set(FOUND.values())


def test_an_unknown_name_is_refused_with_what_there_is():
    every = versions.combinations(FOUND, "numpy>=2.0\ntorch>=2.8\n")
    message = r"3\.9; there is 3\.11, 3\.13, oldest, pre-release"
    with pytest.raises(ValueError, match=message):
        versions.chosen(every, "3.9 oldest")


def test_what_fails_is_red(monkeypatch, capsys):
    """A combination that cannot be had, and one whose tests fail, end in 1."""
    every = versions.combinations(FOUND, "numpy>=2.0\ntorch>=2.8\n")
    monkeypatch.setattr(versions, "run", lambda command: False)
    assert "RED, the libraries" in versions.tried(every[0])
    monkeypatch.setenv("ONLY", "oldest")
    monkeypatch.setattr(versions, "pythons", lambda candidates: FOUND)
    for verdict, code in (("green", 0), ("RED", 1)):
        line = f"oldest: {verdict}"
        monkeypatch.setattr(versions, "tried", lambda each, line=line: line)
        assert versions.main() == code
        assert capsys.readouterr().out.strip() == line
