"""Do the conclusions about the ring hold for other seeds, rates and sizes?"""

import numpy as np

from snippets.generative.gan import (
    generator_forward,
    generator_gradient,
    init_gan,
    minimax_loss,
    nonsaturating_loss,
    train_gan,
)
from snippets.generative.gan_ring import near_modes, ring_of_eight
from studies.generative.gan.results import _game
from studies.trying import Claim, varied


def plain_circle(seed=0, N=2000, radius=2.0) -> dict[str, float]:
    """Points evenly on a circle, without modes: covered, share near one."""
    angle = np.random.default_rng(seed).uniform(0, 2 * np.pi, N)
    x = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    counts = near_modes(x)
    return {"covered": (counts >= N / 100).sum(), "near": counts.sum() / N}


def heard(seed=1, lr=1e-3, H=64, more=300) -> dict[str, float]:
    """The mean slope that G gets from a D of 30 steps, and of more."""
    rng = np.random.default_rng(seed)
    ring = ring_of_eight(rng, 10_000)
    young = init_gan(rng, 2, H, 2)
    z = rng.normal(size=(256, 2))
    found = {}
    for steps in (30, more):
        strict, _ = train_gan(rng, young, ring, lr=(0.0, lr), steps=steps)
        for name, fool in (
            ("minimax", minimax_loss),
            ("other", nonsaturating_loss),
        ):
            _, slope, _ = generator_gradient(strict, z, fool)
            when = "few" if steps == 30 else "more"
            found[f"{name} {when}"] = 256 * np.linalg.norm(slope, axis=1).mean()
    return found


def hurried(seed=0, steps=1500, H=64, hurry=100) -> dict[str, float]:
    """G learns so many times as fast as D: modes covered, share near one."""
    rng = np.random.default_rng(seed)
    ring = ring_of_eight(rng, 10_000)
    rates = 1e-2, 1e-2 / hurry
    start = init_gan(rng, 2, H, 2)
    params, _ = train_gan(rng, start, ring, lr=rates, steps=steps)
    x, _ = generator_forward(params.G, rng.normal(size=(2000, 2)))
    counts = near_modes(x)
    return {"covered": (counts >= 20).sum(), "near": counts.sum() / 2000}


def shared(seed=0, name="non-saturating", steps=3000) -> dict[str, float]:
    """Points of 2000 near the emptiest and the fullest mode; of real ones."""
    counts = near_modes(_game(name, seed, steps)[0])
    real = near_modes(ring_of_eight(np.random.default_rng(seed), 2000))
    return {
        "fewest": counts.min(),
        "most": counts.max(),
        "fewest, real": real.min(),
    }


def all_eight(numbers: dict[str, float]) -> bool:
    """Covered all, with less than half of the points near one."""
    return numbers["covered"] == 8 and numbers["near"] < 0.5


def not_less(numbers: dict[str, float]) -> bool:
    """From the stricter judge the minimax loss hears no less."""
    return numbers["minimax more"] >= numbers["minimax few"]


def hears_more(numbers: dict[str, float]) -> bool:
    """From the strict judge the other loss hears twice as much at least."""
    return numbers["other more"] > 2 * numbers["minimax more"]


def runs_away(numbers: dict[str, float]) -> bool:
    """At most one mode, and at most a tenth of the points near any."""
    return numbers["covered"] <= 1 and numbers["near"] < 0.1


def unevenly(numbers: dict[str, float]) -> bool:
    """The emptiest mode has less than half as many as the fullest."""
    return numbers["fewest"] < numbers["most"] / 2


STRICT = varied(5, lr=[5e-4, 2e-3], H=[32], more=[100, 1000])
CLAIMS = {
    "a-circle-covers-all": Claim(
        plain_circle, all_eight, varied(5, N=[500, 5000], radius=[1.9, 2.1])
    ),
    "shared-unevenly": Claim(
        shared, unevenly, varied(8, name=["minimax"], steps=[1500])
    ),
    "minimax-hears-no-less": Claim(heard, not_less, STRICT),
    "the-other-hears-more": Claim(heard, hears_more, STRICT),
    "hurry-runs-away": Claim(
        hurried, runs_away, varied(5, steps=[3000], H=[32], hurry=[30])
    ),
}
