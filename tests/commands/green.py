"""Before and after all tests: which pages were the same all the time. Part of make test.

`begin` notes what the tests find; `end`, which runs only after they have passed,
records it for the last line of each page (press/finish/proof.py).
"""

import datetime
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from press import BUILD, CONFIGS, DOCS, ROOT
from press.cache import write
from press.finish.proof import GREEN, harness, state
from press.read.page import read, sources
from tests.kit.calls import Door, arrays, file_of, load

BEGUN = BUILD / "green.begun.json"


def states() -> dict[str, str]:
    """Every page of both languages, by its path, with its state."""
    code = harness()
    paths = [path for language in CONFIGS for path in sources(language)]
    return {
        path.relative_to(ROOT).as_posix(): state(path, code) for path in paths
    }


def gradients(slug: str) -> int:
    """How many gradients the hand-written backward passes of a chapter return."""
    family, _, name = slug.partition("/")
    if not (ROOT / file_of(family)).is_file():
        return 0
    module = load(ROOT, family)
    passes = [n for n in module.CALLS if n.startswith(f"{name}.")]
    found = 0
    for each in passes:
        if each.endswith("_backward"):
            chapter = __import__(f"snippets.{family}.{name}", fromlist=[name])
            function = getattr(chapter, each.partition(".")[2])
            found += len(
                arrays(Door(each, function, module.CALLS[each]).answer())
            )
    return found


def counts(path: Path) -> dict[str, int]:
    """What the tests compare on a page."""
    page = read(path, coloured=False)
    slug = path.relative_to(DOCS).with_suffix("").as_posix().partition("/")[2]
    return {
        "blocks": sum(block.is_python for block in page.blocks),
        "outputs": sum(block.is_output for block in page.blocks),
        "gradients": gradients(slug),
    }


def versions() -> str:
    """Of what computed: Python 3.11, NumPy 2.4, torch 2.13."""
    libraries = {"NumPy": version("numpy"), "torch": version("torch")}
    every = {"Python": platform.python_version()} | libraries
    return ", ".join(
        f"{name} {'.'.join(number.split('.')[:2])}"
        for name, number in every.items()
    )


def record(begun: dict[str, str], now: dict[str, str]) -> dict:
    """What a green run says of the pages that nobody changed meanwhile."""
    return {
        "date": datetime.date.today().isoformat(),
        "versions": versions(),
        "pages": {
            page: {"state": now[page], **counts(ROOT / page)}
            for page in now
            if begun.get(page) == now[page]
        },
    }


def main() -> None:
    if sys.argv[1:] == ["begin"]:
        GREEN.unlink(missing_ok=True)
        write(BEGUN, json.dumps(states()))
        return
    if os.environ.get("PYTEST_ADDOPTS"):
        print("green: not recorded, PYTEST_ADDOPTS may have left tests out")
        return
    made = record(json.loads(BEGUN.read_text("utf-8")), states())
    write(GREEN, json.dumps(made, indent=1) + "\n")
    print(f"green: {len(made['pages'])} pages, {made['versions']}")


if __name__ == "__main__":
    main()
