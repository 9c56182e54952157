"""Programs born with the libraries that they import: their process is forked, not started.

Importing torch takes longer than most programs, and a fork of what has imported
it takes forty times as long as one that knows NumPy alone. Whether a page imports
what it uses is asked of the whole page, whose process finds nothing imported;
once it has answered, and until it changes, it is forked, too, but for every fifth time.
"""

import marshal
import os
import sys

from press.check import branches, child, seeds

MAINS = {"branches": branches.main, "child": child.main}


def born(root: str, box: str, main: str, variables: dict[str, str]) -> None:
    """Become the process of a box, as `process.start` would start it."""
    os.setsid()
    os.chdir(os.path.join(box, "page"))
    os.environ.clear()
    os.environ.update(variables)
    printed = os.open(
        os.path.join(box, "printed"), os.O_WRONLY | os.O_CREAT | os.O_APPEND
    )
    nothing = os.open(os.devnull, os.O_RDONLY)
    for old, new in ((nothing, 0), (printed, 1), (printed, 2)):
        os.dup2(old, new)
    os.closerange(3, printed + 1)
    MAINS[main](root, box)


def main(root: str, *libraries: str) -> None:
    """Fork for each box that is asked for; say its number, then how it ended."""
    seeds.await_libraries()
    for name in libraries:
        __import__(name)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            box, work, variables = marshal.load(asked)
        except EOFError:
            return
        if not (new := os.fork()):
            born(root, box, work, variables)
        marshal.dump(new, told)
        told.flush()
        _, status = os.waitpid(new, 0)
        marshal.dump(os.waitstatus_to_exitcode(status), told)
        told.flush()
