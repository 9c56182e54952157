"""snippets/reinforcement/policy_gradient.py against torch, differences and its words.

Torch has no layer for a policy gradient: its own are nn.Linear, nn.ReLU,
torch.distributions.Categorical and nll_loss. Besides, the estimate is compared
with the exact gradient of an MDP. Policies begin as agents do, and learn as
they do: see test_policy_gradient_agent.py.
"""

import re

import numpy as np
import pytest
import torch

from snippets.feedforward.mlp import MLPParams
from snippets.feedforward.mlp_torch import MLP
from snippets.reinforcement import policy_gradient as pg
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
    noisy,
)


@pytest.fixture
def case(rng):
    """A policy, and x, action and advantage of a batch."""
    pi = noisy(rng, (D, H, A))
    x, action, _, advantage, _ = batch_of(rng, pi)
    return pi, (x, action, advantage)


def loss_and_gradients(pi, batch):
    """REINFORCE's loss, dx and the gradients of the policy."""
    x, action, advantage = batch
    log_pi, cache = pg.policy_forward(pi, x)
    loss, dlog_pi = pg.reinforce_loss(log_pi, action, advantage)
    dx, grads = pg.policy_backward(dlog_pi, cache)
    return loss, [dx, *grads.Ws, *grads.bs]


def tensors(batch):
    return [torch.tensor(a) for a in batch]


def test_matches_torch_twin(case):
    pi, batch = case
    net = MLP(*pi)
    x, action, advantage = tensors(batch)
    log_pi = twin.policy_torch(net, x.requires_grad_())
    ours, _ = pg.policy_forward(pi, batch[0])
    np.testing.assert_allclose(ours, log_pi.detach(), rtol=1e-10)
    loss_t = twin.reinforce_loss_torch(log_pi, action, advantage)
    loss_t.backward()
    loss, gradients = loss_and_gradients(pi, batch)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    expected = [x.grad, *(p.grad for p in (*net.Ws, *net.bs))]
    for ours, theirs in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_dx_and_entropy_are_torchs(case, rng):
    pi, (x, *_) = case
    net = MLP(*pi)
    x_t = torch.tensor(x, requires_grad=True)
    dlog_pi = rng.normal(size=(N, A))
    log_t = twin.policy_torch(net, x_t)
    (log_t * torch.tensor(dlog_pi)).sum().backward()
    log_pi, cache = pg.policy_forward(pi, x)
    dx, _ = pg.policy_backward(dlog_pi, cache)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    own = twin.builtin_policy(pi, torch.tensor(x))
    ours = pg.policy_entropy(log_pi)
    for theirs in (twin.policy_entropy_torch(log_t), own.entropy()):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-10)


def test_matches_torch_builtin(case):
    """Categorical and nll_loss."""
    pi, (x, action, advantage) = case
    x_t, action_t, advantage_t = tensors((x, action, advantage))
    log_pi, _ = pg.policy_forward(pi, x)
    log_t = twin.builtin_policy(pi, x_t).logits.detach()
    np.testing.assert_allclose(log_pi, log_t, rtol=1e-10)
    log_t.requires_grad_()
    loss_t = twin.builtin_reinforce_loss(log_t, action_t, advantage_t)
    loss_t.backward()
    loss, dlog_pi = pg.reinforce_loss(log_pi, action, advantage)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dlog_pi, log_t.grad, rtol=1e-10)
    same = twin.reinforce_loss_torch(log_t, action_t, advantage_t)
    np.testing.assert_allclose(loss, same.item(), rtol=1e-10)


@pytest.mark.parametrize("k", range(5))
def test_gradient_matches_finite_differences(case, k):
    """dx, dWs, dbs of REINFORCE's loss."""
    pi, batch = case
    array = [batch[0], *pi.Ws, *pi.bs][k]
    numerical = numerical_gradient(
        lambda: loss_and_gradients(pi, batch)[0], array
    )
    ours = loss_and_gradients(pi, batch)[1][k]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


def test_reinforce_matches_finite_differences(case):
    pi, (x, action, advantage) = case
    log_pi, _ = pg.policy_forward(pi, x)
    _, dlog_pi = pg.reinforce_loss(log_pi, action, advantage)
    slope = numerical_gradient(
        lambda: pg.reinforce_loss(log_pi, action, advantage)[0], log_pi
    )
    np.testing.assert_allclose(dlog_pi, slope, rtol=1e-6, atol=1e-8)


