"""A site of a few files, kept by the worker of the site, and what a browser has of it."""

import json
from pathlib import Path

from press.cache import write
from press.finish import kept, live, offline
from tests.kit.line import Line
from tests.kit.waiting import until

PAGE = '<!doctype html><title>{0}</title><link rel="stylesheet" href="{1}assets/site.css"><img src="{0}.svg">'
FIGURE = "recurrent/lstm"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
OLD, NEW = "a{color:red}", "a{color:blue}"
FILES = {
    "index.html": "<title>chooser</title>",
    "404.html": "<title>missing</title>",
    "offline.html": "<title>not kept</title>",
    "en/index.html": PAGE.format("home", "")
    + f'<img src="gone.svg"><figure data-live="{FIGURE}"></figure>',
    "en/home.svg": SVG,
    "en/one/index.html": PAGE.format("one", "../"),
    "en/one/one.svg": SVG,
    "en/two/index.html": PAGE.format("two", "../"),
    "en/two/two.svg": SVG,
    "en/assets/site.css": OLD,
    "en/assets/later.js": "1",
    **{f"en/{name}": "2" for name in live.files(FIGURE)},
    "other/a.css": OLD,  # beside the site, on the same host
    "run/1-a/python.wasm": "12345",
    "run/1-a/data.npz": "123",
    "run/1-a/LICENSES.txt": "6",
    f"{offline.NAME}.zip": "1234567",
}
PYTHON = {"run/1-a/python.wasm", "run/1-a/data.npz"}
HOME = {
    *("", "offline.html", "offline.json", "en/", "en/home.svg"),
    *("en/assets/site.css", "en/assets/later.js"),
    *(f"en/{name}" for name in live.files(FIGURE)),
}
QUIET = 1500  # milliseconds: shorter than a reader would want it
SOON = {"QUIET = 20_000": f"QUIET = {QUIET}"}
TELL = """word => new Promise(async (done) => {
  window.told = []
  setTimeout(done, 5000, "nothing")
  navigator.serviceWorker.onmessage = ({ data }) => {
    window.told.push(data)
    if (data.did || data.failed) done(data.did ?? data.failed)
  }
  await navigator.serviceWorker.register("/nn/sw.js", { scope: "/nn/" })
  const { active } = await navigator.serviceWorker.ready
  for (const each of word.split(" ")) active.postMessage(each)
})"""
KEPT = """async () => {
  const found = {}
  for (const name of await caches.keys())
    found[name] = (await (await caches.open(name)).keys()).map(({ url }) => url)
  return found
}"""
GET = """([url, rules]) => fetch(url, rules).then(
  async (answer) => [answer.status, await answer.text()], () => [0, ""])"""
RENEWED = """async () => {
  const found = await navigator.serviceWorker.getRegistration()
  const before = found.active
  await found.update()
  for (let tries = 250; tries && found.active === before; tries--)
    await new Promise((go) => setTimeout(go, 20))
  return found.active !== before
}"""
LOOKS, PAUSE = 4, 60  # without a change, and milliseconds between them


def site(folder: Path, changes: dict[str, str]) -> Path:
    """The site, with a worker that differs by so much."""
    for name, text in FILES.items():
        write(folder / name, text)
    kept.finish(folder)
    worker = kept.WORKER.read_text("utf-8")
    for old, new in (SOON | changes).items():
        assert worker.count(old) == 1, old
        worker = worker.replace(old, new)
    write(folder / "sw.js", worker)
    return folder


class Small:
    """A reader of it, at the end of a line."""

    def __init__(self, page, line: Line) -> None:
        self.page, self.line = page, line

    def go(self, path: str) -> tuple[int, str]:
        """Visit a page; its status and its title."""
        url = self.line.address + path
        answer = self.page.goto(
            url, wait_until="domcontentloaded", timeout=6000
        )
        return answer.status, self.page.title()

    def tell(self, word: str) -> str:
        """Say something to the worker; what it says when it has done it."""
        return self.page.evaluate(TELL, word)

    def begin(self, path: str = "en/") -> str:
        self.go(path)
        return self.tell("begin")

    def post(self, word: str) -> None:
        """Say something, and do not wait for the answer."""
        self.page.evaluate(f"word => {{ ({TELL})(word) }}", word)

    def visit(self, path: str) -> dict[str, set[str]]:
        self.go(path)
        return self.settled()

    def get(self, path: str, **rules) -> tuple[int, str]:
        """Ask for a file from the open page; its status and its text."""
        url = path if path[0] == "/" else self.line.address + path
        return tuple(self.page.evaluate(GET, [url, rules]))

    def renewed(self) -> bool:
        """Whether another worker takes the place of this one at once."""
        return self.page.evaluate(RENEWED)

    def said(self) -> list[dict]:
        return self.page.evaluate("window.told")

    def controlled(self) -> bool:
        return self.page.evaluate("Boolean(navigator.serviceWorker.controller)")

    def build(self) -> str:
        told = json.loads((self.line.site / kept.TOLD).read_text("utf-8"))
        return f"build {told['build']}"

    def kept(self) -> dict[str, set[str]]:
        """By cache what is in it, by the place on the site."""
        address = self.line.address
        return {
            name.removeprefix(f"kept {address} "): {
                url.removeprefix(address) for url in urls
            }
            for name, urls in self.page.evaluate(KEPT).items()
        }

    def settled(self) -> dict[str, set[str]]:
        """The same, as soon as nothing more comes."""
        found, same = self.kept(), 0
        while same < LOOKS:
            self.page.wait_for_timeout(PAUSE)
            before, found = found, self.kept()
            same = same + 1 if found == before else 0
        return found

    def still(self) -> None:
        """Until nobody has asked the server for anything for a while."""
        before = -1
        while before != (before := len(self.line.asked)):
            self.page.wait_for_timeout(QUIET / 2)

    def rest(self) -> None:
        """Until the network is tried again for files."""
        self.page.wait_for_timeout(QUIET)

    def wait(self, expression: str) -> None:
        until(self.page, expression, seconds=5)
