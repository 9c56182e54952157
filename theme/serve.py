"""Serve both languages with live reload: python -m theme.serve [PORT]."""

import sys

from mkdocs.livereload import LiveReloadServer

from theme import ROOT
from theme.build import BuildFailed, build

WATCHED = ("docs", "snippets", "theme", "mkdocs.yml", "mkdocs.en.yml")
FOLDER = ROOT / "build" / "served"


def report(line: str) -> None:
    print(line, flush=True)


def rebuild() -> None:
    """Build again; a mistake in a page is shown and the last good site stays."""
    try:
        build(FOLDER, report)
    except BuildFailed as failure:
        report(str(failure))


def not_found(code: int) -> bytes | None:
    page = FOLDER / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def serve(port: int) -> None:
    """Build, serve and watch until interrupted."""
    build(FOLDER, report)
    server = LiveReloadServer(
        builder=rebuild, host="127.0.0.1", port=port, root=str(FOLDER)
    )
    server.error_handler = not_found
    for name in WATCHED:
        server.watch(str(ROOT / name))
    report(f"serving http://127.0.0.1:{port}/ (zh/ and en/); Ctrl-C ends")
    try:
        server.serve()
    except KeyboardInterrupt:
        report("stopped")
    finally:
        server.shutdown()


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)
