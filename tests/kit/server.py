"""A static server like the one that readers meet: gzip, 404.html, a folder below the host."""

import functools
import gzip
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BASE = "https://example.org/nn/"  # where the tested site says it is
REPOSITORY = "https://code.example.org/repository"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".py")


class Handler(SimpleHTTPRequestHandler):
    """Serves the site below self.prefix."""

    protocol_version = "HTTP/1.1"
    prefix = "/"

    def log_message(self, *args) -> None:
        pass

    def redirect_folder(self, path: Path) -> bool:
        if path.is_dir() and not self.path.split("?")[0].endswith("/"):
            self.send_response(301)
            self.send_header("Location", self.path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return True
        return False

    def do_GET(self) -> None:
        url = self.path.split("?")[0].split("#")[0]
        inner = url.removeprefix(self.prefix) if url != "/" else ""
        path = Path(self.translate_path("/" + inner))
        if self.redirect_folder(path):
            return
        path = path / "index.html" if path.is_dir() else path
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        data = path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        accepts = "gzip" in self.headers.get("Accept-Encoding", "")
        if accepts and path.suffix in COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_HEAD(self) -> None:
        self.do_GET()


def start(
    folder: Path, prefix: str, kind: type = Handler, **settings
) -> ThreadingHTTPServer:
    """Serve folder at prefix on a free port, in a thread."""
    handler = type("SiteHandler", (kind,), {"prefix": prefix, **settings})
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
