"""Gate 5: no page has an accessibility fault that axe-core can find."""

import pytest

from tests.gates.site.visits import LOOKS, looks
from tests.kit.findings import none
from tests.kit.reader import urls


@pytest.mark.parametrize("url", [*urls(), "404.html", "offline.html"])
def test_no_accessibility_fault(visits, url):
    """Light and dark, on a desk and on a phone."""
    none([f"{url} {fault}" for fault in visits.visit(url).faults])


def seen(url: str, word: str) -> set[tuple]:
    """How a page is looked at: schemes and widths."""
    return {look[:2] for look in looks(url, word)}


def test_both_languages_together_are_seen_in_every_way(monkeypatch):
    for name in ("EVERYTHING", "PAGES_COLD"):
        monkeypatch.delenv(name, raising=False)
    ways = {look[:2] for look in LOOKS}
    for word in "abc":
        zh, en = (seen(f"{language}/a/", word) for language in ("zh", "en"))
        assert zh | en == ways
        assert not zh & en
        assert seen("404.html", word) == ways
    for language in ("zh", "en"):
        times = [seen(f"{language}/a/", word) for word in "abcdefgh"]
        assert set.union(*times) == ways
    monkeypatch.setenv("EVERYTHING", "1")
    assert seen("en/a/", "a") == ways
