"""Lost lines as a table and a network play themselves, over seeds.

A line is one whole game of all those that an opponent can bring about.
"""

from functools import partial

import numpy as np

from snippets.feedforward.mlp import MLPParams, mlp_backward
from snippets.foundations.optimizer import adam_init, adam_step
from snippets.reinforcement.selfplay import (
    board_key,
    fit_step,
    init_selfplay,
    network_value,
    self_play,
    selfplay_forward,
    table_value,
    train_selfplay,
    train_table,
)
from snippets.reinforcement.selfplay_env import (
    best_move,
    blunders,
    first_free,
    minimax,
    referee,
)
from snippets.reinforcement.selfplay_rules import move_values, moves

INF = float("inf")
EMPTY = np.zeros((1, 9), np.int64)  # (1, 9)
LOOSE = dict.fromkeys(("lost", "wrong", "start", "boards"), INF)
LOOSE |= dict.fromkeys(("ahead", "later"), INF)


def _lost(value, rival=moves, depth=1):
    """How many lines a greedy player loses, either side first."""
    choose = partial(best_move, value, depth=depth)
    return int(referee(choose, rival).lines[2])


def _ahead(value, most):
    """Lines lost where the judge is asked 1 … most moves ahead."""
    return [_lost(value, depth=d) for d in range(1, most + 1)]


def _wrong(value, V):
    return blunders(partial(best_move, value), V)


def _boards(value):
    """Different boards in 1000 games without exploration."""
    seen, _ = self_play(np.random.default_rng(0), value, 1000, 0.0)
    return len(np.unique(board_key(seen)))


def _never_errs(V, boards):
    """Every square that the exact values V allow, not just the first."""
    Q = move_values(partial(table_value, V), boards)
    return moves(boards) & (Q.max(axis=1)[:, None] == Q)


