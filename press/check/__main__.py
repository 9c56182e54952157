"""Run pages and say what is wrong with them, a line each: python -m press.check recurrent/lstm.md."""

import sys
from pathlib import Path

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import judge, page_at, pool, start, told
from press.read.page import PageError
from press.read.program import codes, is_known

STALE = (
    "its code changed, so that it offers no program to copy until `make outputs`"
    " (python -m tests.commands.outputs) has measured which blocks need which"
)


def meant(name: str, docs: Path = DOCS) -> list[Path]:
    """Both languages of a page: recurrent/lstm.md; or docs/zh/recurrent/lstm.md."""
    path = ROOT / name
    if path.is_relative_to(docs) and path.is_file():
        return [path]
    return [docs / code / name for code in CONFIGS]


def problems(path: Path) -> list[str]:
    """What is wrong with a page: its blocks, and whether its programs are known."""
    name = path.relative_to(ROOT).as_posix()
    try:
        page = page_at(path)
        found = [
            told(path, verdict).split("\n")[0]
            for verdict in judge(path)
            if verdict.problem
            and not verdict.problem.startswith("never ran: an earlier")
        ]
    except PageError as error:
        return [str(error)]
    return found + ([] if is_known(codes(page)) else [f"{name}: {STALE}"])


def begin(paths: list[Path]) -> None:
    """Let all programs run, as many at a time as there are cores."""
    for path in paths:
        try:
            start(page_at(path))
        except PageError:  # told when its turn comes
            continue


def main(names: list[str]) -> int:
    """Say what is wrong with each page, or that nothing is."""
    paths = [path for name in names for path in meant(name)]
    if missing := [path for path in paths if not path.is_file()]:
        print(*(f"no page {path.relative_to(ROOT)}" for path in missing))
        return 1
    begin(paths)
    wrong = 0
    for path in paths:
        found = problems(path)
        fine = f"{path.relative_to(ROOT)}: every block does what the page says"
        print(*(found or [fine]), sep="\n", flush=True)
        wrong += len(found)
    pool.shutdown()
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
