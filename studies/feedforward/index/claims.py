"""Do the conclusions about cycles hold for other networks and weights?"""

import numpy as np

from studies.trying import Claim, varied

ROUNDS = 1000


def last_round(W, b, s, rounds=ROUNDS) -> tuple[int, np.ndarray]:
    """The last round in which anything changed, and the state after it."""
    last = 0
    for k in range(1, rounds + 1):
        new = np.tanh(s @ W + b)
        if (new != s).any():
            last = k
        s = new
    return last, s


def longest_path(A) -> int:
    """How many neurons stand on the longest path of a network without cycle."""
    power, steps = A.copy(), 0
    while power.any():
        power, steps = ((power @ A) > 0).astype(int), steps + 1
    return steps + 1


def acyclic(seed=0, m=7, scale=3.0, density=0.5) -> dict[str, float]:
    """Random networks without a cycle, from random states: rounds too many."""
    rng = np.random.default_rng(seed)
    late, apart = [], []
    for _ in range(20):
        A = np.triu(rng.random((m, m)) < density, 1).astype(int)
        order = rng.permutation(m)
        A = A[order][:, order]
        W, b = scale * A * rng.normal(size=(m, m)), rng.normal(size=m)
        runs = [last_round(W, b, rng.normal(size=m), 3 * m) for _ in range(3)]
        late += [last - longest_path(A) for last, _ in runs]
        apart += [np.abs(s - runs[0][1]).max() for _, s in runs]
    return {"rounds beyond the path": max(late), "apart": max(apart)}


def rings(seed=0, m=2, scale=3.0) -> dict[str, float]:
    """How many of 100 random rings come to rest, in percent."""
    rng = np.random.default_rng(seed)
    place = np.arange(m)
    rest = 0
    for _ in range(100):
        W = np.zeros((m, m))
        W[place, (place + 1) % m] = scale * rng.normal(size=m)
        last, _ = last_round(W, rng.normal(size=m), np.zeros(m))
        rest += last < ROUNDS
    return {"at rest": rest}


CLAIMS = {
    "still-after-the-path": Claim(
        acyclic,
        lambda n: n["rounds beyond the path"] <= 0 and n["apart"] == 0,
        varied(10, m=[3, 20], scale=[0.3, 30.0], density=[0.2, 1.0]),
    ),
    "only-the-guarantee": Claim(
        rings,
        lambda n: 10 < n["at rest"] < 90,
        varied(5, m=[3, 6], scale=[2.0, 10.0]),
    ),
}
