"""A notebook in the repository is its source: nothing that a run leaves behind, no tags."""

import nbformat

from press.check.verdict import TIMEOUT, start
from press.read.page import FRONT, Page
from tests.gates.pages.structure import structure

KERNEL = {"display_name", "language", "name"}
LANGUAGE = {"name"}


def leftovers(book: nbformat.NotebookNode) -> list[str]:
    """What stands in a notebook beside its cells' text, each with what it is."""
    found = [
        f"metadata {key!r}"
        for key in book.metadata
        if key not in ("kernelspec", "language_info", *FRONT)
    ]
    found += unknown("kernelspec", book.metadata.get("kernelspec", {}), KERNEL)
    found += unknown(
        "language_info", book.metadata.get("language_info", {}), LANGUAGE
    )
    for number, cell in enumerate(book.cells, 1):
        place = f"cell {number}: "
        found += [place + f"metadata {key!r}" for key in cell.metadata]
        if cell.cell_type == "raw":
            found.append(place + "raw: it is shown and never runs")
        if cell.get("attachments"):
            found.append(place + "an attachment")
        if cell.get("outputs"):
            found.append(place + "a saved output")
        if cell.get("execution_count") is not None:
            found.append(place + "an execution count")
    return found


def unknown(name: str, given: dict, known: set[str]) -> list[str]:
    return [f"{name} {key!r}" for key in given if key not in known]


def complaints(page: Page, timeout: float = TIMEOUT) -> list[str]:
    """What goes wrong when the cells of a notebook run as a program."""
    count = sum(block.is_python for block in page.blocks)
    outcomes = start(page, timeout).result() if count else ()
    found = [
        f"cell {number}: {outcome.error}"
        for number, outcome in enumerate(outcomes, 1)
        if outcome.error
    ]
    found += [
        f"cell {number}: a program does not show the value of its last line"
        for number, outcome in enumerate(outcomes, 1)
        if outcome.value
    ]
    if len(outcomes) < count and not found:
        found.append(f"cell {len(outcomes) + 1} never ran")
    return structure(page.blocks) + found