def _table(seed, games, steps, start=0.0, **settings):
    """A table trained in steps: itself, and the lines lost after each."""
    rng = np.random.default_rng(seed)
    T = start * rng.normal(size=3**9)
    lost = [_lost(partial(table_value, T))]
    for _ in range(steps):
        T = train_table(rng, T, games // steps, **settings)
        lost.append(_lost(partial(table_value, T)))
    return T, lost


def _row(name, values, lost, V):
    """What all rows have: lines lost, wrong moves, boards of greedy games."""
    return {
        "name": name,
        "lost": lost,
        "wrong": [_wrong(v, V) for v in values],
        "boards": [_boards(v) for v in values],
    }


def _table_rows(seeds, games, V):
    """With exploration, without, without chance, against one rival."""
    rows = []
    every = {
        "table": (2 * seeds, 30, {}),
        "greedy": (seeds, 2, {"epsilon": 0.0}),
        "no ties": (seeds, 2, {"epsilon": 0.0, "start": 1e-3}),
        "rival": (seeds, 2, {"rival": first_free}),
    }
    for name, (count, steps, settings) in every.items():
        tries = [_table(s, games, steps, **settings) for s in range(count)]
        tables, lost = zip(*tries, strict=True)
        values = [partial(table_value, T) for T in tables]
        row = _row(name, values, list(lost), V)
        for key, rival in (
            ("perfect", partial(_never_errs, V)),
            ("beaten", first_free),
        ):
            row[key] = [_lost(v, rival) for v in values]
        rows.append(row)
    return rows


def _single(params):
    """The same parameters in float32."""
    return MLPParams(*([a.astype(np.float32) for a in p] for p in params))


def _network(seed, games, steps, H=64, **settings):
    """A network trained in steps, in float32; lines lost after each."""
    rng = np.random.default_rng(seed)
    params = _single(init_selfplay(rng, H))
    lost = [_lost(partial(network_value, params))]
    for _ in range(steps):
        params = train_selfplay(rng, params, games // steps, **settings)
        lost.append(_lost(partial(network_value, params)))
    return params, lost


def _more(params, seed, games, **settings):
    """The lines that a trained network loses after still more games."""
    rng = np.random.default_rng(100 + seed)
    params = train_selfplay(rng, params, games, **settings)
    return _lost(partial(network_value, params))


def straight_step(params, state, boards, targets, lr):
    """As fit_step, but with the slope 1: da = v - target, not times 1 - v².

    It is the gradient of the cross-entropy of (1 + v)/2 and (1 + target)/2.
    """
    v, (_, layers) = selfplay_forward(params, boards.astype(np.float32))
    da = 2 / len(v) * (v - targets.astype(v.dtype))
    _, grads = mlp_backward(da[:, None], layers)
    return adam_step(params, grads, state, lr=lr)


def fitted_on_games(
    rng, games, V=None, step=fit_step, H=64, B=50, epsilon=0.5, lr=1e-3
):
    """A network fitted on its own games: to the values V, or to its own."""
    params = _single(init_selfplay(rng, H))
    state = adam_init(params)
    for _ in range(0, games, B):
        value = partial(network_value, params)
        boards, y = self_play(rng, value, B, epsilon)
        if V is not None:
            y = table_value(V, boards)
        for n in np.array_split(rng.permutation(len(boards)), B // 8 + 1):
            params, state = step(params, state, boards[n], y[n], lr)
    return params


def says(params) -> float:
    """What a network says of the empty board."""
    return round(float(network_value(params, EMPTY)[0]), 2) + 0.0


def _control_rows(seeds, games, V):
    """Fitted to the exact values; then to its own, with the slope 1."""
    rows = []
    for name, how in (
        ("taught", {"V": V}),
        ("straight", {"step": straight_step}),
    ):
        nets = [
            fitted_on_games(np.random.default_rng(s), games, **how)
            for s in range(seeds)
        ]
        later = [_lost(partial(network_value, params)) for params in nets]
        start = [says(params) for params in nets]
        rows.append({"name": name, "later": later, "start": start})
    return rows


def _young_rows(seeds, games):
    """Networks after few games, and a judge of zeros, up to 4 moves ahead."""
    nets = [_network(s, games, 1)[0] for s in range(seeds)]
    judges = {
        "young": [partial(network_value, params) for params in nets],
        "zeros": [partial(table_value, np.zeros(3**9))],
    }
    return [
        {"name": name, "ahead": [_ahead(v, 4) for v in values]}
        for name, values in judges.items()
    ]


def _networks(seeds, games, steps, epsilon, V):
    """A row of networks, and their parameters."""
    tries = [_network(s, games, steps, epsilon=epsilon) for s in range(seeds)]
    nets, lost = zip(*tries, strict=True)
    values = [partial(network_value, params) for params in nets]
    row = _row("network" if epsilon else "stubborn", values, list(lost), V)
    row["start"] = [says(params) for params in nets]
    row["ahead"] = [_ahead(v, 3) for v in values]
    return row, nets


def _network_rows(seeds, games, V):
    """With exploration, without; then what a trained network forgets."""
    row, trained = _networks(seeds, games, 12, 0.5, V)
    rows = [row, _networks(seeds, games // 4, 1, 0.0, V)[0]]
    for name, settings in (
        ("same again", {}),
        ("no exploration", {"epsilon": 0.0}),
        ("one rival", {"rival": first_free}),
    ):
        later = [
            _more(p, s, games // 10, **settings) for s, p in enumerate(trained)
        ]
        rows.append({"name": name, "later": later})
    return rows


def selfplay_rows(
    seeds: int = 5,
    games: int = 30_000,
    network: int = 40_000,
    young: int = 1000,
) -> list[dict]:
    """Tables with up to 2 seeds for each asked, then networks."""
    V = minimax()
    rows = _table_rows(seeds, games, V) + _network_rows(seeds, network, V)
    rows += _control_rows(seeds, network, V)
    return rows + _young_rows(seeds, young)


def zero_from(lost: list[int]) -> int | None:
    """The first step from which on no line is lost; None: never."""
    steps = [n + 1 for n, lines in enumerate(lost) if lines]
    last = max(steps, default=0)
    return last if last < len(lost) else None


def _words(numbers):
    return " ".join(map(str, numbers))


def _cells(numbers):
    return f"| {' | '.join(map(str, numbers))} |"


def _ends(row):
    return _words(lost[-1] for lost in row["lost"])


def _seeds(row):
    """The table of ten seeds: before, after, from when on, wrong moves."""
    return [
        f"| {_words(lost[0] for lost in row['lost'])} |",
        f"| {_ends(row)} |",
        f"| {_words(zero_from(lost) for lost in row['lost'])} |",
        f"| {_words(row['wrong'])} |",
    ]


def selfplay_table(rows: list[dict]) -> list[str]:
    """What the page says of every seed, in its order."""
    by_name = {row["name"]: row for row in rows}
    network, stubborn = by_name["network"], by_name["stubborn"]
    controls = by_name["taught"], by_name["straight"]
    rival = by_name["rival"]
    later = ("same again", "no exploration", "one rival")
    return [
        *_seeds(by_name["table"]),
        *(f"| {_words(network[key])} |" for key in ("wrong", "start")),
        *(
            f"| {_words(row['start'])} | {_words(row['later'])} |"
            for row in controls
        ),
        _cells(by_name["zeros"]["ahead"][0][:3]),
        *map(_cells, network["ahead"] + stubborn["ahead"]),
        *map(_cells, by_name["young"]["ahead"]),
        *(
            f"| {_ends(by_name[name])} | {_words(by_name[name]['boards'])} |"
            for name in ("greedy", "no ties", "stubborn")
        ),
        *(_words(rival["beaten"]), _ends(rival), _words(rival["perfect"])),
        f"| {_ends(network)} |",
        *(f"| {_words(by_name[name]['later'])} |" for name in later),
    ]


results, table = selfplay_rows, selfplay_table  # what make results calls
