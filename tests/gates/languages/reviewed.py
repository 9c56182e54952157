"""Write down that both languages were read as they are now: make reviewed."""

import json
import re
from pathlib import Path

from press import DOCS, ROOT
from press.cache import fingerprint
from tests.gates.languages.sources import outside_fences, pairs, source_of

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
    return unreviewed(state(name), locked().get(name, {}))


def gone() -> list[str]:
    """The pages of the lock that are no more."""
    return sorted(locked().keys() - set(pairs()))


def main() -> None:
    """Rewrite the lock and name the pages whose entry changed."""
    before, now = locked(), {name: state(name) for name in pairs()}
    LOCK.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    changed = [name for name in now if before.get(name) != now[name]]
    print(f"reviewed: {len(now)} pages, {len(changed)} changed", *changed)


if __name__ == "__main__":
    main()
