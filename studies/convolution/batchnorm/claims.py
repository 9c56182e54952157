"""Do the conclusions about batch normalization hold for other networks?"""

import numpy as np

from studies.convolution.batchnorm.deep import (
    read_digits,
    through_layers,
    train_layers,
)
from studies.trying import Claim, varied

GUESSED = np.log(10)  # the loss of somebody who knows nothing
LEARNED = GUESSED - 0.5  # what counts as having learned something


def three_starts(**setting) -> dict[str, float]:
    """The loss for weights of three sizes, with normalization and without."""
    return {
        f"{size} {name}": train_layers(size, normalized, **setting)[1]
        for size in (0.5, 1, 2)
        for name, normalized in (("with", True), ("without", False))
    }


def only_with(numbers: dict[str, float]) -> bool:
    """From weights too small or large one learns with it only (nan: not)."""
    return all(
        numbers[f"{size} with"] < LEARNED
        and not numbers[f"{size} without"] < LEARNED
        for size in (0.5, 2)
    )


def without_it_too(numbers: dict[str, float]) -> bool:
    """From He's weights the network learns without it."""
    return numbers["1 without"] < LEARNED


def groups_right(weights, x, y, groups) -> float:
    """How many digits are read, in percent, each normalised with its group."""
    right = [
        through_layers(weights, x[n], True)[0].argmax(axis=1) == y[n]
        for n in groups
    ]
    return 100 * float(np.mean(right))


def in_company(B=50, lr=0.03, seed=0, steps=200, layers=8) -> dict[str, float]:
    """One network, its test digits as they come, sorted, one by one."""
    weights, _ = train_layers(lr=lr, seed=seed, steps=steps, layers=layers)
    *_, x, y = read_digits(seed)
    order = np.argsort(y, kind="stable")
    ways = {
        "mixed": np.arange(500).reshape(-1, B),
        "sorted": order.reshape(-1, B),
        "alone": np.arange(500).reshape(-1, 1),
    }
    return {
        name: groups_right(weights, x, y, groups)
        for name, groups in ways.items()
    }


def company_decides(numbers: dict[str, float]) -> bool:
    """Sorted, fewer than half of those that it reads mixed."""
    return numbers["sorted"] < numbers["mixed"] / 2


def batches_of_two(lr=0.03, seed=0, layers=8, images=6400) -> dict[str, float]:
    """As many images in batches of 2 and of 32, with it and without."""
    rest = {"lr": lr, "seed": seed, "layers": layers}
    return {
        f"B = {B} {name}": train_layers(
            1, normalized, B=B, steps=images // B, **rest
        )[1]
        for B in (2, 32)
        for name, normalized in (("with", True), ("without", False))
    }


def two_are_too_few(numbers: dict[str, float]) -> bool:
    """In pairs, with it one learns less than without, and less than from 32."""
    pairs = numbers["B = 2 with"]
    return not (
        pairs < numbers["B = 2 without"] or pairs < numbers["B = 32 with"] + 1
    )


STARTS = varied(
    lr=[0.01, 0.1, 0.3], layers=[4, 12], C=[32, 128], B=[16, 64], steps=[1000]
)
CLAIMS = {
    "any-start": Claim(three_starts, only_with, STARTS),
    "good-start": Claim(three_starts, without_it_too, STARTS),
    "company": Claim(
        in_company,
        company_decides,
        varied(B=[25, 10], lr=[0.1], steps=[1000], layers=[4]),
    ),
    "pairs": Claim(
        batches_of_two,
        two_are_too_few,
        varied(lr=[0.01, 0.1], layers=[4], images=[12800]),
    ),
}
