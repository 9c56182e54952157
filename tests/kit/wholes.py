"""Whole pages take turns in being cold.

A page that is new, or whose turn it is, runs as a reader starts it: its process
finds nothing imported. One that has run well as it is runs, too, but forked from
a process that has imported what takes long (press/check/nursery.py).
"""

from pathlib import Path

import pytest

from press import DOCS, ROOT
from press.check import verdict
from press.read.page import Page
from tests.kit import turns

HARNESS = [
    *(ROOT / "press" / "check").glob("*.py"),
    *(ROOT / "press" / "read").glob("*.py"),
]


def name(path: Path) -> str:
    """What is on record: one program, since both languages hold the same."""
    return f"whole {'/'.join(path.relative_to(DOCS).parts[1:])}"


def state(page: Page) -> str:
    """Changes with the program of a page, and what runs it."""
    return turns.state(HARNESS, repr(verdict.blocks_of(page)))


def start(path: Path) -> None:
    """Let the program of a page run ahead; forked, unless it must be cold."""
    page = verdict.page_at(path)
    cold = turns.is_due(name(path), state(page), turns.commit())
    verdict.start(page, forked=not cold)


def tell(item: pytest.Item) -> None:
    """Under which name the page of a test is on record if all its blocks pass."""
    now = state(verdict.page_at(item.path))
    item.user_properties.append((turns.TURN, f"{now} {name(item.path)}"))
