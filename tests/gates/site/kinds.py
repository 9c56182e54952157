"""What a program meets otherwise in a notebook than as a file: found in its code.

A kernel has an event loop at work, arguments of its own, streams that are no
files, no `__file__`, and a main module that no other process can import.
"""

import ast
import functools
from collections.abc import Iterable

MODULES = {
    *("asyncio", "argparse", "optparse", "getopt", "multiprocessing"),
    *("concurrent", "subprocess", "inspect", "linecache", "dis", "signal"),
    *("atexit", "code", "pdb", "runpy", "threading", "logging", "getpass"),
    *("readline", "select", "traceback", "IPython", "matplotlib"),
}
NAMES = {
    *("__file__", "__spec__", "input", "exit", "quit", "breakpoint", "_"),
    "get_ipython",
}
ATTRIBUTES = {
    *("argv", "orig_argv", "stdin", "stdout", "stderr", "executable"),
    *("displayhook", "excepthook", "settrace", "redirect_stdout"),
    *("redirect_stderr", "fork", "multiprocessing", "num_workers"),
}


def met(node: ast.AST) -> set[str]:
    """What a node of a program asks of where it runs."""
    if isinstance(node, ast.Import):
        return {part for a in node.names for part in a.name.split(".")[:1]}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return set()


def named(node: ast.AST) -> str:
    """The name that a node uses, of an attribute, an argument or its own."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return node.id if node.id in NAMES else ""
    own = getattr(node, "attr", "") or getattr(node, "arg", "")
    if isinstance(node, ast.alias):
        own = node.name.split(".")[-1]
    return own if own in ATTRIBUTES else ""


@functools.cache
def of_block(code: str) -> frozenset[str]:
    """What of a block a kernel does in a way of its own."""
    nodes = [*ast.walk(ast.parse(code))]
    modules = set().union(*map(met, nodes)) & MODULES
    return frozenset(modules | {*map(named, nodes)} - {""})


def kinds(blocks: Iterable[str]) -> set[str]:
    """What of a page's code a kernel does in a way of its own."""
    return set().union(*map(of_block, blocks))
