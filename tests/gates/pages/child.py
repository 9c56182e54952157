"""Run the blocks of a page as one program, the way a reader would: a fresh process, an empty folder."""

import atexit
import contextlib
import importlib.abc
import inspect
import linecache
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
import warnings
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from tests.gates.pages import shapes

OURS = ("snippets", "tests", "press", "conftest")
PRELOAD = ["numpy", "torch", "tests.gates.pages.child"]
HIDDEN_FROM_READERS = (
    DeprecationWarning,
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)
STARTING = (
    threading.Lock()
)  # one at a time: what is __main__ is the same for all
GENERATOR = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR
AFTER = " (a call before does not count: the block defines it anew)"
THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "", None)


class Outcome(NamedTuple):
    """What a block printed, and what went wrong with it."""

    output: str
    error: str | None


class NotOurs(importlib.abc.MetaPathFinder):
    """The reader has not installed this repository either."""

    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def forget_repository(folder: Path) -> None:
    """The reader has no repository: neither its path nor its modules."""
    os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [str(folder)] + [
        entry for entry in sys.path if entry and Path(entry).resolve() != ROOT
    ]
    sys.meta_path.insert(0, NotOurs())
    for name in list(sys.modules):
        if name.split(".")[0] in OURS:
            del sys.modules[name]


def refuse_network(event: str, args: tuple) -> None:
    """An audit hook: a page runs offline, on every machine."""
    if event == "socket.connect":
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if host not in THIS_MACHINE:
        raise RuntimeError(f"a page must not use the network: {host}")


def warnings_are_errors() -> None:
    """Whatever warning Python would show to the reader stops the block."""
    warnings.resetwarnings()
    warnings.showwarning = warnings._showwarning_orig
    warnings.simplefilter("error")
    for category in HIDDEN_FROM_READERS:
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("error", module="__main__")


def capture_everything(log: Path) -> None:
    """All streams go to one file, also what C code writes."""
    handle = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stdout__ = sys.__stderr__ = sys.stdout


def reader_traceback(error: BaseException, path: str) -> str:
    """The traceback from the first frame of the page on."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename != path:
        frames = frames.tb_next
    return "".join(
        traceback.format_exception(
            type(error), error, frames or error.__traceback__
        )
    )


def run_block(code: str, path: str, first_line: int, names: dict, calls: set):
    """Execute one block in the page's namespace. Returns its code object, error."""

    def trace(frame, event, arg):
        if frame.f_code.co_filename != path:
            return None
        if event == "line" or not frame.f_code.co_flags & GENERATOR:
            calls.add(frame.f_code)
            return None
        return (
            trace  # a generator is called when it is asked for its first value
        )

    top = None
    shapes.begin(names)
    threading.settrace(trace)
    try:
        code = "\n" * first_line + code
        top = compile(code, path, "exec", dont_inherit=True)
        top = shapes.instrumented(code, path) or top
        sys.settrace(trace)
        exec(top, names)
    except SystemExit as stop:
        return top, f"SystemExit({stop.code!r}): the rest never ran"
    except BaseException as error:
        return top, reader_traceback(error, path)
    finally:
        sys.settrace(None)
    return top, shapes.found()


def never_called(top: types.CodeType, calls: set) -> list[str]:
    """Functions, classes and lambdas of a block that no block of the page has called."""
    missing, todo = [], [c for c in top.co_consts if is_code(c)]
    while todo:
        code = todo.pop()
        if code not in calls and not code.co_name.endswith(("comp>", "expr>")):
            name = code.co_qualname
            if code.co_name == "<lambda>":
                line = linecache.getline(code.co_filename, code.co_firstlineno)
                name = f"the lambda of {line.strip()!r}"
            missing.append(name)
        todo += [c for c in code.co_consts if is_code(c)]
    return sorted(missing)


def is_code(constant) -> bool:
    return isinstance(constant, types.CodeType)


