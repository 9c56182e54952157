"""Do the conclusions about deep Q-networks hold at other rates and sizes?"""

from functools import partial

import numpy as np

from snippets.reinforcement.dqn_agent import (
    dqn_values,
    exploration,
    train_dqn,
)
from snippets.reinforcement.dqn_env import GridView, play_dqn
from snippets.reinforcement.dqn_replay import Replay
from snippets.reinforcement.planning import (
    action_values,
    greedy_policy,
    value_iteration,
)
from studies.reinforcement.dqn.results import (
    CART,
    GRID,
    MAZE,
    CartPole,
    draw_maps,
    greedy_of,
    single_mlp,
    straight,
    views_of,
    walk,
    worth_on,
)
from studies.trying import Claim, varied


def table_batches(rng, env, how, replay):
    """Act by a table that is sent back: batches (s, a, r, s', end), and Q."""
    Q = np.zeros((env.cells.size, 4))
    ring = Replay(np.zeros(1), how.N)
    env.reset(seed=int(rng.integers(2**31)))
    for t in range(how.steps):
        eps = exploration(t, how.T, how.low)
        s, a, r, s_next, end = walk(rng, env, Q[env.state], eps)
        if not replay:
            yield t, Q, *(np.array([x]) for x in (s, a, r, s_next, end))
            continue
        ring.remember(np.ones(1) * s, a, r, np.ones(1) * s_next, end)
        if t >= how.warm and t % how.each == 0:
            b = ring.draw(rng, how.B)
            s, s_next = (x[:, 0].astype(int) for x in (b.s, b.s_next))
            yield t, Q, s, b.a, b.r, s_next, b.end


def learned_table(rng, env, how, replay, falls, rate=0.1) -> np.ndarray:
    """Q-learning with a table: with replay or without, at a rate that falls."""
    for t, Q, s, a, r, s_next, end in table_batches(rng, env, how, replay):
        y = r + how.gamma * ~end * Q[s_next].max(axis=1)
        lr = rate * (1 - t / how.steps) if falls else rate
        np.add.at(Q, (s, a), lr * (y - Q[s, a]))
    return Q


TABLES = {
    "table": (False, False),
    "falling rate": (False, True),
    "replay": (True, False),
    "replay, falling rate": (True, True),
}


def tables(seed, how, slip, rate=0.1, names=tuple(TABLES)):
    """How far from the exact values tables end, for one map."""
    world = GridView(slip=slip)
    mdp, here = world.mdp(), world.active()
    exact = action_values(mdp, value_iteration(mdp, how.gamma)[0], how.gamma)
    found = {}
    for name in names:
        rng, env = np.random.default_rng(seed), GridView(slip=slip)
        Q = learned_table(rng, env, how, *TABLES[name], rate)
        found[name] = abs(Q - exact)[here].mean()
    return found, world, exact


