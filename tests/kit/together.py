"""Which tests share a process when several run side by side, and what begins when.

What looks at pages shares one reading of them and one build of the site. What
runs snippets stays together, since the last question is whether every comment
on a shape has been checked. Of the rest, each file goes where there is time.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from press import ROOT

GROUPS = {
    "pages": (
        "docs",
        "tests/gates/built",
        "tests/gates/languages",
        "tests/gates/site",
        "tests/gates/pages/test_structure.py",
    ),
    "snippets": ("tests/networks", "tests/gates/snippets"),
}
ahead: list[Callable[[pytest.Session], None]] = []  # what each conftest begins


def group(path: Path) -> str:
    """The tests that a file runs together with; its own name if with none."""
    for name, folders in GROUPS.items():
        if any(path.is_relative_to(ROOT / folder) for folder in folders):
            return name
    return path.name


def alone(config: pytest.Config) -> bool:
    """Whether this process runs all tests, and not only a share."""
    return not hasattr(config, "workerinput")


def begin(session: pytest.Session) -> None:
    """Begin, once, what takes long and needs little of this process."""
    while ahead:
        ahead.pop()(session)
