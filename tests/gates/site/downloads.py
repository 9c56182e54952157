"""What a page's downloads do for a reader: in an empty folder, without this repository."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import nbformat

from press import DOCS, ROOT
from press.check.process import AT_ONCE
from press.check.verdict import page_at
from press.finish.notebook import INSTALL
from press.read import program
from press.read.page import normal
from press.read.within import alike, tolerance
from tests.commands import quick
from tests.gates.site.kinds import kinds
from tests.gates.site.links import Site
from tests.gates.site.notebooks import shown, words

PAINT = re.compile(r"\x1b\[[\d;]*m")
TIMEOUT = 600  # seconds; the machine may be busy
EXECUTE = (
    "from nbclient.cli import NbClientApp as App; App.launch_instance()",
    *("--inplace", "--allow-errors", "--kernel_name=python3"),
    f"--timeout={TIMEOUT}",
)
# One interpreter for many files: each is a program in an empty folder of its own.
MANY = """
import os, runpy, sys, tempfile, traceback
for file in sys.argv[1:]:
    os.chdir(tempfile.mkdtemp(dir=os.environ["ALONE"]))
    try:
        runpy.run_path(file, run_name="__main__")
    except BaseException as error:
        print(os.path.basename(file), repr(error))
"""


class Output(NamedTuple):
    """An output of a page, and by how much its numbers may differ."""

    text: str
    within: str = ""


class Run(NamedTuple):
    """What a program printed, and what it complained of."""

    printed: str
    complaint: str


def start(command: list[str], folder: Path) -> Run:
    """Run a command of Python in a folder, as somebody without a screen would."""
    hidden = ("PYTHONPATH", "DISPLAY")
    env = {key: os.environ[key] for key in os.environ if key not in hidden}
    env |= {"ALONE": str(folder), "IPYTHONDIR": str(folder / ".ipython")}
    try:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            env=env | {"PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Run("", f"no end after {TIMEOUT} s")
    if done.returncode and not done.stderr:
        return Run(done.stdout, f"it ends with {done.returncode}")
    return Run(done.stdout, done.stderr)


def run_script(text: str, name: str = "page.py") -> Run:
    """Run a script in a folder that holds nothing else."""
    with tempfile.TemporaryDirectory(prefix="download-") as folder:
        (Path(folder) / name).write_text(text, "utf-8")
        return start([name], Path(folder))


def run_many(files: list[Path]) -> Run:
    """Run files that only define, one after the other, each in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="download-") as folder:
        names = [str(file.resolve()) for file in files]
        return start(["-c", MANY, *names], Path(folder))


def run_notebook(text: str) -> nbformat.NotebookNode:
    """Execute a notebook with nbclient; a cell that fails does not stop it."""
    with tempfile.TemporaryDirectory(prefix="download-") as folder:
        path = Path(folder) / "page.ipynb"
        path.write_text(text, "utf-8")
        run = start(["-c", *EXECUTE, path.name], Path(folder))
        book = nbformat.read(path, as_version=4)
    if any(cell.execution_count is None for cell in codes(book)):
        raise RuntimeError(f"the notebook did not run to its end:\n{run}")
    return book


def codes(book: nbformat.NotebookNode) -> list:
    """The code cells that are blocks of the page and have something to run."""
    return [
        cell
        for cell in book.cells
        if cell.cell_type == "code" and cell.source.strip()
        if INSTALL not in cell.metadata.get("tags", ())
    ]


def uninstalled(executed: nbformat.NotebookNode) -> Iterator[str]:
    """What the first cell complains of; that all is there already is no complaint."""
    for cell in executed.cells:
        if INSTALL in cell.metadata.get("tags", ()):
            if cell.execution_count is None:
                yield "the first cell did not run"
            texts = [output.get("text", "") for output in cell.outputs]
            texts += [o.evalue for o in cell.outputs if "evalue" in o]
            lines = PAINT.sub("", "".join(texts)).splitlines()
            wrong = [line for line in lines if line.startswith("ERROR")]
            yield from (f"the first cell: {line}" for line in wrong)


def shows(cell) -> tuple[str, int, list[str]]:
    """The text below a cell, the number of its pictures, its complaints."""
    text, pictures, complaints = "", 0, []
    for output in cell.outputs:
        data = output.get("data", {})
        if output.output_type == "error":
            complaints.append(f"{output.ename}: {output.evalue}")
        elif output.get("name") == "stderr":
            complaints.append(output.text.strip())
        elif "image/png" in data:
            pictures += 1
        else:
            text += output.get("text") or data.get("text/plain", "") + "\n"
    return normal(text), pictures, complaints


