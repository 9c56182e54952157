"""snippets/reinforcement/ppo_agent.py against torch, differences and its words."""

import re
from functools import partial

import numpy as np
import pytest
import torch

from snippets.feedforward.mlp import MLPParams, mlp_forward
from snippets.foundations.loss import mse
from snippets.reinforcement import planning, policy_gradient_torch, ppo
from snippets.reinforcement import policy_gradient as pg
from snippets.reinforcement import policy_gradient_env as worlds
from snippets.reinforcement import ppo_agent as agents
from snippets.reinforcement import ppo_torch as twin
from snippets.reinforcement.planning_env import GridWorld
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.reinforcement.agents import (
    A,
    D,
    H,
    N,
    batch_of,
    exact,
    named,
    noisy,
)


@pytest.fixture
def case(rng):
    """An agent, and a batch of which some ratios are outside of the clip."""
    agent = agents.Agent(noisy(rng, (D, H, A)), noisy(rng, (D, H, 1)))
    return agent, batch_of(rng, agent.pi)


def in_numpy(net, of=lambda p: p.detach()):
    """Every parameter of the twin, or what `of` makes of it, by its name."""
    parts = [
        MLPParams(*([of(p) for p in a] for a in (part.Ws, part.bs)))
        for part in (net.pi, net.v)
    ]
    return named(agents.Agent(*parts))


@pytest.mark.parametrize("eps", [0.2, np.inf])
def test_matches_torch_twin(case, eps):
    agent, batch = case
    net = policy_gradient_torch.ActorCritic(*agent)
    x, action, log_old, advantage, G = (torch.tensor(a) for a in batch)
    log_pi = policy_gradient_torch.policy_torch(net.pi, x)
    loss = twin.ppo_loss_torch(log_pi, log_old, action, advantage, eps)
    (loss + torch.nn.functional.mse_loss(net.v(x)[:, 0], G)).backward()
    grads = named(agents.ppo_gradient(agent, *batch, eps))
    for name, theirs in in_numpy(net, lambda p: p.grad).items():
        np.testing.assert_allclose(
            grads[name], theirs, rtol=1e-10, atol=1e-14, err_msg=name
        )


@pytest.mark.parametrize("eps", [0.2, np.inf])
def test_gradient_matches_finite_differences(case, eps):
    agent, batch = case
    x, action, log_old, advantage, G = batch
    grads = named(agents.ppo_gradient(agent, *batch, eps))

    def loss():
        log_pi, _ = pg.policy_forward(agent.pi, x)
        v, _ = mlp_forward(agent.v, x)
        error = mse(v[:, 0], G)[0]
        return ppo.ppo_loss(log_pi, log_old, action, advantage, eps)[0] + error

    for name, array in named(agent).items():
        np.testing.assert_allclose(
            grads[name],
            numerical_gradient(loss, array),
            rtol=1e-6,
            atol=1e-8,
            err_msg=name,
        )


def test_games_are_judged_one_by_one(case):
    """With λ = 1 as the chapter before: G − v, normalised; dead steps are out."""
    agent, _ = case
    agent = agents.init_agent(np.random.default_rng(0), (D, H), 2)
    agent.v.Ws[-1] = np.random.default_rng(1).normal(size=(H, 1))
    games = worlds.roll_out(
        worlds.Carts(), np.random.default_rng(2), agent.pi, 3, 40
    )
    x, action, log_old, advantage, G = agents.judge_ppo(agent, games, 0.9, 1.0)
    want = 0.1 * pg.reward_to_go(games.reward, 0.9)[games.alive]
    np.testing.assert_allclose(G, want, rtol=1e-12)
    off = want - mlp_forward(agent.v, x)[0][:, 0]
    np.testing.assert_allclose(advantage, agents.normalised(off), rtol=1e-9)
    np.testing.assert_allclose(log_old, np.log(0.5))
    assert len(action) == games.alive.sum()


