"""One visit to each page: what it loads and says, and what axe-core finds on it."""

import itertools
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

import axe_playwright_python
from playwright.sync_api import sync_playwright

from press import CONFIGS
from press.cache import digest
from press.chromium import FLAGS, chromium
from tests.kit import server, turns
from tests.kit.reader import Reader
from tests.kit.waiting import until

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
ALL = {
    "type": "tag",
    "values": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",
    ],
}
# what a scheme may change: it has other colours, and nothing else
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# How readable a text is follows from the colours and sizes of all that it stands in:
# of texts that look alike one is measured. All else is asked of the whole page.
# Two frames after a change of width, what scrolls has been found and marked.
START = """runOnly => {
  const looks = ["color", "backgroundColor", "backgroundImage", "opacity", "filter",
    "fontSize", "fontWeight", "textShadow", "position", "transform", "clipPath",
    "visibility"];
  const folded = (part, style) =>
    style.overflow !== "visible" && !(part.clientWidth && part.clientHeight);
  const alike = () => {
    const kinds = new Map(), kind = new Map(), seen = new Set();
    for (const part of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(part);
      const key = [kind.get(part.parentElement), part.checkVisibility(),
        folded(part, style), ...looks.map(look => style[look])].join(";");
      if (!kinds.has(key)) kinds.set(key, kinds.size);
      kind.set(part, kinds.get(key));
      const says = [...part.childNodes].some(
        node => node.nodeType === Node.TEXT_NODE && node.data.trim());
      part.toggleAttribute("data-alike", says && seen.has(kinds.get(key)));
      if (says) seen.add(kinds.get(key));
    }
  };
  const run = () => {
    alike();
    axe.configure({rules: [
      {id: "color-contrast", selector: ":not([data-alike])"},
      {id: "link-in-text-block", selector: "a[href]:not([data-alike])"}]});
    return axe.run(document, {runOnly, resultTypes: ["violations"]});
  };
  window.faults = new Promise(done => requestAnimationFrame(
    () => requestAnimationFrame(() => done(run()))));
}"""
# A style sheet may not show other colours than a figure has, nor another order of
# digits, nor another picture: axe-core would not mind.
ANOTHER = """() => [...document.querySelectorAll("*")].flatMap(part => {
  const {filter, mixBlendMode, unicodeBidi, content} = getComputedStyle(part);
  const found = [filter, mixBlendMode, unicodeBidi].filter(
    value => !/^(none|normal|embed|isolate|plaintext)$/.test(value));
  if (part.matches("img") && content !== "normal") found.push(content);
  return found.map(value => `shown otherwise, ${value}: ${part.outerHTML.slice(0, 120)}`);
})"""
DESK = {"width": 1280, "height": 900}
# No script writes a text anew: what stands on the page was served, but for an editor
# and what this browser remembers.
SERVED = """async () => {
  const own = ".run, .run *, .run-edit, .run-edit *, .kept-progress, .kept-progress *";
  const parts = "p, li, td, th, dt, dd, h1, h2, h3, h4, figcaption, summary, " +
    "pre code, .within";
  const texts = page => [...page.querySelectorAll("article")].flatMap(
    article => [...article.querySelectorAll(parts)].filter(part => !part.matches(own)).map(
      part => {
        const own = part.cloneNode(true);
        own.querySelectorAll("button, style").forEach(part => part.remove());
        return own.textContent.replace(/\\s+/g, " ").trim();
      }));
  const html = await (await fetch(location.href)).text();
  const served = texts(new DOMParser().parseFromString(html, "text/html"));
  const shown = texts(document);
  const longer = shown.length > served.length ? shown : served;
  return longer.flatMap((_, at) => shown[at] === served[at] ? [] :
    [`served as ${served[at]}, shown as ${shown[at]}`.slice(0, 300)]);
}"""
# Nor does a style sheet take a text away from one width or scheme.
READ = """() => [...document.querySelectorAll("article")].map(
  article => article.innerText).join(" ").replace(/\\s+/g, "")"""
