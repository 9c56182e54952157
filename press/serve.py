"""Serve both languages; what is saved is shown: python -m press.serve [PORT]."""

import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

from press import BUILD, CONFIGS, DOCS, ROOT
from press.build import HOME
from press.cache import write
from press.compute import coming, figures
from press.finish import root
from press.preview import mistakes, programs, saved, worker
from press.preview.desk import Desk
from press.preview.language import SHOWN
from press.preview.server import Server
from press.preview.worker import Worker
from press.run import site as run

SEEN = BUILD / "seen"  # the server watches this folder alone
TENTH = 10  # pages between two lines of progress
FIRST = saved.Work(everything="first")
REINSTALL = "requirements.txt changed: end this with Ctrl-C, make serve again"


def report(line: str) -> None:
    print(line, flush=True)


def name_of(pages: list[Path]) -> str:
    """Pages in a few words."""
    first = pages[0].relative_to(ROOT).as_posix()
    return first if len(pages) == 1 else f"{first} and {len(pages) - 1} more"


def tell(what: str, outcome: worker.Outcome, began: float) -> worker.Outcome:
    """What a worker has made: a line for each mistake, and the time."""
    for mistake in outcome.mistakes:
        report(mistake)
    if outcome.sound:
        report(f"built {what} in {time.monotonic() - began:.1f} s")
    else:
        report(f"{what}: what failed stays as it was")
    return outcome


def draw(desk: Desk) -> None:
    """Draw what changed, first what a reader waits for; what fails stays as it was."""
    try:
        desk.draw(figures.stale())
        figures.draw_all(report, desk.choose, desk.drawn)
    except figures.FigureFailed as error:
        report(str(error))
    except (SyntaxError, ValueError) as error:
        report(mistakes.of_code(error))
    finally:
        desk.draw([])


def write_root(whole: bool = True) -> None:
    """The chooser, the 404, the sitemap, also while one language lacks a page."""
    urls: list[str] = []
    try:
        urls = root.page_urls(SHOWN) if whole else []
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
        self.desk = Desk(reload)

    def make_all(self) -> None:
        """Everything anew, in new processes: settings and code may differ."""
        self.stop()
        began = time.monotonic()
        promised = coming.promise()
        urgent = self.desk.urgent
        self.workers = {name: worker.begin(name, urgent) for name in CONFIGS}
        self.desk.begin(self.workers, promised)
        drawing = background(draw, self.desk)
        outcomes = self.listen(began)
        drawing.join()
        if boxes := coming.replaced():
            pages = saved.pages_with(coming.misfits(boxes))
            outcomes += self.ask(pages, began, everybody=True)
        write_root()
        if any(outcome.seen for outcome in outcomes):
            reload()
        if all(outcome.sound for outcome in outcomes):
            report(f"all of it is there: {time.monotonic() - began:.1f} s")

    def listen(self, began: float) -> list[worker.Outcome]:
        """Hear all that the workers say until they have made everything."""
        outcomes = {}
        while waiting := self.workers.keys() - outcomes.keys():
            pipes = {self.workers[name].pipe: name for name in waiting}
            for pipe in wait(list(pipes)):
                name = pipes[pipe]
                said = worker.answer(self.workers[name])
                if isinstance(said, worker.Outcome):
                    outcomes[name] = tell(name, said, began)
                self.desk.hear(name, said)
                self.progress(name)
        return [*outcomes.values()]

    def progress(self, name: str) -> None:
        """Say now and then how far a language is."""
        made, pages = len(self.desk.made[name]), self.desk.urls.get(name, ())
        if pages and made % TENTH == 0 and 0 < made < len(pages):
            report(f"made {made} of {len(pages)} pages: {name}")

    def ask(
        self, pages: frozenset[Path], began: float, everybody: bool = False
    ) -> list[worker.Outcome]:
        """Let each language make its pages, or at least show the figures anew."""
        asked = {}
        for name, running in self.workers.items():
            mine = sorted(p for p in pages if DOCS / name in p.parents)
            if mine or (everybody and running.process.is_alive()):
                running.pipe.send(mine)
                asked[name] = name_of(mine) if mine else f"figures of {name}"
        return [
            tell(what, self.hear_out(name), began)
            for name, what in asked.items()
        ]

    def hear_out(self, name: str) -> worker.Outcome:
        """Hear a language until it has done; a page that it made is shown at once."""
        while True:
            said = worker.answer(self.workers[name])
            if isinstance(said, worker.Outcome):
                return said
            self.desk.hear(name, said)

    def make(self, pages: frozenset[Path]) -> None:
        """Some pages, in both languages at once."""
        outcomes = self.ask(pages, time.monotonic())
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
                draw(self.desk)
            self.make(work.pages)
        programs.add(self.programs, work.pages)

    def is_ready(self) -> bool:
        """Whether both workers wait for pages to make."""
        workers = self.workers.values()
        return bool(workers) and all(w.process.is_alive() for w in workers)

    def watch(self) -> None:
        """Build, then follow every change, for ever."""
        seen = before = saved.snapshot()
        self.attempt(lambda: FIRST)
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


def background(target, *arguments) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def bring_run() -> None:
    """Python for the browser: what is built from now on has Run."""
    found = run.prepared(report)
    run.install(SHOWN, found)
    os.environ.update(run.setting(found))


def serve(port: int) -> None:
    """Serve at once, build what is asked for, then the rest; watch until interrupted."""
    if not (SHOWN / "404.html").is_file():
        write_root(whole=False)
    reload()
    if run.is_near():
        bring_run()
    else:  # nobody waits for a download
        background(bring_run)
    preview = Preview()
    server = Server(port, preview.desk, SEEN)
    background(preview.watch)
    background(programs.run_for_ever, preview.programs, report)
    try:
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
