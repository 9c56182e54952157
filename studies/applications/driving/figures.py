"""The figures of the chapter on driving, drawn by its own code."""

import functools
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from snippets.applications.driving_env import (
    HALF,
    road_camera,
    road_light,
    road_make,
    road_place,
)

STYLES = ("-", "--", ":", "-.")
PLACES = np.linspace(-1.5, 1.5, 13)  # as in driving_results.py
SHOWN = {"teacher": "A", "DAgger 0": "E", "DAgger 3": "J"}
BELOW = {"G": 52, "H": 26}  # metres, so that letters do not overlap
LETTERS = {
    "straight": "B",
    "paint": "C",
    "contrast": "K",
    "linear clone": "D",
    "DAgger 0": "E",
    "clone, twice": "L",
    "clone, more": "F",
    "shift": "G",
    "push": "H",
    "linear DAgger": "I",
    "DAgger 3": "J",
}


@functools.cache
def _rows():
    """What make results has computed, by name."""
    file = Path(__file__).with_name("results.json")
    rows = json.loads(file.read_text("utf-8"))["rows"]
    return {row["name"]: row for row in rows}


def _labels(ax, x, y):
    ax.set_xlabel(x, fontsize=15)
    ax.set_ylabel(y, fontsize=15)
    ax.tick_params(labelsize=13)


def _image(ax, image):
    ax.imshow(image, cmap="gray", vmin=0, vmax=1.1, interpolation="nearest")
    ax.set(xticks=(), yticks=())


def driving_first():
    """The same error of the wheel, with and without a look at the road."""
    fig, ax = plt.subplots(figsize=(7, 3.2))
    for k, looks in enumerate((0, 1)):
        e = heading = 0.0
        es = [e]
        for _ in range(60):
            turn = (0.025 - looks * (0.05 * e + 0.5 * heading)) / 2.5
            e += heading + turn / 2
            heading += turn
            es.append(e)
        ax.plot(es, color=f"C{k}", ls=STYLES[k], lw=2.2)
    for side in -HALF, HALF:
        ax.axhline(side, color=plt.rcParams["axes.edgecolor"], lw=3)
    ax.set(xlim=(0, 60), ylim=(-2.3, 2.3))
    _labels(ax, "$s$ (m)", "$e$ (m)")
    return fig


def _three_straight():
    """Four roads, of which the last has bends."""
    roads = road_make(np.random.default_rng(0), 5, 474)
    bent = [a[4] for a in roads]
    roads = type(roads)(*(0 * a[[2, 2, 2, 4]] for a in roads))
    roads.xy[:, :, 0] = np.arange(474)  # straight, but for the last
    for a, own in zip(roads, bent, strict=True):
        a[3] = own
    return roads


def driving_camera():
    """What the camera sees at four places, in even light and with shadows."""
    roads = _three_straight()
    at = np.array([8, 8, 8, 50])
    e, phi = np.array([0, 1.0, 0, 0]), np.array([0, 0, 0.15, 0])
    x = road_camera(roads, road_place(roads, at, e, phi))
    rng = np.random.default_rng(1)
    images = road_light(rng, x, False), road_light(rng, x)
    fig, axes = plt.subplots(2, 4, figsize=(7, 2.3))
    bend = roads.kappa[3, 55]
    names = (
        "$e = 0$",
        "$e = 1$ m",
        r"$\varphi = 9°$",
        rf"$\kappa = {bend:.2f}$/m",
    )
    for row, shown in zip(axes, images, strict=True):
        for ax, image in zip(row, shown, strict=True):
            _image(ax, image[0])
    for ax, name in zip(axes[0], names, strict=True):
        ax.set_title(name, fontsize=14)
    return fig


def driving_steers():
    """How three drivers steer, the further off the middle they stand."""
    fig, ax = plt.subplots(figsize=(7, 3.8))
    for k, (name, letter) in enumerate(SHOWN.items()):
        y = _rows()[name]["steers"]
        ax.plot(PLACES, y, color=f"C{k}", ls=STYLES[k], lw=2.2, label=letter)
    ax.axhline(0, color=plt.rcParams["axes.edgecolor"], lw=1)
    ax.axvspan(-0.5, 0.5, color=plt.rcParams["text.color"], alpha=0.1, lw=0)
    _labels(ax, "$e$ (m)", r"$\delta$ (°)")
    ax.legend(fontsize=14)
    return fig


