"""What is wrong with the list of symbols of a page: PAGE=recurrent/lstm python -m tests.commands.symbols."""

import sys

from press import CONFIGS, DOCS
from press.read.needs import meta, path_of
from press.read.symbols import entries
from tests.gates.pages import answering
from tests.kit.asked import asked


def faults(name: str) -> list[str]:
    """All that the gate finds in both languages."""
    paths = {each: path_of(DOCS / each, name) for each in CONFIGS}
    found = [
        f"{language}/{fault}"
        for language, path in paths.items()
        for fault in answering.of_page(path, name)
    ]
    zh, en = (entries(meta(paths[each])) for each in ("zh", "en"))
    return [*found, *answering.differing(zh, en)]


if __name__ == "__main__":
    found = faults(asked("PAGE").removesuffix(".md"))
    print(*found, sep="\n")
    sys.exit(bool(found))
