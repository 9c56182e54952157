"""Roads, a camera, a car and a teacher: R cars on R roads, side by side.

Car       bicycle model: Rajamani 2012, doi:10.1007/978-1-4614-1433-9
Chapter   driving.py
Axes      R roads, S points 1 m apart, T steps of 1 m, N frames, H×W image
Letters   κ curvature 1/m, θ heading of the road, ψ of the car, φ = ψ − θ
          e offset from the middle in m, left is positive; δ steering in °
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count

# --8<-- [start:sizes]
HALF = 1.8  # m from the middle of the lane to either line
LINE = 0.3  # m, how wide a line is
AXLES = 2.5  # m between the axles
HEIGHT = 1.4  # m, of the camera above the road
FOCAL = 20.0  # px; 32 px are then 77° wide
H, W = 16, 32
# --8<-- [end:sizes]


# --8<-- [start:road_make]
class Roads(NamedTuple):
    kappa: np.ndarray  # (R, S)
    theta: np.ndarray  # (R, S)
    xy: np.ndarray  # (R, S, 2)


def road_make(rng: np.random.Generator, R: int, S: int) -> Roads:
    """R roads of S points: a bend of up to 1/30 every 40 m, all of it smooth.

    ValueError unless R and S are whole numbers from 1.
    """
    expect_count("R, S", R, S)
    bends = rng.uniform(-1 / 30, 1 / 30, (R, S // 40 + 2))  # (R, n)
    sums = np.repeat(bends, 40, axis=1).cumsum(axis=1)  # (R, n×40)
    kappa = (sums[:, 20:] - sums[:, :-20])[:, :S] / 20  # (R, S)
    theta = kappa.cumsum(axis=1) - kappa  # (R, S)
    middle = theta + kappa / 2  # (R, S)
    step = np.stack([np.cos(middle), np.sin(middle)], axis=2)  # (R, S, 2)
    return Roads(kappa, theta, step.cumsum(axis=1) - step)
    # --8<-- [end:road_make]


# --8<-- [start:road_unseen]
def road_unseen(learned: Roads, tested: Roads) -> int:
    """How many roads are tested; ValueError if one of them was learned on."""
    for n, road in enumerate(tested.kappa):
        for m, other in enumerate(learned.kappa):
            length = min(len(road), len(other))
            if np.array_equal(road[:length], other[:length]):
                raise ValueError(
                    f"tested roads must be new, got {n} = learned road {m}"
                )
    return len(tested.kappa)
    # --8<-- [end:road_unseen]


# --8<-- [start:drive_step]
class Cars(NamedTuple):
    xy: np.ndarray  # (R, 2)
    psi: np.ndarray  # (R,)
    at: np.ndarray  # (R,)


def road_place(roads: Roads, at, e, phi) -> Cars:
    """Cars at the points at (R,), e to the left, turned by φ to the left."""
    r = np.arange(len(at))  # (R,)
    theta = roads.theta[r, at]  # (R,)
    left = np.stack([-np.sin(theta), np.cos(theta)], axis=1)  # (R, 2)
    xy = roads.xy[r, at] + e[:, None] * left  # (R, 2)
    return Cars(xy, theta + phi, at)


def road_offset(roads: Roads, cars: Cars):
    """How far each car is left of the middle, and turned left: e, φ (R,)."""
    r = np.arange(len(cars.at))  # (R,)
    theta = roads.theta[r, cars.at]  # (R,)
    dx, dy = (cars.xy - roads.xy[r, cars.at]).T  # 2 × (R,)
    return dy * np.cos(theta) - dx * np.sin(theta), cars.psi - theta  # 2 × (R,)


def drive_step(roads: Roads, cars: Cars, delta: np.ndarray) -> Cars:
    """All cars 1 m on, with the front wheels at δ (R,), at most ±25°."""
    delta = np.radians(np.clip(delta, -25, 25))  # (R,)
    psi = cars.psi + np.tan(delta) / AXLES  # (R,)
    middle = (psi + cars.psi) / 2  # (R,)
    way = np.stack([np.cos(middle), np.sin(middle)], axis=1)  # (R, 2)
    xy = cars.xy + way  # (R, 2)
    near = cars.at[:, None] + np.arange(4)  # (R, 4)
    ahead = roads.xy[np.arange(len(xy))[:, None], near]  # (R, 4, 2)
    gap = ((ahead - xy[:, None]) ** 2).sum(axis=2)  # (R, 4)
    return Cars(xy, psi, cars.at + gap.argmin(axis=1))
    # --8<-- [end:drive_step]


# --8<-- [start:drive_teacher]
def drive_teacher(roads: Roads, cars: Cars) -> np.ndarray:
    """The steering δ (R,) of one who knows the exact place and the road."""
    e, phi = road_offset(roads, cars)  # 2 × (R,)
    bend = roads.kappa[np.arange(len(e)), cars.at + 5]  # (R,)
    delta = np.arctan(AXLES * bend) - 0.05 * e - 0.5 * phi  # (R,)
    return np.degrees(delta)  # (R,)
    # --8<-- [end:drive_teacher]


# --8<-- [start:road_camera]
def road_covered(low, high, side):
    """The share of each pixel, from low to high, that a line covers."""
    right = np.maximum(low, side - LINE / 2)  # (R, H, W)
    left = np.minimum(high, side + LINE / 2)  # (R, H, W)
    return np.maximum(left - right, 0) / (high - low)  # (R, H, W)


def road_camera(roads: Roads, cars: Cars) -> np.ndarray:
    """What each car sees, without light and noise: (R, 1, H, W), 0.2 … 1."""
    r = np.arange(len(cars.at))[:, None]  # (R, 1)
    X = HEIGHT * FOCAL / (np.arange(H) + 1.5)  # (H,)
    at = cars.at[:, None] + X.round().astype(np.int64)  # (R, H)
    way = roads.xy[r, at] - cars.xy[:, None]  # (R, H, 2)
    c = np.cos(cars.psi)[:, None]  # (R, 1)
    s = np.sin(cars.psi)[:, None]  # (R, 1)
    ahead = way[..., 0] * c + way[..., 1] * s  # (R, H)
    aside = way[..., 1] * c - way[..., 0] * s  # (R, H)
    slope = np.tan(roads.theta[r, at] - cars.psi[:, None])  # (R, H)
    middle = aside + (X - ahead) * slope  # (R, H)
    Y = ((W - 1) / 2 - np.arange(W)) * X[:, None] / FOCAL  # (H, W)
    y = Y - middle[:, :, None]  # (R, H, W)
    wide = X[:, None] / FOCAL / 2  # (H, 1)
    lines = sum(road_covered(y - wide, y + wide, z) for z in (-HALF, HALF))
    ground = np.where(np.abs(y) < HALF, 0.2, 0.4)  # (R, H, W)
    return (ground + (1 - ground) * lines)[:, None]  # (R, 1, H, W)
    # --8<-- [end:road_camera]


# --8<-- [start:road_light]
def road_light(rng: np.random.Generator, x: np.ndarray, shade=True):
    """Images x (R, 1, H, W) with noise, and with light and a shadow each."""
    noise = 0.05 * rng.normal(size=x.shape)  # (R, 1, H, W)
    if shade:
        one = len(x), 1, 1, 1
        a = rng.uniform(0, 2 * np.pi, one)  # (R, 1, 1, 1)
        edge = rng.uniform(-8, 8, one)  # (R, 1, 1, 1)
        right = np.cos(a) * (np.arange(W) - 15.5)  # (R, 1, 1, W)
        down = np.sin(a) * (2 * np.arange(H)[:, None] - 15)  # (R, 1, H, 1)
        dark = np.where(right + down > edge, rng.uniform(0.2, 0.6, one), 1)
        x = x * dark * rng.uniform(0.6, 1.2, one)  # (R, 1, H, W)
    return x + noise  # (R, 1, H, W)
    # --8<-- [end:road_light]


# --8<-- [start:drive_by_paint]
def drive_by_paint(gain, level, contrast=False):
    """A driver that steers to the paint: the mean column above the level.

    contrast: how much brighter a pixel is than those 2 columns beside it.
    """

    def policy(x):
        seen = x[:, 0, 1:5]  # (R, 4, W)
        if contrast:
            pad = (0, 0), (0, 0), (2, 2)
            wide = np.pad(seen, pad, mode="edge")  # (R, 4, W+4)
            seen = seen - (wide[..., :-4] + wide[..., 4:]) / 2  # (R, 4, W)
        weight = np.maximum(seen - level, 0)  # (R, 4, W)
        column = (W - 1) / 2 - np.arange(W)  # (W,)
        total = (weight * column).sum(axis=(1, 2))  # (R,)
        return gain * total / np.maximum(weight.sum(axis=(1, 2)), 1e-9)  # (R,)

    return policy
    # --8<-- [end:drive_by_paint]


# --8<-- [start:drive_on]
class Drive(NamedTuple):
    x: np.ndarray  # (T, R, 1, H, W)
    y: np.ndarray  # (T, R)
    delta: np.ndarray  # (T, R)
    e: np.ndarray  # (T, R)
    xy: np.ndarray  # (T, R, 2)


def expect_roads(roads: Roads, S: int) -> None:
    """ValueError unless all is floats that fit, S points or more a road."""
    expect("kappa", roads.kappa, "R", "S")
    expect("theta", roads.theta, *roads.kappa.shape)
    expect("xy", roads.xy, *roads.kappa.shape, 2)
    if (got := roads.kappa.shape[1]) < S:
        raise ValueError(f"roads must have {S} points, got {got}")


def road_start(rng: np.random.Generator, roads: Roads) -> Cars:
    """A car at the beginning of each road, nearly in the middle."""
    R = len(roads.theta)
    e, phi = rng.normal(0, 0.1, R), rng.normal(0, 0.01, R)  # 2 × (R,)
    return road_place(roads, np.zeros(R, np.int64), e, phi)


def road_back(roads: Roads, cars: Cars) -> Cars:
    """Cars outside of their lane are set back into its middle."""
    out = np.abs(road_offset(roads, cars)[0]) > HALF  # (R,)
    fresh = road_place(roads, cars.at, 0 * cars.psi, 0 * cars.psi)
    xy = np.where(out[:, None], fresh.xy, cars.xy)  # (R, 2)
    psi = np.where(out, fresh.psi, cars.psi)  # (R,)
    return Cars(xy, psi, cars.at)


def drive_on(rng, roads: Roads, policy=None, T=400, push=0.0, shade=True):
    """T metres on each road with policy: images (R, 1, H, W) → δ (R,).

    The teacher drives if policy is None, and says y, what it would do, in
    any case. push: disturbs the steering by so many ° (standard deviation).
    ValueError unless the roads are long enough.
    """
    expect_count("T", T)
    expect_roads(roads, T + T // 8 + 24)
    cars = road_start(rng, roads)
    log = []
    for _ in range(T):
        x = road_light(rng, road_camera(roads, cars), shade)  # (R, 1, H, W)
        y = drive_teacher(roads, cars)  # (R,)
        delta = y if policy is None else policy(x)  # (R,)
        expect("policy(x)", delta, len(y))
        kick = push * rng.normal(size=len(y))  # (R,)
        cars = drive_step(roads, cars, delta + kick)
        log.append((x, y, delta, road_offset(roads, cars)[0], cars.xy))
        cars = road_back(roads, cars)
    return Drive(*map(np.stack, zip(*log, strict=True)))


def drive_frames(drive: Drive):
    """All images (N, 1, H, W) of a drive, and the teacher's answers (N,)."""
    return drive.x.reshape(-1, 1, H, W), drive.y.ravel()
    # --8<-- [end:drive_on]


# --8<-- [start:drive_report]
def drive_metres(drive: Drive) -> np.ndarray:
    """How far each car came until it left its lane for the first time (R,)."""
    out = np.abs(drive.e) > HALF  # (T, R)
    return np.where(out.any(axis=0), out.argmax(axis=0), len(out))  # (R,)


def drive_report(drive: Drive) -> dict:
    """Metres, share of whole drives, departures a km, error on the way in °."""
    metres = drive_metres(drive)  # (R,)
    out = np.abs(drive.e) > HALF  # (T, R)
    error = drive.delta - drive.y  # (T, R)
    return {
        "metres": float(metres.mean()),
        "whole": float((metres == len(out)).mean()),
        "departures": float(1000 * out.mean()),
        "own": float((error**2).mean() ** 0.5),
    }
    # --8<-- [end:drive_report]
