"""Calls whose answers the twins in JavaScript must give, too; all sizes differ."""

import numpy as np

from snippets.reinforcement.planning import MDP
from snippets.reinforcement.qlearning import TableSteps
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


NO_SHARE = (-0.1, 1.1, "0.5", True, None)


def share(rng, *shape):
    """A number or a table of them from 0 to 1; sometimes what is refused."""
    odd = NO_SHARE[rng.integers(len(NO_SHARE))]
    sound = float(rng.choice([0, 1, rng.random()]))
    table = rng.random(shape)
    if rng.random() < 0.2:  # one of them is too small or too large
        table[tuple(int(rng.integers(n)) for n in shape)] = rng.choice([-1, 2])
    return [sound, sound, table, odd][rng.integers(4)]


def whole(rng, n, B):
    """Indices below n; now and then too small, too large or no whole ones."""
    found = rng.integers(n, size=B)
    if rng.random() < 0.06:
        return found + 0.5
    if rng.random() < 0.12:
        found[rng.integers(B)] = rng.choice([-1, n])
    return found


def walked(rng, sound=False):
    """A table and steps in it; pairs come again and again, some walks end."""
    S, A, B = (int(n) for n in rng.permutation(np.arange(1, 8))[:3])
    if sound:
        s, a, s_next = (rng.integers(n, size=B) for n in (S, A, S))
    else:
        s, a, s_next = (whole(rng, n, B) for n in (S, A, S))
    end = rng.random(B) < 0.4
    if not sound and rng.random() < 0.06:
        end = end + rng.choice([0.5, 2.0, -3.0])
    steps = TableSteps(s, a, rng.normal(size=B), s_next, end)
    return rng.normal(size=(S, A)), steps


def guarded(rng):
    """All that an update asks for."""
    Q, steps = walked(rng)
    gamma = discount(rng).get("gamma", 0.9)
    return Call((Q, steps, share(rng, *Q.shape), gamma))


def updated(rng):
    """The same, where rate and discount may be left out."""
    Q, steps = walked(rng)
    rate = {"lr": share(rng, *Q.shape)} if rng.random() < 0.6 else {}
    return Call((Q, steps), rate | discount(rng))


def targets(rng):
    Q, steps = walked(rng, sound=True)
    return Call((Q, *steps[2:], float(rng.random())))


def moved(rng):
    Q, steps = walked(rng, sound=True)
    rates = [float(rng.random()), rng.random(Q.shape)]
    target = rng.normal(size=len(steps.s))
    return Call((Q, steps, target, rates[rng.integers(2)]))


def slowed(rng):
    """A rate at some visit, with a power that is given or not."""
    power = {"power": float(rng.random())} if rng.random() < 0.5 else {}
    return Call((float(rng.integers(1, 50)),), power)


VECTORS = {
    "planning.expect_discount": lambda rng: Call(
        (discount(rng).get("gamma", 0.9),)
    ),
    "planning.expect_shares": asked,
    "planning.expect_mdp": lambda rng: Call((world(rng),)),
    "planning.action_values": values,
    "planning.greedy_policy": ranked,
    "planning.value_iteration": iterated,
    "qlearning.expect_share": lambda rng: Call(("p", share(rng, 2, 3))),
    "qlearning.expect_steps": guarded,
    "qlearning.q_target": targets,
    "qlearning.move_towards": moved,
    "qlearning.q_update": updated,
    "qlearning_agent.shrinking": slowed,
}
