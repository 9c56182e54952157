"""Draw every figure of snippets/ twice, for the light and the dark scheme, when its code changed."""

import importlib
import inspect
from pathlib import Path

from press import BUILD, ROOT
from press.cache import fingerprint, write
from press.read.imports import sources

FOLDER = BUILD / "figures"
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
    return sorted((ROOT / "snippets").glob("*/*_figures.py"))


def state(path: Path) -> str:
    """Changes whenever what a figure shows or how it looks may have changed."""
    shown = path.parent.glob("results/*.json")
    return fingerprint([*sources(path), *shown, STYLE, Path(__file__)])


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


def draw(path: Path, folder: Path) -> None:
    """Draw the figures of one file."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    for name, function in functions(path).items():
        for suffix in SCHEMES:
            with plt.style.context([str(STYLE), scheme(suffix)]):
                figure = function()
                figure.savefig(
                    folder / f"{name}{suffix}.svg", metadata={"Date": None}
                )
                plt.close(figure)


def draw_all(report=print) -> Path:
    """Draw what is missing or out of date. Returns the folder of all figures."""
    for path in modules():
        folder = FOLDER / path.parent.name
        stamp = folder / f".{path.stem}"
        now = state(path)
        if not stamp.is_file() or stamp.read_text() != now:
            report(f"drawing {path.relative_to(ROOT)}")
            draw(path, folder)
            write(stamp, now)
    return FOLDER