def differences(
    stored: nbformat.NotebookNode, executed: nbformat.NotebookNode
) -> Iterator[str]:
    """What the cells of a notebook do that its stored outputs do not say."""
    yield from uninstalled(executed)
    pairs = zip(codes(stored), codes(executed), strict=True)
    for number, (before, after) in enumerate(pairs, 1):
        said, pictures, _ = shows(before)
        text, drawn, complaints = shows(after)
        for complaint in complaints:
            yield f"cell {number}: {complaint}"
        if complaints:
            continue
        within = tolerance(before.metadata.get("within", ""))
        if not alike(said, text, within):
            yield f"cell {number} says\n{said}\nit shows\n{text}"
        if drawn != pictures:
            yield f"cell {number} has {pictures} pictures, it draws {drawn}"


def unlike(run: Run, outputs: list[Output]) -> Iterator[str]:
    """How a script's run differs from a page, whose outputs are in this order."""
    if run.complaint:
        yield f"the script: {run.complaint.strip()}"
    elif not follow(run.printed, outputs):
        shown = "\n".join(normal(output.text) for output in outputs)
        yield f"the page shows\n{shown}\nthe script prints\n{run.printed}"


def follow(printed: str, outputs: list[Output]) -> bool:
    """Whether the outputs follow one another; a print may leave its line open."""
    rest = normal(printed)
    for output in outputs:
        rest, want = rest.lstrip(), normal(output.text).lstrip()
        lines = rest.split("\n")[: want.count("\n") + 1]
        first = want if rest.startswith(want) else "\n".join(lines)
        if not alike(want, first, tolerance(output.within)):
            return False
        rest = rest[len(first) :]
    return not rest.strip()


def links(book: nbformat.NotebookNode) -> list[str]:
    """Every link and every picture in the words of a notebook."""
    found = []
    for cell in words(book):
        soup = shown(cell.source)
        found += [tag["href"] for tag in soup.select("a[href]")]
        found += [tag["src"] for tag in soup.select("img[src]")]
    return found


def lost(book: nbformat.NotebookNode, site: Site) -> Iterator[str]:
    """Links of a notebook that lead nowhere once it has left the site."""
    held = {
        name for cell in words(book) for name in cell.get("attachments", ())
    }
    for link in links(book):
        scheme = urlsplit(link).scheme
        if scheme == "attachment":
            if link.removeprefix("attachment:") not in held:
                yield f"no file in a notebook: {link}"
        elif not scheme:
            yield f"leads nowhere without the site: {link}"
        elif problem := site.problem(site.folder / "book.ipynb", link):
            yield problem


def notebook_of(page: Path) -> Path:
    """Where a page's notebook is; one that is a notebook has it in its folder."""
    inner = page.stem if page.suffix == ".ipynb" else ""
    return page.parent / inner / f"{page.stem}.ipynb"


def script_of(page: Path) -> Path:
    """Where a page's program is."""
    return page.with_name(f"{page.stem}_page.py")


def to_run(pages: list[Path]) -> list[Path]:
    """The pages whose script and notebook are run here, too.

    Both are to the letter what gate 2 runs alone in an empty folder; what only
    a notebook shows is a picture, or the value of a last line (`valued`). So
    one page is enough, those whose code differs in a kernel (kinds.py), and
    those that changed; each week all are run.
    """
    if os.environ.get("PAGES_COLD"):
        return pages
    first, touched = [p for p in pages if p.suffix == ".md"][:1], changed()
    others = [
        page
        for page in pages
        if page.suffix == ".ipynb"
        or page.as_posix() in touched
        or differs(page)
    ]
    return list(dict.fromkeys(first + others))


def changed(root: Path = ROOT) -> set[str]:
    """The pages that a change since BASE touches, as `make quick` finds them."""
    if not (root / ".git").exists():  # an archive: nobody knows
        return set()
    base = os.environ.get("BASE") or "HEAD"
    it = quick.reach(quick.changed(base, root), root)
    return {*it.edited, *it.shown}


def differs(page: Path) -> bool:
    """Whether a page's code may do something else in a notebook."""
    return bool(kinds(program.codes(page_at(DOCS / "zh" / page))))


class Executions:
    """Downloads of many pages, run ahead: as many at a time as there are cores.

    Both languages have the same programs, so that those of one are run.
    """

    def __init__(self, site: Future[Path], pages: list[Path]) -> None:
        self.site, self.pool = site, ThreadPoolExecutor(AT_ONCE)
        self.scripts, self.notebooks = {}, {}
        for page in pages:
            self.notebooks[page] = self.begin(run_notebook, notebook_of(page))
            self.scripts[page] = self.begin(run_script, script_of(page))

    def begin(self, run, file: Path) -> Future:
        """Run a file of the site, once the site has been built."""
        return self.pool.submit(lambda: run(self.text(file)))

    def text(self, file: Path) -> str:
        return (self.site.result() / "zh" / file).read_text("utf-8")

    def stop(self) -> None:
        """Do not begin what nobody waits for any more."""
        self.pool.shutdown(cancel_futures=True)
