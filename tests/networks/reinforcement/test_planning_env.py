"""The grid world with Gymnasium and without it: its rules, its words, its chance."""

import importlib.util
import re
import runpy
import sys

import numpy as np
import pytest
from gymnasium import Env
from gymnasium.utils.env_checker import check_env

from snippets.reinforcement import planning_env
from snippets.reinforcement.planning_env import ARROWS, MAP, GridWorld, picture


@pytest.fixture
def bare(monkeypatch):
    """The module as a machine without Gymnasium has it."""
    monkeypatch.setitem(sys.modules, "gymnasium", None)
    monkeypatch.setitem(sys.modules, "gymnasium.spaces", None)
    spec = importlib.util.spec_from_file_location(
        "bare_planning_env", planning_env.__file__
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def episode(world, seed=3):
    """All that an episode of chance answers."""
    rng, answers = np.random.default_rng(seed), [world.reset(seed=seed)]
    for _ in range(300):
        answers.append(world.step(int(rng.integers(4))))
        if answers[-1][2] or answers[-1][3]:
            answers.append(world.reset())
    return answers


def test_gymnasium_has_nothing_to_complain_of():
    """A warning is an error in these tests."""
    assert isinstance(GridWorld(), Env)
    check_env(GridWorld(), skip_render_check=True)
    check_env(GridWorld(("S#", ".G"), 0, 0, 5), skip_render_check=True)


def test_without_gymnasium_the_same_happens(bare):
    assert not issubclass(bare.GridWorld, Env)
    assert episode(bare.GridWorld()) == episode(GridWorld())
    world = bare.GridWorld()
    world.reset()  # no seed: any chance will do
    assert world.step(1)[0] in (0, 1, 4)
    for ours, theirs in zip(
        bare.GridWorld().mdp(), GridWorld().mdp(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_the_small_space_is_that_of_gymnasium(bare):
    assert planning_env.Discrete is not planning_env.PlainDiscrete
    assert bare.Discrete is bare.PlainDiscrete
    ours, theirs = bare.Discrete(4), planning_env.Discrete(4)
    assert ours.n == theirs.n == 4
    for x in (0, 3, np.int64(2), -1, 4, 1.0, "1", None):
        assert ours.contains(x) == theirs.contains(x)


def test_a_seed_gives_the_same_episode_again():
    world = GridWorld()
    first, again, other = (episode(world, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_it_walks_as_the_tables_say():
    """20,000 steps of chance: the shares of the next state, the mean reward."""
    world = GridWorld(cost=0.1)
    P, R = world.mdp()
    world.reset(seed=0)
    count, gain = np.zeros_like(P), np.zeros_like(R)
    rng = np.random.default_rng(0)
    for s, a in rng.integers((12, 4), size=(20_000, 2)):
        if world.ends(s) or s == 5:
            continue
        world.state = int(s)
        t, reward, terminated, *_ = world.step(int(a))
        count[s, a, t] += 1
        gain[s, a] += reward
        assert terminated == (t in (3, 7))
    met = count.sum(axis=2)
    acts = met > 0
    assert acts.sum() == 9 * 4
    share = count[acts] / met[acts][:, None]
    np.testing.assert_allclose(share, P[acts], atol=0.08)
    np.testing.assert_allclose(gain[acts] / met[acts], R[acts], atol=0.12)


def test_where_it_ends_one_stays_and_gets_nothing():
    P, R = GridWorld().mdp()
    for s in (3, 5, 7):
        np.testing.assert_array_equal(P[s], np.tile(np.eye(12)[s], (4, 1)))
        assert not R[s].any()
    np.testing.assert_allclose(P.sum(axis=2), 1, rtol=1e-12)


def test_without_slip_it_goes_where_it_is_told():
    world = GridWorld(slip=0)
    world.reset(seed=0)
    seen = [world.step(a) for a in (2, 1, 0, 1, 1, 1)]
    assert [state for state, *_ in seen] == [4, 4, 0, 1, 2, 3]
    assert [terminated for _, _, terminated, *_ in seen] == 5 * [False] + [True]
    rewards = [reward for _, reward, *_ in seen]
    np.testing.assert_allclose(rewards, [-0.04] * 5 + [0.96])


def test_a_long_episode_is_truncated():
    world = GridWorld(slip=0, limit=3)
    world.reset(seed=0)
    assert [world.step(3)[3] for _ in range(3)] == [False, False, True]
    world.reset()
    assert world.step(3)[3] is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rows": ("S.", "G")}, "rows must be alike, of S . G # X, got"),
        ({"rows": ("S.", "G?")}, "rows must be alike, of S . G # X, got"),
        ({"rows": ("..", "G.")}, "rows must hold one S and a G, got"),
        ({"rows": ("SS", "G.")}, "rows must hold one S and a G, got"),
        ({"rows": ("S.", "..")}, "rows must hold one S and a G, got"),
        ({"slip": 1.5}, "slip must be from 0 to 1, got 1.5"),
        ({"slip": float("nan")}, "slip must be from 0 to 1, got nan"),
    ],
)
def test_an_odd_world_is_refused(arguments, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
        GridWorld(**arguments)


@pytest.mark.parametrize("action", [-1, 4, 1.0, None, "up"])
def test_an_odd_action_is_refused(action):
    world = GridWorld()
    world.reset(seed=0)
    words = re.escape(f"action must be 0, 1, 2 or 3, got {action!r}")
    with pytest.raises(ValueError, match=f"^{words}$"):
        world.step(action)


def test_the_picture_has_a_word_for_each_place():
    words = [ARROWS[1]] * 12
    assert picture(GridWorld(), words) == "→ → → G\n→ # → X\n→ → → →"
    assert picture(GridWorld(), range(12)) == (
        " 0  1  2  G\n 4  #  6  X\n 8  9 10 11"
    )
    assert GridWorld().cells.shape == (len(MAP), len(MAP[0]))


def test_as_a_program_it_walks(capsys):
    runpy.run_path(planning_env.__file__, run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("-0.04 False")
