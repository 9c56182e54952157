"""The figures of the chapter on convolution, drawn by its own code."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle, Rectangle
from skimage import data

from snippets.convolution.conv import ConvParams, init_conv
from snippets.convolution.conv_fast import conv_backward, conv_forward
from studies.convolution.conv.live import small_cat
from studies.drawing import CENTRE, tints

IMAGE = np.array(
    [[0, 0, 0, 5, 5], [0, 0, 0, 5, 5], [0, 0, 5, 5, 5], [0, 5, 5, 5, 5.0]]
)
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])


def _cat():
    """The photograph in shades of grey, mean 0 and variance 1."""
    cat = data.chelsea().mean(axis=2)
    return (cat - cat.mean()) / cat.std()


def _filter(image, kernel):
    """One kernel over one image."""
    params = ConvParams(kernel[None, None], np.zeros(1))
    return conv_forward(params, image[None, None])[0][0, 0]


def _matrix(ax, left, top, size, values, marked):
    """Numbers in cells; the marked ones are tinted."""
    ink = plt.rcParams["axes.edgecolor"]
    for (row, col), value in np.ndenumerate(values):
        corner = left + col * size, top - (row + 1) * size
        if marked[row, col]:
            tint = {"fc": "C0", "alpha": 0.3, "lw": 0}
            ax.add_patch(Rectangle(corner, size, size, **tint))
        frame = {"fill": False, "ec": ink, "lw": 0.8}
        ax.add_patch(Rectangle(corner, size, size, **frame))
        text = f"{value:g}".replace("-", "−")
        middle = corner[0] + size / 2, corner[1] + size / 2
        ax.text(*middle, text, fontsize=17, **CENTRE)


def _canvas(height):
    """An empty figure 7 wide, whose units are inches."""
    fig, ax = plt.subplots(figsize=(7, height), layout="none")
    ax.set(xlim=(0, 7), ylim=(0, height), position=(0, 0, 1, 1), aspect="equal")
    ax.axis("off")
    return fig, ax


def _grid(ax, left, top, size, cells, shape):
    """Empty cells; those in cells, a dictionary, are tinted in a colour."""
    ink = plt.rcParams["axes.edgecolor"]
    for row, col in np.ndindex(shape):
        corner = left + col * size, top - (row + 1) * size
        if (row, col) in cells:
            tint = {"fc": cells[row, col], "alpha": 0.4, "lw": 0}
            ax.add_patch(Rectangle(corner, size, size, **tint))
        frame = {"fill": False, "ec": ink, "lw": 0.8}
        ax.add_patch(Rectangle(corner, size, size, **frame))


def _frame(ax, left, top, size, place, side, colour):
    """A thick frame around side × side cells, the first of which is place."""
    row, col = place
    inset = 0.03
    corner = left + col * size + inset, top - (row + side) * size + inset
    wide = side * size - 2 * inset
    style = {"fill": False, "ec": colour, "lw": 3, "zorder": 3}
    ax.add_patch(Rectangle(corner, wide, wide, **style))


def _arrow(ax, start, end, y):
    """An arrow to the right."""
    style = {"arrowstyle": "-|>,head_width=.3,head_length=.5", "lw": 2}
    style |= {"color": plt.rcParams["text.color"], "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", (end, y), (start, y), arrowprops=style)


def conv_window():
    """One window times the kernel, summed, is one output."""
    fig, ax = _canvas(2.8)
    window = np.zeros(IMAGE.shape, bool)
    window[:3, 1:4] = True
    out = _filter(IMAGE, SOBEL)
    chosen = np.zeros(out.shape, bool)
    chosen[0, 1] = True
    _matrix(ax, 0.15, 2.5, 0.55, IMAGE, window)
    _matrix(ax, 3.2, 2.225, 0.55, SOBEL, np.ones((3, 3), bool))
    _matrix(ax, 5.2, 1.95, 0.55, out, chosen)
    for x, symbol in ((3.05, "⋆"), (5.02, "=")):
        ax.text(x, 1.4, symbol, fontsize=19, **CENTRE)
    return fig


def conv_edges():
    """The cat, its vertical and horizontal edges, and their strength."""
    fig, axes = plt.subplots(2, 2, figsize=(7, 4.9))
    cat = _cat()
    g_x, g_y = _filter(cat, SOBEL), _filter(cat, SOBEL.T)
    panels = (
        ("$x$", cat, "gray"),
        ("$g_x$", g_x, "gray"),
        ("$g_y$", g_y, "gray"),
        ("$g$", np.hypot(g_x, g_y), "magma"),
    )
    for ax, (name, image, colours) in zip(axes.flat, panels, strict=True):
        low, high = np.quantile(image, (0.01, 0.99))
        ax.imshow(image[::2, ::2], cmap=colours, vmin=low, vmax=high)
        ax.set_title(name, fontsize=14)
        ax.axis("off")
    return fig


def conv_kernels():
    """The small cat under four kernels, whose numbers stand above."""
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.4))
    sharp = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0.0]])
    for ax, kernel in zip(
        axes, (SOBEL, SOBEL.T, np.ones((3, 3)), sharp), strict=True
    ):
        answers = _filter(small_cat(), kernel)
        low, high = np.quantile(answers, (0.01, 0.99))
        shades = {"cmap": "gray", "vmin": low, "vmax": high}
        ax.imshow(answers, interpolation="none", **shades)
        for (i, j), w in np.ndenumerate(kernel):
            style = {"ha": "right", "va": "center", "fontsize": 13}
            text = f"{w:g}".replace("-", "−")
            ax.text(20 + 12 * j, 9 * i - 28, text, **style)
        ax.set(ylim=(42.5, -34))
        ax.axis("off")
    return fig


def _draw_kernel(ax, kernel, title):
    ax.imshow(kernel, cmap="RdBu_r", vmin=-3, vmax=3)
    for (i, j), w in np.ndenumerate(kernel):
        ax.text(j, i, f"{w:.1f}", fontsize=11, color="black", **CENTRE)
    ax.set_title(title, fontsize=13)
    ax.axis("off")


def conv_learning():
    """A kernel on its way to Sobel's, and the loss."""
    fig, axes = plt.subplots(
        1, 4, figsize=(7, 2.6), width_ratios=(2.4, 1, 1, 1)
    )
    x = _cat()[None, None, 60:160, 100:260]
    y = _filter(x[0, 0], SOBEL)[None, None]
    params = init_conv(np.random.default_rng(0), 1, 1, 3)
    losses = []
    shown = iter(axes[1:])
    for step in range(1001):
        if step in (0, 100, 1000):
            _draw_kernel(next(shown), params.W[0, 0], str(step))
        y_hat, cache = conv_forward(params, x)
        losses.append(((y_hat - y) ** 2).mean())
        _, grads = conv_backward(2 * (y_hat - y) / y.size, cache)
        steps = zip(params, grads, strict=True)
        params = ConvParams(*(v - 0.05 * dv for v, dv in steps))
    axes[0].semilogy(losses)
    axes[0].set(xlabel="step", ylabel="loss", xlim=(0, 1000))
    return fig


