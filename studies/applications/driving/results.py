"""Driving over seeds: who stays on the road, and what each was taught with."""

import numpy as np

from snippets.applications.driving import (
    DriveParams,
    drive_aggregate,
    drive_policy,
    drive_shift,
    init_drive,
    train_drive,
)
from snippets.applications.driving_env import (
    FOCAL,
    drive_by_paint,
    drive_frames,
    drive_metres,
    drive_on,
    drive_report,
    drive_teacher,
    road_camera,
    road_light,
    road_make,
    road_place,
    road_unseen,
)

LOOSE = {"open": 0.1, "own": 0.3, "metres": 20.0, "whole": 0.08}
LOOSE |= {
    "departures": 1.5,
    "steers": 1.0,
    "path": 50.0,
    "came": 60.0,
    "far": 200.0,
}
COLUMN = np.degrees(1 / FOCAL)  # ° by which one column turns the car
LONG = "contrast", "clone, twice", "shift", "push", "DAgger 1", "DAgger 3"
DRAWN = "teacher", "DAgger 0", "DAgger 3"  # seen from above
PLACES = np.linspace(-1.5, 1.5, 13)  # m from the middle


def drive_linear(x, y, lam=10.0):
    """Ridge regression from pixels x (N, 1, H, W) to y (N,): a driver."""

    def flat(x):
        return np.column_stack([x.reshape(len(x), -1), np.ones(len(x))])

    A = flat(x)
    v = np.linalg.solve(A.T @ A + lam * np.eye(A.shape[1]), A.T @ y)
    return lambda x: flat(x) @ v


