"""Run a page, write what its blocks print and which they need: make outputs PAGE=recurrent/lstm.md."""

import difflib
import itertools
import re
import sys
from pathlib import Path
from typing import NamedTuple

from mkdocs.utils.meta import get_data

from press import CONFIGS, DOCS
from press.check.process import Outcome
from press.check.verdict import pool, start, verdicts
from press.read.fences import Fence, fences
from press.read.page import Page, PageError, normal, read
from tests.commands.programs import measure
from tests.gates.pages import printed
from tests.kit.asked import asked

INDENT = re.compile(r"^[\s>]*")


class Edit(NamedTuple):
    """The lines from first up to last that become others."""

    first: int
    last: int
    lines: list[str]


def raw_fences(text: str) -> list[Fence]:
    """The fences of a page, by their lines in the file."""
    body = get_data(text.lstrip("\ufeff"))[0]
    offset = text.count("\n") - body.count("\n")
    return [
        fence._replace(start=fence.start + offset, end=fence.end + offset)
        for fence in fences(body)
    ]


def as_fence(output: str, indent: str, opening: str) -> list[str]:
    """A fence with this output, below an opening line that keeps its options."""
    mark = re.search(r"`{3,}|~{3,}", opening)[0]
    lines = [indent + line for line in normal(output).split("\n")]
    return [opening, *(line.rstrip() for line in lines), indent + mark]


def edit(block: Fence, after: Fence | None, output: str, text: str) -> Edit:
    """What makes a page show this output after a block; after is its old fence."""
    lines = text.split("\n")
    indent = INDENT.match(lines[block.start])[0]
    if after is None:
        ticks = "````" if "```" in output else "```"
        new = as_fence(output, indent, f"{indent}{ticks}{{ .text .output }}")
        return Edit(block.end + 1, block.end + 1, [indent.rstrip(), *new])
    if not normal(output):
        return Edit(block.end + 1, after.end + 1, [])
    new = as_fence(output, indent, lines[after.start])
    return Edit(after.start, after.end + 1, new)


def edits(page: Page, text: str, outcomes: tuple[Outcome, ...], wrong: set):
    """What to change in a page, and why some blocks are left as they are."""
    found, left = [], []
    at = {fence.start: fence for fence in raw_fences(text)}
    pairs = itertools.pairwise((*page.blocks, None))
    pairs = [(b, after) for b, after in pairs if b.is_python]
    for index, (block, after) in enumerate(pairs):
        where = f"{page.path.name}:{block.line + 1}"
        shown = after if after and after.is_output else None
        if index >= len(outcomes):
            left.append(f"{where} never ran: a block before it failed")
        elif outcomes[index].error:
            last = outcomes[index].error.strip().split("\n")[-1]
            left.append(f"{where} failed, its output stays as it is: {last}")
        elif index in wrong:
            fence = at.pop(block.line, None)
            old = at.get(shown.line) if shown else None
            if fence is None or (shown and old is None):
                left.append(f"{where} comes from an included text: edit that")
            else:
                found.append(edit(fence, old, outcomes[index].output, text))
    return found, left


def rewritten(text: str, changes: list[Edit]) -> str:
    """The text after all changes."""
    lines = text.split("\n")
    for first, last, new in reversed(changes):
        lines[first:last] = new
    return "\n".join(lines)


def outputs(path: Path, name: str) -> tuple[str, list[str]]:
    """The text of a page with the outputs of its blocks; what was left alone."""
    page, text = read(path, coloured=False), path.read_text("utf-8")
    outcomes = start(page).result()
    typed = {block.code for block in printed.by_hand(name, page)}
    wrong = {
        index
        for index, verdict in enumerate(verdicts(page))
        if verdict.problem or verdict.shown in typed
    }
    changes, left = edits(page, text, outcomes, wrong)
    return rewritten(text, changes), left


def meant(name: str, docs: Path = DOCS) -> list[str]:
    """The pages that a name may stand for: docs/en/a/b.md, a/b.md or b."""
    inner = re.sub(r"^(docs/)?(zh|en)/", "", name).removesuffix(".md")
    every = sorted(
        p.relative_to(docs / "en") for p in (docs / "en").rglob("*.md")
    )
    ends = [page.as_posix() for page in every]
    exact = [end for end in ends if end == f"{inner}.md"]
    return exact or [end for end in ends if Path(end).stem == inner]


def main(name: str, docs: Path = DOCS) -> int:
    """Write the outputs of both languages, show what changed."""
    found = meant(name, docs)
    paths = [docs / code / page for page in found for code in CONFIGS]
    if len(found) != 1 or not all(path.is_file() for path in paths):
        those = f"; there is {', '.join(found)}" if found else ""
        print(f"no page {name!r}{those}: make outputs PAGE=recurrent/lstm.md")
        return 1
    changed, failed = 0, []
    for path in paths:
        place = "/".join(path.parts[-4:])
        try:
            new, left = outputs(path, found[0])
        except PageError as error:
            failed.append(str(error))
            continue
        old = path.read_text("utf-8")
        diff = list(
            difflib.unified_diff(
                old.split("\n"), new.split("\n"), place, place, lineterm=""
            )
        )
        print("\n".join(diff) or f"{place}: as it was")
        failed += left
        changed += bool(diff)
        path.write_text(new, "utf-8")
    pool.shutdown()
    print("\n".join(failed), end="\n" * bool(failed))
    if not failed:
        printed.lock(found[0], read(paths[-1], coloured=False))
    if not failed and measure(found[0]):
        print("programs.lock: measured anew which blocks each block needs")
    print(f"outputs: {changed} pages changed, {len(failed)} blocks left alone; read what changed")  # fmt: skip
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(asked("PAGE") or asked("PAGES")))
