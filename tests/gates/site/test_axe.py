"""Gate 5: no page has an accessibility fault that axe-core can find."""

import pytest

from tests.kit.findings import none
from tests.kit.reader import urls


@pytest.mark.parametrize("url", [*urls(), "404.html"])
def test_no_accessibility_fault(visits, url):
    """Light and dark, on a desk and on a phone."""
    none([f"{url} {fault}" for fault in visits.visit(url).faults])
