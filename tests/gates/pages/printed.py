"""An output whose numbers may differ was written by a run, not by hand.

Within its tolerance nothing else would notice another number. printed.lock
lists these outputs as a run printed them; `make outputs` writes it.
"""

import json

from press import ROOT
from press.cache import fingerprint, write
from press.read.page import Block, Page, normal

LOCK = ROOT / "tests/gates/pages/printed.lock"


def key(output: str) -> str:
    """The fingerprint of an output, as a reader sees it."""
    return fingerprint([], normal(output))[:12]


def loose(page: Page) -> list[Block]:
    """The outputs of a page whose numbers may differ."""
    return [block for block in page.blocks if block.is_output and block.within]


def locked() -> dict[str, list[str]]:
    """By page, what runs have printed there."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.is_file() else {}


def by_hand(name: str, page: Page) -> list[Block]:
    """The outputs of a page that no run has printed so."""
    known = locked().get(name, [])
    return [block for block in loose(page) if key(block.code) not in known]


def lock(name: str, page: Page) -> None:
    """Keep the outputs of a page, which a run has just written or known before."""
    kept = locked() | {name: [key(block.code) for block in loose(page)]}
    lines = [f'"{n}": {json.dumps(kept[n])}' for n in sorted(kept) if kept[n]]
    write(LOCK, "{\n" + ",\n".join(lines) + "\n}\n")
