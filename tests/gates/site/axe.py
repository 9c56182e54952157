"""What axe-core finds on a page that is open in the browser."""

from pathlib import Path

import axe_playwright_python

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Two frames after a change of width, what scrolls has been found and marked.
START = """tags => {window.faults = new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(
    axe.run(document, {
      runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})))))}"""
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


def prepare(page) -> None:
    """Bring axe-core to the open page."""
    page.add_script_tag(path=AXE)
    page.evaluate(THIN)


def found(page) -> list[str]:
    """What axe-core reports, one line for each element."""
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in page.evaluate("faults")["violations"]
        for node in violation["nodes"]
    ]


def faults(page) -> list[str]:
    prepare(page)
    page.evaluate(START, TAGS)
    return found(page)
