"""Do the conclusions about self-play hold for other seeds, rates and sizes?"""

from functools import partial

import numpy as np

from snippets.reinforcement.selfplay import (
    board_key,
    fit_step,
    network_value,
    self_play,
    table_value,
    train_table,
)
from snippets.reinforcement.selfplay_env import best_move, first_free, referee
from snippets.reinforcement.selfplay_rules import moves
from studies.reinforcement.selfplay.results import (
    fitted_on_games,
    says,
    straight_step,
)
from studies.trying import Claim, varied

ZEROS = np.zeros(3**9)


def lost(value, rival=moves, depth=1) -> int:
    """Of all lines that a rival can bring about, how many are lost."""
    return int(referee(partial(best_move, value, depth=depth), rival).lines[2])


def said_by_slope(seed=0, games=40_000, **how) -> dict[str, float]:
    """What is said of the empty board: with tanh's slope, with the slope 1."""
    return {
        name: says(
            fitted_on_games(
                np.random.default_rng(seed), games, step=step, **how
            )
        )
        for name, step in (("tanh", fit_step), ("1", straight_step))
    }


def searched(seed=0, games=1000, **how) -> dict[str, float]:
    """Lines lost two moves ahead: a young network, a judge of zeros."""
    params = fitted_on_games(np.random.default_rng(seed), games, **how)
    judges = {
        "network": partial(network_value, params),
        "zeros": partial(table_value, ZEROS),
    }
    return {name: lost(judge, depth=2) for name, judge in judges.items()}


def untied(seed=0, games=5000, start=1e-3, lr=0.5) -> dict[str, float]:
    """A table without exploration or ties: lines lost, boards it then sees."""
    rng = np.random.default_rng(seed)
    V = train_table(rng, start * rng.normal(size=3**9), games, lr=lr, epsilon=0)
    value = partial(table_value, V)
    seen, _ = self_play(np.random.default_rng(0), value, 1000, 0.0)
    return {"lost": lost(value), "boards": len(np.unique(board_key(seen)))}


def one_rival(seed=0, games=5000, lr=0.5, epsilon=0.3) -> dict[str, float]:
    """Trained against the first free square: lines lost to it, and to all."""
    rng = np.random.default_rng(seed)
    V = train_table(rng, ZEROS, games, lr=lr, epsilon=epsilon, rival=first_free)
    value = partial(table_value, V)
    return {"to the rival": lost(value, first_free), "to all": lost(value)}


def one_saturates(numbers: dict[str, float]) -> bool:
    """With tanh's slope it says nearly 1, with the slope 1 at most 0.6."""
    return numbers["tanh"] > 0.9 and numbers["1"] < 0.6


def half_of_zeros(numbers: dict[str, float]) -> bool:
    """The network loses less than half as many lines as zeros."""
    return numbers["network"] < numbers["zeros"] / 2


def same_game(numbers: dict[str, float]) -> bool:
    """Hardly more boards than a game has, and at least 100 lines lost."""
    return numbers["boards"] < 20 and numbers["lost"] >= 100


def the_rival_only(numbers: dict[str, float]) -> bool:
    """No line is lost to the rival, at least 100 to all opponents."""
    return numbers["to the rival"] == 0 and numbers["to all"] >= 100


CLAIMS = {
    "slope-not-saturated": Claim(
        said_by_slope,
        one_saturates,
        varied(5, lr=[3e-3], H=[32], games=[10_000, 20_000]),
    ),
    "judge-beats-zeros": Claim(
        searched, half_of_zeros, varied(5, lr=[3e-3], H=[32], games=[2000])
    ),
    "no-ties-same-game": Claim(
        untied, same_game, varied(5, lr=[0.2], start=[1e-4, 1e-1])
    ),
    "the-rival-only": Claim(
        one_rival,
        the_rival_only,
        varied(5, lr=[0.2], epsilon=[0.1, 0.5], games=[10_000]),
    ),
}
