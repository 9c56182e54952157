"""Run the blocks of a page as one program, the way a reader would: a fresh process, an empty folder."""

import contextlib
import linecache
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import traceback
import types
import warnings
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PRELOAD = ["numpy", "torch", "tests.pages.child"]
HIDDEN_FROM_READERS = (
    DeprecationWarning,
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)


class Outcome(NamedTuple):
    """What a block printed, and what went wrong with it."""

    output: str
    error: str | None


def forget_repository(folder: Path) -> None:
    """The reader has no repository: neither its path nor its modules."""
    sys.path[:] = [str(folder)] + [
        entry for entry in sys.path if entry and Path(entry).resolve() != ROOT
    ]
    for name in list(sys.modules):
        if name.split(".")[0] in ("snippets", "tests", "theme"):
            del sys.modules[name]


def warnings_are_errors() -> None:
    """Whatever warning Python would show to the reader stops the block."""
    warnings.resetwarnings()
    warnings.showwarning = warnings._showwarning_orig
    warnings.simplefilter("error")
    for category in HIDDEN_FROM_READERS:
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("error", module="__main__")


def capture_everything(log: Path) -> None:
    """Both streams go to one file, also what C code writes."""
    handle = os.open(log, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stdout


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
        if frame.f_code.co_filename == path:
            calls.add(frame.f_code)

    top = None
    try:
        top = compile("\n" * first_line + code, path, "exec", dont_inherit=True)
        sys.settrace(trace)
        exec(top, names)
    except SystemExit as stop:
        return top, f"SystemExit({stop.code!r}): the rest never ran"
    except BaseException as error:
        return top, reader_traceback(error, path)
    finally:
        sys.settrace(None)
    return top, None


def never_called(top: types.CodeType, calls: set) -> list[str]:
    """Functions and classes of a block that no block of the page has called."""
    missing, todo = [], [c for c in top.co_consts if is_code(c)]
    while todo:
        code = todo.pop()
        if code not in calls and not code.co_name.startswith("<"):
            missing.append(code.co_qualname)
        todo += [c for c in code.co_consts if is_code(c)]
    return sorted(missing)


def is_code(constant) -> bool:
    return isinstance(constant, types.CodeType)


def run_here(codes: tuple[str, ...], folder: Path) -> list[Outcome]:
    """Run all blocks in this process, which is given up afterwards."""
    os.chdir(folder)
    forget_repository(folder)
    path, log = folder / "page.py", folder / "printed.log"
    main = types.ModuleType("__main__")
    main.__file__ = str(path)
    sys.modules["__main__"], sys.argv = main, [str(path)]
    capture_everything(log)
    warnings_are_errors()
    outcomes, tops, calls, source = [], [], set(), ""
    with open(log, encoding="utf-8") as printed:
        for code in codes:
            first_line = source.count("\n")
            source += code.rstrip("\n") + "\n"
            path.write_text(source, "utf-8")
            linecache.checkcache(str(path))
            top, error = run_block(
                code, str(path), first_line, main.__dict__, calls
            )
            sys.stdout.flush()
            outcomes.append(Outcome(printed.read(), error))
            tops.append(top)
            if error:
                return outcomes
    for index, top in enumerate(tops):
        if missing := never_called(top, calls):
            error = f"defined and never called: {', '.join(missing)}"
            outcomes[index] = outcomes[index]._replace(error=error)
    return outcomes


def entry(pipe, codes: tuple[str, ...], folder: Path) -> None:
    if hasattr(os, "setsid"):
        os.setsid()
        multiprocessing.set_start_method("fork", force=True)
    try:
        outcomes = run_here(codes, folder)
    except BaseException:
        outcomes = [Outcome("", traceback.format_exc())]
    pipe.send(list(map(tuple, outcomes)))
    pipe.close()
    os._exit(0)


def start_method():
    """A server that has only imported NumPy and torch forks each page; Windows spawns."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def end(process) -> None:
    """Kill the page's process with all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def run(codes: tuple[str, ...], timeout: float) -> tuple[Outcome, ...]:
    """Run blocks as one program. Fewer outcomes than blocks: the last one stopped it."""
    context = start_method()
    folder = Path(tempfile.mkdtemp(prefix="page-")).resolve()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=entry, args=(sender, codes, folder))
    process.start()
    sender.close()
    try:
        if not receiver.poll(timeout):
            return (Outcome("", f"no end after {timeout} s"),)
        return tuple(Outcome(*outcome) for outcome in receiver.recv())
    except EOFError:
        process.join()
        return (Outcome("", f"the process died: {process.exitcode}"),)
    finally:
        receiver.close()
        end(process)
        shutil.rmtree(folder, ignore_errors=True)
