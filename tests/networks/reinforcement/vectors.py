"""Calls whose answers the twins in JavaScript must give, too; all sizes differ."""

import numpy as np

from snippets.reinforcement.planning import MDP
from tests.kit.calls import Call

NO_DISCOUNT = (-0.1, 1.0, 1, "0.5", True, None)


def shares(rng, *shape):
    """Shares of the last axis: some are 0; and now and then they do not add up."""
    p = rng.dirichlet(np.ones(shape[-1]), size=shape[:-1])
    if rng.random() < 0.3:
        p = np.eye(shape[-1])[rng.integers(shape[-1], size=shape[:-1])]
    last = tuple(int(rng.integers(n)) for n in shape)
    if rng.random() < 0.3:  # by as much as is let pass, and by more
        p[last] += rng.choice([-5e-6, 5e-6, -2e-5, 2e-5, 0.5])
    if rng.random() < 0.1 and shape[-1] > 1:  # they add up, one is below 0
        p[last] += 1.5
        p[last[:-1]][last[-1] - 1] -= 1.5
    return p


def world(rng) -> MDP:
    """Now and then steps lead to more or fewer states than there are."""
    S, A, T = (int(n) for n in rng.permutation(np.arange(1, 6))[:3])
    to = T if rng.random() < 0.1 else S
    return MDP(shares(rng, S, A, to), rng.normal(size=(S, A)))


def discount(rng) -> dict:
    """None, a sound one, or what is refused."""
    odd = NO_DISCOUNT[rng.integers(len(NO_DISCOUNT))]
    sound = float(rng.choice([0, 0.5, 0.97, rng.random()]))
    return [{}, {"gamma": sound}, {"gamma": sound}, {"gamma": odd}][
        rng.integers(4)
    ]


def values(rng):
    mdp = world(rng)
    return Call((mdp, rng.normal(size=len(mdp.P))), discount(rng))


def ranked(rng):
    """Many of them have equals."""
    S, A = (int(n) for n in rng.permutation(np.arange(1, 6))[:2])
    return Call((rng.integers(-2, 2, size=(S, A)).astype(float),))


def iterated(rng):
    """To the end, to one that is given, or until nothing moves at all."""
    if rng.random() < 0.1:
        return Call((world(rng),), {"gamma": 0.0, "tol": 0.0})
    tol, sweeps = 10.0 ** -rng.integers(1, 9), int(rng.integers(1, 30))
    ends = {"tol": float(tol), "sweeps": sweeps}
    kept = {k: v for k, v in ends.items() if rng.random() < 0.4}
    least = {"sweeps": 1} if "sweeps" in kept else {}
    return Call((world(rng),), discount(rng) | kept, least=least)


def asked(rng):
    """Shares on their own, in one axis or several."""
    shape = rng.permutation(np.arange(1, 6))[: rng.integers(1, 4)]
    return Call(("p", shares(rng, *map(int, shape))))


VECTORS = {
    "planning.expect_discount": lambda rng: Call(
        (discount(rng).get("gamma", 0.9),)
    ),
    "planning.expect_shares": asked,
    "planning.expect_mdp": lambda rng: Call((world(rng),)),
    "planning.action_values": values,
    "planning.greedy_policy": ranked,
    "planning.value_iteration": iterated,
}
