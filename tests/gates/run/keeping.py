"""What a reader does with the switch of the home page, and what the browser then has."""

import re

from tests.gates.run.tab import Tab
from tests.kit.line import Line
from tests.kit.waiting import until

HOME = "en/"
PAGE = "en/foundations/neuron/"
OTHER = "en/foundations/perceptron/"
NEVER = "en/recurrent/lstm/"
FILL = 120  # seconds that the files may take on a busy machine
STATUS = "#keep [role=status]"
SAYS = f"words => document.querySelector('{STATUS}')?.textContent.match(words)"
NAMES = "caches.keys().then((all) => all.filter((name) => name.startsWith('kept ')))"
OWN = f"count => {NAMES}.then((all) => all.length === count)"
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
WHOLE = """async (cacheName) => {
  const asked = [...document.querySelectorAll("img[src], script[src], link[rel=stylesheet], .tools a")]
  const urls = asked.map((each) => each.src || each.href).filter((url) => url.startsWith(location.origin) && !url.endsWith(".ipynb"))
  for (const url of [location.href, ...urls]) if (!(await caches.match(url, { ignoreSearch: true, ...cacheName && { cacheName } }))) return false
  return urls.length > 5
}"""
PICTURES = """async () => {
  const all = [...document.querySelectorAll("img[src]")]
  for (const each of all) {
    const one = new Image()
    one.src = each.src
    await one.decode()
  }
  return all.length
}"""


class Keeper(Tab):
    """A reader at the end of a line."""

    def __init__(self, context, line: Line) -> None:
        super().__init__(context.new_page(), line.address)
        self.context, self.line = context, line

    @property
    def button(self):
        return self.page.locator("#keep button")

    def go(self, path: str):
        return self.page.goto(self.address + path, wait_until="load")

    def said(self, words: str) -> str:
        """What the switch says, as soon as it has these words."""
        until(self.page, SAYS, words, FILL)
        return self.page.locator(STATUS).text_content()

    def turn_on(self, path: str = HOME) -> str:
        """Switch it on; what it says in the end."""
        self.go(path)
        self.button.click()
        return self.said("MB")

    def visit(self, path: str, build: str = "") -> None:
        """Open a page, and stay until all of it is kept, as of a build."""
        self.go(path)
        name = f"kept {self.address} build {build}" if build else None
        until(self.page, WHOLE, name, FILL)

    def erase(self) -> None:
        self.go(HOME)
        self.button.click()
        self.said("erased")

    def worker(self):
        """The worker that keeps the site."""
        for _ in range(100):
            if self.context.service_workers:
                return self.context.service_workers[0]
            self.page.wait_for_timeout(100)
        raise AssertionError("no worker")

    def names(self) -> list[str]:
        """Of the caches, the oldest first, without what they have in common."""
        start = re.compile(r"kept \S+ (?=build|python)")
        return [start.sub("", each) for each in self.page.evaluate(NAMES)]

    def registered(self) -> int:
        return self.page.evaluate(WORKERS)
