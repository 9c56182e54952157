"""The process of a page: `python page.py` in an empty folder, on a reader's computer."""

import atexit
import contextlib
import functools
import importlib
import marshal
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

from press import ROOT
from press.check import watched

START = """import os, sys
if hasattr(os, "nice"):
    os.nice(5)  # the build of the site waits for what other processes do
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
press = sys.modules["press"] = type(sys)("press")  # its own imports pathlib
press.__path__ = [os.path.join(sys.argv[1], "press")]
from press.check import {0}
sys.dont_write_bytecode = False
{0}.main(*sys.argv[1:])
"""
# Pages run side by side, and threads wait for each other by spinning: on a busy
# machine a page takes ten times as long. The page itself sees neither of these.
NO_SPINNING = {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
# make cpus asks for threads: as many as other computers have
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# one at a time where threads may spin, else as many as there are cores
AT_ONCE = 1 if os.environ.get("PAGES_COLD") else os.cpu_count()
FONTS = "fontlist-v*.json"
FOLDERS = ("page", "home", "tmp", "guard")
THE_COMPUTER = (  # variables that say which computer it is, not who tests
    *("PATH", "PATHEXT", "SYSTEMROOT", "WINDIR", "COMSPEC", "TZ"),
    *("LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"),
    *("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES"),
    *("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS"),
)
# from small to large; the first optimiser of a program would import the last
LIBRARIES = ("numpy", "sklearn.datasets", "torch._dynamo")
IMPORTED = re.compile(r"^ *(?:import|from) (\w+)", re.MULTILINE)
AGAIN = "when it runs a second time in its folder"
OWN = {"HOME": "home", "USERPROFILE": "home"}
OWN |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), "tmp")


class Outcome(NamedTuple):
    """What a block printed, what went wrong with it, the value of its last line."""

    output: str
    error: str | None
    value: str = ""
    again: str | None = None  # what it printed the second time, if it ran twice


def environment(box: Path) -> dict[str, str]:
    """The variables of a reader; nothing of them is ours."""
    computer = {n: os.environ[n] for n in THE_COMPUTER if n in os.environ}
    own = {name: str(box / folder) for name, folder in OWN.items()}
    return computer | own


def make_box(blocks: tuple, pack=watched.program, threads: str = "") -> Path:
    """What the child needs, and the folders that it takes for its computer.

    pack makes of the blocks, and the path of the page, what the child will run.
    It parses, and no two threads may: Python 3.11 counts the depth of both as
    one and raises SystemError (cpython gh-106905).
    """
    threads = threads or os.environ.get("PAGES_THREADS")
    hidden = {} if os.environ.get("PAGES_COLD") else NO_SPINNING
    hidden = hidden | (dict.fromkeys(THREADS, threads) if threads else {})
    box = Path(tempfile.mkdtemp(prefix="page-")).resolve()
    for name in FOLDERS:
        (box / name).mkdir()
    program = pack(blocks, str(box / "page" / "page.py"))
    (box / "blocks").write_bytes(marshal.dumps((program, hidden)))
    (box / "said").touch()
    lend_fonts(box / "home")
    offline = Path(__file__).with_name("offline.py").read_text("utf-8")
    begin = f"begin({str(ROOT)!r}, {str(box / 'guard')!r}, {hidden!r})"
    guard = box / "guard" / "sitecustomize.py"
    guard.write_text(f"{offline}\n\n{begin}\n", "utf-8")
    return box


@functools.cache
def fonts() -> tuple[Path, ...]:
    """Matplotlib's list of fonts on this computer, made if it is not there yet."""
    import matplotlib

    folder = Path(matplotlib.get_cachedir())
    if not [*folder.glob(FONTS)]:
        importlib.import_module("matplotlib.font_manager")
    return tuple(folder.glob(FONTS))


def lend_fonts(home: Path) -> None:
    """The list of fonts, which every computer but a new one has.

    Whoever makes one says so if that takes 5 s, as it does on a busy machine;
    and a library may import Matplotlib for a page that does not name it.
    """
    linux = sys.platform.startswith(("linux", "freebsd"))
    folder = home / (".cache/matplotlib" if linux else ".matplotlib")
    folder.mkdir(parents=True)
    for known in fonts():
        shutil.copy(known, folder)


