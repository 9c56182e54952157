"""Serve both languages with live reload: python -m press.serve [PORT]."""

import sys

from mkdocs.livereload import LiveReloadServer

from press import BUILD, ROOT, cache
from press.build import BuildFailed, build

WATCHED = ("docs", "snippets", "tests", "press")
CONFIGURATION = ("mkdocs.yml", "mkdocs.en.yml", "requirements.txt")
FOLDER = BUILD / "served"
STAMP = BUILD / "served.stamp"


def report(line: str) -> None:
    print(line, flush=True)


def fingerprint() -> str:
    """Changes when any file that the site is made from does."""
    files = [ROOT / name for name in CONFIGURATION]
    for name in WATCHED:
        files += sorted((ROOT / name).rglob("*"))
    return cache.fingerprint(
        path
        for path in files
        if path.is_file() and "__pycache__" not in path.parts
    )


def bring_up_to_date() -> None:
    """Build, unless the last build was made from the same files."""
    now = fingerprint()
    if STAMP.is_file() and STAMP.read_text() == now:
        report("nothing changed since the last build")
        return
    STAMP.unlink(missing_ok=True)
    build(FOLDER, report)
    cache.write(STAMP, now)


def rebuild() -> None:
    """Build again; a mistake in a page is shown, the last good site stays."""
    try:
        bring_up_to_date()
    except BuildFailed as failure:
        report(str(failure))


def not_found(code: int) -> bytes | None:
    page = FOLDER / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def serve(port: int) -> None:
    """Build, serve and watch until interrupted."""
    bring_up_to_date()
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