def on_one_map(seed=0, slip=0.2, lr=2e-3, H=32, gamma=0.9, steps=4000):
    """The errors of the network, of a table and of one with both causes."""
    how = GRID._replace(lr=lr, gamma=gamma, steps=steps, T=steps // 2)
    names = "table", "replay, falling rate"
    found, world, exact = tables(seed, how, slip, names=names)
    rng = np.random.default_rng(seed)
    params = single_mlp(rng, (105, H, 4))
    env = GridView(slip=slip)
    params = train_dqn(rng, params, env, how, steps)[-1]
    off = abs(views_of(params, world).astype(float) - exact)
    return found | {"network": off[world.active()].mean()}


def one_cause(seed=0, slip=0.2, gamma=0.9, steps=4000, rate=0.1):
    """The errors of four tables: each cause alone, both, neither."""
    how = GRID._replace(gamma=gamma, steps=steps, T=steps // 2)
    return tables(seed, how, slip, rate)[0]


def on_new_maps(seed=0, number=30, steps=4000, lr=1e-3, H=64):
    """The value on 100 new maps: after 1 map, after many, of two rivals."""
    new = draw_maps(np.random.default_rng(99), 100)
    how = MAZE._replace(steps=steps, N=steps, T=steps // 3, lr=lr)
    found = {}
    for name, maps in ("one", 1), ("many", number):
        rng = np.random.default_rng(seed)
        env = GridView(draw_maps(rng, maps, without=new))
        params = single_mlp(rng, (105, H, H, 4))
        params = train_dqn(rng, params, env, how, steps)[-1]
        found[name] = worth_on(new, partial(greedy_of, params))
    rng = np.random.default_rng(seed)
    env = GridView(draw_maps(rng, number, without=new))
    Q = greedy_policy(learned_table(rng, env, how, True, True))
    rivals = {"table": lambda world: Q, "straight": straight}
    return found | {name: worth_on(new, pi) for name, pi in rivals.items()}


def balanced(seed, H, how) -> tuple[float, float]:
    """On CartPole, always the best action: mean return, mean promise."""
    rng = np.random.default_rng(seed)
    params = single_mlp(rng, (4, H, H, 2))
    env = CartPole()
    params = train_dqn(rng, params, env, how, how.steps)[-1]
    values = partial(dqn_values, params)
    returns, promised, _ = play_dqn(
        values, env, np.float32, how.gamma, 20, 1000
    )
    return returns.mean(), promised.mean()


def variants(changes, seed=0, H=64, steps=12_000, **setting):
    """Return and promise, for each change of the page's settings."""
    how = CART._replace(steps=steps, N=steps, **setting)
    found = {}
    for name, change in changes.items():
        got = balanced(seed, H, how._replace(**change))
        found[f"return, {name}"], found[f"promise, {name}"] = got
    return found


def as_near_with_replay(numbers: dict[str, float]) -> bool:
    """The network is well ahead of the table; with replay it is not."""
    network = numbers["network"]
    ahead = numbers["table"] > 1.5 * network
    return ahead and numbers["replay, falling rate"] < 1.25 * network


def replay_more(numbers: dict[str, float]) -> bool:
    """Replay alone lowers the error, the falling rate alone raises it."""
    return numbers["replay"] < numbers["table"] < numbers["falling rate"]


def more_on_new_maps(numbers: dict[str, float]) -> bool:
    """Many maps are worth 0.1 more than one, and more than a table of cells."""
    many = numbers["many"]
    return many > numbers["one"] + 0.1 and many > numbers["table"]


def short_is_worse(numbers: dict[str, float]) -> bool:
    """The short memory returns less."""
    return numbers["return, short"] < numbers["return, long"]


def sync_saves(numbers: dict[str, float]) -> bool:
    """With a copy every 100 it fails; every 500 returns five times as much."""
    failed = numbers["return, sync 100"]
    return failed < 20 and numbers["return, sync 500"] > 5 * failed


def impossible(numbers: dict[str, float]) -> bool:
    """With double and without, more than 100 is promised."""
    return all(v > 100 for k, v in numbers.items() if "promise" in k)


MEMORY = {"long": {}, "short": {"N": 128}}
DELTA = {f"sync {sync}": {"sync": sync, "delta": 1.0} for sync in (100, 500)}
DOUBLE = {
    name: {"sync": 20, "double": double}
    for name, double in (("double", True), ("plain", False))
}
CLAIMS = {
    "replay-not-network": Claim(
        on_one_map,
        as_near_with_replay,
        varied(5, steps=[2000], slip=[0.4], gamma=[0.8], H=[64]),
    ),
    "replay-more-than-rate": Claim(
        one_cause,
        replay_more,
        varied(5, steps=[2000], slip=[0.4], gamma=[0.8], rate=[0.05, 0.2, 0.3]),
    ),
    "many-maps": Claim(
        on_new_maps,
        more_on_new_maps,
        varied(5, steps=[12_000], number=[1000], lr=[2e-3]),
    ),
    "short-memory": Claim(
        partial(variants, MEMORY), short_is_worse, varied(5, lr=[2e-3], H=[32])
    ),
    "sync-saves": Claim(
        partial(variants, DELTA), sync_saves, varied(5, lr=[5e-4], H=[32])
    ),
    "promises-too-much": Claim(
        partial(variants, DOUBLE), impossible, varied(5, lr=[5e-4], H=[32])
    ),
}
