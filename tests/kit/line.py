"""A server whose line can be cut or fall silent, and that may serve another build."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from press.cache import write
from tests.kit import server

PREFIX = "/nn/"
TOLD = "offline.json"


@dataclass
class Line:
    """How the line is, where it leads, and what came through it."""

    site: Path
    over: Path  # files that are served in place of those of the site
    address: str = ""
    is_cut: bool = False
    is_silent: bool = False
    is_broken: bool = False  # the host says that it cannot
    headers: dict[str, str] = field(default_factory=dict)  # of each answer
    leads: dict[str, str] = field(default_factory=dict)  # to another host
    stops: set[str] = field(default_factory=set)  # where it falls silent
    asked: list[str] = field(default_factory=list)

    def change(self, name: str, old: str, new: str) -> None:
        """A file of the site as another build has it."""
        text = (self.site / name).read_text("utf-8")
        assert old in text
        write(self.over / name, text.replace(old, new))

    def rebuild(self, name: str, python: str = "") -> None:
        """What offline.json says is another build, perhaps with another Python."""
        told = json.loads((self.site / TOLD).read_text("utf-8"))
        told["build"] = name
        if python:
            write(self.over / "run/.keep", "")
            old = self.site / "run" / told["python"]["folder"]
            (self.over / "run" / python).symlink_to(old)
            told["python"]["folder"] = python
        write(self.over / TOLD, json.dumps(told))


class Handler(server.Handler):
    """Answers as its line lets it."""

    line: Line

    def translate_path(self, path: str) -> str:
        over = self.line.over / path.strip("/")
        if over.is_file() or (over / "index.html").is_file():
            return str(over)
        return super().translate_path(path)

    def end_headers(self) -> None:
        for name, value in self.line.headers.items():
            self.send_header(name, value)
        super().end_headers()

    def do_GET(self) -> None:
        line = self.line
        line.asked.append(self.path)
        while line.is_silent or self.path in line.stops:
            time.sleep(0.05)
        if line.is_cut:
            self.close_connection = True
        elif line.is_broken:
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif target := line.leads.get(self.path):
            self.send_response(302)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            with suppress(BrokenPipeError):  # who asked has gone
                super().do_GET()


@contextmanager
def laid(site: Path, over: Path) -> Iterator[Line]:
    """Such a line to a site."""
    line = Line(site, over)
    running = server.start(site, PREFIX, Handler, line=line)
    line.address = f"http://127.0.0.1:{running.server_address[1]}{PREFIX}"
    yield line
    line.is_silent = False
    line.stops.clear()
    running.shutdown()
    running.server_close()
