"""Do the conclusions about the car hold on other roads and other lessons?"""

import numpy as np

from snippets.applications.driving import (
    drive_aggregate,
    drive_policy,
    init_drive,
    train_drive,
)
from snippets.applications.driving_env import (
    drive_frames,
    drive_metres,
    drive_on,
    road_make,
    road_unseen,
)
from studies.applications.driving.results import paint_chosen
from studies.trying import Claim, varied


def roads_of(seed: int, T: int, learned: int, R=10):
    """Roads to learn on, and others to be tested on, for T metres."""
    S = T + T // 8 + 24
    learn = road_make(np.random.default_rng(seed), learned, S)
    tests = road_make(np.random.default_rng(1000 + seed), R, S)
    road_unseen(learn, tests)
    return learn, tests


def clone(rng, roads, steps=400, B=32, lr=5e-3):
    """A network that has copied the teacher on roads of 400 m."""
    x, y = drive_frames(drive_on(rng, roads))
    start = init_drive(rng)
    return train_drive(rng, start, x, y, B=B, steps=steps, lr=lr)[0]


def ruled(seed=0, T=400, few=5) -> dict[str, float]:
    """Share of the roads, in percent, that the contrast rule drives whole."""
    learn, tests = roads_of(seed, T, few)
    rng = np.random.default_rng(seed)
    rule = paint_chosen(rng, learn, 400, contrast=True)
    metres = drive_metres(drive_on(rng, tests, rule, T))
    return {"complete": round(100 * (metres == T).mean())}


def as_clone(seed=0, few=5, **more) -> dict[str, float]:
    """A clone's error on the teacher's path, that of the answer 0; metres."""
    learn, tests = roads_of(seed, 400, few)
    rng = np.random.default_rng(seed)
    policy = drive_policy(clone(rng, learn, **more))
    x, y = drive_frames(drive_on(rng, tests))
    return {
        "error": round(((policy(x) - y) ** 2).mean() ** 0.5, 2),
        "zero": round((y**2).mean() ** 0.5, 2),
        "metres": round(drive_metres(drive_on(rng, tests, policy)).mean()),
    }


def doubled(seed=0, factor=2, times=4, **more) -> dict[str, float]:
    """Metres of a clone with more frames, and of one that answers twice."""
    learn, tests = roads_of(seed, 400, 5 * times)
    few = type(learn)(*(a[:5] for a in learn))
    rng = np.random.default_rng(seed)
    some = drive_policy(clone(rng, few, **more))
    many = drive_policy(clone(rng, learn, **more))
    drivers = {"more": many, "twice": lambda x: factor * some(x)}
    drives = {k: drive_on(rng, tests, f) for k, f in drivers.items()}
    return {k: round(drive_metres(d).mean()) for k, d in drives.items()}


def one_round(seed=0, few=5, **more) -> dict[str, float]:
    """Metres of a clone, and after one round of DAgger."""
    learn, tests = roads_of(seed, 400, few)
    rng = np.random.default_rng(seed)

    def collect(policy):
        return drive_frames(drive_on(rng, learn, policy))

    more = {"B": 32} | more
    nets = drive_aggregate(rng, collect, init_drive, rounds=2, **more)
    drives = [drive_on(rng, tests, drive_policy(net)) for net in nets]
    metres = [round(drive_metres(drive).mean()) for drive in drives]
    return dict(zip(("clone", "DAgger"), metres, strict=True))


def leaves(numbers: dict[str, float]) -> bool:
    """Less than half the error of the answer 0, and less than half the way."""
    half = numbers["error"] < numbers["zero"] / 2
    return half and numbers["metres"] < 200


LONGER = [{"steps": 1200, "B": 64, "seed": k} for k in range(3)]
CLAIMS = {
    "rule-enough": Claim(
        ruled, lambda n: n["complete"] == 100, varied(T=[2000], few=[2, 10])
    ),
    "clone-leaves": Claim(
        as_clone, leaves, varied(few=[10], lr=[2.5e-3, 1e-2], steps=[800])
    ),
    "factor-two": Claim(
        doubled,
        lambda n: n["twice"] > n["more"],
        varied(factor=[1.5, 3], lr=[2.5e-3], steps=[800]),
    ),
    "one-round": Claim(
        one_round,
        lambda n: n["DAgger"] > 2 * n["clone"],
        varied(few=[10], lr=[2.5e-3, 1e-2], steps=[800]) + LONGER,
    ),
}