def conv_eye():
    """An eye as a kernel: where it was cut out, and where it answers next."""
    small = data.chelsea().mean(axis=2)[::3, ::3]
    eye = small[28:50, 45:69]
    answer = _filter(small, eye - eye.mean())
    fig, axes = plt.subplots(1, 2, figsize=(7, 2.4))
    axes[0].imshow(small, cmap="gray")
    axes[1].imshow(answer, cmap="magma", extent=(12, 139, 89, 11))
    axes[1].set(xlim=axes[0].get_xlim(), ylim=axes[0].get_ylim())
    for (top, left), colour in (((28, 45), "C1"), ((33, 91), "C0")):
        box = Rectangle((left, top), 24, 22, fill=False, ec=colour, lw=3)
        axes[0].add_patch(box)
        axes[1].plot(left + 12, top + 11, "o", ms=17, mfc="none", mec=colour)
        axes[1].lines[-1].set_markeredgewidth(3)
    for ax in axes:
        ax.axis("off")
    return fig


def conv_columns():
    """The six windows of the image as the columns of a matrix."""
    fig, ax = _canvas(4.1)
    size, left, top = 0.42, 3.7, 3.95
    columns = np.stack(
        [IMAGE[u : u + 3, v : v + 3].ravel() for u, v in np.ndindex(2, 3)], 1
    )
    _matrix(ax, 0.2, 3.55, size, IMAGE, np.zeros((4, 5), bool))
    for place, colour in (((0, 0), "C0"), ((1, 2), "C1")):
        _frame(ax, 0.2, 3.55, size, place, 3, colour)
    _matrix(ax, left, top, size, columns, np.zeros((9, 6), bool))
    for col, colour in ((0, "C0"), (5, "C1")):
        style = {"fill": False, "ec": colour, "lw": 3, "zorder": 3}
        corner = left + col * size + 0.03, top - 9 * size + 0.03
        wide, high = size - 0.06, 9 * size - 0.06
        ax.add_patch(Rectangle(corner, wide, high, **style))
    _arrow(ax, 2.5, 3.5, 2.7)
    return fig