LOOKS = (
    ("light", 1280, ALL),
    ("light", 390, ALL),
    ("dark", 390, COLOURS),
    ("dark", 1280, COLOURS),
)
# A page has the same parts in both languages: one is looked at in the light on a desk
# and in the dark on a phone, the other the other way round; which, the commit says.
PAIRS = (LOOKS[::2], LOOKS[1::2])
# A page follows the scheme of the computer in a script of its own.
SHOWN = """scheme => {
  const own = document.body.dataset.mdColorScheme;
  return !own || (own === "slate") === (scheme === "dark");
}"""
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
    page.evaluate(Path(AXE).read_text("utf-8"))
    page.evaluate(THIN)


def found(page) -> list[str]:
    """What axe-core reports, one line for each element; what styles make another."""
    seen = [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in page.evaluate("faults")["violations"]
        for node in violation["nodes"]
    ]
    return seen + page.evaluate(ANOTHER)


def faults(page) -> list[str]:
    prepare(page)
    page.evaluate(START, ALL)
    return found(page)


def looks(url: str, word: str) -> tuple[tuple, ...]:
    """How a page of the site is looked at, at a commit; both languages: every way."""
    language, _, page = url.partition("/")
    if language not in CONFIGS or turns.everything():
        return LOOKS
    turn = int(digest(f"{word} {page}".encode()), 16)
    return PAIRS[(turn + [*CONFIGS].index(language)) % 2]


def audit(page, looks=LOOKS) -> list[str]:
    """The faults of the open page: in each scheme, at each width."""
    page.emulate_media(reduced_motion="reduce")
    seen = page.evaluate(SERVED)
    prepare(page)
    text = page.evaluate(READ)
    for scheme, width, rules in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        until(page, SHOWN, scheme)
        page.evaluate(START, rules)
        faults = found(page) + lacking(text, page.evaluate(READ))
        seen += [f"{scheme}, {width} px: {each}" for each in faults]
    return seen


def lacking(text: str, shown: str) -> list[str]:
    """Where a page begins to show another text than before."""
    if shown == text:
        return []
    here = itertools.takewhile(
        lambda at: text[at] == shown[at:][:1], range(len(text))
    )
    at = len([*here])
    return [f"{text[at : at + 60]!r} is not shown"]


class Visit(NamedTuple):
    """What one visit to a page has shown."""

    errors: list[str]
    weight: int  # bytes on first view, without pictures
    sideways: int  # pixels that it sticks out on a narrow phone
    faults: list[str]


def visit(reader: Reader, url: str) -> Visit:
    """Open a page on a desk as somebody who is new; then look at it in other ways."""
    reader.errors = []
    reader.page.set_viewport_size(DESK)
    reader.page.emulate_media(color_scheme="light", reduced_motion="null")
    reader.open(url)
    weight, sideways = reader.weight(), reader.sideways()
    found = audit(reader.page, looks(url, turns.commit()))
    reader.page.evaluate("localStorage.clear(), sessionStorage.clear()")
    return Visit(reader.errors, weight, sideways, found)


class Visits:
    """Visits to many pages, in a thread of its own while others test."""

    def __init__(self, site: Future[Path], urls: list[str]) -> None:
        self.found: dict[str, Future] = {url: Future() for url in urls}
        self.site, self.path, self.stopped = site, chromium(), False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        """Page after page; what goes wrong is raised where it is asked for."""
        try:
            running = server.start(self.site.result(), "/nn/")
            host = f"http://127.0.0.1:{running.server_address[1]}/nn/"
            with sync_playwright() as playwright:
                self.visit_all(playwright, host)
            running.shutdown()
            running.server_close()
        except BaseException as error:
            for future in self.found.values():
                if not future.done():
                    future.set_exception(error)

    def visit_all(self, playwright, host: str) -> None:
        browser = playwright.chromium.launch(
            executable_path=self.path, args=FLAGS
        )
        # one tab: to begin a process for each page takes longer than the page
        reader = Reader(browser.new_context(viewport=DESK).new_page(), host)
        for url, future in self.found.items():
            if self.stopped:
                break
            future.set_result(visit(reader, url))
        browser.close()

    def visit(self, url: str) -> Visit:
        """What was seen at an address of the site."""
        return self.found[url].result(timeout=600)

    def stop(self) -> None:
        """Let the page at work be the last one."""
        self.stopped = True
        self.thread.join(timeout=60)
