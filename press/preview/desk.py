"""What readers ask for, what is there, and what is on its way."""

import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from press import CONFIGS, DOCS
from press.preview.language import SHOWN, Begun, Made, Outcome
from press.preview.worker import CONTEXT, Worker

PAGE = re.compile(rf"/({'|'.join(CONFIGS)})/(|.+/)(?:index\.html)?")
FIGURE = re.compile(r"assets/(\w+/\w+)\.svg")


def figures_of(language: str, url: str) -> list[str]:
    """The addresses of the figures that a page shows, in its order."""
    folder = DOCS / language
    for path in (folder / f"{url}.md", folder / url / "index.md"):
        if path.is_file():
            return FIGURE.findall(path.read_text("utf-8"))
    return []


class Desk:
    """Between the server, which asks, and those who make pages and figures."""

    def __init__(self, reload: Callable[[], None]) -> None:
        self.reload, self.urgent = reload, CONTEXT.Event()
        self.change = threading.Condition()  # held by whoever looks or writes
        self.workers: dict[str, Worker] = {}
        self.urls: dict[str, tuple[str, ...]] = {}  # as far as they are known
        self.made: dict[str, set[str]] = {name: set() for name in CONFIGS}
        self.whole: set[str] = set()  # languages in which nothing is to come
        self.files: dict[str, Path] = {}  # of figures, by their address
        self.undrawn: set[Path] = set()
        self.todo = 0  # how many these were
        self.seen: dict[tuple[str, str], None] = {}  # the last one last
        self.asked: set[tuple[str, str]] = set()

    def begin(self, workers: dict[str, Worker], files: dict[str, Path]) -> None:
        """All pages are made again: first those that somebody has open."""
        with self.change:
            self.workers, self.files = workers, files
            self.urls, self.whole = {}, set()
            self.made = {name: set() for name in CONFIGS}
            for language, url in reversed(self.seen):
                self.ask(language, url)

    def draw(self, paths: Iterable[Path]) -> None:
        """These files of figures are drawn from now on."""
        with self.change:
            self.undrawn = set(paths)
            self.todo = len(self.undrawn)

    def ask(self, language: str, url: str) -> None:
        """Let a page be made next."""
        self.asked.add((language, url))
        if language in self.workers:
            with suppress(OSError):  # it has ended, and says so itself
                self.workers[language].pipe.send(url)

    def is_there(self, language: str, url: str) -> bool:
        """Whether nothing is gained by waiting for a page."""
        known = self.urls.get(language, (url,))
        return (
            language in self.whole
            or url in self.made[language]
            or url not in known
        )

    def want(self, address: str) -> None:
        """A reader asks for an address: wait until there is something to show."""
        match = PAGE.fullmatch(address)
        if not match:
            return
        language, url = match[1], match[2].strip("/")
        with self.change:
            self.seen.pop((language, url), None)
            self.seen[language, url] = None
            if not self.is_there(language, url):
                self.ask(language, url)
            self.settle()
            if not (SHOWN / language / url / "index.html").is_file():
                self.change.wait_for(lambda: self.is_there(language, url))

    def wanted(self) -> list[Path]:
        """The files of the figures that the page seen last waits for."""
        if not self.seen:
            return []
        files = map(self.files.get, figures_of(*next(reversed(self.seen))))
        return [path for path in files if path in self.undrawn]

    def settle(self) -> None:
        """Everything else waits as long as something is asked for."""
        self.asked = {each for each in self.asked if not self.is_there(*each)}
        if self.asked or self.wanted():
            self.urgent.set()
        else:
            self.urgent.clear()
        self.change.notify_all()

    def hear(self, language: str, said: Begun | Made | Outcome) -> None:
        """A language says what it will make, what it has made, or that it has done."""
        with self.change:
            if isinstance(said, Begun):
                self.urls[language] = said.urls
            elif isinstance(said, Made):
                self.made[language].add(said.url)
                if said.changed and (language, said.url) in self.seen:
                    self.reload()
            else:
                self.whole.add(language)
            self.settle()

    def choose(self, paths: list[Path]) -> Path:
        """Of these files of figures, the one to draw next."""
        with self.change:
            wanted = [path for path in self.wanted() if path in paths]
        return (wanted or paths)[0]

    def drawn(self, path: Path) -> None:
        """A file of figures is drawn, or cannot be drawn."""
        with self.change:
            self.undrawn.discard(path)
            self.settle()

    def state(self) -> dict:
        """How far it all is, for the page to show."""
        with self.change:
            pages = sum(map(len, self.urls.values()))
            made = sum(map(len, self.made.values()))
            coming = [a for a, p in self.files.items() if p in self.undrawn]
            return {
                "busy": len(self.whole) < len(CONFIGS) or bool(self.undrawn),
                "pages": [made, max(pages, made)],
                "figures": [self.todo - len(self.undrawn), self.todo],
                "coming": coming,
            }
