"""The scores of the figure that computes are those of the page."""

import re

import numpy as np
import pytest

from press import DOCS, ROOT
from press.compute import records
from snippets.applications.fraud_alerts import average_precision
from studies.applications.fraud.live import QUARTERS, live_data

PAGE = DOCS / "en/applications/fraud.md"
ENDS = {"fraud": r"(\d+) to find among", "all": r"to find among (\d+)"}


@pytest.fixture
def row() -> dict:
    (found,) = records.rows_of(ROOT / "studies/applications/fraud/live.py")
    return found


def printed(pattern: str) -> float:
    """A number of the page's output."""
    return float(re.search(pattern, PAGE.read_text("utf-8"), re.M)[1])


def test_the_code_counts_what_is_recorded(row):
    """But for a score on the edge of two quarters, on another processor."""
    made = live_data()
    assert made.keys() == row.keys()
    for name, counts in made.items():
        assert sum(counts) == sum(row[name])
        apart = np.abs(np.cumsum(counts) - np.cumsum(row[name])).sum()
        assert apart <= 0.01 * sum(counts)


def test_there_are_as_many_payments(row):
    assert sum(row["fraud"]) == printed(ENDS["fraud"])
    assert sum(row["fraud"] + row["genuine"]) == printed(ENDS["all"])


def test_rounded_to_quarters_they_rank_almost_as_well(row):
    score = np.repeat([*QUARTERS, *QUARTERS], row["fraud"] + row["genuine"])
    y = np.repeat([1.0, 0.0], [sum(row["fraud"]), sum(row["genuine"])])
    found = average_precision(score / 4, y)
    assert found == pytest.approx(printed(r"^MLP +(\d\.\d+)$"), abs=0.002)
