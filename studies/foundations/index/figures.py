"""The door page of the foundations: a plane learned, the map of networks."""

from itertools import chain, pairwise

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle

from studies.drawing import CENTRE

NAMES = (
    ("SLP", "MLP", "CNN", "Transformer"),
    ("RNN", "LSTM", "GRU"),
    ("AE", "VAE", "GAN"),
)


def _paper() -> str:
    return plt.rcParams["figure.facecolor"]


def _frame(ax, x, y, width, height, colour, label, tint=0.1):
    """A rounded frame with its label set into the upper edge."""
    box = "round,pad=0,rounding_size=0.14"
    style = {"boxstyle": box, "fc": colour, "ec": "none", "alpha": tint}
    ax.add_patch(FancyBboxPatch((x, y), width, height, **style))
    style |= {"fc": "none", "ec": colour, "alpha": 1, "lw": 1.6}
    ax.add_patch(FancyBboxPatch((x, y), width, height, **style))
    pill = {
        "boxstyle": "round,pad=0.3",
        "fc": _paper(),
        "ec": colour,
        "lw": 1.6,
    }
    place = (x + width / 2, y + height)
    ax.text(*place, label, color=colour, fontsize=14, bbox=pill, **CENTRE)


def _name(ax, x, y, text):
    ax.text(x, y - 0.56, text, fontsize=14.5, weight="bold", **CENTRE)


def _arrow(ax, start, end, colour, bend=0.0):
    style = {"arrowstyle": "-|>,head_width=.2,head_length=.35", "lw": 1.8}
    style |= {"color": colour, "shrinkA": 0, "shrinkB": 0}
    style["connectionstyle"] = f"arc3,rad={bend}"
    ax.annotate("", end, start, arrowprops=style)


def _dot(ax, x, y, colour, r=0.085):
    ax.add_patch(Circle((x, y), r, fc=_paper(), ec=colour, lw=1.8, zorder=3))


def _layers(ax, x, y, widths, colour, reach=0.45, gap=0.24):
    """Columns of neurons, each joined to all of the next column."""
    columns = [
        [(x + dx, y + gap * (k - (n - 1) / 2)) for k in range(n)]
        for dx, n in zip(
            np.linspace(-reach, reach, len(widths)), widths, strict=True
        )
    ]
    for here, there in pairwise(columns):
        for a in here:
            for b in there:
                ax.plot(*zip(a, b, strict=True), colour, lw=1, alpha=0.6)
    for point in chain(*columns):
        _dot(ax, *point, colour)


def _cnn(ax, x, y, colour):
    """A window on an image, and the pixel that it makes."""
    for n, lit, left, step in ((4, 2, x - 0.62, 0.19), (3, 1, x + 0.2, 0.15)):
        for row in range(n):
            for column in range(n):
                corner = (left + step * column, y + step * (row - n / 2))
                cell = Rectangle(corner, step, step, ec=colour, lw=1.2)
                inside = row >= n - lit and column < lit
                cell.set(fc=colour if inside else "none")
                ax.add_patch(cell)


def _transformer(ax, x, y, colour):
    """Positions that all look at each other."""
    xs = x + np.linspace(-0.5, 0.5, 4)
    angle = np.linspace(0, np.pi, 40)
    for i in range(4):
        for j in range(i + 1, 4):
            middle, half = (xs[i] + xs[j]) / 2, (xs[j] - xs[i]) / 2
            arc = y - 0.25 + 0.62 * half / 0.5 * np.sin(angle)
            ax.plot(middle + half * np.cos(angle), arc, colour, lw=1.4)
    for place in xs:
        _dot(ax, place, y - 0.25, colour)


