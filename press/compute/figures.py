"""Draw every figure of studies/ when its code changed: light and dark, with words also in Chinese."""

import importlib
import inspect
import io
import multiprocessing
import os
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from press import BUILD, ROOT
from press.cache import fingerprint, write
from press.compute import words
from press.read.imports import sources

FOLDER = BUILD / "figures"
CHINESE = BUILD / "figures.zh"  # only the figures that have words
STYLE = Path(__file__).with_name("figures.mplstyle")
SCHEMES = {
    "": {
        "ink": "#1f2430",
        "faint": "#c9cedb",
        "paper": "#ffffff",
        "cycle": "#3451b2 #c2410c #15803d #8b3fbf #b42318 #667085",
    },
    ".dark": {
        "ink": "#dde2ec",
        "faint": "#495063",
        "paper": "#1e2129",
        "cycle": "#93b1ff #ffa36c #74d294 #d5a8f7 #ff948a #98a2b3",
    },
}


def scheme(name: str) -> dict:
    """Matplotlib settings of a colour scheme."""
    colours = SCHEMES[name]
    ink, paper = colours["ink"], colours["paper"]
    cycle = ", ".join(f"'{colour}'" for colour in colours["cycle"].split())
    return {
        "text.color": ink,
        "axes.labelcolor": ink,
        "axes.edgecolor": ink,
        "xtick.color": ink,
        "ytick.color": ink,
        "grid.color": colours["faint"],
        "figure.facecolor": paper,
        "axes.facecolor": paper,
        "savefig.facecolor": paper,
        "legend.facecolor": paper,
        "legend.edgecolor": colours["faint"],
        "axes.prop_cycle": f"cycler('color', [{cycle}])",
    }


def modules() -> list[Path]:
    """Every file of figures."""
    return sorted((ROOT / "studies").glob("*/*/figures.py"))


def family_of(path: Path) -> str:
    """The family of studies/<family>/<slug>/figures.py."""
    return path.parent.parent.name


def state(path: Path) -> str:
    """Changes whenever what a figure shows or how it looks may have changed."""
    shown = path.parent.parent.glob("*/results.json")
    code = [Path(__file__), Path(words.__file__)]
    return fingerprint([*sources(path), *shown, STYLE, *code])


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
    from matplotlib import pyplot as plt

    drawing, drawn, english = "the import", set(), set()
    try:
        for name, function in functions(path).items():
            drawing = f"{name}()"
            for suffix in SCHEMES:
                file = Path(family_of(path), f"{name}{suffix}.svg")
                with plt.style.context([str(STYLE), scheme(suffix)]):
                    figure = function()
                    text = save(figure, FOLDER / file)
                    drawn.add(FOLDER / file)
                    if words.translate(figure, words.words_of(path)):
                        text = save(figure, CHINESE / file)
                        drawn.add(CHINESE / file)
                    english |= words.left(text)
                    plt.close(figure)
    except Exception as error:
        raise FigureFailed(trouble(path, drawing, error)) from None
    return drawn, english


def save(figure, path: Path) -> str:
    """Write a figure, the same text for the same figure."""
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    write(path, drawn.getvalue())
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


def draw_all(report=print) -> Path:
    """Draw what is out of date, a file on each core. Returns the folder of all figures."""
    forget()
    todo, failed = stale(), []
    if not todo:
        return FOLDER
    with ProcessPoolExecutor(
        min(len(todo), os.cpu_count() or 1),
        multiprocessing.get_context("spawn"),
        initializer=one_thread,
    ) as pool:
        running = {pool.submit(renew, path): path for path in todo}
        for count, done in enumerate(as_completed(running), 1):
            path = running[done]
            try:
                left = done.result()
            except FigureFailed as error:
                failed.append(str(error))
                continue
            place = path.relative_to(ROOT)
            report(f"drew {count} of {len(todo)}: {place}")
            if left:
                report(
                    f"no Chinese for {', '.join(sorted(left))}: {words.__name__}"
                )
    if failed:
        raise FigureFailed("\n".join(sorted(failed)))
    return FOLDER
