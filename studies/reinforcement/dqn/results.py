"""CartPole with parts changed, over seeds; maps that are not learned from."""

from functools import partial

import gymnasium
import numpy as np
import torch

from snippets.feedforward.mlp import MLPParams, init_mlp, mlp_forward
from snippets.reinforcement.dqn_agent import (
    DqnSettings,
    dqn_values,
    exploration,
    train_dqn,
)
from snippets.reinforcement.dqn_env import GridView, play_dqn
from snippets.reinforcement.dqn_replay import Replay
from snippets.reinforcement.dqn_torch import Dqn, train_dqn_torch
from snippets.reinforcement.planning import (
    action_values,
    greedy_policy,
    policy_value,
    value_iteration,
)

CART = DqnSettings(
    steps=12_000, N=12_000, B=128, warm=1000, each=4, sync=100, delta=100.0
)
PARTS = {
    "all parts": {},
    "short memory": {"N": 128},
    "sync 1": {"sync": 1},
    "short memory, sync 1": {"N": 128, "sync": 1},
    "no double": {"double": False},
    "sync 20": {"sync": 20},
    "sync 20, no double": {"sync": 20, "double": False},
    "delta 1": {"delta": 1.0},
}
MAZE = DqnSettings(
    steps=12_000, N=12_000, B=128, each=4, sync=100, T=4000, gamma=0.9
)
GRID = DqnSettings(
    steps=4000,
    N=4000,
    B=64,
    warm=200,
    each=2,
    sync=100,
    T=2000,
    low=0.1,
    gamma=0.9,
    lr=2e-3,
)
UNITS = np.array([2.4, 3.0, 0.21, 3.0], np.float32)
EVERY = 2000
INF = float("inf")
LOOSE = {"curves": INF, "returns": INF, "promised": INF, "kept": INF}
LOOSE |= {
    "best": 1e-3,
    "known": 0.1,
    "unknown": 0.1,
    "exact": 1e-3,
    "random": 1e-3,
}
LOOSE |= {"heuristic": 1e-3, "errors": 0.1, "values": 0.1}


class CartPole(gymnasium.ObservationWrapper):
    """CartPole-v1; place, speed, angle and its speed, each of about 1."""

    def __init__(self):
        super().__init__(gymnasium.make("CartPole-v1"))

    def observation(self, observation):
        """The four numbers in units of their own."""
        return observation / UNITS


def single_mlp(rng, widths) -> MLPParams:
    """The first parameters in float32."""
    return MLPParams(
        *([a.astype(np.float32) for a in p] for p in init_mlp(rng, widths))
    )


def _cart(seed, how, twin=False):
    """Of one seed: mean return after every 2000 steps, promised, kept."""
    rng = np.random.default_rng(seed)
    params = single_mlp(rng, (4, 64, 64, 2))
    env = CartPole()
    every = min(EVERY, how.steps)
    if twin:
        nets = train_dqn_torch(rng, Dqn(params), env, how, every)
        all_values = [net.values for net in nets]
    else:
        history = train_dqn(rng, params, env, how, every)
        all_values = [partial(dqn_values, p) for p in history]
    *early, last = all_values
    curve = [
        play_dqn(values, env, np.float32, episodes=3, seed=1000)[0].mean()
        for values in early
    ]
    returns, promised, kept = play_dqn(last, env, np.float32, seed=1000)
    curve = [round(float(r), 1) for r in (*curve, returns.mean())]
    ends = [round(float(x.mean()), 1) for x in (returns, promised, kept)]
    return [curve, *ends]


def _cart_row(name, seeds, how, twin=False):
    """All seeds of a variant."""
    runs = [_cart(seed, how, twin) for seed in range(seeds)]
    names = "curves", "returns", "promised", "kept"
    columns = zip(names, zip(*runs, strict=True), strict=True)
    return {"name": name, **{key: list(column) for key, column in columns}}


