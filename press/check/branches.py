"""Run many programs that begin alike: each block once, and a process for each branch.

A program is a path from the root of a tree. Where paths part, the process forks,
so that each program has run in a process where nothing else of the page had.
"""

import builtins
import io
import os
import random
import shutil
import sys

from press.check import child

ELSEWHERE = "\0"  # what no output holds
OTHERWISE = "a later block needs this one, whose output print alone must make"


class Prints:
    """What the text of a program can silence: its own prints to the screen."""

    def __init__(self) -> None:
        self.real, self.text = builtins.print, io.StringIO()
        self.screen, builtins.print = sys.stdout, self.print

    def print(self, *values, **how) -> None:
        if sys._getframe(1).f_globals.get("__name__") == "__main__":
            if how.get("file") is None and sys.stdout is self.screen:
                self.real(*values, **how | {"file": self.text, "flush": False})
            else:
                self.text.write(ELSEWHERE)
        self.real(*values, **how)

    def take(self) -> str:
        text, self.text = self.text.getvalue(), io.StringIO()
        return text


class Unwatched:
    """Which lines run is asked of the whole page."""

    def __init__(self, path: str, names: dict) -> None: ...

    def watch(self, code, lent: list) -> None: ...


def move() -> None:
    """Go on in a copy of the folder: another program does not find what this one writes."""
    folder = f"{os.getcwd()}.{os.getpid()}"
    shutil.copytree(".", folder)
    os.chdir(folder)


def parted(path: tuple, tell) -> bool:
    """Whether this is a new process; the old one waits until it has ended."""
    sys.stdout.flush()
    drawn = random.getstate()
    if pid := os.fork():
        _, status = os.waitpid(pid, 0)
        if status:
            tell(path, "", f"the process died: {status}")
        return False
    move()
    random._inst.setstate(drawn)  # a fork seeds it anew; a program does not
    return True


def grow(
    program: child.Program,
    tree: list,
    above: int,
    tell,
    prints: Prints,
    root=True,
):
    """Run each branch in a process of its own, one after the other.

    The last one goes on in this process, which nobody needs after it; but the
    root has the last word.
    """
    for path, code, rest in tree:
        stays = path == tree[-1][0] and not root
        if not stays and not parted(path, tell):
            continue
        top = compile(
            "\n" * above + code, program.path, "exec", dont_inherit=True
        )
        output, error = program.block(code, above, [], top)
        error = error or child.complaint()
        loud = prints.take() != output and bool(rest)
        tell(path, output, error or (OTHERWISE if loud else None))
        if not error:
            lines = code.rstrip("\n").count("\n") + 1
            grow(program, rest, above + lines, tell, prints, root=False)
        if not stays:
            os._exit(0)


def work(inside: dict, tree: tuple, tell) -> None:
    """Import what the page imports; then run all its programs."""
    imports, branches = tree
    with open(inside["printed"], encoding="utf-8", newline="") as printed:
        program = child.Program(inside["page"], printed, Unwatched)
        top = compile(imports, program.path, "exec", dont_inherit=True)
        _, error = program.block(imports, 0, [], top)
        if error:
            raise RuntimeError(error)
        lines = imports.rstrip("\n").count("\n") + 1
        grow(program, branches, lines, tell, Prints())


def main(root: str, box: str) -> None:
    child.main(root, box, work)
