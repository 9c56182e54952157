"""A reader at the browser, and where the pages are that he may open."""

from press import CONFIGS, DOCS
from press.read.page import sources
from tests.kit.waiting import load

LIMIT = 150_000  # bytes of a page on first view, without pictures
WEIGHT = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource").filter(
    entry => entry.initiatorType !== "img")
].reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # where WCAG 2.2, 1.4.10, still reads
SIDEWAYS = """() => {
  const shut = [...document.querySelectorAll("details:not([open])")];
  shut.forEach(fold => { fold.open = true; });
  const { scrollWidth, clientWidth } = document.documentElement;
  shut.forEach(fold => { fold.open = false; });
  return scrollWidth - clientWidth;
}"""


class Reader:
    """A page of the browser, with what went wrong on it."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self.on_response)
        page.on("websocket", lambda socket: self.foreign(socket.url))
        page.context.route("**/*", self.on_request)
        page.context.on("page", lambda opened: self.foreign(opened.url))
        page.context.on(
            "serviceworker", lambda worker: self.foreign(worker.url)
        )

    def on_console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"console: {message.text}")

    def on_response(self, response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def on_request(self, route) -> None:
        url = route.request.url
        host = self.address.removesuffix("nn/")
        if url.startswith((host, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign(url)
            route.abort()

    def foreign(self, url: str) -> None:
        """Requests to elsewhere; sockets, windows and service workers to anywhere."""
        self.errors.append(f"third party: {url}")

    def weight(self) -> int:
        """The bytes that the open page has loaded, pictures left out."""
        return self.page.evaluate(WEIGHT)

    def sideways(self) -> int:
        """How far the open page, its folds unfolded, sticks out on a narrow phone, in pixels."""
        self.page.set_viewport_size(NARROW)
        return self.page.evaluate(SIDEWAYS)

    def open(self, path: str) -> None:
        load(self.page, self.address + path)


def urls() -> list[str]:
    """The addresses of all pages, from their sources."""
    found = []
    for language in CONFIGS:
        for path in sources(language):
            inner = path.relative_to(DOCS / language).with_suffix("")
            inner = inner.parent if inner.name == "index" else inner
            tail = "" if inner.as_posix() == "." else f"{inner.as_posix()}/"
            found.append(f"{language}/{tail}")
    return found
