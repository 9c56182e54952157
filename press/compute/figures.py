"""Draw every figure of studies/ when its code changed: light and dark, with words also in Chinese.

In light also as pixels: for notebooks, which many programs show without SVG. One whose
panels would be too small on a phone is drawn narrow, too.
"""

import importlib
import inspect
import io
import logging.handlers
import multiprocessing
import operator
import os
import traceback
from collections.abc import Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    wait,
)
from pathlib import Path

from press import BUILD, ROOT
from press.cache import fingerprint, write
from press.compute import narrow, schemes, words
from press.compute.schemes import scheme
from press.read.imports import sources

FOLDER = BUILD / "figures"
CHINESE = BUILD / "figures.zh"  # only the figures that have words
DPI = 120  # sharp enough, and few kilobytes
STYLE = Path(__file__).with_name("figures.mplstyle")


def modules() -> list[Path]:
    """Every file of figures."""
    return sorted((ROOT / "studies").glob("*/*/figures.py"))


def family_of(path: Path) -> str:
    """The family of studies/<family>/<slug>/figures.py."""
    return path.parent.parent.name


def state(path: Path) -> str:
    """Changes whenever what a figure shows or how it looks may have changed."""
    shown = path.parent.parent.glob("*/results.json")
    code = [Path(each.__file__) for each in (narrow, schemes, words)]
    return fingerprint([*sources(path), *shown, STYLE, Path(__file__), *code])


def functions(path: Path) -> dict:
    """The figures of a file by name."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = importlib.import_module(name)
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
    }


class FigureFailed(RuntimeError):
    """A figure that its function did not draw: file, line, function, why."""


def trouble(path: Path, function: str, error: Exception) -> str:
    """What stopped the drawing, in one line that begins with its place."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if Path(f.filename) == path]
    place = ":".join([str(path.relative_to(ROOT)), *map(str, lines[-1:])])
    why = " ".join(str(error).split())
    return f"{place}: {function}: {type(error).__name__}: {why}"


def draw(path: Path) -> tuple[set[Path], set[str]]:
    """Draw the figures of one file: what was written, which words have no Chinese.

    FigureFailed names the figure that cannot be drawn.
    """
    import matplotlib

    matplotlib.use("Agg")
    drawing, drawn, english = "the import", set(), set()
    try:
        for name, function in functions(path).items():
            drawing = f"{name}()"
            for suffix, made in both(function, words.words_of(path)).items():
                for (folder, shape), data in made.items():
                    stem = f"{name}{shape}{suffix}"
                    file = folder / family_of(path) / f"{stem}{ending(data)}"
                    write(file, data)
                    drawn.add(file)
                english |= words.left(list(texts(made).values())[-1])
    except Exception as error:
        raise FigureFailed(trouble(path, drawing, error)) from None
    return drawn, english


Kind = tuple[Path, str]  # a folder, and "" or narrow.SHAPE
Texts = dict[Kind, str]  # of one figure in one scheme
Made = dict[Kind, str | bytes]  # the same, and its pixels


def ending(made: str | bytes) -> str:
    """What the name of a drawing ends in."""
    return ".svg" if isinstance(made, str) else ".png"


def texts(made: Made) -> Texts:
    """Of what was made of a figure, all but the pixels."""
    return {at: each for at, each in made.items() if isinstance(each, str)}


def both(function, chinese: dict[str, str]) -> dict[str, Made]:
    """A figure in both schemes, drawn twice only where it is more than recoloured."""
    light = made_of(function, "", chinese)
    svgs = texts(light)
    if all(map(schemes.is_plain, svgs.values())):
        dark = {at: schemes.darkened(text) for at, text in svgs.items()}
    else:
        dark = made_of(function, ".dark", chinese)
    return {"": light, ".dark": dark}


def made_of(function, suffix: str, chinese: dict[str, str]) -> Made:
    """A figure drawn in a scheme: in English and, if it has words, in Chinese.

    In light also as pixels.
    """
    from matplotlib import pyplot as plt

    with plt.style.context([str(STYLE), scheme(suffix)]):
        figure = function()
        made: Made = {(FOLDER, ""): svg(figure)}
        is_twofold = narrow.is_needed(figure)
        made |= narrowed(figure, FOLDER) if is_twofold else {}
        if not suffix:
            made[beside(FOLDER), ""] = png(figure)
        if words.translate(figure, chinese):
            made[CHINESE, ""] = svg(figure)
            made |= narrowed(figure, CHINESE) if is_twofold else {}
            if not suffix:
                made[beside(CHINESE), ""] = png(figure)
        plt.close(figure)
    return made


def narrowed(figure, folder: Path) -> Texts:
    """A figure that was drawn, as a phone shows it."""
    from matplotlib import pyplot as plt

    copy = narrow.narrowed(figure)
    drawn = svg(copy)
    plt.close(copy)
    return {(folder, narrow.SHAPE): drawn}


