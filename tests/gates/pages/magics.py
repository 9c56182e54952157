"""Code that only IPython understands: magics, shell commands, questions."""

from IPython.core.inputtransformer2 import TransformerManager

from press.read.page import Block, trimmed


def plain(code: str) -> bool:
    """Whether IPython runs the code as it stands, as Python does."""
    code = trimmed(code).rstrip()
    return TransformerManager().transform_cell(code) == code + "\n"


def magics(blocks: tuple[Block, ...]) -> list[str]:
    """The Python blocks that Python and IPython read differently."""
    return [
        f"line {block.line + 1}: IPython reads it in its own way: {block.code.strip()[:60]!r}"
        for block in blocks
        if block.is_python and not plain(block.code)
    ]
