"""Gate 5: no page has an accessibility fault that axe-core can find."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.site.test_browser import urls

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})"""
PAGES = [*urls(), "404.html"]


def faults(page) -> list[str]:
    """What axe-core reports on the open page, one line for each element."""
    page.add_script_tag(path=AXE)
    violations = page.evaluate(RUN, TAGS)["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_on_any_page(browser, address, scheme, width):
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page = context.new_page()
    found = []
    for url in PAGES:
        page.goto(address + url, wait_until="networkidle")
        found += [f"{url} {fault}" for fault in faults(page)]
    context.close()
    assert found == []