def draw_maps(rng, number, without=()):
    """So many maps of 3 × 4 cells, different also in what is seen: G, X, #."""
    maps = []
    met = {"".join(rows).replace("S", ".") for rows in without}
    while len(maps) < number:
        cells = np.full(12, ".")
        cells[rng.choice(12, 4, replace=False)] = list("SGX#")
        rows = tuple(map("".join, cells.reshape(3, 4)))
        layout = "".join(rows).replace("S", ".")
        if layout not in met:
            maps.append(rows)
            met.add(layout)
    return maps


def straight(world) -> np.ndarray:
    """The rule of two lines: first along the row, then the column, to G."""
    goal = divmod(int((world.cells == "G").argmax()), world.cells.shape[1])
    Q = np.zeros((world.cells.size, 4))
    for s in range(len(Q)):
        down, right = np.subtract(goal, divmod(s, world.cells.shape[1]))
        Q[s] = -down, 4 * right, down, -4 * right
    return greedy_policy(Q)


def worth_on(maps, policy) -> float:
    """The exact mean value of a policy over the cells of all maps."""
    found = []
    for rows in maps:
        world = GridView((rows,))
        V, _ = policy_value(world.mdp(), policy(world))
        found.append(V[world.active()].mean())
    return round(float(np.mean(found)), 3)


def greedy_of(params, world) -> np.ndarray:
    """What the network does in each state of a world, from its view."""
    return greedy_policy(views_of(params, world).astype(float))


def optimal(world) -> np.ndarray:
    """The best policy, from the tables of the world."""
    mdp = world.mdp()
    return greedy_policy(action_values(mdp, value_iteration(mdp)[0]))


def walk(rng, env, q, eps):
    """One step; q: the row of the table for where env is. A transition."""
    s = env.state
    a = int(rng.integers(4) if rng.random() < eps else q.argmax())
    _, r, end, cut, _ = env.step(a)
    s_next = env.state
    if end or cut:
        env.reset()
    return s, a, r, s_next, end


def table_of(rng, env, how, every, lr=0.1) -> list[np.ndarray]:
    """Q-learning with a table: a row for each state, which it is told."""
    Q = np.zeros((env.cells.size, 4))
    history = []
    env.reset(seed=int(rng.integers(2**31)))
    for t in range(how.steps):
        eps = exploration(t, how.T, how.low)
        s, a, r, s_next, end = walk(rng, env, Q[env.state], eps)
        y = r + how.gamma * (not end) * Q[s_next].max()
        Q[s, a] += lr * (y - Q[s, a])
        if (t + 1) % every == 0:
            history.append(Q.copy())
    return history


def replayed_table(rng, env, how, every, lr=0.1) -> list[np.ndarray]:
    """The table with the network's replay, and a rate that falls to 0."""
    Q = np.zeros((env.cells.size, 4))
    history = []
    replay = Replay(np.zeros(1), how.N)
    env.reset(seed=int(rng.integers(2**31)))
    for t in range(how.steps):
        eps = exploration(t, how.T, how.low)
        s, a, r, s_next, end = walk(rng, env, Q[env.state], eps)
        s, s_next = np.array([[s], [s_next]], float)
        replay.remember(s, a, r, s_next, end)
        if t >= how.warm and t % how.each == 0:
            b = replay.draw(rng, how.B)
            s, s_next = (x[:, 0].astype(int) for x in (b.s, b.s_next))
            y = b.r + how.gamma * ~b.end * Q[s_next].max(axis=1)
            errors = y - Q[s, b.a]
            np.add.at(Q, (s, b.a), lr * (1 - t / how.steps) * errors)
        if (t + 1) % every == 0:
            history.append(Q.copy())
    return history


def views_of(params, world) -> np.ndarray:
    """Q of each state of a world, as the network sees it."""
    views = [world.view(s) for s in range(world.cells.size)]
    return mlp_forward(params, np.array(views, params.Ws[0].dtype))[0]


