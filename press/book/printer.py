"""Chromium's print to PDF, one document after the other: all of them would be too much for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from press.cache import write
from press.chromium import FLAGS, chromium

SHEET = {"width": 643, "height": 900}  # CSS pixels between the margins
# margins ask for no font that the page itself has not asked for
LOAD = """() => Promise.all([...document.fonts].map(font => font.load()))
  .then(() => true)"""
# what is wider than the sheet becomes smaller; what still is, is told
FIT = """() => {
  const found = [], smaller = (part, over) => {
    part.style.zoom = (part.style.zoom || 1) / over * .995;
  };
  for (const math of document.querySelectorAll("span.math")) {
    const box = math.parentElement.closest("p, li, td, th, dd, div, figcaption");
    const over = math.getBoundingClientRect().width / box.clientWidth;
    if (over > 1 && !box.matches("td, th")) smaller(math, over);
  }
  for (const box of document.querySelectorAll("div.table, div.math, pre, p, li")) {
    const inner = box.matches("div") && box.firstElementChild;
    for (let turn = 0; inner && turn < 3; turn++) {
      const over = box.scrollWidth / box.clientWidth;
      if (over > 1.002) smaller(inner, over);
    }
    if (box.scrollWidth > box.clientWidth + 1)
      found.push(`too wide: ${box.className || box.tagName}: ${box.textContent.trim().slice(0, 60)}`);
  }
  return found;
}"""
# pictures that are not there
BLANK = """() => [...document.images].filter(image => !image.naturalWidth)
  .map(image => `no picture: ${image.src}`)"""


class NotWhole(RuntimeError):
    """Something of a chapter that paper would not show."""


class Printer:
    """Prints with a browser; folder: where the documents lie while it does."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder

    def printed(self, name: str, html: str) -> bytes:
        """A document as PDF. NotWhole if a part of it would be cut, or a picture is missing."""
        file = self.folder / f"{name}.html"
        write(file, html)
        page = self.browser.new_page(viewport=SHEET)
        try:
            page.emulate_media(media="print")
            page.goto(file.resolve().as_uri())
            page.evaluate(LOAD)
            if found := page.evaluate(FIT) + page.evaluate(BLANK):
                raise NotWhole(f"{name}: {'; '.join(found)}")
            return page.pdf(prefer_css_page_size=True, print_background=True)
        finally:
            page.close()


@contextmanager
def opened(folder: Path) -> Iterator[Printer]:
    """A printer with a browser of its own."""
    path = chromium()  # asks Playwright itself
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Printer(browser, folder)
        browser.close()
