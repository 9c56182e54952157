"""snippets/reinforcement/policy_gradient_agent.py against torch, differences and its words."""

import re
from functools import partial

import numpy as np
import pytest
import torch

from snippets.feedforward.mlp import MLPParams, mlp_forward
from snippets.foundations.loss import mse
from snippets.reinforcement import planning
from snippets.reinforcement import policy_gradient as pg
from snippets.reinforcement import policy_gradient_agent as agents
from snippets.reinforcement import policy_gradient_env as worlds
from snippets.reinforcement import policy_gradient_torch as twin
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
    """An agent, and x, action, advantage and G of a batch."""
    agent = agents.Agent(noisy(rng, (D, H, A)), noisy(rng, (D, H, 1)))
    x, action, _, advantage, G = batch_of(rng, agent.pi)
    return agent, (x, action, advantage, G)


def twin_gradients(net):
    parts = [(net.pi.Ws, net.pi.bs), (net.v.Ws, net.v.bs)]
    return named(
        agents.Agent(
            *(MLPParams(*([p.grad for p in a] for a in b)) for b in parts)
        )
    )


def test_matches_torch_twin(case):
    agent, batch = case
    net = twin.ActorCritic(*agent)
    x, action, advantage, G = (torch.tensor(a) for a in batch)
    log_pi = twin.policy_torch(net.pi, x)
    loss = twin.reinforce_loss_torch(log_pi, action, advantage)
    (loss + torch.nn.functional.mse_loss(net.v(x)[:, 0], G)).backward()
    grads = named(agents.agent_gradient(agent, *batch))
    for name, theirs in twin_gradients(net).items():
        np.testing.assert_allclose(
            grads[name], theirs, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_gradient_matches_finite_differences(case):
    agent, batch = case
    x, action, advantage, G = batch
    grads = named(agents.agent_gradient(agent, *batch))

    def loss():
        log_pi, _ = pg.policy_forward(agent.pi, x)
        v, _ = mlp_forward(agent.v, x)
        error = mse(v[:, 0], G)[0]
        return pg.reinforce_loss(log_pi, action, advantage)[0] + error

    for name, array in named(agent).items():
        np.testing.assert_allclose(
            grads[name],
            numerical_gradient(loss, array),
            rtol=1e-6,
            atol=1e-8,
            err_msg=name,
        )


def test_arguments_stay_as_they_are(case):
    agent, batch = case
    kept = {name: a.copy() for name, a in named(agent).items()}
    kept_batch = [a.copy() for a in batch]
    once = named(agents.agent_gradient(agent, *batch))
    twice = named(agents.agent_gradient(agent, *batch))
    for name, array in once.items():
        np.testing.assert_array_equal(array, twice[name])
    start = agents.init_agent(np.random.default_rng(0), (4, H), 2)
    before = {name: a.copy() for name, a in named(start).items()}
    play = partial(worlds.roll_out, worlds.Carts(), B=2, T=10)
    agents.train_agent(
        np.random.default_rng(0), start, play, agents.AgentSettings(batches=1)
    )
    for old, new in ((kept, agent), (before, start)):
        for name, array in named(new).items():
            np.testing.assert_array_equal(old[name], array, err_msg=name)
    for old, new in zip(kept_batch, batch, strict=True):
        np.testing.assert_array_equal(old, new)
    net = twin.ActorCritic(*agent)
    for parameter in net.parameters():
        torch.nn.init.zeros_(parameter)
    assert all(array.any() for array in agent.pi.Ws)


def test_initialisation_keeps_its_promise():
    agent = agents.init_agent(np.random.default_rng(0), (200, 300), 3)
    assert [W.shape for W in agent.pi.Ws] == [(200, 300), (300, 3)]
    assert [W.shape for W in agent.v.Ws] == [(200, 300), (300, 1)]
    for part in agent:
        assert abs(part.Ws[0].var() * 200 / 2 - 1) < 0.02
        assert not part.Ws[1].any()
        assert not any(b.any() for b in part.bs)
    assert (agent.pi.Ws[0] != agent.v.Ws[0]).any()
    x = np.random.default_rng(1).normal(size=(6, 200))
    log_pi, _ = pg.policy_forward(agent.pi, x)
    np.testing.assert_allclose(log_pi, np.log(1 / 3))
    np.testing.assert_allclose(pg.policy_entropy(log_pi), np.log(3))


def test_bad_input_is_refused(case):
    agent, (x, action, advantage, G) = case
    for call, words in (
        (
            lambda: agents.normalised(np.zeros((N, 1))),
            refusal("advantage", "(N,)", (N, 1)),
        ),
        (
            lambda: agents.agent_gradient(
                agent._replace(v=agent.pi), x, action, advantage, G
            ),
            re.escape("v must be floats of shape (7, 1), got float64 (7, 3)"),
        ),
        (
            lambda: agents.agent_gradient(
                agent, x, action, advantage, np.zeros(3)
            ),
            refusal("G", "(7,)", (3,)),
        ),
        (
            lambda: agents.init_agent(None, (4, 5), 0),
            re.escape("A must be whole and at least 1, got 0"),
        ),
        (
            lambda: agents.train_agent(
                None, agent, None, agents.AgentSettings(batches=0)
            ),
            re.escape("batches must be whole and at least 1, got 0"),
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
    games = play(rng, start.pi)
    batch = agents.judge(start, games, 0.99, True)
    grads = agents.agent_gradient(start, *batch)
    trained, _ = agents.train_agent(
        rng, start, play, agents.AgentSettings(batches=2)
    )
    arrays = [games.x, games.reward, batch[0], *batch[2:]]
    for agent in (grads, trained):
        arrays += named(agent).values()
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize("baseline", [False, True])
def test_training_is_torchs(baseline):
    """Three batches, with the twin's own games; torch.optim.Adam."""
    start = agents.init_agent(np.random.default_rng(2), (4, H), 2)
    play = partial(worlds.roll_out, worlds.Carts(), B=3, T=30)
    how = agents.AgentSettings(batches=3, baseline=baseline, lr=0.02)
    new, record = agents.train_agent(np.random.default_rng(1), start, play, how)
    net = twin.ActorCritic(*start)
    returns = twin.train_agent_torch(np.random.default_rng(1), net, play, how)
    np.testing.assert_allclose(record[:, 0], returns)
    assert record.shape == (3, 2)
    theirs = named(
        agents.Agent(
            *(
                MLPParams(
                    *([p.detach() for p in a] for a in (part.Ws, part.bs))
                )
                for part in (net.pi, net.v)
            )
        )
    )
    for name, array in named(new).items():
        np.testing.assert_allclose(
            array, theirs[name], rtol=1e-6, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """The grid world: from about −0.3 to nearly what the best policy gets."""
    world = GridWorld()
    mdp = world.mdp()
    best, _ = planning.value_iteration(mdp, 0.9)
    env = worlds.Tables(mdp, world.start)
    play = partial(worlds.roll_out, env, B=20, T=60)
    rng = np.random.default_rng(seed)
    start = agents.init_agent(rng, (12,), 4)
    agent, record = agents.train_agent(
        rng, start, play, agents.AgentSettings(gamma=0.9, lr=0.1, batches=80)
    )
    V, _ = exact(mdp, agent.pi.Ws[0] + agent.pi.bs[0], world.start)
    assert exact(mdp, start.pi.Ws[0], world.start)[0][world.start] < -0.2
    assert V[world.start] > best[world.start] - 0.05
    assert np.isclose(record[0, 1], np.log(4))
    assert record[-1, 1] < 1.1
