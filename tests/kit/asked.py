"""What a command is asked for: PAGE=… after its name, or in the environment, as make puts it."""

import os
import sys


def given() -> dict[str, str]:
    """Every name that has a value: `python -m tests.commands.outputs PAGE=a.md`."""
    pairs = (word.partition("=") for word in sys.argv[1:])
    own = {name: value for name, equals, value in pairs if equals}
    return {**os.environ, **own}


def asked(name: str, default: str = "") -> str:
    """The value of one of them."""
    return given().get(name) or default
