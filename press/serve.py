"""Serve both languages; what is saved is shown: python -m press.serve [PORT]."""

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from press import BUILD, CONFIGS, DOCS, ROOT
from press.build import HOME
from press.cache import write
from press.compute import figures
from press.finish import root
from press.preview import mistakes, programs, saved, worker
from press.preview.language import SHOWN
from press.preview.worker import Worker

SEEN = BUILD / "seen"  # the server watches this folder alone
FIRST = saved.Work(everything="first")
REINSTALL = "requirements.txt changed: end this with Ctrl-C, make serve again"


def report(line: str) -> None:
    print(line, flush=True)


def name_of(pages: list[Path]) -> str:
    """Pages in a few words."""
    first = pages[0].relative_to(ROOT).as_posix()
    return first if len(pages) == 1 else f"{first} and {len(pages) - 1} more"


def wait_for(what: str, running: Worker, began: float) -> worker.Outcome:
    """What a worker has made, told: a line for each mistake, and the time."""
    outcome = worker.answer(running)
    for mistake in outcome.mistakes:
        report(mistake)
    if outcome.sound:
        report(f"built {what} in {time.monotonic() - began:.1f} s")
    else:
        report(f"{what}: what failed stays as it was")
    return outcome


def draw() -> None:
    """Draw what changed; a figure that fails stays as it was."""
    try:
        figures.draw_all(report)
    except figures.FigureFailed as error:
        report(str(error))
    except (SyntaxError, ValueError) as error:
        report(mistakes.of_code(error))


def write_root() -> None:
    """The chooser, the 404, the sitemap, also while one language lacks a page."""
    urls: list[str] = []
    try:
        urls = root.page_urls(SHOWN)
    except ValueError as error:
        report(f"{error}: write them in the other language, too")
    base = os.environ.get("SITE_URL", HOME).rstrip("/") + "/"
    SHOWN.mkdir(parents=True, exist_ok=True)
    root.write(SHOWN, urls, base)


def reload() -> None:
    """Browsers load what they show again."""
    write(SEEN / "stamp", str(time.time()))


class Preview:
    """A worker for each language, and the programs that wait to be run."""

    def __init__(self) -> None:
        self.workers: dict[str, Worker] = {}
        self.programs: queue.Queue[str] = queue.Queue()

    def make_all(self) -> None:
        """Everything anew, in new processes: settings and code may differ."""
        draw()
        self.stop()
        began = time.monotonic()
        self.workers = {name: worker.begin(name) for name in CONFIGS}
        for name, running in self.workers.items():
            wait_for(name, running, began)
        write_root()
        reload()

    def make(self, pages: frozenset[Path]) -> None:
        """Some pages, in both languages at once."""
        began, asked = time.monotonic(), {}
        for name, running in self.workers.items():
            mine = sorted(p for p in pages if DOCS / name in p.parents)
            if mine:
                running.pipe.send(mine)
                asked[name] = name_of(mine)
        outcomes = [
            wait_for(what, self.workers[name], began)
            for name, what in asked.items()
        ]
        if any(outcome.seen for outcome in outcomes):
            reload()
        if any(outcome.retitled for outcome in outcomes):
            report("a title changed, which all pages show: building them all")
            self.make_all()

    def follow(self, work: saved.Work) -> None:
        """Do what a change asks for."""
        if work.reinstall:
            report(REINSTALL)
        if work.everything:
            report(f"{work.everything}: building both languages")
            self.make_all()
        elif work.pages and not self.is_ready():
            report("building both languages")
            self.make_all()
        else:
            if work.figures:
                draw()
            self.make(work.pages)
        programs.add(self.programs, work.pages)

    def is_ready(self) -> bool:
        """Whether both workers wait for pages to make."""
        workers = self.workers.values()
        return bool(workers) and all(w.process.is_alive() for w in workers)

    def watch(self, built: threading.Event) -> None:
        """Build, then follow every change, for ever."""
        seen = before = saved.snapshot()
        self.attempt(lambda: FIRST)
        built.set()
        while True:
            seen = saved.wait(seen)
            if self.attempt(partial(saved.work, before, seen)):
                before = seen

    def attempt(self, ask: Callable[[], saved.Work]) -> bool:
        """Whether work was done; if not, it stays to be done with the next change."""
        try:
            self.follow(ask())
        except Exception:
            report(traceback.format_exc())
            return False
        return True

    def stop(self) -> None:
        for running in self.workers.values():
            worker.end(running)


def not_found(code: int) -> bytes | None:
    page = SHOWN / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def background(target, *arguments) -> None:
    threading.Thread(target=target, args=arguments, daemon=True).start()


def server_at(port: int) -> LiveReloadServer:
    """A server that never waits for a build: what it shows is always whole."""
    server = LiveReloadServer(
        builder=lambda: None,
        host="127.0.0.1",
        port=port,
        root=str(SHOWN),
        polling_interval=0.2,
    )
    server.error_handler = not_found
    reload()
    server.watch(str(SEEN))
    return server


def serve(port: int) -> None:
    """Build, serve and watch until interrupted."""
    server, preview = server_at(port), Preview()
    built = threading.Event()
    background(preview.watch, built)
    background(programs.run_for_ever, preview.programs, report)
    try:
        if (SHOWN / "index.html").is_file():
            report("until they are built, the pages of last time are shown")
        else:
            while not built.wait(0.5):  # Windows hears Ctrl-C in between
                pass
        report(f"serving http://127.0.0.1:{port}/ (zh/ and en/); Ctrl-C ends")
        server.serve()
    except KeyboardInterrupt:
        report("stopped")
    except OSError as error:
        report(f"port {port}: {error.strerror}; try make serve PORT=8001")
    finally:
        server.shutdown()
        preview.stop()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