def _rnn(ax, x, y, colour):
    """A state that comes back to itself."""
    y = y - 0.12
    _arrow(ax, (x - 0.6, y), (x - 0.2, y), colour)
    _arrow(ax, (x + 0.2, y), (x + 0.6, y), colour)
    turn = np.linspace(-0.22 * np.pi, 1.13 * np.pi, 40)
    loop = x + 0.2 * np.cos(turn), y + 0.27 + 0.2 * np.sin(turn)
    ax.plot(*loop, colour, lw=1.8)
    _arrow(ax, (x - 0.2, y + 0.22), (x - 0.13, y + 0.12), colour)
    _dot(ax, x, y, colour, 0.19)


def _gated(ax, x, y, colour, gates):
    """A memory that runs through, and the gates that open on it."""
    box = "round,pad=0,rounding_size=0.1"
    style = {"boxstyle": box, "fc": _paper(), "ec": colour, "lw": 1.8}
    ax.add_patch(FancyBboxPatch((x - 0.45, y - 0.34), 0.9, 0.68, **style))
    _arrow(ax, (x - 0.66, y + 0.15), (x + 0.66, y + 0.15), colour)
    for place in x + np.linspace(-0.27, 0.27, gates):
        ax.plot([place, place], [y - 0.16, y + 0.15], colour, lw=1.6)
        ax.plot(place, y - 0.16, "o", color=colour, ms=7)


def _funnel(ax, x, y, colour, left, right, letter=""):
    """A trapezium, half as high on the one side as on the other."""
    corners = [(-0.2, -left), (0.2, -right), (0.2, right), (-0.2, left)]
    shape = np.add(corners, (x, y))
    ax.add_patch(Polygon(shape, fc=_paper(), ec=colour, lw=1.8, zorder=3))
    ax.text(x, y, letter, color=colour, fontsize=13, zorder=4, **CENTRE)


def _vae(ax, x, y, colour):
    """Encoder, a bell curve, decoder."""
    _funnel(ax, x - 0.45, y, colour, 0.34, 0.17)
    _funnel(ax, x + 0.45, y, colour, 0.17, 0.34)
    z = np.linspace(-0.2, 0.2, 50)
    bell = y - 0.15 + 0.36 * np.exp(-0.5 * (z / 0.075) ** 2)
    ax.plot(x + z, bell, colour, lw=1.8)


def _gan(ax, x, y, colour):
    """A generator and a discriminator that judges it."""
    _funnel(ax, x - 0.4, y, colour, 0.17, 0.34, "$G$")
    _funnel(ax, x + 0.4, y, colour, 0.34, 0.17, "$D$")
    _arrow(ax, (x - 0.2, y + 0.17), (x + 0.2, y + 0.17), colour)
    _arrow(ax, (x + 0.2, y - 0.17), (x - 0.2, y - 0.17), colour)


