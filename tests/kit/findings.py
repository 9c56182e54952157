"""What a gate found, shown whole: each finding on its line, then what to do."""

from collections.abc import Iterable

import pytest


def told(findings: Iterable, then: str = "") -> str:
    """The findings as lines, below them what to do next; empty if there are none."""
    found = [str(finding) for finding in findings]
    return "\n".join([*found, f"→ {then}"] if found and then else found)


def none(findings: Iterable, then: str = "") -> None:
    """Fail with every finding, unless there are none."""
    if text := told(findings, then):
        pytest.fail(text, pytrace=False)