def beside(folder: Path) -> Path:
    """Where the pixels of the figures of a folder are."""
    return folder.with_name(f"{folder.name}.pixels")


def png(figure) -> bytes:
    """A figure as pixels of 256 colours: half the kilobytes, and it looks the same.

    A copy is drawn: pixels move what is drawn after them.
    """
    from matplotlib import pyplot as plt
    from PIL import Image

    drawn, small = io.BytesIO(), io.BytesIO()
    copy = narrow.copied(figure)
    copy.savefig(drawn, format="png", dpi=DPI)
    plt.close(copy)
    Image.open(drawn).convert("RGB").quantize(256).save(small, "png")
    return small.getvalue()


def pixels(language: str, address: str) -> Path | None:
    """The pixels of family/name.svg in a language, if it has been drawn."""
    folders = [beside(FOLDER)]
    if language == "zh":
        folders.insert(0, beside(CHINESE))
    there = ((folder / address).with_suffix(".png") for folder in folders)
    return next((path for path in there if path.is_file()), None)


def svg(figure) -> str:
    """A figure as text, the same for the same figure.

    RuntimeError if a font or a letter of it is missing, of which Matplotlib
    only writes a line before it takes another.
    """
    drawn, complaints = io.StringIO(), logging.handlers.BufferingHandler(1000)
    complaints.setLevel(logging.WARNING)
    log = logging.getLogger("matplotlib")
    log.addHandler(complaints)
    try:
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    finally:
        log.removeHandler(complaints)
    if complaints.buffer:
        raise RuntimeError(complaints.buffer[0].getMessage())
    return drawn.getvalue()


def renew(path: Path) -> set[str]:
    """Draw the figures of one file and note what is there: the words left in English."""
    now, old = state(path), files(stamp(path))
    drawn, english = draw(path)
    for file in old - drawn:
        file.unlink(missing_ok=True)
    names = [
        file.relative_to(FOLDER.parent).as_posix() for file in sorted(drawn)
    ]
    write(stamp(path), "\n".join([now, *names]))
    return english


def one_thread() -> None:
    """A process draws on one core: the others have a process of their own."""
    os.environ["OMP_NUM_THREADS"] = "1"  # before it imports NumPy


def stamp(path: Path) -> Path:
    """Where the state is kept in which a file was drawn last."""
    return FOLDER / family_of(path) / f".{path.parent.name}.drawn"


def files(stamp: Path) -> set[Path]:
    """What a file of figures drew last."""
    noted = stamp.read_text("utf-8").splitlines() if stamp.is_file() else []
    return {FOLDER.parent / name for name in noted[1:]}


def is_drawn(path: Path, state: str) -> bool:
    """Whether the figures of a file are those of this state, and are all there."""
    noted = stamp(path).read_text("utf-8") if stamp(path).is_file() else ""
    there = all(file.is_file() for file in files(stamp(path)))
    return noted.partition("\n")[0] == state and there


def forget() -> None:
    """Delete the figures of files that are no more."""
    kept = {stamp(path) for path in modules()}
    for old in FOLDER.glob("*/.*.drawn"):
        if old not in kept:
            for file in files(old):
                file.unlink(missing_ok=True)
            old.unlink()


def stale() -> dict[Path, str]:
    """The files whose figures are missing or out of date, each with its state."""
    states = {path: state(path) for path in modules()}
    return {p: now for p, now in states.items() if not is_drawn(p, now)}


def draw_all(
    report=print,
    choose: Callable[[list[Path]], Path] = operator.itemgetter(0),
    drawn: Callable[[Path], None] = lambda path: None,
) -> Path:
    """Draw what is out of date, a file on each core. Returns the folder of all figures.

    choose: which of the files that wait is next; drawn: told of each that is done.
    """
    forget()
    todo, failed, running, count = [*stale()], [], {}, 0
    all_of_them, workers = len(todo), min(len(todo), os.cpu_count() or 1)
    if not todo:
        return FOLDER
    with ProcessPoolExecutor(
        workers,
        multiprocessing.get_context("spawn"),
        initializer=one_thread,
    ) as pool:
        while todo or running:
            while todo and len(running) < workers:
                todo.remove(path := choose(todo))
                running[pool.submit(renew, path)] = path
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                path, count = running.pop(done), count + 1
                failed += told(path, done, f"{count} of {all_of_them}", report)
                drawn(path)
    if failed:
        raise FigureFailed("\n".join(sorted(failed)))
    return FOLDER


def told(path: Path, done: Future, number: str, report) -> list[str]:
    """Say what came of a file; returns what failed."""
    try:
        left = done.result()
    except FigureFailed as error:
        return [str(error)]
    report(f"drew {number}: {path.relative_to(ROOT)}")
    if left:
        report(f"no Chinese for {', '.join(sorted(left))}: {words.__name__}")
    return []
