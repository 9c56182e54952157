"""snippets/reinforcement/ppo.py against torch, differences and its words.

Torch has neither PPO's loss nor GAE: where every ratio is 1, its own nll_loss
gives the same gradient; where λ is 1, GAE is the return less the value, and a
mean of it is known exactly. What begins and learns: see test_ppo_agent.py.
"""

import re

import numpy as np
import pytest
import torch

from snippets.reinforcement import policy_gradient as pg
from snippets.reinforcement import policy_gradient_torch, ppo
from snippets.reinforcement import ppo_torch as twin
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.reinforcement.agents import A, D, H, N, batch_of, noisy


@pytest.fixture
def case(rng):
    """A policy, and a batch of which some ratios are outside of the clip."""
    pi = noisy(rng, (D, H, A))
    return pi, batch_of(rng, pi)[:4]


@pytest.fixture
def played(rng):
    """Rewards (5, 3), values (6, 3), and which steps ended a game."""
    over = np.zeros((5, 3), bool)
    over[[1, 4, 4], [0, 0, 2]] = True
    return rng.normal(size=(5, 3)), rng.normal(size=(6, 3)), over


def loss_and_gradients(pi, batch, eps):
    """PPO's loss, dx and the gradients of the policy."""
    x, action, log_old, advantage = batch
    log_pi, cache = pg.policy_forward(pi, x)
    loss, dlog_pi = ppo.ppo_loss(log_pi, log_old, action, advantage, eps)
    dx, grads = pg.policy_backward(dlog_pi, cache)
    return loss, [dx, *grads.Ws, *grads.bs]


@pytest.mark.parametrize("eps", [0.2, 0.3, np.inf])
def test_matches_torch_twin(case, eps):
    pi, batch = case
    net = policy_gradient_torch.MLP(*pi)
    x, action, log_old, advantage = (torch.tensor(a) for a in batch)
    log_pi = policy_gradient_torch.policy_torch(net, x.requires_grad_())
    loss_t = twin.ppo_loss_torch(log_pi, log_old, action, advantage, eps)
    loss_t.backward()
    loss, gradients = loss_and_gradients(pi, batch, eps)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    expected = [x.grad, *(p.grad for p in (*net.Ws, *net.bs))]
    for ours, theirs in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_matches_torch_builtin(case):
    """Where the ratio is 1: the gradient of nll_loss, weighted."""
    pi, (x, action, _, advantage) = case
    log_pi, _ = pg.policy_forward(pi, x)
    log_t = torch.tensor(log_pi, requires_grad=True)
    policy_gradient_torch.builtin_reinforce_loss(
        log_t, torch.tensor(action), torch.tensor(advantage)
    ).backward()
    log_old = log_pi[range(N), action]
    loss, at_one = ppo.ppo_loss(log_pi, log_old, action, advantage)
    np.testing.assert_allclose(at_one, log_t.grad, rtol=1e-10)
    np.testing.assert_allclose(loss, -advantage.mean(), rtol=1e-10)


@pytest.mark.parametrize("eps", [0.2, np.inf])
@pytest.mark.parametrize("k", range(5))
def test_gradient_matches_finite_differences(case, k, eps):
    """dx, dWs, dbs of PPO's loss."""
    pi, batch = case
    array = [batch[0], *pi.Ws, *pi.bs][k]
    numerical = numerical_gradient(
        lambda: loss_and_gradients(pi, batch, eps)[0], array
    )
    ours = loss_and_gradients(pi, batch, eps)[1][k]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


def test_what_is_clipped_gets_no_gradient():
    """ratio 1.5, 0.5, 1.5, 0.5 with an advantage of 1, 1, −1, −1."""
    log_pi = np.log(np.full((4, 2), 0.5))
    log_old = np.log(0.5 / np.array([1.5, 0.5, 1.5, 0.5]))
    advantage = np.array([1.0, 1, -1, -1])
    loss, dlog_pi = ppo.ppo_loss(log_pi, log_old, np.zeros(4, int), advantage)
    assert np.isclose(loss, -(1.2 + 0.5 - 1.5 - 0.8) / 4)
    np.testing.assert_allclose(dlog_pi[:, 0], [0, -0.125, 0.375, 0])
    assert not dlog_pi[:, 1].any()


@pytest.mark.parametrize("lam", [0, 0.7, 1.0])
def test_gae_is_the_sum_and_torchs(played, lam):
    """δ and its sum written out, each game to its end."""
    reward, v, over = played
    want = np.zeros((5, 3))
    for t, b in np.ndindex(5, 3):
        weight = 1.0
        for k in range(t, 5):
            after = 0 if over[k, b] else v[k + 1, b]
            want[t, b] += weight * (reward[k, b] + 0.9 * after - v[k, b])
            weight *= 0.9 * lam
            if over[k, b]:
                break
    ours = ppo.gae(reward, v, over, 0.9, lam)
    np.testing.assert_allclose(ours, want, rtol=1e-12)
    arrays = (torch.tensor(a) for a in played)
    theirs = twin.gae_torch(*arrays, 0.9, lam)
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)


def test_gae_at_its_ends(rng):
    """λ = 0 is a TD error, λ = 1 the rewards to go less the value."""
    reward, v = rng.normal(size=(5, 3)), rng.normal(size=(6, 3))
    over = np.zeros((5, 3), bool)
    over[4] = True
    v[5] = 9  # nobody gets there
    G = pg.reward_to_go(reward, 0.9)
    whole = ppo.gae(reward, v, over, 0.9, 1)
    np.testing.assert_allclose(whole, G - v[:-1], rtol=1e-12)
    one = ppo.gae(reward, v, over, 0.9, 0)
    np.testing.assert_allclose(one[:4], (reward + 0.9 * v[1:] - v[:-1])[:4])
    np.testing.assert_allclose(one[4], reward[4] - v[4])


def test_arguments_stay_as_they_are(case, played):
    pi, batch = case
    arrays = [*pi.Ws, *pi.bs, *batch, *played]
    kept = [array.copy() for array in arrays]
    for _ in range(2):
        loss_and_gradients(pi, batch, 0.2)
        ppo.gae(*played)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_bad_input_is_refused(case, played):
    pi, (x, action, log_old, advantage) = case
    log_pi, _ = pg.policy_forward(pi, x)
    reward, v, over = played
    for call, words in (
        (
            lambda: ppo.ppo_loss(log_pi, np.zeros((N, A)), action, advantage),
            refusal("log_old", "(7,)", (N, A)),
        ),
        (
            lambda: ppo.ppo_loss(log_pi, log_old, action + 1, advantage),
            re.escape("action must be whole numbers 0 … 2, got 1 … 3"),
        ),
        (
            lambda: ppo.gae(reward, v[1:], over),
            refusal("v", "(6, 3)", (5, 3)),
        ),
        (
            lambda: ppo.gae(reward, v, over * 1.0),
            re.escape("over must be booleans of shape (5, 3)"),
        ),
        (
            lambda: ppo.gae(reward, v, over, 0.9, 1.1),
            re.escape("lam must be from 0 to 1, got 1.1"),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_float32_stays_float32(case, played):
    pi, (x, action, log_old, advantage) = case
    log_pi, _ = pg.policy_forward(pi, x)
    floats = (a.astype(np.float32) for a in (log_pi, log_old, advantage))
    log_pi, log_old, advantage = floats
    loss, dlog_pi = ppo.ppo_loss(log_pi, log_old, action, advantage)
    reward, v, over = played
    A_hat = ppo.gae(reward.astype(np.float32), v.astype(np.float32), over)
    for array in (loss, dlog_pi, A_hat):
        assert array.dtype == np.float32
