"""The colours of figures in light and in dark, and how one becomes the other."""

import re

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


COLOUR = re.compile(r"#[0-9a-f]{6}\b")
PICTURE = "<image"  # pixels, whose colours nobody replaces


def colours(name: str) -> list[str]:
    """All colours of a scheme, in the same order in each."""
    known = SCHEMES[name]
    return [
        known["ink"],
        known["faint"],
        known["paper"],
        *known["cycle"].split(),
    ]


DARK = dict(zip(colours(""), colours(".dark"), strict=True))


def is_plain(drawn: str) -> bool:
    """Whether a figure drawn in light has colours of the scheme and no other."""
    return PICTURE not in drawn and DARK.keys() >= {*COLOUR.findall(drawn)}


def darkened(drawn: str) -> str:
    """The dark figure of a plain one."""
    return COLOUR.sub(lambda colour: DARK[colour[0]], drawn)
