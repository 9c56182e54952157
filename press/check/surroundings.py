"""What a program finds when it starts: a folder of its own, and no repository."""

import os
import re
import sys
import types
import warnings

OURS = ("snippets", "studies", "tests", "press", "conftest")
HIDDEN_FROM_READERS = (
    DeprecationWarning,
    PendingDeprecationWarning,
    ImportWarning,
    ResourceWarning,
)


class NotOurs:
    """The reader has not installed this repository either."""

    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def forget_repository(folder: str, root: str) -> None:
    """The reader has no repository: neither its path nor its modules."""
    sys.path[:] = [folder] + [
        entry for entry in sys.path if entry and os.path.realpath(entry) != root
    ]
    sys.meta_path.insert(0, NotOurs())
    for name in list(sys.modules):
        if name.split(".")[0] in OURS:
            del sys.modules[name]


def warnings_are_errors(folder: str) -> None:
    """Whatever warning Python would show to the reader stops the block.

    Not what it says of a library's own text: that it says once, when it writes
    the library's bytecode, so that only the first page in a new environment
    would meet it.
    """
    warnings.resetwarnings()
    warnings.simplefilter("error")
    for category in HIDDEN_FROM_READERS:
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("error", module="__main__")
    elsewhere = rf"_frozen_importlib|(?!{re.escape(folder)})(/|[A-Z]:)"
    warnings.filterwarnings("ignore", "", SyntaxWarning, elsewhere)


def become_main(path: str) -> types.ModuleType:
    """The program is `python page.py`; its lines appear as on a screen."""
    main = types.ModuleType("__main__")
    main.__file__ = path
    sys.modules["__main__"], sys.argv = main, [path]
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)
    return main
