"""Write down that both languages of a page were read: make reviewed PAGES=recurrent/lstm.md."""

import json
import re
import sys
from pathlib import Path

from press import DOCS, ROOT
from press.cache import fingerprint
from press.check.verdict import page_at
from press.read.page import PageError
from tests.gates.languages import sources
from tests.gates.languages.languages import differences
from tests.gates.languages.sources import (
    missing,
    outside_fences,
    pairs,
    source_of,
)
from tests.gates.pages import plain
from tests.gates.snippets.layout import TODO
from tests.kit.asked import asked

LOCK = ROOT / "translations.lock"
HEADING = re.compile(r"^(#{1,6}) +(.*)$")
EXPLICIT = re.compile(r"\{ #([a-z][\w-]*) \}$")


def sections(text: str) -> dict[str, str]:
    """A hash of each section of a page, by the id of its heading."""
    lines = text.split("\n")
    starts = [
        (number, EXPLICIT.search(line)[1])
        for number, line in outside_fences(text)
        if HEADING.match(line) and EXPLICIT.search(line)
    ]
    bounds = [(0, "front-matter"), *starts]
    ends = [number for number, _ in starts] + [len(lines)]
    texts: dict[str, str] = {}
    for (start, name), end in zip(bounds, ends, strict=True):
        text = re.sub(r"\s+", " ", "\n".join(lines[start:end]))
        texts[name] = texts.get(name, "") + text
    return {name: fingerprint([], text)[:12] for name, text in texts.items()}


def state(name: str, docs: Path = DOCS) -> dict[str, list[str]]:
    """The section hashes of a pair: {id: [zh, en]}."""
    zh, en = (
        sections(source_of(docs / language / name)) for language in ("zh", "en")
    )
    return {key: [zh.get(key, ""), en.get(key, "")] for key in {**zh, **en}}


def unreviewed(now: dict, locked: dict) -> list[str]:
    """Sections whose text is not the one that was last reviewed as a pair."""
    found = []
    for key, hashes in now.items():
        known = locked.get(key)
        if known is None:
            found.append(f"#{key} is new")
        elif known != hashes:
            changed = [
                language
                for language, old, new in zip(
                    ("zh", "en"), known, hashes, strict=True
                )
                if old != new
            ]
            found.append(f"#{key} changed in {' and '.join(changed)}")
    return found + [f"#{key} is gone" for key in locked if key not in now]


def locked() -> dict:
    """The lock as it stands."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.is_file() else {}


def unread(name: str) -> list[str]:
    """The sections of a page that changed since both languages were read."""
    known = locked()
    if name not in known:
        return ["the page is new"]
    return unreviewed(state(name), known[name])


def gone() -> list[str]:
    """The pages of the lock that are no more."""
    return sorted(locked().keys() - set(pairs()))


def disagreements(name: str) -> list[str]:
    """What keeps a page from being reviewed: its languages, or its name."""
    if absent := missing(name):
        places = [f"docs/{code}/{name}" for code in absent]
        return [f"{place} is not there" for place in places]
    try:
        pair = [page_at(sources.DOCS / code / name) for code in ("zh", "en")]
    except PageError as error:
        return [str(error)]
    unwritten = [
        f"{name}: still to be written in {code}: {words}"
        for code in ("zh", "en")
        for words in TODO.findall(source_of(sources.DOCS / code / name))
    ]
    return [f"{name}: {line}" for line in differences(*pair)] + unwritten


def plain_of(name: str) -> dict[str, str]:
    """The blocks of a page that no gate runs, in both languages."""
    paths = [sources.DOCS / code / name for code in ("zh", "en")]
    return plain.plain(page_at(path) for path in paths)


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
    new = plain.write(pairs(), {name: plain_of(name) for name in names})
    for text in new:
        print(f"you say that no gate has to run this:\n{text}\n")
    write(locked() | {name: state(name) for name in names})
    print(f"reviewed: {len(names)} pages, {len(changed)} changed", *changed)
    return 0


if __name__ == "__main__":
    sys.exit(main(asked("PAGES", asked("PAGE")).split()))
