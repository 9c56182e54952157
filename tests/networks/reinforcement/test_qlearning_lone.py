"""One agent on lists walks, tries and learns as the agent of the page does."""

from itertools import pairwise

import numpy as np
import pytest

from snippets.reinforcement.planning import MDP, action_values, value_iteration
from snippets.reinforcement.planning_env import GridWorld
from studies.reinforcement.qlearning import lone


def corridor():
    """Left and right along four cells; the right end brings 1."""
    P = np.zeros((4, 2, 4))
    for s in range(4):
        P[s, 0, max(s - 1, 0)] = P[s, 1, min(s + 1, 3)] = 1
    last = np.arange(4) == 3
    return lone.listed(MDP(P, np.zeros((4, 2))), 1.0 * last, last, ~last)


def test_lists_are_the_tables():
    """Where a step leads, as often as the table says; what it brings."""
    world = GridWorld()
    rules = lone.grid_lists(world)
    P = np.zeros((12, 4, 12))
    for s, a in np.ndindex(12, 4):
        P[s, a, rules.to[s][a]] = np.diff(rules.up_to[s][a], prepend=0)
    np.testing.assert_allclose(P, world.mdp().P, atol=1e-12)
    np.testing.assert_allclose(
        rules.reward, [world.reward(t) for t in range(12)]
    )
    assert rules.starts == [0, 1, 2, 4, 6, 8, 9, 10, 11]
    assert [t for t in range(12) if rules.ends[t]] == [3, 7]


def test_the_lake_brings_1_at_its_goal():
    rules = lone.lake_lists()
    assert np.flatnonzero(rules.reward).tolist() == [15]
    assert np.flatnonzero(rules.ends).tolist() == [5, 7, 11, 12, 15]
    assert rules.starts == [0]


def test_one_of_the_best_is_picked_by_lot():
    found = [
        lone.picked([2.0, 5.0, 5.0], False, u) for u in (0.1, 0.4, 0.6, 0.9)
    ]
    assert found == [1, 1, 2, 2]
    assert lone.picked([2.0, 5.0, 5.0], True, 0.1) == 0


def test_a_walk_begins_anew_at_the_end_and_when_it_is_cut():
    rules = corridor()
    rng = np.random.default_rng(0)
    right = list(lone.episodes(rng, rules, 60, lambda k, s: 1))
    for before, after in pairwise(right):
        k, _, a, r, t, end = before
        assert (a, r, end) == (1, 1.0 * (t == 3), t == 3)
        assert after[:2] == (k, t) or (end and after[0] == k + 1)
    left = list(lone.episodes(rng, rules, 250, lambda k, s: 0))
    assert [step[0] for step in left[::50]] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize("eps", [None, lambda k: 0.5])
def test_it_learns_the_exact_table(eps):
    world = GridWorld()
    rng = np.random.default_rng(0)
    rules = lone.grid_lists(world)
    Qs, k = lone.lone(rng, rules, 40_000, lambda n: n**-0.8, eps, every=20_000)
    mdp = world.mdp()
    exact = action_values(mdp, value_iteration(mdp)[0])
    early, late = (abs(Q - exact)[rules.starts].mean() for Q in Qs)
    assert late < min(early, 0.02)
    assert k > 1000


def test_it_begins_with_what_it_is_given():
    rules = corridor()
    rng = np.random.default_rng(0)
    (Q,), _ = lone.lone(rng, rules, 1, lambda n: 0.0, start=3.0, every=1)
    assert (Q == 3).all()


def test_nothing_follows_the_end():
    rng = np.random.default_rng(0)
    rules = corridor()
    (Q,), _ = lone.lone(rng, rules, 400, lambda n: 0.5, start=3.0, every=400)
    np.testing.assert_allclose(Q[:3, 1], [0.81, 0.9, 1], atol=0.01)
