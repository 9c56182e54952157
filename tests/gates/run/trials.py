"""Programs in the worker of the site, in a browser, without the pages around them."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue

from playwright.sync_api import sync_playwright

from press import ROOT
from press.cache import write
from press.chromium import FLAGS, chromium
from press.finish import play
from press.run import site
from tests.gates.run.programs import Program
from tests.kit import server

SCRIPTS = ROOT / "press/theme/js/run"
LIMIT = 120  # seconds; then it is stopped
PAGE = """<!doctype html><html lang="en"><title>trials</title>
<script type="module">
import { python } from "./assets/js/run/python.js"
import { judged } from "./assets/js/run/compare.js"
const one = ({ name, above, own, shown, within, limit }) => new Promise((answer) => {
  let text = ""
  const late = setTimeout(() => { python.end(); answer({ verdict: "slow", seconds: limit, text }) }, limit * 1000)
  const done = (found) => { clearTimeout(late); answer({ text, ...found }) }
  const job = { hear(message) {
    if (message.type === "out") text += message.text
    if (message.type === "failed") done({ verdict: "failed", seconds: 0, error: message.reason + " " + message.file })
    if (message.type !== "done") return
    const { error, kind, seconds } = message
    if (error) done({ verdict: "error", kind, error, seconds })
    else if (shown === null) done({ verdict: "ran", seconds })
    else done({ ...judged(shown, text, within), seconds })
  } }
  python.run(job, { name, above, own })
})
window.one = one
window.python = python
</script>"""


def host(folder: Path) -> Path:
    """A site with the runtime and its scripts alone."""
    found = site.contents()
    site.install(folder, found)
    below = folder / "en/assets/js/run"
    for path in SCRIPTS.glob("*.js"):
        write(below / path.name, path.read_bytes())
    where = site.where(site.version(found), site.first(found))
    write(below / "where.js", where)
    write(folder / "en/assets/snippets.zip", play.library())
    write(folder / "en/index.html", PAGE)
    write(folder / "404.html", "not found")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Such a site, on a server; its address."""
    running = server.start(host(folder), "/")
    yield f"http://127.0.0.1:{running.server_address[1]}/en/"
    running.shutdown()
    running.server_close()


def asked(program: Program, limit: float) -> dict:
    """What the page is told of a program."""
    name = f"code-{program.number}.py"
    told = program._asdict() | {"name": name, "limit": limit}
    return {
        key: told[key]
        for key in ("name", "above", "own", "shown", "within", "limit")
    }


def work(address: str, waiting: Queue, tell: Callable, limit: float) -> None:
    """One browser, one worker: programs one after the other until none is left.

    Half of them as on a first visit, half as on a second.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS
        )
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function("() => Boolean(window.one)")
        half = waiting.qsize() // 2
        while True:
            if half and waiting.qsize() <= half:
                half = restart(page)
            try:
                program = waiting.get_nowait()
            except Empty:
                break
            tell(
                program,
                page.evaluate("asked => one(asked)", asked(program, limit)),
            )
        browser.close()


def restart(page) -> int:
    """The others begin from the memory that the browser has kept."""
    said = page.evaluate("python.keep()")
    assert said == "kept", said
    page.evaluate("python.end()")
    return 0


def tried(
    programs: Iterable[Program],
    tell: Callable[[Program, dict], None],
    processes: int = 2,
    limit: float = LIMIT,
) -> None:
    """Run them all; tell what each did, as it is done."""
    waiting: Queue = Queue()
    for program in programs:
        waiting.put(program)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        ThreadPoolExecutor(processes) as crew,
    ):
        started = [
            crew.submit(work, address, waiting, tell, limit)
            for _ in range(processes)
        ]
        for each in started:
            each.result()


def told(found: dict) -> str:
    """What a program did, in a line."""
    return json.dumps(found, ensure_ascii=False)
