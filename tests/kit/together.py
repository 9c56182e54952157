"""Which tests share a process when several run side by side, and what begins when.

What looks at pages shares one reading of them. What opens the built site shares
one browser, and so does what runs in it. What runs snippets stays together, since
the last question is whether every comment on a shape has been checked. Of the rest,
each file goes where there is time.
"""

import functools
import os
import time
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScopeScheduling

from press import ROOT
from press.compute import figures

READING = tuple(  # gates that read every page, and run none
    f"tests/gates/pages/test_{name}.py"
    for name in (
        *(
            "announced",
            "answering",
            "cards",
            "cited",
            "concluded",
            "depths",
            "guesses",
        ),
        *("hanging", "recall", "splits", "sweeping", "symbols", "texts"),
    )
)
GROUPS = {
    "pages": (
        "docs",
        "tests/gates/built",
        "tests/gates/languages",
        "tests/gates/pages/test_structure.py",
        *READING,
    ),
    "snippets": ("tests/networks", "tests/gates/snippets"),
    "site": ("tests/gates/site",),
    "run": ("tests/gates/run", "tests/gates/scripts"),
}
NO_SITE = (  # these run before the site is there
    "tests/gates/scripts/test_twins.py",
    "tests/gates/run/test_programs.py",
    "tests/gates/run/test_keeps.py",
    "tests/gates/run/test_planted_keeps.py",
)
DRAW = "tests/gates/snippets/test_figures.py"  # the build waits for these
PATIENCE = 300  # seconds that it waits for the next one
# these ask what a thread finds that visits one page after the other
VISITED = ("tests/gates/site/test_axe.py", "tests/gates/site/test_browser.py")
# what each conftest begins, by the group that needs it
ahead: dict[str, list[Callable[[pytest.Session], None]]] = {
    name: [] for name in GROUPS
}


def group(nodeid: str) -> str:
    """The tests that one runs together with: of a group, else of its file."""
    file = PurePosixPath(nodeid.split("::")[0])
    for name, places in GROUPS.items():
        if any(file.is_relative_to(place) for place in places):
            return name
    return file.as_posix()


class Together(LoadScopeScheduling):
    """A group stays in one process, whatever --dist says."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def alone(config: pytest.Config) -> bool:
    """Whether this process runs all tests, and not only a share."""
    return not hasattr(config, "workerinput")


def order(nodeid: str, shared: bool) -> tuple:
    """Sorts tests: what nobody waits for runs beside the programs of the pages.

    These begin with the first test of a page. Alone, a process tests the
    networks meanwhile; where several share the work, the one with the pages
    has only what reads them, since gate 3 asks which blocks have passed, and
    another one begins with the figures. Who asks what the visits found comes
    after all that can be done meanwhile.
    """
    return order_of(nodeid.split("::")[0], shared)


@functools.cache
def order_of(name: str, shared: bool) -> tuple:
    """The same, by file."""
    places = ["tests/gates/languages", "tests/gates/pages/test_structure.py"]
    places += [*READING, DRAW, *NO_SITE]
    if not shared:
        places = ["tests/networks", "tests/press", "tests/commands"]
    groups = [group(name) != each for each in GROUPS if shared]
    file = PurePosixPath(name)
    later = [not file.is_relative_to(place) for place in places]
    return *groups, *later, name in VISITED


def begin(session: pytest.Session, *names: str) -> None:
    """Begin, once, what takes long and needs little of this process."""
    for name in names or GROUPS:
        while ahead.get(name):
            ahead[name].pop(0)(session)


def drawn_elsewhere(session: pytest.Session) -> bool:
    """Whether another process of this run draws the figures as its test."""
    many = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1
    return many and any(item.path == ROOT / DRAW for item in session.items)


def wait_for_figures() -> None:
    """Until that test has drawn them all; if it stops, the build will, or says why not."""
    wanted, left = figures.stale(), None
    while wanted:
        if len(wanted) != left:
            left, end = len(wanted), time.monotonic() + PATIENCE
        if time.monotonic() >= end:
            return
        time.sleep(1)
        wanted = {
            path: state
            for path, state in wanted.items()
            if not figures.is_drawn(path, state)
        }
