"""Build the site, both languages at once: python -m press.build [FOLDER]."""

import os
import subprocess
import sys
import time
from pathlib import Path

from press import CONFIGS, ROOT
from press.compute import figures
from press.finish import kept, llms, offline, root
from press.run import site as run

HOME = "http://127.0.0.1:8000/"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}


class BuildFailed(RuntimeError):
    """A language that did not build; its message is what mkdocs said."""


def start(
    language: str, folder: Path, settings: dict[str, str] | None = None
) -> subprocess.Popen:
    """Begin the strict build of one language; settings are SITE_URL, REPO_URL."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["-f", str(CONFIGS[language]), "-d", str(folder / language)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | QUIET | (settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def build(folder: Path, report=print, **settings: str) -> int:
    """Build into folder, and pack it to take away. Returns the number of pages per language."""
    figures.draw_all(report)
    runtime = run.prepared(report)
    settings = settings | run.setting(runtime)
    began = time.monotonic()
    running = {code: start(code, folder, settings) for code in CONFIGS}
    failed = []
    for language, process in running.items():
        said, _ = process.communicate()
        seconds = time.monotonic() - began
        if process.returncode:
            failed.append(f"{language}: the build failed\n{said}")
        else:
            report(f"built {language} in {seconds:.1f} s")
    if failed:
        raise BuildFailed("\n".join(failed))
    base = (os.environ | settings).get("SITE_URL", HOME).rstrip("/") + "/"
    count = root.finish(folder, base)
    llms.finish(folder)
    run.install(folder, runtime)
    offline.pack(folder)
    kept.finish(folder)
    return count


def main() -> None:
    """The command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "site")
    try:
        count = build(
            folder.resolve(), report=lambda line: print(line, flush=True)
        )
    except BuildFailed as failure:
        sys.exit(str(failure))
    print(f"site: {count} pages in each language in {folder}")


if __name__ == "__main__":
    main()
