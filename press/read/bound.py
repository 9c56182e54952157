"""Letters that only a formula itself gives a meaning to: the t below a sum is no symbol."""

from press.finish.tree import Node

BINDING = {*"∑∏∫⋃⋂", "lim"}  # an entry of such a letter is a number, no array
CHOOSING = {"max", "min", "sup", "inf", "argmax", "argmin", "𝔼", "Var", "Pr"}
ENDS = {"=", "∈", "∼", "≤", "<", "≠", "→"}
SCRIPTED = ("munder", "munderover", "msub", "msubsup")


def letters(node: Node) -> list[str]:
    """The identifiers in a node, in order."""
    return [each.text() for each in node.css("mi")]


def of_script(script: Node) -> list[str]:
    """The letters of `s = 1` or `a ∼ π` that it is about: those before the sign."""
    parts = [*script.iter()] if script.tag == "mrow" else [script]
    found: list[str] = []
    for part in parts:
        if part.tag == "mo" and part.text() in ENDS:
            break
        found += letters(part)
    return found


def of(math: Node, operators: set[str] = BINDING | CHOOSING) -> set[str]:
    """The letters that the operators of a formula bind."""
    found: set[str] = set()
    for scripted in math.css(", ".join(SCRIPTED)):
        base, script, *_ = scripted.iter()
        if base.text().strip() in operators:
            found |= {*of_script(script)}
    return found
