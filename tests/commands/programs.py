"""Run pages and write which blocks each block needs: make programs PAGES="recurrent/lstm.md".

Without PAGES: the pages whose blocks have changed. `make outputs` does it, too.
"""

import json
import os
import sys
from pathlib import Path

from press import DOCS
from press.compute.states import states
from press.read.flow import Measured, flows_of
from press.read.page import pages, read
from press.read.program import LOCK, codes, key


def needs_of(blocks: list[str]) -> list[tuple[int, ...]]:
    """For each block of a page the earlier ones that its program holds."""
    return Measured(flows_of(blocks), states(blocks)).needs()


def read_lock(path: Path = LOCK) -> dict:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def written(kept: dict) -> str:
    """The text of the lock: a page a line."""
    lines = [f'"{page}": {json.dumps(kept[page])}' for page in sorted(kept)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def found(docs: Path = DOCS) -> dict[str, list[str]]:
    """Every page that has Python blocks, and these; both languages share them."""
    folder = docs / "en"
    every = {
        path.relative_to(folder).as_posix(): codes(read(path, coloured=False))
        for path in pages(folder)
    }
    return {page: blocks for page, blocks in every.items() if blocks}


def update(only: list[str], path: Path = LOCK) -> list[str]:
    """Measure pages anew: those named, or all that changed. Which these were."""
    every, kept = found(), read_lock(path)
    if unknown := sorted({*only} - {*every}):
        raise ValueError(f"no page with code: {', '.join(unknown)}")
    stale = [
        page
        for page, blocks in every.items()
        if kept.get(page, {}).get("blocks") != key(blocks)
    ]
    done = only or stale
    kept = {page: kept[page] for page in kept if page in every}
    for page in done:
        needs = [list(each) for each in needs_of(every[page])]
        kept[page] = {"blocks": key(every[page]), "needs": needs}
        path.write_text(written(kept), "utf-8")
    return done


def main() -> int:
    try:
        done = update(os.environ.get("PAGES", "").split())
    except (ValueError, RuntimeError) as error:
        print(error)
        return 1
    print(f"programs: {len(done)} pages measured", *done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
