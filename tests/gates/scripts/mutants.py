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
    "sqrt": ["exp"],
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
# a line that only calls something, such as a guard
CALL = re.compile(r"^  +[\w.]+\(.*\)(?: //.*)?\n", re.MULTILINE)


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
    """All modules with one change: another token, or a call left out."""
    found = [
        Mutant(
            text[: call.start()] + text[call.end() :], f"no {call[0].strip()}"
        )
        for call in CALL.finditer(text)
    ]
    for token in TOKEN.finditer(text):
        for new in others(token):
            made = text[: token.start()] + new + text[token.end() :]
            line = made[made.rfind("\n", 0, token.start()) + 1 :]
            found.append(Mutant(made, line.partition("\n")[0].strip()))
    return found


def line_of(text: str, mutant: str) -> str:
    """What is different in a mutant: the line as it became, or that it is gone."""
    lines = [*difflib.ndiff(text.splitlines(), mutant.splitlines())]
    new = [line[2:].strip() for line in lines if line.startswith("+ ")]
    old = [line[2:].strip() for line in lines if line.startswith("- ")]
    return new[0] if new else f"no {old[0]}"