def paint_chosen(rng, roads, T, shade=True, contrast=False):
    """The rule of the paint with what came furthest on the learned roads.

    Many come to the end: then the one that stayed nearest to the middle.
    """

    def merit(rule):
        drive = drive_on(rng, roads, rule, T // 2, shade=shade)
        return drive_metres(drive).mean(), -(drive.e**2).mean()

    gains = (1.2, 1.8, 2.4, 3.2) if contrast else (1.8, 2.4, 3.2)
    levels = (0.05, 0.1, 0.2) if contrast else (0.5, 0.6, 0.7, 0.8)
    rules = [
        drive_by_paint(gain, level, contrast)
        for gain in gains
        for level in levels
    ]
    return max(rules, key=merit)


def linear_aggregate(collect, rounds):
    """DAgger with ridge regression in the place of the network."""
    policy = None
    seen = []
    for _ in range(rounds):
        seen.append(collect(policy))
        policy = drive_linear(*joined(seen))
    return policy


def half(a):
    """In float32: half as much to compute."""
    return np.asarray(a, np.float32)


def half_start(rng):
    """The first parameters of a network, in float32."""
    return DriveParams(*map(half, init_drive(rng)))


def driver(params):
    """The network as a driver that sees images in float32."""
    return lambda x: drive_policy(params)(half(x))


def joined(lessons):
    """All of some lessons (x, y) in one."""
    return tuple(map(np.concatenate, zip(*lessons, strict=True)))


def learned(rng, lessons, steps):
    """A driver: a new network, taught with all of some lessons (x, y)."""
    params = train_drive(rng, half_start(rng), *joined(lessons), steps=steps)[0]
    return driver(params)


def stronger(found, name):
    """A driver that answers twice what another one answers."""
    policy, n = found[name]
    return lambda x: 2 * policy(x), n


def others(rng, collect, first, roads, rounds, steps):
    """Drivers taught by the teacher alone, with more or other frames."""
    n = len(first[1])
    more = learned(rng, [collect(None, roads)], steps)
    found = {"clone, more": (more, rounds * n)}
    for name, gain in ("shift", 0.5), ("shift, wrong sign", -0.5):
        parts = [drive_shift(rng, *first, COLUMN, gain) for _ in range(rounds)]
        found[name] = learned(rng, parts, steps), n
        found[f"linear {name}"] = drive_linear(*joined(parts)), n
    found.pop("linear shift, wrong sign")
    pushed = collect(None, push=5.0)
    found["push"] = learned(rng, [pushed], steps), n
    return found | {"linear push": (drive_linear(*pushed), n)}


def drivers(seed, T, rounds, steps):
    """name → driver, frames it was taught with; all of one seed."""
    rng = np.random.default_rng(seed)
    roads = road_make(rng, 5 * rounds, T + T // 8 + 24)
    few = type(roads)(*(a[:5] for a in roads))
    seen = []

    def collect(policy, roads=few, push=0.0):
        policy = policy and (lambda x, f=policy: f(half(x)))
        frames = drive_frames(drive_on(rng, roads, policy, T, push))
        seen.append(tuple(map(half, frames)))
        return seen[-1]

    nets = drive_aggregate(rng, collect, half_start, rounds, steps=steps)
    n = len(seen[0][1])
    found = {"teacher": (None, 0), "straight": (lambda x: 0 * x[:, 0, 0, 0], 0)}
    found["untrained"] = driver(half_start(rng)), 0
    found["paint"] = paint_chosen(rng, few, T), 0
    short = learned(rng, seen, steps // 3), rounds * n
    found["linear clone"] = drive_linear(*seen[0]), n
    found["linear DAgger"] = linear_aggregate(collect, rounds), rounds * n
    found |= others(rng, collect, seen[0], roads, rounds, steps)
    for k, net in enumerate(nets):
        found[f"DAgger {k}"] = driver(net), (k + 1) * n
    return roads, found | {"DAgger, short": short}


def steers(rng, roads, policy):
    """The mean steering at each of PLACES, straight ahead, on all roads."""
    R, S = roads.kappa.shape
    found = []
    for e in PLACES:
        answers = []
        for at in range(20, S - 24, 40):
            cars = road_place(roads, np.full(R, at), np.full(R, e), np.zeros(R))
            x = road_light(rng, road_camera(roads, cars))
            answers.append(policy(x) if policy else drive_teacher(roads, cars))
        found.append(round(float(np.mean(answers)), 2))
    return found


def open_and_closed(rng, roads, policy, T, shade):
    """The report of a drive, and the error on what the teacher sees."""
    report = drive_report(drive_on(rng, roads, policy, T, shade=shade))
    teacher = drive_on(rng, roads, None, T, shade=shade)
    x, y = (a[::4] for a in drive_frames(teacher))
    error = (policy(x) if policy else y) - y
    return report | {"open": float((error**2).mean() ** 0.5)}


def pictured(rng, roads, name, policy, T):
    """What the figures show of a driver: how it steers, six of its ways."""
    found = {}
    if "even" not in name:
        found["steers"] = steers(rng, roads, policy)
    if name in DRAWN:
        drive = drive_on(rng, roads, policy, T)
        paths = drive.xy[::2, :6].swapaxes(0, 1)
        found["path"] = paths.round(1).tolist()
        found["came"] = drive_metres(drive).tolist()
    return found


def rivals(seed, roads, found, T):
    """Later comers, whom the order of the draws puts at the end."""
    few = type(roads)(*(a[:5] for a in roads))
    rng = np.random.default_rng(2000 + seed)
    late = {name: found.pop(name) for name in ("linear shift", "linear push")}
    late["linear clone, twice"] = stronger(found, "linear clone")
    late["clone, twice"] = stronger(found, "DAgger 0")
    late["contrast"] = paint_chosen(rng, few, T, contrast=True), 0
    return late


def far(seed, learned_on, found, T, R=10):
    """Metres of 5 T on longer roads, for those who nearly always come to T."""
    rng = np.random.default_rng(3000 + seed)
    roads = road_make(rng, R, 5 * T + 5 * T // 8 + 24)
    road_unseen(learned_on, roads)
    names = [name for name in LONG if name in found]
    drives = ((n, drive_on(rng, roads, found[n][0], 5 * T)) for n in names)
    return {name: float(drive_metres(drive).mean()) for name, drive in drives}


def driving_rows(
    seeds: int = 5, T=400, rounds=4, R=20, steps=1200
) -> list[dict]:
    """A row for each driver, with a number for each seed."""
    rows = {}
    for seed in range(seeds):
        roads, found = drivers(seed, T, rounds, steps)
        late = rivals(seed, roads, found, T)
        rng = np.random.default_rng(1000 + seed)
        tests = road_make(rng, R, T + T // 8 + 24)
        road_unseen(roads, tests)
        few = type(roads)(*(a[:5] for a in roads))
        found["paint, even light"] = paint_chosen(rng, few, T, False), 0
        found |= late
        for name, (policy, n) in found.items():
            shade = "even" not in name
            report = open_and_closed(rng, tests, policy, T, shade)
            row = rows.setdefault(name, {"name": name, "frames": n})
            for key, value in report.items():
                row.setdefault(key, []).append(round(value, 3))
            row |= pictured(rng, tests, name, policy, T) if seed == 0 else {}
        for name, metres in far(seed, roads, found, T).items():
            rows[name].setdefault("far", []).append(metres)
    return list(rows.values())


def _spread(numbers, form):
    return f"{np.mean(numbers):{form}} ± {np.std(numbers, ddof=1):{form}}"


SHOWN = (  # the rows of the page
    *("teacher", "straight", "untrained", "paint", "contrast"),
    *("linear clone", "linear clone, twice", "DAgger 0", "clone, twice"),
    *("clone, more", "shift", "linear shift", "push", "linear push"),
    *("linear DAgger", "DAgger 1", "DAgger 2", "DAgger 3"),
    *("DAgger, short", "shift, wrong sign"),
)


def driving_table(rows: list[dict]) -> list[str]:
    """A line for each driver: the means; then the metres of every seed."""
    named = {row["name"]: row for row in rows}
    shown = [named[name] for name in SHOWN]
    means = [
        f"| {row['frames']} | {_spread(row['open'], '.1f')} "
        f"| {_spread(row['own'], '.1f')} | {_spread(row['metres'], '.0f')} "
        f"| {100 * np.mean(row['whole']):.0f} "
        f"| {np.mean(row['departures']):.2f} |"
        for row in shown
    ]
    return means + [
        f"| {' '.join(f'{m:.0f}' for m in row['metres'])} "
        f"| {' '.join(f'{m:.0f}' for m in row.get('far', [])) or '–'} |"
        for row in shown
    ]


def driving_facts(rows: list[dict]) -> list[str]:
    """What the words tell of drivers that have no line."""
    return [
        f"{row['name']}: {_spread(row['metres'], '.0f')} m, "
        f"{100 * np.mean(row['whole']):.0f} %"
        for row in rows
        if row["name"] not in SHOWN
    ]


results, table = driving_rows, driving_table  # what make results calls
facts = driving_facts
