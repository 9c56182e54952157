"""Gate 5: no page has an accessibility fault that axe-core can find."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.site.test_browser import urls

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START = """tags => {window.faults = new Promise(done => setTimeout(() => done(
  axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]}))))}"""
# The colours of a token follow from its kind and from what it stands in: of each
# such pair one stays. Of formulas axe-core sees no colours; as plain text it does.
THIN = """() => {
  const seen = new Set();
  for (const part of document.querySelectorAll("pre span[class], math")) {
    const around = part.closest(
      ".admonition, details, .output, .tabbed-block, table, h1, h2, h3, nav");
    const kind = `${part.nodeName} ${part.className} in ` +
      `${around?.nodeName} ${around?.className}`;
    if (seen.has(kind)) part.replaceWith(part.textContent);
    seen.add(kind);
  }
}"""
WIDTHS = (1280, 390)


def start(page) -> None:
    """Let axe-core look at the open page, without waiting for it."""
    page.add_script_tag(path=AXE)
    page.evaluate(THIN)
    page.evaluate(START, TAGS)


def found(page) -> list[str]:
    """What axe-core reports, one line for each element."""
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in page.evaluate("faults")["violations"]
        for node in violation["nodes"]
    ]


def faults(page) -> list[str]:
    start(page)
    return found(page)


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
    for width in WIDTHS:
        for page in pages:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address + url)
            start(page)
        seen += [(width, fault) for page in pages for fault in found(page)]
    assert seen == []