def _grid_rows(seeds, how, every=500):
    """Mean error of Q after every 500 steps, and the worth of the policy."""
    world = GridView()
    mdp = world.mdp()
    here = world.active()
    exact = action_values(mdp, value_iteration(mdp)[0])
    names = "net", "table", "replayed table"
    rows = [{"name": n, "errors": [], "values": []} for n in names]
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        params = single_mlp(rng, (105, 32, 4))
        nets = train_dqn(rng, params, GridView(), how, every)
        rng = np.random.default_rng(seed)
        tables = table_of(rng, GridView(), how, every)
        rng = np.random.default_rng(seed)
        replayed = replayed_table(rng, GridView(), how, every)
        seen = [views_of(p, world).astype(float) for p in nets]
        found = seen, tables, replayed
        for row, Qs in zip(rows, found, strict=True):
            errors = [abs(Q - exact)[here].mean() for Q in Qs]
            V, _ = policy_value(mdp, greedy_policy(Qs[-1]))
            row["errors"].append([round(float(e), 3) for e in errors])
            row["values"].append(round(float(V[here].mean()), 3))
    return rows


def _maze_rows(seeds, how, numbers):
    """A row for each number of maps to learn from; then the rivals."""
    new = draw_maps(np.random.default_rng(99), 200)
    rows = []
    for number in numbers:
        row = {"name": "maps", "maps": number}
        row |= {"best": [], "known": [], "unknown": []}
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            maps = draw_maps(rng, number, without=new)
            params = single_mlp(rng, (105, 64, 64, 4))
            every = how.steps
            params = train_dqn(rng, params, GridView(maps), how, every)[-1]
            policy = partial(greedy_of, params)
            row["best"].append(worth_on(maps[:200], optimal))
            row["known"].append(worth_on(maps[:200], policy))
            row["unknown"].append(worth_on(new, policy))
        rows.append(row)
    rivals = {
        "exact": worth_on(new, optimal),
        "heuristic": worth_on(new, straight),
        "random": worth_on(new, lambda w: np.full((w.cells.size, 4), 0.25)),
    }
    return [*rows, {"name": "rivals", **rivals}]


def dqn_rows(
    seeds: int = 5, cart=CART, grid=GRID, maze=MAZE, numbers=(1, 30, 1000)
) -> list[dict]:
    """The variants on CartPole, PyTorch's, the grid world, the maps."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    rows = [
        _cart_row(name, seeds, cart._replace(**change))
        for name, change in PARTS.items()
    ]
    longer = cart._replace(steps=cart.steps * 5 // 2)
    rows.append(_cart_row("longer", seeds, longer))
    rows.append(_cart_row("PyTorch", seeds, cart, twin=True))
    torch.set_num_threads(threads)
    rows += _grid_rows(seeds, grid, min(500, grid.steps))
    return rows + _maze_rows(seeds, maze, numbers)


def dqn_table(rows: list[dict]) -> list[str]:
    """A line for each row, every seed: grid, maps, rivals, then CartPole."""
    lines, cart = [], []
    for row in rows:
        if "returns" in row:
            cells = [" ".join(f"{r:.0f}" for r in row["returns"])]
            means = [np.mean(row[key]) for key in ("promised", "kept")]
            cart.append([*cells, *(f"{m:.0f}" for m in means)])
        elif "errors" in row:
            cells = [" ".join(f"{e[-1]:.3f}" for e in row["errors"])]
            lines.append([*cells, " ".join(f"{v:.3f}" for v in row["values"])])
        elif "maps" in row:
            columns = row["best"], row["known"], row["unknown"]
            lines.append([" ".join(f"{v:.2f}" for v in vs) for vs in columns])
        else:
            names = "exact", "heuristic", "random"
            lines.append([f"{row[name]:.2f}" for name in names])
    return [f"| {' | '.join(cells)} |" for cells in lines + cart]


results, table = dqn_rows, dqn_table  # what make results calls
