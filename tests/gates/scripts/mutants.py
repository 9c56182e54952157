"""Small changes to a module in JavaScript, each of which its cases should notice."""

import difflib
import re
from typing import NamedTuple

SWAPS = {
    "+": ["-"],
    "-": ["+"],
    "*": ["/"],
    "/": ["*"],
    "<": ["<=", ">"],
    "<=": ["<", ">="],
    ">": [">=", "<"],
    ">=": [">", "<="],
    "===": ["!=="],
    "!==": ["==="],
    "&&": ["||"],
    "||": ["&&"],
    "??": ["&&"],
    "!": [""],
    "true": ["false"],
    "false": ["true"],
    "add": ["subtract"],
    "subtract": ["add"],
    "multiply": ["divide"],
    "divide": ["multiply"],
    "maximum": ["subtract"],
    "greater": ["subtract"],
    "tanh": ["exp"],
    "exp": ["tanh"],
    "sigmoid": ["tanh"],
    "square": ["tanh"],
    "max": ["min"],
    "every": ["some"],
    "sum": ["mean"],
    "mean": ["sum"],
    "reverse": ["slice"],
}
# what is no code, or is none that computes; then what may be changed
TOKEN = re.compile(
    r"""(?P<left>//[^\n]*|"[^"\n]*"|`[^`]*`|^import[^\n]*$|^export\ function\ \w+
      |=>|\.\.\.|\?\.)
    |(?P<number>\b\d+(?:\.\d+)?\b)
    |(?P<sign>===|!==|<=|>=|&&|\|\||\?\?|[-+*/<>!])
    |(?P<name>\b[a-z_]+\b)""",
    re.MULTILINE | re.VERBOSE,
)


class Mutant(NamedTuple):
    """A module with one change."""

    text: str
    line: str  # as it became


def others(token: re.Match) -> list[str]:
    """What could stand in the place of a token."""
    kind, text = token.lastgroup, token[0]
    if kind == "left":
        return []
    if kind == "number":
        return [str(float(text) + 1) if "." in text else str(int(text) + 1)]
    return SWAPS.get(text, [])


def mutants(text: str) -> list[Mutant]:
    """All modules with one change."""
    found = []
    for token in TOKEN.finditer(text):
        for new in others(token):
            made = text[: token.start()] + new + text[token.end() :]
            line = made[made.rfind("\n", 0, token.start()) + 1 :]
            found.append(Mutant(made, line.partition("\n")[0].strip()))
    return found


def line_of(text: str, mutant: str) -> str:
    """The line of a mutant that differs."""
    lines = difflib.ndiff(text.splitlines(), mutant.splitlines())
    return next(line[2:].strip() for line in lines if line.startswith("+ "))
