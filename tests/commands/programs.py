"""Run pages and write which blocks each block needs: make programs PAGES="recurrent/lstm.md".

Without PAGES: the pages whose blocks have changed. `make outputs` does it, too.
"""

import json
import sys
from pathlib import Path

from press import DOCS
from press.cache import write
from press.compute.states import states
from press.read.flow import Measured, flows_of
from press.read.page import pages, read
from press.read.program import LOCK, codes, key, read_lock
from tests.kit.asked import asked


def needs_of(blocks: list[str]) -> list[tuple[int, ...]]:
    """For each block of a page the earlier ones that its program holds."""
    return Measured(flows_of(blocks), states(blocks)).needs()


def written(kept: dict) -> str:
    """The text of the lock: a page a line."""
    lines = [f'"{page}": {json.dumps(kept[page])}' for page in sorted(kept)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def blocks_of(page: str) -> list[str]:
    """The Python blocks of a page, which both languages share."""
    return codes(read(DOCS / "en" / page, coloured=False))


def names() -> list[str]:
    """Every page."""
    folder = DOCS / "en"
    return [path.relative_to(folder).as_posix() for path in pages(folder)]


def update(only: list[str], path: Path = LOCK) -> list[str]:
    """Measure pages anew: those named, or all that changed. Which these were."""
    every, kept = names(), read_lock(path)
    blocks = {page: blocks_of(page) for page in only or every if page in every}
    if unknown := [page for page in only if not blocks.get(page)]:
        raise ValueError(f"no page with code: {', '.join(unknown)}")
    done = only or [
        page for page in blocks if is_stale(blocks[page], page, kept)
    ]
    gone = {*kept} - {*every} | {page for page in blocks if not blocks[page]}
    kept = {page: kept[page] for page in kept if page not in gone}
    for page in done:
        try:
            needs = [list(each) for each in needs_of(blocks[page])]
        except (SyntaxError, RuntimeError) as error:
            raise ValueError(f"{page}: {error}") from None
        kept[page] = {"blocks": key(blocks[page]), "needs": needs}
        write(path, written(kept))
    return done


def is_stale(blocks: list[str], page: str, kept: dict) -> bool:
    """Whether a page has code that was not measured as it is now."""
    return bool(blocks) and kept.get(page, {}).get("blocks") != key(blocks)


def measure(page: str, path: Path = LOCK) -> bool:
    """Measure a page if its code is new. Whether it was."""
    new = is_stale(blocks_of(page), page, read_lock(path))
    return new and bool(update([page], path))


def main() -> int:
    try:
        done = update(asked("PAGES").split())
    except ValueError as error:
        print(error)
        return 1
    print(f"programs: {len(done)} pages measured", *done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