def _stack(ax, left, top, size, shape, colours, seen=()):
    """Channels behind one another; the cells in seen are tinted in each."""
    paper = plt.rcParams["figure.facecolor"]
    for n, colour in reversed(list(enumerate(colours))):
        x, y = left + 0.22 * n, top + 0.22 * n
        high, wide = shape[0] * size, shape[1] * size
        ax.add_patch(Rectangle((x, y - high), wide, high, fc=paper, lw=0))
        _grid(ax, x, y, size, dict.fromkeys(seen, colour), shape)


def conv_channels():
    """Three channels, two kernels of three channels each, two maps."""
    fig, ax = _canvas(3.2)
    shades = "C3", "C2", "C0"
    window = list(np.ndindex(3, 3))
    _stack(ax, 0.2, 2.15, 0.36, (4, 5), shades, window)
    for middle, colour in ((2.35, "C1"), (0.75, "C4")):
        top = middle + 0.3
        _stack(ax, 3.25, top, 0.28, (3, 3), shades, window)
        _grid(ax, 5.55, top, 0.36, {(0, 0): colour}, (2, 3))
        _arrow(ax, 4.7, 5.4, middle)
    ax.text(2.85, 1.55, "⋆", fontsize=19, **CENTRE)
    return fig


def conv_stride():
    """With s = 2, four windows and four answers."""
    fig, ax = _canvas(2.5)
    _grid(ax, 1.2, 2.3, 0.42, {}, (5, 5))
    cells = {}
    for n, place in enumerate(np.ndindex(2, 2)):
        row, col = place
        _frame(ax, 1.2, 2.3, 0.42, (2 * row, 2 * col), 3, f"C{n}")
        cells[place] = f"C{n}"
    _arrow(ax, 3.6, 4.5, 1.25)
    _grid(ax, 4.8, 1.67, 0.42, cells, (2, 2))
    return fig


def conv_padding():
    """A ring of zeros, and an output as large as the image."""
    fig, ax = _canvas(2.8)
    ring = {
        (row, col): "C5"
        for row, col in np.ndindex(6, 7)
        if row in (0, 5) or col in (0, 6)
    }
    _grid(ax, 0.5, 2.65, 0.42, ring, (6, 7))
    for row, col in ring:
        x, y = 0.5 + 0.42 * (col + 0.5), 2.65 - 0.42 * (row + 0.5)
        ax.text(x, y, "0", fontsize=13, **CENTRE)
    _frame(ax, 0.5, 2.65, 0.42, (0, 0), 3, "C0")
    _arrow(ax, 3.6, 4.2, 1.39)
    _grid(ax, 4.4, 2.23, 0.42, {(0, 0): "C0"}, (4, 5))
    return fig