def _seen_at(roads, path, m):
    """What a driver saw at its mth recorded point."""
    way = path[m] - path[m - 1]
    r = _road()
    at = int(((roads.xy[r] - path[m]) ** 2).sum(axis=1).argmin())
    one = type(roads)(*(a[r : r + 1] for a in roads))
    cars = road_place(one, np.array([at]), np.zeros(1), np.zeros(1))
    cars = cars._replace(xy=path[m][None])
    turned = np.arctan2(way[1], way[0]) - cars.psi
    turned = np.angle(np.exp(1j * turned))
    return road_camera(one, cars._replace(psi=cars.psi + turned))[0, 0]


def _road():
    """A tested road of seed 0 on which E leaves its lane and J does not."""
    both = zip(
        _rows()["DAgger 0"]["came"], _rows()["DAgger 3"]["came"], strict=True
    )
    return next(r for r, (e, j) in enumerate(both) if 40 < e < 350 < j)


def _path(letter):
    """The recorded points of a driver on the road that is shown, 2 m apart."""
    name = next(name for name, own in SHOWN.items() if own == letter)
    return np.array(_rows()[name]["path"][_road()])


def _from_above(ax, roads, left):
    """The lane and the ways of three drivers, where E leaves it."""
    middle, theta = roads.xy[_road()], roads.theta[_road()]
    a = theta[left - 15]
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    across = np.stack([-np.sin(theta), np.cos(theta)], axis=1)
    near = slice(max(0, left - 36), left + 14)
    for side in -HALF, HALF:
        rim = turn @ (middle + side * across - middle[left])[near].T
        ax.plot(*rim, color=plt.rcParams["axes.edgecolor"], lw=2)
    for k, letter in enumerate("AEJ"):
        last = left // 2 + 1 if letter == "E" else (left + 12) // 2
        way = _path(letter)[max(0, left - 36) // 2 : last] - middle[left]
        ax.plot(
            *(turn @ way.T), color=f"C{k}", ls=STYLES[k], lw=2, label=letter
        )
    ax.set_aspect("equal")
    _labels(ax, "m", "m")
    ax.legend(fontsize=13, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))


def driving_roads():
    """A tested road from above, three drivers, and what two of them saw."""
    roads = road_make(np.random.default_rng(1000), 20, 474)
    left = _rows()["DAgger 0"]["came"][_road()]
    fig = plt.figure(figsize=(7, 4.4))
    grid = fig.add_gridspec(2, 2, height_ratios=(1.2, 1))
    _from_above(fig.add_subplot(grid[0, :]), roads, left)
    for column, letter in enumerate("EJ"):
        ax = fig.add_subplot(grid[1, column])
        _image(ax, _seen_at(roads, _path(letter), left // 2))
        ax.set_xlabel(letter, fontsize=14)
    return fig


def driving_errors():
    """Metres against the error on the teacher's road, and on the own road."""
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.8), sharey=True)
    for ax, key in zip(axes, ("open", "own"), strict=True):
        for k, (name, letter) in enumerate(LETTERS.items()):
            row = _rows()[name]
            x, y = np.array(row[key]), np.array(row["metres"])
            ax.plot(x, y, "o", ms=4, color=f"C{k % 6}", alpha=0.5)
            low = y.mean() - BELOW.get(letter, 0)
            side = 0.75 * x.min() if letter == "C" else 1.06 * x.max()
            ax.text(side, low, f"${letter}$", fontsize=15)
        ax.set(xscale="log", ylim=(0, 430))
        ax.set_xticks((1, 2, 4, 8), ("1", "2", "4", "8"))
        ax.minorticks_off()
    _labels(axes[0], "RMSE (°)", "m")
    _labels(axes[1], "RMSE (°)", "")
    return fig
