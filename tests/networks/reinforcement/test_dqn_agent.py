"""snippets/reinforcement/dqn_agent.py: acting, and a training that is torch's."""

from functools import partial

import numpy as np
import pytest

from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.reinforcement import dqn_agent, dqn_env, dqn_torch
from tests.networks.reinforcement.corridor import Corridor

SMALL = dqn_agent.DqnSettings(
    steps=60, N=50, B=8, warm=20, each=2, sync=10, T=30, gamma=0.8
)


@pytest.fixture
def params(rng):
    """The weights for a world of five cells and three actions."""
    return init_mlp(rng, (5, 6, 3))


def test_training_is_torchs(params):
    ours = dqn_agent.train_dqn(
        np.random.default_rng(3), params, Corridor(), SMALL, every=20
    )
    theirs = dqn_torch.train_dqn_torch(
        np.random.default_rng(3),
        dqn_torch.Dqn(params),
        Corridor(),
        SMALL,
        every=20,
    )
    assert len(ours) == len(theirs) == 3
    assert (ours[0].Ws[0] != ours[2].Ws[0]).any()
    for one, other in zip(ours, theirs, strict=True):
        pairs = zip([*one.Ws, *one.bs], other.parameters(), strict=True)
        for a, b in pairs:
            np.testing.assert_allclose(a, b.detach(), rtol=1e-6, atol=1e-9)


def test_exploration_falls_straight_and_stays():
    eps = [dqn_agent.exploration(t, 100, 0.2) for t in (0, 50, 100, 900)]
    np.testing.assert_allclose(eps, [1, 0.6, 0.2, 0.2])
    Q, s = np.array([0.0, 2, 1]), np.eye(5)[2]
    rng = np.random.default_rng(0)
    for eps, done in (0, {1}), (1, {0, 1, 2}):
        actions = set()
        for _ in range(40):
            world = Corridor()
            world.reset()
            (_, a, *_), _ = dqn_agent.step_dqn(rng, Q, world, s, eps)
            actions.add(int(a))
        assert actions == done


def test_being_cut_off_is_no_end():
    """The 30th step is over, but what follows still counts."""
    world = Corridor()
    s, _ = world.reset()
    for _ in range(30):
        seen, over = dqn_agent.step_dqn(
            np.random.default_rng(0), np.array([0.0, 1, 0]), world, s, 0
        )
    assert over
    assert not seen[-1]


def test_training_leaves_the_first_parameters(params):
    kept = [array.copy() for array in (*params.Ws, *params.bs)]
    dqn_agent.train_dqn(np.random.default_rng(0), params, Corridor(), SMALL)
    for before, array in zip(kept, (*params.Ws, *params.bs), strict=True):
        np.testing.assert_array_equal(before, array)


def test_float32_stays_float32(params):
    params = MLPParams(*([a.astype(np.float32) for a in p] for p in params))
    *_, last = dqn_agent.train_dqn(
        np.random.default_rng(0), params, Corridor(), SMALL, every=60
    )
    for array in (*last.Ws, *last.bs):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(3))
def test_learns_the_corridor(seed):
    """Two steps to the end: worth γ where one starts, and found."""
    rng = np.random.default_rng(seed)
    params = init_mlp(rng, (5, 16, 3))
    how = dqn_agent.DqnSettings(steps=1500, T=700, warm=100, sync=50, gamma=0.9)
    *_, last = dqn_agent.train_dqn(rng, params, Corridor(), how, every=500)
    returns, promised, kept = dqn_env.play_dqn(
        partial(dqn_agent.dqn_values, last), Corridor(), float, 0.9, episodes=3
    )
    assert returns.tolist() == [1, 1, 1]
    np.testing.assert_allclose(kept, 0.9)
    np.testing.assert_allclose(promised, 0.9, atol=0.05)
