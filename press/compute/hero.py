"""The drawing of the home page: the chapter's neuron learns, every step of it real."""

import math
from pathlib import Path

from press import BUILD, ROOT
from press.cache import fingerprint, kept
from press.compute import figures, schemes
from press.read.imports import sources

NEURON = ROOT / "snippets" / "foundations" / "neuron.py"
STEPS = 30
WAIT = 0.6
SECONDS = 4.3  # what moves for more than five needs a way to stop it
X0, Y0, SX, SY = 202, 262, 97, 0.72  # where x = y = 0 is, and a unit of each
LOSS = (318, 392)  # top and bottom of the curve of the loss
LEFT, RIGHT = 8, 552
ROW = 28  # the height of a line of numbers

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 398">
<style>
.live svg{{display:block;width:100%;height:auto;overflow:hidden}}
.live text{{font:600 20px var(--md-code-font)}}
.live .n{{fill:var(--ink);transform:translateY(-{up}px);animation:n {all}s steps({steps}) {wait}s backwards}}
.live .line{{transform:{end_line};animation:l {all}s linear {wait}s backwards}}
.live .dot{{transform:{end_dot};animation:d {all}s linear {wait}s backwards}}
.live .veil{{transform:translateX(560px);animation:v {all}s linear {wait}s backwards}}
@keyframes n{{0%{{transform:none}}}}
@keyframes v{{0%{{transform:translateX(0)}}100%{{transform:translateX({span}px)}}}}
@keyframes l{{{lines}}}
@keyframes d{{{dots}}}
</style>
<path d="{points}" stroke="var(--c0)" stroke-opacity=".38" stroke-width="7" stroke-linecap="round" fill="none"/>
<path d="M{left} {y0}H{right}M{left} {bottom}H{right}" stroke="var(--line)" stroke-width="2"/>
<g transform="translate({x0} {y0})"><path class="line" d="M{from_x} 0H{to_x}" stroke="var(--c1)" stroke-width="5" stroke-linecap="round"/></g>
<path d="{curve}" stroke="var(--c1)" stroke-width="3.5" stroke-linejoin="round" fill="none"/>
<rect class="veil" x="{left}" y="{top}" width="560" height="78" fill="var(--paper)"/>
<circle class="dot" cx="{left}" r="6.5" fill="var(--c1)"/>
<svg x="{left}" y="{above}" width="552" height="{row}"><g class="n">
{numbers}
</g></svg>
</svg>
"""


def train() -> list[tuple[float, float, float]]:
    """w, b and the loss before each step of the chapter's own training."""
    import numpy as np
    from sklearn.datasets import load_diabetes

    from snippets.foundations.neuron import NeuronParams, train_neuron

    x, y = bmi_and_progression(load_diabetes)
    params = NeuronParams(np.zeros(1), np.zeros(()))
    path = []
    for _ in range(STEPS + 1):
        after, (loss,) = train_neuron(params, x, y, steps=1)
        path.append((params.w.item(), params.b.item(), loss))
        params = after
    return path


def bmi_and_progression(load):
    """Standardized body mass index of the 300 patients of the training set."""
    x, y = load(return_X_y=True, scaled=False)
    x, y = x[:300, [2]], y[:300]
    return (x - x.mean(axis=0)) / x.std(axis=0), y


def scatter() -> str:
    """Every patient as a dot of a path."""
    from sklearn.datasets import load_diabetes

    x, y = bmi_and_progression(load_diabetes)
    return "".join(
        f"M{X0 + SX * a:.0f} {Y0 - SY * b:.0f}h.01"
        for a, b in zip(x[:, 0], y, strict=True)
    )


def frames(moves: list[str]) -> str:
    """Keyframes that give each transform the same time."""
    return "".join(
        f"{100 * step / STEPS:.4g}%{{transform:{move}}}"
        for step, move in enumerate(moves)
    )


def readings(path: list) -> str:
    """The numbers of each step, a line each; a window shows one of them."""
    return "\n".join(
        f'<text y="{ROW * step + 20}" xml:space="preserve">'
        f"step {step:2d}  w {w:4.1f}  b {b:5.1f}  loss {loss:.0f}</text>"
        for step, (w, b, loss) in enumerate(path)
    )


def geometry(path: list) -> dict[str, str]:
    """Where the line and the end of the loss curve are, at each step."""
    top, bottom = LOSS[0], LOSS[1] - 4
    width = (RIGHT - LEFT) / STEPS
    heights = [bottom - (bottom - top) * loss / path[0][2] for *_, loss in path]
    lines = [
        f"translateY({-SY * b:.1f}px) skewY({angle(w):.2f}deg)"
        for w, b, _ in path
    ]
    dots = [
        f"translate({step * width:.1f}px,{y:.1f}px)"
        for step, y in enumerate(heights)
    ]
    curve = "L".join(
        f"{LEFT + step * width:.1f} {y:.1f}" for step, y in enumerate(heights)
    )
    return {
        "lines": frames(lines),
        "end_line": lines[-1],
        "dots": frames(dots),
        "end_dot": dots[-1],
        "curve": "M" + curve,
    }


def angle(w: float) -> float:
    """The slope w as it looks in the drawing, in degrees."""
    return math.degrees(math.atan(-SY * w / SX))


def draw() -> str:
    """The training as an SVG that moves once, and then shows its end.

    Only transforms move, and no stroke resists them: then a browser needs
    nothing from the page's own thread while it moves.
    """
    path = train()
    return SVG.format(
        **geometry(path),
        points=scatter(),
        numbers=readings(path),
        steps=STEPS,
        row=ROW,
        up=ROW * STEPS,
        above=LOSS[0] - 36,
        all=SECONDS,
        wait=WAIT,
        left=LEFT,
        right=RIGHT,
        span=RIGHT - LEFT,
        x0=X0,
        y0=Y0,
        top=LOSS[0] - 12,
        bottom=LOSS[1],
        from_x=LEFT + 4 - X0,
        to_x=RIGHT - 4 - X0,
    )


def training() -> str:
    """The drawing, kept as long as the code that makes it stays."""
    key = fingerprint([*sources(NEURON), Path(__file__)])[:16]
    return kept(BUILD / "hero" / f"{key}.svg", draw).read_text("utf-8")


def still() -> bytes:
    """The same training as pixels that do not move: the line at some of its steps."""
    import numpy as np
    from matplotlib import pyplot as plt
    from sklearn.datasets import load_diabetes

    x, y = bmi_and_progression(load_diabetes)
    path, ends = train(), np.array([x.min(), x.max()])
    with plt.style.context([str(figures.STYLE), schemes.scheme("")]):
        figure, (above, below) = plt.subplots(
            2, figsize=(7, 5), height_ratios=(4, 1)
        )
        above.scatter(x[:, 0], y, alpha=0.38, linewidths=0)
        for step in (0, 1, 3, 10, STEPS):
            w, b, _ = path[step]
            shade = 1 if step == STEPS else 0.3
            above.plot(ends, w * ends + b, color="C1", alpha=shade)
            above.text(ends[1], w * ends[1] + b, f" {step}", va="center")
        below.plot([loss for *_, loss in path], color="C1")
        for axes in (above, below):
            axes.set(xticks=[], yticks=[])
        made = figures.png(figure)
        plt.close(figure)
    return made


def alone() -> Path:
    """Where the pixels are, kept as long as the code that makes them stays."""
    code = [Path(each.__file__) for each in (figures, schemes)]
    code += [*sources(NEURON), figures.STYLE, Path(__file__)]
    key = fingerprint(code)[:16]
    return kept(BUILD / "hero" / f"{key}.png", still)
