"""The record of what programs do in a browser."""

import json

from press.run import able
from tests.commands import browser

OLD = {"key": "a", "verdict": "same", "seconds": 2.0}


def test_the_shorter_time_stays_and_another_verdict_takes_its_place():
    assert browser.kept(None, OLD) == OLD
    slower = OLD | {"seconds": 9.0}
    assert browser.kept(OLD, slower)["seconds"] == 2.0
    assert browser.kept(slower, OLD)["seconds"] == 2.0
    worse = OLD | {"verdict": "error", "seconds": 9.0}
    assert browser.kept(OLD, worse) == worse


def test_the_record_is_read_as_it_was_written(tmp_path):
    first = {"block": 2, "key": "b", "verdict": "ran", "seconds": 0.1}
    text = browser.written({"a/b.md": [first, {"block": 1} | OLD]})
    path = tmp_path / "record.json"
    path.write_text(text, "utf-8")
    assert [e["block"] for e in json.loads(text)["programs"]["a/b.md"]] == [
        1,
        2,
    ]
    assert able.record(path)["b"] == first | {"page": "a/b.md"}
    assert able.record(tmp_path / "none.json") == {}
