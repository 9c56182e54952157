"""Gate 5: no page has an accessibility fault that axe-core can find."""

import pytest

from tests.gates.site.visits import LOOKS, looks
from tests.kit.findings import none
from tests.kit.reader import urls


@pytest.mark.parametrize("url", [*urls(), "404.html", "offline.html"])
def test_no_accessibility_fault(visits, url):
    """Light and dark, on a desk and on a phone."""
    none([f"{url} {fault}" for fault in visits.visit(url).faults])


def test_both_languages_together_are_seen_in_every_way():
    ways = [look[:2] for look in LOOKS]
    seen = {
        look[:2]
        for language in ("zh", "en")
        for look in looks(f"{language}/a/")
    }
    assert seen == {*ways}
    assert looks("404.html") == [*LOOKS]
    light = [look for look in LOOKS if look[0] == "light"]
    for language in ("zh", "en"):
        assert [
            look for look in looks(f"{language}/") if look in light
        ] == light
