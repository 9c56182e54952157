"""Write down that both languages were read as they are now: make reviewed."""

import json

from press import ROOT
from tests.gates.languages.languages import pairs, state, unreviewed

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


def main() -> None:
    """Rewrite the lock and name the pages whose entry changed."""
    before, now = locked(), {name: state(name) for name in pairs()}
    LOCK.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    changed = [name for name in now if before.get(name) != now[name]]
    print(f"reviewed: {len(now)} pages, {len(changed)} changed", *changed)


if __name__ == "__main__":
    main()
