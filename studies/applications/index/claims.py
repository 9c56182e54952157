"""Does a leak of people promise as much in other clinics?"""

import numpy as np

from studies.trying import Claim, varied


def clinic(rng, people, shots, D, spread):
    """Whose each picture is, whether they are ill, and the pictures (N, D)."""
    who = np.repeat(np.arange(people), shots)
    ill = rng.integers(2, size=people)[who]
    own = rng.normal(size=(people, D))[who]
    return who, ill, own + spread * rng.normal(size=own.shape)


def right(x, ill, test, near=1) -> float:
    """How often the most similar known pictures are right, in percent."""
    far = ((x[test][:, None] - x[~test]) ** 2).sum(axis=2)
    nearest = far.argsort(axis=1)[:, :near]
    answer = ill[~test][nearest].mean(axis=1) > 0.5
    return 100 * float((answer == ill[test]).mean())


def two_splits(
    seed=0, people=60, shots=10, D=5, spread=0.1, near=1, clinics=20
):
    """Mean of some clinics: pictures put aside, and people put aside."""
    rng = np.random.default_rng(seed)
    found = {"by picture": [], "by person": []}
    for _ in range(clinics):
        who, ill, x = clinic(rng, people, shots, D, spread)
        some = rng.random(len(who)) < 0.25
        found["by picture"].append(right(x, ill, some, near))
        new = (rng.random(people) < 0.25)[who]
        found["by person"].append(right(x, ill, new, near))
    return {
        name: round(float(np.mean(part)), 1) for name, part in found.items()
    }


def nothing_learnt(numbers: dict[str, float]) -> bool:
    """Nearly always right by picture, like a coin by person."""
    coin = 40 < numbers["by person"] < 60
    return coin and numbers["by picture"] > 90


CLAIMS = {
    "two-scores": Claim(
        two_splits,
        nothing_learnt,
        varied(8, people=[30, 120], shots=[4], D=[20], spread=[0.3], near=[3]),
    ),
}