def test_arguments_stay_as_they_are(case):
    agent, batch = case
    kept = {name: a.copy() for name, a in named(agent).items()}
    kept_batch = [a.copy() for a in batch]
    agents.ppo_gradient(agent, *batch)
    start = agents.init_agent(np.random.default_rng(0), (4, H), 2)
    before = {name: a.copy() for name, a in named(start).items()}
    play = partial(worlds.roll_out, worlds.Carts(), B=2, T=10)
    agents.train_ppo(
        np.random.default_rng(0), start, play, agents.PPOSettings(batches=1)
    )
    for old, new in ((kept, agent), (before, start)):
        for name, array in named(new).items():
            np.testing.assert_array_equal(old[name], array, err_msg=name)
    for old, new in zip(kept_batch, batch, strict=True):
        np.testing.assert_array_equal(old, new)


def test_bad_input_is_refused(case):
    agent, (x, action, log_old, advantage, G) = case
    for call, words in (
        (
            lambda: agents.ppo_gradient(
                agent, x, action, log_old[:3], advantage, G
            ),
            refusal("log_old", "(7,)", (3,)),
        ),
        (
            lambda: agents.ppo_gradient(
                agent, x, action, log_old, advantage, np.zeros(3)
            ),
            refusal("G", "(7,)", (3,)),
        ),
        (
            lambda: agents.train_ppo(
                None, agent, None, agents.PPOSettings(batches=0)
            ),
            re.escape("batches, steps must be whole and at least 1, got 0, 20"),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_float32_stays_float32(rng):
    start = agents.init_agent(rng, (4, H), 2)
    start = agents.Agent(
        *(
            MLPParams(*([a.astype(np.float32) for a in part] for part in p))
            for p in start
        )
    )
    play = partial(worlds.roll_out, worlds.Carts(), B=2, T=20)
    batch = agents.judge_ppo(start, play(rng, start.pi), 0.99, 0.95)
    trained, _ = agents.train_ppo(
        rng, start, play, agents.PPOSettings(batches=2, steps=2)
    )
    assert N > 0
    for array in (batch[0], *batch[2:], *named(trained).values()):
        assert array.dtype == np.float32


@pytest.mark.parametrize(("steps", "lam"), [(1, 1.0), (4, 1.0), (4, 0.9)])
def test_training_is_torchs(steps, lam):
    """Three batches, with the twin's own games; torch.optim.Adam."""
    start = agents.init_agent(np.random.default_rng(2), (4, H), 2)
    play = partial(worlds.roll_out, worlds.Carts(), B=3, T=30)
    how = agents.PPOSettings(batches=3, steps=steps, lam=lam, lr=0.02)
    new, record = agents.train_ppo(np.random.default_rng(1), start, play, how)
    net = policy_gradient_torch.ActorCritic(*start)
    returns = twin.train_ppo_torch(np.random.default_rng(1), net, play, how)
    np.testing.assert_allclose(record[:, 0], returns)
    assert record.shape == (3, 2)
    theirs = in_numpy(net)
    for name, array in named(new).items():
        np.testing.assert_allclose(
            array, theirs[name], rtol=1e-6, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """The grid world, in half of the batches that one step a batch is given."""
    world = GridWorld()
    mdp = world.mdp()
    best, _ = planning.value_iteration(mdp, 0.9)
    env = worlds.Tables(mdp, world.start)
    play = partial(worlds.roll_out, env, B=20, T=60)
    rng = np.random.default_rng(seed)
    start = agents.init_agent(rng, (12,), 4)
    how = agents.PPOSettings(gamma=0.9, lam=0.95, lr=0.1, batches=40, steps=5)
    agent, record = agents.train_ppo(rng, start, play, how)
    V, _ = exact(mdp, agent.pi.Ws[0] + agent.pi.bs[0], world.start)
    assert exact(mdp, start.pi.Ws[0], world.start)[0][world.start] < -0.2
    assert V[world.start] > best[world.start] - 0.06
    assert np.isclose(record[0, 1], np.log(4))
    assert record[-1, 1] < 1.1