def start(box: Path, child: str) -> subprocess.Popen:
    with open(box / "printed", "ab") as printed:
        return subprocess.Popen(
            [sys.executable, "-c", START.format(child), str(ROOT), str(box)],
            cwd=box / "page",
            env=environment(box),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


class Nursery:
    """A process that has imported much, and forks for the boxes of programs."""

    def __init__(self, libraries: tuple[str, ...]) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="nursery-")
        threads = dict.fromkeys(THREADS, "1") | NO_SPINNING
        main = [sys.executable, "-c", START.format("nursery"), str(ROOT)]
        self.process = subprocess.Popen(
            [*main, *libraries],
            cwd=self.home.name,
            env=environment(Path(self.home.name)) | threads,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        atexit.register(self.close)

    def close(self) -> None:
        """Nobody asks any more."""
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.home.cleanup()

    def finish(self, box: Path, child: str, timeout: float) -> str:
        """As `finish`, with a child that is forked."""
        asked = (str(box), child, environment(box))
        marshal.dump(asked, self.process.stdin)
        self.process.stdin.flush()
        born, late = marshal.load(self.process.stdout), []

        def stop() -> None:
            late.append(f"no end after {timeout} s")
            os.killpg(born, signal.SIGKILL)

        clock = threading.Timer(timeout, stop)
        clock.start()
        status = marshal.load(self.process.stdout)
        clock.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(born, signal.SIGKILL)  # with all that it started
        return (late or [f"the process died: {status}"])[0]


@functools.cache
def nursery(libraries: int, _thread: int) -> Nursery:
    """The one of a thread that has imported so many of LIBRARIES: it answers one after the other."""
    return Nursery(LIBRARIES[:libraries])


def finish_forked(box: Path, child: str, libraries: int, timeout: float) -> str:
    """As `finish`; the process finds so many of LIBRARIES imported."""
    own = nursery(libraries, threading.get_ident())
    return own.finish(box, child, timeout)


def forks() -> bool:
    """Whether programs may be forked: not if they run as a reader starts them."""
    return hasattr(os, "fork") and not os.environ.get("PAGES_COLD")


def level(code: str) -> int:
    """How many of LIBRARIES are there when the last of those that code imports is."""
    tops = {*IMPORTED.findall(code)}
    return max(
        number
        for number, name in enumerate(LIBRARIES, 1)
        if number == 1 or name.split(".")[0] in tops
    )


def level_of(box: Path) -> int:
    """The level of all that the programs of a box import."""
    (imports, tree), _ = marshal.loads((box / "blocks").read_bytes())
    found, todo = level(imports), [*tree]
    while todo:
        _, code, rest = todo.pop()
        found = max(found, level(code))
        todo += rest
    return found


def finish_branches(box: Path, timeout: float) -> str:
    """Let a child run programs; forked, unless it is to be as a reader starts it."""
    if not forks():
        return finish(box, "branches", timeout)
    return finish_forked(box, "branches", level_of(box), timeout)


def end(process: subprocess.Popen) -> None:
    """Kill the page's process with all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def said(box: Path) -> list:
    """All that the child has said, as far as it came."""
    found = []
    with open(box / "said", "rb") as file, contextlib.suppress(EOFError):
        while True:
            found.append(marshal.load(file))
    return found


def outcomes(messages: list, blocks: int, trouble: str) -> tuple[Outcome, ...]:
    """By block; where the child fell silent, the block at work is to blame."""
    told = {m[0]: Outcome(*m[1:]) for m in messages if m != "end"}
    if "end" not in messages:
        told[min(len(told), blocks - 1)] = Outcome("", trouble)
    return tuple(told[index] for index in sorted(told))


def run(blocks: tuple, timeout: float) -> tuple[Outcome, ...]:
    """Run blocks as one program. Fewer outcomes than blocks: the last one stopped it."""
    box = make_box(blocks)
    try:
        return run_box(box, len(blocks), timeout)
    finally:
        discard(box)


def run_box(
    box: Path, blocks: int, timeout: float, libraries: int = 0
) -> tuple[Outcome, ...]:
    """Run the program of so many blocks that a box holds.

    Its process is fresh, unless it is to find so many of LIBRARIES imported.
    One that leaves files in its folder runs once more: it finds them there.
    """
    first = run_once(box, blocks, timeout, libraries)
    if len(first) < blocks or any(o.error for o in first) or not left(box):
        return first
    (box / "said").write_bytes(b"")
    (box / "printed").write_bytes(b"")
    second = run_once(box, blocks, timeout, libraries)
    return tuple(map(twice, first, second))


def run_once(
    box: Path, blocks: int, timeout: float, libraries: int
) -> tuple[Outcome, ...]:
    if libraries:
        trouble = finish_forked(box, "child", libraries, timeout)
    else:
        trouble = finish(box, "child", timeout)
    return outcomes(said(box), blocks, trouble)


def left(box: Path) -> bool:
    """Whether a program has left files, besides its own."""
    own = ("page.py", "__pycache__")
    return any(path.name not in own for path in (box / "page").iterdir())


def twice(first: Outcome, second: Outcome) -> Outcome:
    """How a block came out that ran well, and then found what it had left."""
    error = second.error and f"{second.error.rstrip()} ({AGAIN})"
    return first._replace(error=error, again=second.output)


def finish(box: Path, child: str, timeout: float) -> str:
    """Let a child work through a box; what is wrong if it does not say its last word."""
    process = start(box, child)
    try:
        process.wait(timeout)
        trouble = f"the process died: {process.returncode}"
    except subprocess.TimeoutExpired:
        trouble = f"no end after {timeout} s"
    end(process)
    return trouble


def discard(box: Path) -> None:
    """Remove a box, whatever its program left there."""
    shutil.rmtree(box, ignore_errors=True)
