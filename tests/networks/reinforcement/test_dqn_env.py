"""The world of the chapter on DQN, which is seen, and Gymnasium's checker."""

import sys
from importlib import reload

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from snippets.reinforcement import dqn_env
from snippets.reinforcement.planning_env import GridWorld


def test_the_view_passes_gymnasiums_checker():
    check_env(dqn_env.GridView(), skip_render_check=True)


def test_the_view_shows_what_is_around():
    world = dqn_env.GridView((("S.G", ".#X"),))
    assert world.view(0).shape == (3 * 3 * 5,)
    walls, goals, holes = world.view(0).reshape(3, 3, 5)
    assert walls.tolist() == [
        [1, 1, 1, 1, 1],
        [1, 1, 0, 0, 0],
        [1, 1, 0, 1, 0],
    ]
    assert np.argwhere(goals).tolist() == [[1, 4]]
    assert np.argwhere(holes).tolist() == [[2, 4]]
    assert world.active().tolist() == [0, 1, 3]


def test_each_episode_has_another_map_and_start():
    maps = ("S.G",), ("G.S",)
    world = dqn_env.GridView(maps, slip=0.0)
    seen = set()
    view, _ = world.reset(seed=0)
    for _ in range(30):
        seen.add((world.cells[0, 0], world.state))
        view, _ = world.reset()
    assert seen == {("S", 0), ("S", 1), ("G", 1), ("G", 2)}
    np.testing.assert_array_equal(view, world.view(world.state))
    view, *_ = world.step(1)
    np.testing.assert_array_equal(view, world.view(world.state))


def test_the_view_works_without_gymnasium(monkeypatch):
    monkeypatch.setitem(sys.modules, "gymnasium.spaces", None)
    try:
        world = reload(dqn_env).GridView()
        assert world.observation_space == GridWorld().observation_space
        assert world.reset(seed=0)[0].shape == (105,)
    finally:
        monkeypatch.undo()
        reload(dqn_env)


def test_maps_of_two_sizes_are_refused():
    with pytest.raises(ValueError, match=r"^maps must have the same size$"):
        dqn_env.GridView((("SG",), ("S.G",)))
