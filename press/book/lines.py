"""Code on paper: a line that is too long goes on below, and a mark says that it does."""

import unicodedata
from collections.abc import Iterator

from press.finish.tree import Node, Tree, element, first_words

COLUMNS = 96  # of the sheet; the house writes 88, outputs may be longer
MARK = "↪ "  # where a line goes on
WIDE = {"W", "F"}  # Chinese takes two columns


def width(letter: str) -> int:
    """How many columns a character takes."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in WIDE else 1


def pieces(text: str, column: int, columns: int) -> Iterator[tuple[str, int]]:
    """A text cut where it would leave the sheet, and the column behind each piece."""
    piece = ""
    for letter in text:
        step = 0 if letter == "\n" else width(letter)
        if column + step > columns:
            yield piece, column
            piece, column = "", len(MARK)
        piece += letter
        column = 0 if letter == "\n" else column + step
    yield piece, column


def break_lines(tree: Tree, code: Node, columns: int = COLUMNS) -> None:
    """Break the lines of a block, in whatever element of it they leave the sheet."""
    column = 0
    below = [*code.iter(include_text=True)]
    while below:
        node = below.pop(0)
        if node.is_element_node:
            below = [*node.iter(include_text=True), *below]
            continue
        text = node.text_content or ""
        found = [*pieces(text, column, columns)]
        column = found[-1][1]
        for number, (piece, _) in enumerate(found if len(found) > 1 else ()):
            if number:
                mark = element(tree, "span", class_="turn")
                first_words(mark, f"\n{MARK}")
                node.insert_before(mark)
            if piece:
                node.insert_before(piece)
        if len(found) > 1:
            node.decompose()
