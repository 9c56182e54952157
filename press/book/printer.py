"""Chromium's print to PDF, one document after the other: all of them would be too much for it."""

from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import sync_playwright

from press.cache import write
from press.chromium import FLAGS, chromium

SHEET = {"width": 643, "height": 900}  # CSS pixels between the margins
# what is wider than the sheet becomes smaller; what still is, is told
FIT = """() => {
  const found = [];
  for (const box of document.querySelectorAll("div.table, div.math, pre, p")) {
    const inner = box.matches("p") ? box.querySelector(":scope > span.math") : box.firstElementChild;
    for (let turn = 0; inner && turn < 3; turn++) {
      const over = box.scrollWidth / box.clientWidth;
      if (over > 1.002) inner.style.zoom = (inner.style.zoom || 1) / over * .995;
    }
    if (box.scrollWidth > box.clientWidth + 1)
      found.push(`${box.className || box.tagName}: ${box.textContent.trim().slice(0, 60)}`);
  }
  return found;
}"""


class TooWide(RuntimeError):
    """Something of a chapter that does not fit between the margins."""


class Printer(AbstractContextManager):
    """A browser that prints; folder: where the documents lie while it does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = chromium()  # asks Playwright itself
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=path, args=FLAGS
        )

    def __exit__(self, *_) -> None:
        self.browser.close()
        self.playwright.stop()

    def printed(self, name: str, html: str) -> bytes:
        """A document as PDF. TooWide if a part of it would be cut."""
        file = self.folder / f"{name}.html"
        write(file, html)
        page = self.browser.new_page(viewport=SHEET)
        try:
            page.emulate_media(media="print")
            page.goto(file.resolve().as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            if wide := page.evaluate(FIT):
                raise TooWide(f"{name}: {'; '.join(wide)}")
            return page.pdf(prefer_css_page_size=True, print_background=True)
        finally:
            page.close()
