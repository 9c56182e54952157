"""What a page concludes, run under every setting that could overturn it.

studies/<family>/<slug>/claims.py has CLAIMS: by the id of its mark on the page,
a Claim (studies/trying.py). `make claims` computes those whose code has changed,
on all cores; `make claims ONLY=recurrent/gru` one page's; `python -m
press.compute.claims again` computes everything, records nothing and compares.
"""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.compute.records import is_stale, load, make, modules, rows_of

BAR = 0.9  # of the settings; below it a claim stands in no heading


class Held(NamedTuple):
    """A claim as it was recorded."""

    name: str
    rows: list[dict]  # setting, numbers, holds

    @property
    def count(self) -> int:
        return sum(row["holds"] for row in self.rows)

    @property
    def stands(self) -> bool:
        return self.count >= BAR * len(self.rows)


def one(path: Path, name: str, number: int) -> dict:
    """The row of one setting; in a process of its own."""
    claim = load(path).CLAIMS[name]
    setting = claim.settings[number]
    found = claim.run(**setting)
    numbers = {key: float(f"{value:.6g}") for key, value in found.items()}
    holds = bool(claim.holds(numbers))
    return {
        "claim": name,
        "setting": setting,
        "numbers": numbers,
        "holds": holds,
    }


def tasks(path: Path) -> Iterator[tuple[Path, str, int]]:
    """Every setting of every claim of a file."""
    for name, claim in load(path).CLAIMS.items():
        for number in range(len(claim.settings)):
            yield path, name, number


def computed(path: Path) -> list[dict]:
    """All rows of a file, in order, told as they come."""
    wanted = list(tasks(path))
    rows = {}
    os.environ["OMP_NUM_THREADS"] = "1"  # of each process that is begun
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        running = {pool.submit(one, *task): task for task in wanted}
        for done in as_completed(running):
            task = running[done]
            rows[task] = row = done.result()
            at = f"{len(rows)} of {len(wanted)}: {row['claim']}"
            verdict = "holds" if row["holds"] else f"FAILS: {row['numbers']}"
            print(f"  {at}, {label(row['setting'])}: {verdict}", flush=True)
    return [rows[task] for task in wanted]


def label(setting: dict) -> str:
    """A setting in words that need no translation."""
    return ", ".join(f"{name} {value}" for name, value in setting.items())


def grouped(rows: list[dict]) -> dict[str, Held]:
    """Rows by their claim."""
    found = {}
    for row in rows:
        name = row["claim"]
        found.setdefault(name, Held(name, [])).rows.append(row)
    return found


def held(path: Path) -> dict[str, Held]:
    """The claims of a record."""
    return grouped(rows_of(path))


def told(path: Path) -> list[str]:
    """What a record says: for each setting of each claim, its numbers."""
    return [
        f"{row['claim']}, {label(row['setting'])}: "
        + ", ".join(f"{value:.6g}" for value in row["numbers"].values())
        for row in rows_of(path)
    ]


def differences(old: dict[str, Held], new: dict[str, Held]) -> list[str]:
    """Claims that another run judges otherwise: by more than a setting in ten, or across the bar."""
    found = []
    for name, was in old.items():
        now, of = new[name], len(was.rows)
        pairs = zip(was.rows, now.rows, strict=True)
        flips = sum(a["holds"] != b["holds"] for a, b in pairs)
        if flips > of / 10 or was.stands != now.stands:
            counts = f"recorded {was.count} of {of}, now {now.count}"
            found.append(f"{name}: {counts}; {flips} judged otherwise")
    return found


def chosen(only: str) -> dict[str, Path]:
    """The files of claims by their page: one, or all; ValueError if there is none."""
    found = {
        path.relative_to(ROOT / "studies").parent.as_posix(): path
        for path in modules("claims")
    }
    if only and only not in found:
        raise ValueError(f"no claims of {only!r}: ONLY={', '.join(found)}")
    return {only: found[only]} if only else found


def main(again: bool, only: str) -> int:
    found = []
    for name, path in chosen(only).items():
        if again:
            print(f"computing the claims of {name} again", flush=True)
            lines = differences(held(path), grouped(computed(path)))
            found += [f"{name}: {line}" for line in lines]
        elif is_stale(path):
            print(f"computing the claims of {name}", flush=True)
            make(path, computed)
    print("\n".join(found) or "claims: all as recorded")
    return bool(found)


if __name__ == "__main__":
    words = dict(word.split("=") for word in sys.argv[1:] if "=" in word)
    asked = words.get("ONLY", os.environ.get("ONLY", ""))
    sys.exit(main("again" in sys.argv[1:], asked))