def test_reward_to_go_by_hand():
    reward = np.array([[1.0, 0], [1, 0], [1, 8]])
    want = [[1.75, 2], [1.5, 4], [1, 8]]
    np.testing.assert_array_equal(pg.reward_to_go(reward, 0.5), want)
    theirs = twin.reward_to_go_torch(torch.tensor(reward), 0.5)
    np.testing.assert_array_equal(theirs, want)


@pytest.mark.parametrize("baseline", [0, 1])
def test_the_estimate_is_the_exact_gradient(baseline):
    """3000 games: off by less than 4 standard errors of each entry's mean."""
    world = GridWorld()
    mdp = world.mdp()
    theta = np.random.default_rng(1).normal(size=(12, 4)) / 2
    V, want = exact(mdp, theta, world.start)
    slope = numerical_gradient(
        lambda: exact(mdp, theta, world.start)[0][world.start], theta
    )
    np.testing.assert_allclose(want, slope, rtol=1e-6, atol=1e-8)
    pi = MLPParams([theta], [np.zeros(4)])
    env = worlds.Tables(mdp, world.start)
    x, action, reward, alive = worlds.roll_out(
        env, np.random.default_rng(0), pi, 3000, 150
    )
    G = pg.reward_to_go(reward, 0.9) - baseline * (x @ V)
    weight = 0.9 ** np.arange(len(G))[:, None] * G
    each = np.zeros((30, 12, 4))
    for n in range(30):
        some = np.s_[:, 100 * n : 100 * n + 100]
        here = alive[some]
        log_pi, cache = pg.policy_forward(pi, x[some][here])
        _, dlog_pi = pg.reinforce_loss(
            log_pi, action[some][here], weight[some][here]
        )
        _, grads = pg.policy_backward(dlog_pi * here.sum() / 100, cache)
        each[n] = -grads.Ws[0]
    error = each.std(axis=0) / 30**0.5
    assert (abs(each.mean(axis=0) - want) <= 4 * error + 1e-12).all()
    assert np.linalg.norm(want) > 3 * np.linalg.norm(error)


def test_arguments_stay_as_they_are(case):
    pi, batch = case
    reward = np.ones((5, 2))
    arrays = [*pi.Ws, *pi.bs, *batch, reward]
    kept = [array.copy() for array in arrays]
    for _ in range(2):
        loss_and_gradients(pi, batch)
        pg.reward_to_go(reward)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_bad_input_is_refused(case):
    pi, (x, action, advantage) = case
    log_pi, cache = pg.policy_forward(pi, x)
    for call, words in (
        (
            lambda: pg.policy_forward(pi, np.zeros((N, 3))),
            refusal("x", "(B, 4)", (N, 3)),
        ),
        (
            lambda: pg.policy_backward(np.zeros((N, 2)), cache),
            refusal("dlog_pi", "(7, 3)", (N, 2)),
        ),
        (
            lambda: pg.reward_to_go(np.zeros(5)),
            refusal("reward", "(T, B)", (5,)),
        ),
        (
            lambda: pg.reward_to_go(np.zeros((5, 2)), 1.0),
            re.escape("gamma must be from 0 to below 1, got 1.0"),
        ),
        (
            lambda: pg.reinforce_loss(log_pi, action + 1, advantage),
            re.escape("action must be whole numbers 0 … 2, got 1 … 3"),
        ),
        (
            lambda: pg.reinforce_loss(log_pi, action, np.zeros((N, 1))),
            refusal("advantage", "(7,)", (N, 1)),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_float32_stays_float32(case):
    pi, batch = case
    pi = MLPParams(*([a.astype(np.float32) for a in part] for part in pi))
    x, action, advantage = batch
    x, advantage = (a.astype(np.float32) for a in (x, advantage))
    log_pi, _ = pg.policy_forward(pi, x)
    loss, gradients = loss_and_gradients(pi, (x, action, advantage))
    G = pg.reward_to_go(np.ones((5, 2), np.float32))
    for array in (log_pi, loss, pg.policy_entropy(log_pi), G, *gradients):
        assert array.dtype == np.float32
