"""The patients of the figure that computes are those of the page's network."""

import re

import numpy as np
import pytest

from press import DOCS, ROOT
from press.compute import records
from studies.applications.diagnosis.live import ODDS, live_data

PAGE = DOCS / "en/applications/diagnosis.md"
PRINTED = r"^ *t = {}: sensitivity ([\d.]+)%, specificity ([\d.]+)%"


@pytest.fixture
def row() -> dict:
    (found,) = records.rows_of(ROOT / "studies/applications/diagnosis/live.py")
    return found


def test_the_code_counts_what_is_recorded(row):
    """But for a risk on the edge of two steps, on another processor."""
    made = live_data()
    assert made.keys() == row.keys()
    for name, counts in made.items():
        assert len(counts) == len(ODDS)
        assert sum(counts) == sum(row[name])
        apart = np.abs(np.cumsum(counts) - np.cumsum(row[name])).sum()
        assert apart <= 0.01 * sum(counts)


@pytest.mark.parametrize(("shown", "odds"), [("1/2", 1.0), ("1/21", 1 / 20)])
def test_a_threshold_finds_whom_the_page_says(row, shown, odds):
    at = int(np.flatnonzero(np.isclose(ODDS, odds)).item())
    found = re.search(PRINTED.format(shown), PAGE.read_text("utf-8"), re.M)
    sensitivity, specificity = (float(number) for number in found.groups())
    alarms = {name: sum(row[name][: at + 1]) / sum(row[name]) for name in row}
    assert round(100 * alarms["malignant"], 1) == sensitivity
    assert round(100 - 100 * alarms["benign"], 1) == specificity
