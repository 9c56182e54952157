"""Write down that both languages were read as they are now: make reviewed."""

import json

from tests.pages.languages import pairs, state
from theme import ROOT

LOCK = ROOT / "translations.lock"


def locked() -> dict:
    """The lock as it stands."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.is_file() else {}


def main() -> None:
    """Rewrite the lock and name the pages whose entry changed."""
    before, now = locked(), {name: state(name) for name in pairs()}
    LOCK.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
    changed = [name for name in now if before.get(name) != now[name]]
    print(f"reviewed: {len(now)} pages, {len(changed)} changed", *changed)


if __name__ == "__main__":
    main()