def wait_for_threads() -> None:
    """What Python does when a program ends."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()


def one_program(source: str, path: str) -> str | None:
    """Whether the blocks, one after the other, are a program that compiles."""
    try:
        compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"the blocks together are no program: {error}"
    return None


def run_here(codes: tuple[str, ...], folder: Path, tell) -> None:
    """Run all blocks in this process; tell(index, outcome) as each one ends."""
    path, log = folder / "page.py", folder / "printed.log"
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"], sys.argv = main, [str(path)]
    atexit._clear()
    capture_everything(log)
    warnings_are_errors()
    sys.addaudithook(refuse_network)
    tops, calls, source, names = [], set(), "", main.__dict__
    with open(log, encoding="utf-8") as printed:
        for index, code in enumerate(codes):
            first_line = source.count("\n")
            source += code.rstrip("\n") + "\n"
            path.write_text(source, "utf-8")
            linecache.checkcache(str(path))
            top, error = run_block(code, str(path), first_line, names, calls)
            sys.stdout.flush()
            outcome = Outcome(printed.read(), error)
            tell(index, outcome)
            if error:
                return
            tops.append(top)
        wait_for_threads()
        late = printed.read()
        error = one_program(source, str(path))
        if late or error:
            tell(index, Outcome("", error or f"prints when it ends:\n{late}"))
    for index, top in enumerate(tops):
        if missing := never_called(top, calls):
            names = ", ".join(missing)
            error = f"defined and never called: {names}{AFTER}"
            tell(index, Outcome("", error))


def entry(pipe, codes: tuple[str, ...], folder: Path) -> None:
    """The child's main: its reports, then a word that it came to its end."""
    if hasattr(os, "setsid"):
        os.setsid()
        multiprocessing.set_start_method("fork", force=True)
    reached = 0

    def tell(index: int, outcome: Outcome) -> None:
        nonlocal reached
        reached = index + 1
        pipe.send((index, *outcome))

    try:
        os.chdir(folder)
        forget_repository(folder)
        run_here(codes, folder, tell)
    except BaseException:
        tell(min(reached, len(codes) - 1), Outcome("", traceback.format_exc()))
    pipe.send("end")
    pipe.close()
    os._exit(0)


def start_method():
    """A server that has only imported NumPy and torch forks each page.

    Where there is no fork, or PAGES_COLD is set, each page gets a new interpreter:
    slower, and it sees a page that uses a submodule which only torch imported.
    """
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods or os.environ.get("PAGES_COLD"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


@contextlib.contextmanager
def without_main():
    """A child that is started now does not import pytest, the main program here."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def end(process) -> None:
    """Kill the page's process with all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def listen(receiver, process, blocks: int, timeout: float) -> list[Outcome]:
    """Collect what the child tells; where it falls silent, the block at work is to blame."""
    told: dict[int, Outcome] = {}
    deadline, trouble = time.monotonic() + timeout, None
    try:
        while receiver.poll(max(0, deadline - time.monotonic())):
            message = receiver.recv()
            if message == "end":
                return [told[index] for index in sorted(told)]
            told[message[0]] = Outcome(*message[1:])
        trouble = f"no end after {timeout} s"
    except EOFError:
        process.join()
        trouble = f"the process died: {process.exitcode}"
    told[min(len(told), blocks - 1)] = Outcome("", trouble)
    return [told[index] for index in sorted(told)]


def run(codes: tuple[str, ...], timeout: float) -> tuple[Outcome, ...]:
    """Run blocks as one program. Fewer outcomes than blocks: the last one stopped it."""
    context = start_method()
    folder = Path(tempfile.mkdtemp(prefix="page-")).resolve()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=entry, args=(sender, codes, folder))
    with STARTING, without_main():
        process.start()
    sender.close()
    try:
        return tuple(listen(receiver, process, len(codes), timeout))
    finally:
        receiver.close()
        end(process)
        shutil.rmtree(folder, ignore_errors=True)
