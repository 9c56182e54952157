"""What gates 2 and 3 say about a small page with a fault in it."""

from press.check.verdict import verdicts
from tests.gates.built.coverage import unaccounted
from tests.gates.pages.hidden import hidden
from tests.gates.pages.quoted import invented
from tests.gates.pages.results import untried
from tests.gates.pages.structure import structure
from tests.kit.small_page import page, program

# tells what a program finds that must not depend on how its process began
READER = """import os
import sys
import threading

print(sorted(os.environ), sys.argv[1:], os.listdir(), repr(sys.stdin.read()))
print(threading.active_count(), os.getpid() == os.getsid(0), sys.path[1:])
print([name for name in sorted(globals()) if not name.startswith("_")])"""


def problems(body: str, timeout: float = 120) -> list[str]:
    """Everything that gates 2 and 3 have to say about a page."""
    made = page(body)
    judged = verdicts(made, timeout)
    ran = [verdict.problem is None for verdict in judged]
    found = [verdict.problem for verdict in judged if verdict.problem]
    return [
        *structure(made.blocks),
        *hidden(made.html),
        *invented(made),
        *untried(made),
        *found,
        *unaccounted(made.html, made.blocks, ran),
    ]


def judged(*blocks: str | tuple[str, str], timeout: float = 120) -> list:
    """What gate 2 says about each block of a page."""
    found = verdicts(page(program(*blocks)), timeout)
    return [verdict.problem for verdict in found]
