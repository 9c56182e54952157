"""Run the programs of the pages in a browser and record what they did: python -m tests.commands.browser.

What is on record and went well does not run again. ONLY=recurrent/lstm.md: those
of one page. AGAIN=1: all of them; the record stays as it is, and whatever did
worse is an error. SLOW=20: those that took more seconds than that, timed again.
"""

import json
import os
import sys
import time

from press.cache import write
from press.run import able
from tests.gates.run import programs, trials


def entry(program: programs.Program, found: dict) -> dict:
    """A line of the record."""
    return {
        "block": program.number,
        "key": program.key,
        "verdict": able.verdict(program.code, found, program.shown),
        "seconds": round(found["seconds"], 2),
    }


def kept(old: dict | None, new: dict) -> dict:
    """What stays on record of two runs: the shorter time, if nothing else differs."""
    if old is None or old["verdict"] != new["verdict"]:
        return new
    return new | {"seconds": min(old["seconds"], new["seconds"])}


def written(found: dict[str, list[dict]]) -> str:
    """The record, one program a line."""
    pages = []
    for page, entries in sorted(found.items()):
        lines = ",\n".join(
            f"      {json.dumps(e)}"
            for e in sorted(entries, key=lambda e: e["block"])
        )
        pages.append(f"    {json.dumps(page)}: [\n{lines}\n    ]")
    return '{\n  "programs": {\n' + ",\n".join(pages) + "\n  }\n}\n"


def merged(done: dict[programs.Program, dict]) -> dict[str, list[dict]]:
    """The record with what was done now, without programs that no page has."""
    known, record = able.record(), {}
    for program in programs.every():
        old = known.get(program.key)
        line = entry(program, done[program]) if program in done else old
        if line and program.is_whole:
            line = kept(old, line) | {"block": program.number}
            line.pop("page", None)
            record.setdefault(program.page, []).append(line)
    return record


def wanted() -> list[programs.Program]:
    """The programs to run, as the environment asks."""
    only = os.environ.get("ONLY", "")
    again = os.environ.get("AGAIN")
    slow = float(os.environ.get("SLOW", "inf"))
    known = able.record()

    def is_due(key: str) -> bool:
        old = known.get(key)
        fine = old is not None and old["verdict"] in able.SAME
        return again or not fine or old["seconds"] > slow

    return [
        p
        for p in programs.every()
        if p.page.startswith(only) and p.is_whole and is_due(p.key)
    ]


def main() -> int:
    """The command line."""
    again = os.environ.get("AGAIN")
    asked = wanted()
    done, worse, began = {}, [], time.monotonic()

    def tell(program, said) -> None:
        done[program] = said
        if able.verdict(program.code, said, program.shown) not in able.SAME:
            print(f"{program.page} {program.number}: {trials.told(said)[:600]}")
            old = able.record().get(program.key, {})
            worse.extend([program] if old.get("verdict") in able.SAME else [])
        if len(done) % 50 == 0:
            seconds = time.monotonic() - began
            print(f"{len(done)} of {len(asked)}, {seconds:.0f} s", flush=True)
            if not again:
                write(able.RECORD, written(merged(done)))

    trials.tried(asked, tell)
    if not again:
        write(able.RECORD, written(merged(done)))
    print(f"{len(done)} run, {len(worse)} worse than on record")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
