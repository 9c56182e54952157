"""Write down that both languages of a page were read: make reviewed PAGES=recurrent/lstm.md."""

import json
import os
import re
import sys

from press import ROOT
from press.read.page import PageError
from tests.gates.languages import languages
from tests.gates.languages.languages import (
    differences,
    missing,
    pairs,
    source_of,
    state,
    unreviewed,
)
from tests.gates.pages.verdict import page_at
from tests.gates.snippets.layout import TODO

LOCK = ROOT / "translations.lock"


def locked() -> dict:
    """The lock as it stands."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.is_file() else {}


def unread(name: str) -> list[str]:
    """The sections of a page that changed since both languages were read."""
    return unreviewed(state(name), locked().get(name, {}))


def gone() -> list[str]:
    """The pages of the lock that are no more."""
    return sorted(locked().keys() - set(pairs()))


def disagreements(name: str) -> list[str]:
    """What keeps a page from being reviewed: its languages, or its name."""
    if absent := missing(name):
        places = [f"docs/{code}/{name}" for code in absent]
        return [f"{place} is not there" for place in places]
    try:
        pair = [page_at(languages.DOCS / code / name) for code in ("zh", "en")]
    except PageError as error:
        return [str(error)]
    unwritten = [
        f"{name}: still to be written in {code}: {words}"
        for code in ("zh", "en")
        for words in TODO.findall(source_of(languages.DOCS / code / name))
    ]
    return [f"{name}: {line}" for line in differences(*pair)] + unwritten


def write(pages: dict) -> None:
    """Keep the state of the pages that are there, in the order of their names."""
    kept = {name: pages[name] for name in pairs() if name in pages}
    LOCK.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def ask() -> int:
    """Without names nothing is attested: say which pages wait."""
    write(locked())  # without those that are gone
    waiting = [name for name in pairs() if unread(name)]
    for name in waiting:
        print(name, ", ".join(unread(name)))
    if waiting:
        print(
            f'reviewed: read both, then: make reviewed PAGES="{" ".join(waiting)}"'
        )
    else:
        print("reviewed: no page waits")
    return int(bool(waiting))


def main(names: list[str]) -> int:
    """Record that both languages of these pages were read, if they agree."""
    if not names:
        return ask()
    names = [re.sub(r"^(docs/)?(zh|en)/", "", name) for name in names]
    if found := [line for name in names for line in disagreements(name)]:
        print(*found, sep="\n")
        print("reviewed: nothing recorded; mend these lines, read again")
        return 1
    changed = [name for name in names if unread(name)]
    write(locked() | {name: state(name) for name in names})
    print(f"reviewed: {len(names)} pages, {len(changed)} changed", *changed)
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ.get("PAGES", "").split()))
