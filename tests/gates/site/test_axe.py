"""Gate 5: no page has an accessibility fault that axe-core can find."""

import pytest

from tests.kit.findings import none
from tests.gates.site.axe import START, TAGS, found, prepare
from tests.kit.reader import urls

WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def pages(browser):
    """A light page and a dark one, which work at the same time."""
    contexts = [
        browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        for scheme in ("light", "dark")
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.mark.parametrize("url", [*urls(), "404.html"])
def test_no_accessibility_fault(pages, address, url):
    """Light and dark, on a desk and on a phone."""
    seen = []
    for page in pages:
        page.goto(address + url)
        prepare(page)
    for width in WIDTHS:
        for page in pages:  # both begin before the first is waited for
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(START, TAGS)
        seen += [
            f"{url} at {width} px: {fault}"
            for page in pages
            for fault in found(page)
        ]
    none(seen)