def conv_dilation():
    """The nine cells of a kernel, next to one another and two apart."""
    fig, ax = _canvas(2.8)
    for left, d in ((0.4, 1), (3.7, 2)):
        cells = {(d * i, d * j): "C0" for i, j in np.ndindex(3, 3)}
        _grid(ax, left, 2.3, 0.32, cells, (6, 7))
        _frame(ax, left, 2.3, 0.32, (0, 0), 2 * d + 1, "C0")
        ax.text(left + 1.12, 2.55, f"$d={d}$", fontsize=16, **CENTRE)
    return fig


def conv_groups():
    """Which of four input channels each of four output channels sees."""
    fig, axes = plt.subplots(1, 3, figsize=(7, 2.1))
    paper, ink = (plt.rcParams[k] for k in ("figure.facecolor", "text.color"))
    for ax, G in zip(axes, (1, 2, 4), strict=True):
        for c, m in np.ndindex(4, 4):
            if c * G // 4 == m * G // 4:
                style = {"color": f"C{m * G // 4}", "lw": 2, "zorder": 1}
                ax.plot([c, m], [0, 2], **style)
        for n, y in np.ndindex(4, 2):
            dot = {"fc": paper, "ec": ink, "lw": 1.8, "zorder": 2}
            ax.add_patch(Circle((n, 2 * y), 0.28, **dot))
        ax.set(xlim=(-0.5, 3.5), ylim=(-0.5, 2.5), aspect="equal")
        ax.set_title(f"$G={G}$", fontsize=16)
        ax.axis("off")
    return fig


def conv_equivariance():
    """The cat, moved, and what the kernel answers; frames mark the eye."""
    fig, axes = plt.subplots(2, 2, figsize=(7, 5.2))
    cat = _cat()
    here, there = cat[40:200, 110:270], cat[10:170, 70:230]
    for row, image in enumerate((here, there)):
        panels = image, _filter(image, SOBEL)
        down, right = 30 * row, 40 * row
        for ax, values in zip(axes[row], panels, strict=True):
            low, high = np.quantile(values, (0.01, 0.99))
            ax.imshow(values, cmap="gray", vmin=low, vmax=high)
            corner = 22 + right, 42 + down
            style = {"fill": False, "ec": "C1", "lw": 3}
            ax.add_patch(Rectangle(corner, 80, 70, **style))
            ax.axis("off")
    return fig


def _reached(layers, n=63):
    """How many paths lead from each pixel to the output in the middle."""
    x = np.zeros((1, 1, n, n))
    caches = []
    for k, s, d in layers:
        ones = ConvParams(np.ones((1, 1, k, k)), np.zeros(1))
        x, cache = conv_forward(ones, x, s, 0, d)
        caches.append(cache)
    dx = np.zeros_like(x)
    dx[0, 0, x.shape[2] // 2, x.shape[3] // 2] = 1
    for cache in reversed(caches):
        dx, _ = conv_backward(dx, cache)
    paths = dx[0, 0]
    rows = np.flatnonzero(paths.any(axis=1))
    middle = (rows[0] + rows[-1]) // 2
    return paths[middle - 16 : middle + 17, middle - 16 : middle + 17]


def conv_receptive_field():
    """The pixels that one output sees, for four networks."""
    fig, axes = plt.subplots(1, 4, figsize=(7, 2.1))
    panels = (
        ("2 × (3×3)", [(3, 1, 1)] * 2),
        ("4 × (3×3)", [(3, 1, 1)] * 4),
        ("$s=2$", [(3, 2, 1)] * 4),
        ("$d=1,2,4,8$", [(3, 1, d) for d in (1, 2, 4, 8)]),
    )
    for ax, (title, layers) in zip(axes, panels, strict=True):
        paths = _reached(layers)
        ax.imshow((paths / paths.max()) ** 0.5, cmap=tints("C0"), vmin=0)
        ax.set_title(title, fontsize=13)
        ax.set(xticks=[], yticks=[])
    return fig
