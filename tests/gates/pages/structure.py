"""Blocks that no run would judge: how their fences open, what their text claims."""

from press.read.page import Block
from press.read.within import loosens, tolerance, too_wide
from tests.gates.pages.claims import untrue
from tests.gates.pages.letters import odd, odd_in_output
from tests.gates.pages.plain import QUOTES, troubles

CLASSES = {  # that a fence may have, by its language
    "text": {("output",), ("plain",)},
    "python": {(), ("exercise",), ("check",), ("mistake",), ("solution",)},
}
PLAIN = {"bash", "toml", "yaml", "json"}


def structure(blocks: tuple[Block, ...]) -> list[str]:
    """Blocks that no gate would look at: unknown languages, outputs of nothing."""
    problems = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        found = form(before, block)
        if not found and block.is_output:
            found = odd_in_output(block.code)
        elif not found:
            found = untrue(block) if block.is_python else troubles(block)
            found += odd(block.code)
        problems += [f"line {block.line + 1}: {each}" for each in found]
    return problems


def form(before: Block | None, block: Block) -> list[str]:
    """What is wrong with the opening line of a block, or with its place."""
    problems = [f"option {block.options}"] if block.options else []
    known = CLASSES.get(block.language, {()})
    if block.is_output:
        if before is None or not before.is_python or before.is_output:
            problems.append("an output without its Python block")
        if block.language != "text":
            problems.append(f"output in {block.language!r}")
    elif not block.is_python and block.language not in PLAIN | {"text"}:
        problems.append(f"language {block.language or 'none'!r}")
    elif block.language == "text" and "plain" not in block.classes:
        problems.append("text is neither output nor plain")
    if not problems and block.classes not in known:
        problems.append(f"classes {block.classes}")
    if block.title and not block.is_python:
        problems.append(f"title {block.title!r}: it belongs to code of a file")
    if block.source and (block.is_output or block.language not in QUOTES):
        problems.append("from= belongs to a text that no block printed")
    if not problems and block.within:
        problems += loose(block)
    return problems


def loose(block: Block) -> list[str]:
    """What is wrong with how far the numbers of an output may differ."""
    if not block.is_output:
        return ["within belongs to an output"]
    try:
        within = tolerance(block.within)
    except ValueError as error:
        return [str(error)]
    if not loosens(block.code, within):
        return [f'within="{block.within}": no number of it may differ']
    return [
        f'within="{block.within}": {each}'
        for each in too_wide(block.code, within)
    ]