def _dqn(ax, x, y, colour):
    """An agent, its world, and what they exchange."""
    _layers(ax, x, y + 1.42, (3, 4, 2), colour, 0.38, 0.2)
    for k in range(9):
        corner = (x - 0.36 + 0.24 * (k % 3), y - 0.36 + 0.24 * (k // 3))
        cell = Rectangle(corner, 0.24, 0.24, ec=colour, lw=1.2)
        cell.set(fc=colour if k == 5 else "none")
        ax.add_patch(cell)
    _arrow(ax, (x + 0.46, y + 1.2), (x + 0.46, y + 0.2), colour, -0.25)
    _arrow(ax, (x - 0.46, y + 0.2), (x - 0.46, y + 1.12), colour, -0.25)
    ax.text(x + 0.4, y + 0.7, "$a$", fontsize=14, **CENTRE)
    ax.text(x - 0.36, y + 0.7, "$s, r$", fontsize=14, **CENTRE)


def _names(ax, x, rows):
    """The acronym below each picture."""
    for y, row in zip(rows, NAMES, strict=True):
        for place, name in zip(x, row, strict=False):
            _name(ax, place, y, name)


def network_map():
    """The families of networks, a small picture for each."""
    fig, ax = plt.subplots(figsize=(7, 5.9), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, 5.9), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    _frame(ax, 0.06, 0.06, 6.88, 5.6, plt.rcParams["text.color"], "ANN", 0)
    _frame(ax, 0.26, 3.68, 6.48, 1.42, "C0", "FNN")
    _frame(ax, 0.26, 1.96, 4.86, 1.42, "C1", r"$h_{t-1} \to h_t$")
    _frame(ax, 0.26, 0.24, 4.86, 1.42, "C3", r"$z \to \hat{x}$")
    _frame(ax, 5.3, 0.24, 1.44, 3.14, "C2", r"$s \to a$")
    x, rows = (1.08, 2.69, 4.3, 5.92), (4.46, 2.74, 1.02)
    _names(ax, x, rows)
    _layers(ax, x[0], rows[0], (3, 1), "C0")
    _layers(ax, x[1], rows[0], (3, 4, 2), "C0", gap=0.22)
    _cnn(ax, x[2], rows[0], "C0")
    _transformer(ax, x[3], rows[0], "C0")
    _rnn(ax, x[0], rows[1], "C1")
    _gated(ax, x[1], rows[1], "C1", 3)
    _gated(ax, x[2], rows[1], "C1", 2)
    _layers(ax, x[0], rows[2], (4, 2, 4), "C3", gap=0.22)
    _vae(ax, x[1], rows[2], "C3")
    _gan(ax, x[2], rows[2], "C3")
    _dqn(ax, 6.02, rows[2], "C2")
    _name(ax, 6.02, rows[2], "DQN")
    return fig


def _descend(P, x, y, steps):
    """The network of the page after so many steps; slopes by formula."""
    for _ in range(steps):
        h = np.tanh(x @ P[:, :2].T + P[:, 2])
        dy = 2 / len(y) * (h @ P[:, 3] - y)
        da = np.outer(dy, P[:, 3]) * (1 - h**2)
        P = P - 0.3 * np.c_[da.T @ x, da.sum(axis=0), h.T @ dy]
    return P


def _areas(ax, answer, x, y):
    """Two tints for the two answers, the boundary, and the test points."""
    side = np.linspace(-1, 1, 201)
    grid = np.stack(np.meshgrid(side, side), axis=-1)
    a = answer(grid.reshape(-1, 2)).reshape(201, 201)
    ax.contourf(side, side, a, [-1e9, 0, 1e9], colors=["C1", "C0"], alpha=0.22)
    ax.contour(side, side, a, [0], colors=plt.rcParams["text.color"])
    for sign, mark, colour in ((1, "o", "C0"), (-1, "x", "C1")):
        ax.plot(*x[y == sign].T, mark, color=colour, ms=2.6, mew=0.9)
    share = (np.sign(answer(x)) == y).mean()
    ax.set_xlabel(f"{share:.0%}", fontsize=16)
    ax.set(xticks=[], yticks=[], aspect="equal", xlim=(-1, 1), ylim=(-1, 1))


def _best_line(x, y):
    """The line of the page's search: its direction, and its shift."""
    found = []
    for angle in np.arange(0, 2 * np.pi, np.pi / 36):
        way = np.cos(angle), np.sin(angle)
        for shift in np.linspace(-1, 1, 41):
            right = np.sign(x @ way - shift) == y
            found.append((right[:600].mean(), right[600:].mean(), way, shift))
    return max(found)[2:]


def xor_plane():
    """The best line, and the first network of the page on its way."""
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, (1000, 2))
    y = np.sign(x[:, 0] * x[:, 1])
    start = rng.normal(size=(8, 4))
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.25))
    way, shift = _best_line(x, y)
    _areas(axes[0], lambda p: p @ way - shift, x[600:], y[600:])
    axes[0].set_title("$w_1 x_1 + w_2 x_2 + b$", fontsize=13)
    for ax, steps in zip(axes[1:], (0, 50, 200), strict=True):
        P = _descend(start, x[:600], y[:600], steps)

        def answer(points, P=P):
            return np.tanh(points @ P[:, :2].T + P[:, 2]) @ P[:, 3]

        _areas(ax, answer, x[600:], y[600:])
        ax.set_title(f"{steps}", fontsize=15)
    return fig
