"""The worlds of the chapter on policy gradients, Gymnasium's beside ours, and its results."""

import gymnasium
import numpy as np
import pytest

from snippets.feedforward.mlp import init_mlp
from snippets.reinforcement import policy_gradient_env as worlds
from snippets.reinforcement.planning_env import GridWorld
from studies.reinforcement.policy_gradient import (
    results as policy_gradient_results,
)


def test_tables_move_as_the_rules_say(rng):
    world = GridWorld()
    mdp = world.mdp()
    env = worlds.Tables(mdp, world.start)
    state = np.full(20_000, 2)
    new, reward, over = env.step(rng, state, np.ones(20_000, int))
    share = np.bincount(new, minlength=12) / 20_000
    assert abs(share - mdp.P[2, 1]).max() < 0.01
    assert (reward == mdp.R[2, 1]).all()
    assert (over == (new == 3)).all()
    assert env.see(new).argmax(axis=1).tolist() == new.tolist()


def test_carts_are_gymnasiums():
    """The same states, to its float32, and the same end, for 12 games."""
    env = gymnasium.make("CartPole-v1").unwrapped
    rng = np.random.default_rng(0)
    for seed in range(12):
        x, _ = env.reset(seed=seed)
        state, ended, steps = np.array([env.state]), False, 0
        while not ended and steps < 200:
            # half of the games are kept up, and end at the edge or not at all
            good = int(x[2] + x[3] + 0.02 * (seed % 4) > 0)
            action = good if seed % 2 else rng.integers(2)
            x, reward, ended, _, _ = env.step(int(action))
            state, r, over = worlds.Carts().step(rng, state, np.array([action]))
            np.testing.assert_allclose(state[0], env.state, rtol=1e-9)
            assert (r[0], over[0]) == (reward, ended)
            steps += 1


def test_carts_that_have_fallen_do_no_harm(rng):
    """Whoever is over may go on: nothing overflows in 500 steps."""
    env = worlds.Carts()
    state = env.reset(rng, 6)
    assert abs(state).max() <= 0.05
    for _ in range(500):
        state, _, _ = env.step(rng, state, rng.integers(2, size=6))
    assert np.isfinite(state).all()


def test_games_have_their_end(rng):
    pi = init_mlp(rng, (4, 2))
    x, action, reward, alive = worlds.roll_out(worlds.Carts(), rng, pi, 6, 400)
    T = len(x)
    assert T == alive.sum(axis=0).max() < 400
    assert x.shape == (T, 6, 4)
    assert action.shape == (T, 6)
    assert (reward == alive).all()  # a reward of 1 for each step that counts
    assert (alive[1:] <= alive[:-1]).all()  # nobody comes back
    cut = worlds.roll_out(worlds.Carts(), rng, pi, 6, 5)
    assert len(cut.x) == 5


class Once:
    """A world in which game b says once that it is over, after b + 1 steps."""

    def reset(self, rng, B):
        return np.zeros((B, 4))

    def see(self, state):
        return state

    def step(self, rng, state, action):
        B = len(state)
        return state + 1, np.ones(B), state[:, 0] == np.arange(B)


def test_who_is_over_stays_over(rng):
    pi = init_mlp(rng, (4, 2))
    games = worlds.roll_out(Once(), rng, pi, 3, 400)
    np.testing.assert_array_equal(games.alive.sum(axis=0), [1, 2, 3])
    np.testing.assert_array_equal(games.reward, games.alive)


def test_actions_come_as_often_as_they_should(rng):
    p = np.array([0.1, 0.0, 0.6, 0.3])
    with np.errstate(divide="ignore"):
        log_pi = np.log(p)[None].repeat(20_000, axis=0)
    share = np.bincount(worlds.draw_action(rng, log_pi), minlength=4) / 20_000
    assert abs(share - p).max() < 0.01
    assert share[1] == 0


def test_no_games_are_refused(rng):
    words = r"^B, T must be whole and at least 1, got 0, 5$"
    with pytest.raises(ValueError, match=words):
        worlds.roll_out(worlds.Carts(), rng, init_mlp(rng, (4, 2)), 0, 5)


def test_results_have_their_rows():
    rows = policy_gradient_results.results(seeds=1, batches=1, games=2)
    names = [row["name"] for row in rows]
    assert names[:4] == ["random", "pole", "soon", "weighed"]
    assert names[4:] == list(policy_gradient_results.SETTINGS)
    for row in rows:
        assert 8 <= row["least"][0] <= row["final"][0] <= 500
    every = policy_gradient_results.cartpole_returns(lambda rng, x: 1, 3)
    assert len(every) == 3
    assert set(every) <= {8, 9, 10, 11}  # always to the right
    for row in rows[4:]:
        assert np.shape(row["curve"]) == (1, 1)
        assert 0 <= row["entropy"][0] <= 0.7


def test_the_table_gives_every_seed():
    rule = {"name": "x", "final": [21.6], "least": [9]}
    learned = {"name": "y", "final": [500.0, 9.4], "least": [500, 8]}
    learned |= {"entropy": [0.5, 0.0], "curve": [[9.0], [8.0]]}
    assert policy_gradient_results.table([rule, learned]) == [
        "| 22 | 9 |",
        "| 500 9 | 8 | 0.50 0.00 |",
    ]
