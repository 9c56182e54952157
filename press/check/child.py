"""Run the blocks of a page as one program, the way a reader would: a fresh process, an empty folder.

Here nothing may be imported that binds a submodule to its package: the page
would find `importlib.util` although it has imported `importlib` alone.
"""

import atexit
import marshal
import os
import sys
import threading

from press.check import (
    arms,
    last_value,
    offline,
    seeds,
    shapes_seen,
    surroundings,
)
from press.check.lines import Watch
from press.check.unrun import unrun


def reader_traceback(error: BaseException, path: str) -> str:
    """The traceback from the first frame of the page on."""
    import traceback  # no sooner: it brings submodules along

    if isinstance(error, SyntaxError) and error.filename == path:
        return "".join(traceback.format_exception_only(error))
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != path:
        frames = frames.tb_next
    return "".join(
        traceback.format_exception(
            type(error), error, frames or error.__traceback__
        )
    )


class Program:
    """The blocks that have run so far, and all that they share."""

    def __init__(self, folder: str, printed, watch=Watch) -> None:
        self.path = os.path.join(folder, "page.py")
        self.names = surroundings.become_main(self.path).__dict__
        self.streams = {"stdout": sys.stdout, "stderr": sys.stderr}
        self.source, self.printed, self.length = "", printed, 0
        self.blocks: list[tuple] = []
        self.watch = watch(self.path, self.names)

    def block(self, code: str, above: int, lent: list, top) -> tuple:
        """Run one more block. Returns what it printed, and what went wrong."""
        self.source += code.rstrip("\n") + "\n"
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(self.source)
        if "linecache" in sys.modules:
            sys.modules["linecache"].checkcache(self.path)
        shapes_seen.begin(self.names)
        error = self.run("\n" * above + code, lent, top) or self.taken_away()
        self.blocks.append((top, "\n" * above + code, set(lent)))
        return self.printed_since(), error

    def run(self, source: str, lent: list, top) -> str | None:
        """The code of a block as it is must compile; what runs is top."""
        try:
            compile(source, self.path, "exec", dont_inherit=True)
            if isinstance(top, str):
                return top
            self.watch.watch(top, lent)
            exec(top, self.names)
        except SystemExit as stop:
            return f"SystemExit({stop.code!r}): the rest never ran"
        except BaseException as error:
            return reader_traceback(error, self.path)
        return None

    def taken_away(self) -> str | None:
        """What a block has done to the streams that a reader looks at."""
        for name, stream in self.streams.items():
            if getattr(sys, name, None) is not stream:
                setattr(sys, name, stream)
                return f"replaces sys.{name}: what it prints is not seen"
            if stream.closed:
                return f"closes sys.{name}: what comes after it is not seen"
        return None

    def printed_since(self) -> str:
        for stream in self.streams.values():
            if not stream.closed:
                stream.flush()
        before, self.length = (
            self.length,
            os.fstat(self.printed.fileno()).st_size,
        )
        if self.length < before:
            return "(takes back what it has printed)"
        return self.printed.read().replace(os.linesep, "\n")

    def end(self) -> str | None:
        """What Python does when a program ends, and what is wrong with that."""
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        atexit._run_exitfuncs()
        if late := self.printed_since():
            return f"prints when it ends:\n{late}"
        try:
            compile(self.source, self.path, "exec", dont_inherit=True)
        except SyntaxError as error:
            return f"the blocks together are no program: {error}"
        return None


def complaint() -> str | None:
    """What is wrong with a block although Python lets it run."""
    if offline.refused:
        return offline.refused.pop(0)
    return shapes_seen.found() or seeds.complaint()


def run_here(program: Program, blocks: list, tell) -> None:
    """Run all blocks in this process; tell(index, outcome) as each one ends."""
    sound = []
    for index, block in enumerate(blocks):
        output, error = program.block(*block)
        wrong = error or complaint()
        tell(index, output, wrong, last_value.taken())
        if error:
            return
        sound += [] if wrong else [index]
    if error := program.end():
        tell(len(blocks) - 1, "", error)
    for index in sound:
        if missing := unrun(*program.blocks[index], program.watch.seen):
            tell(index, "", missing)


def whole(inside: dict, blocks: list, tell) -> None:
    """Run the whole page."""
    with open(inside["printed"], encoding="utf-8", newline="") as printed:
        run_here(Program(inside["page"], printed), blocks, tell)


def main(root: str, box: str, work=whole) -> None:
    """The child's main: its reports, then a word that it came to its end."""
    inside = {name: os.path.join(box, name) for name in os.listdir(box)}
    with open(inside["blocks"], "rb") as file:
        blocks, hidden = marshal.load(file)
    said = open(inside["said"], "ab", buffering=0)  # noqa: SIM115
    reached = 0

    def tell(*message) -> None:
        nonlocal reached
        reached = message[0] + 1 if isinstance(message[0], int) else 0
        said.write(marshal.dumps(message))

    try:
        surroundings.forget_repository(inside["page"], root)
        surroundings.warnings_are_errors(inside["page"])
        arms.begin()
        last_value.begin()
        seeds.begin()
        offline.begin(root, inside["guard"], hidden)
        work(inside, blocks, tell)
    except BaseException as error:
        last = min(reached, len(blocks) - 1)
        tell(last, "", reader_traceback(error, ""))
    said.write(marshal.dumps("end"))
    os._exit(0)
