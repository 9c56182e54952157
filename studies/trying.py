"""What the claims of the chapters share."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

SEEDS = 5  # at least


class Claim(NamedTuple):
    """A conclusion: an experiment, when its numbers bear it out, the settings.

    run: makes the experiment under one setting, its keywords; the numbers that
    decide, by their names. holds: whether such numbers say what the page says.
    """

    run: Callable[..., dict[str, float]]
    holds: Callable[[dict[str, float]], bool]
    settings: list[dict]


def varied(seeds: int = SEEDS, **values: Iterable) -> list[dict]:
    """One thing changed at a time: each seed, then each value of a keyword."""
    other = [{name: value} for name in values for value in values[name]]
    return [*({"seed": seed} for seed in range(seeds)), *other]
