"""snippets/reinforcement/ppo_group.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from snippets.reinforcement import ppo_group as group
from snippets.reinforcement import ppo_torch as twin
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

V, K = 5, 7


@pytest.fixture
def case(rng):
    """A writer, the one it started from, texts and advantages."""
    writer, start = (group.init_writer(rng, V) for _ in range(2))
    return writer, start, rng.integers(V, size=(K, 2)), rng.normal(size=K)


def loss(writer, start, text, advantage, beta):
    """−mean(advantage · log π(text)) + β KL(π, start), written out."""
    log_pi, log_start = group.text_odds(writer), group.text_odds(start)
    kl = (np.exp(log_pi) * (log_pi - log_start)).sum()
    return beta * kl - (advantage * log_pi[tuple(text.T)]).mean()


@pytest.mark.parametrize("beta", [0.0, 0.3])
def test_matches_torch_twin(case, beta):
    writer, start, text, advantage = case
    first, second = (torch.tensor(a, requires_grad=True) for a in writer)
    log_pi = twin.text_odds_torch((first, second))
    np.testing.assert_allclose(
        group.text_odds(writer), log_pi.detach(), rtol=1e-10
    )
    log_start = torch.tensor(group.text_odds(start))
    loss_t = twin.writer_loss_torch(
        log_pi, log_start, torch.tensor(text), torch.tensor(advantage), beta
    )
    loss_t.backward()
    np.testing.assert_allclose(
        loss(writer, start, text, advantage, beta), loss_t.item(), rtol=1e-10
    )
    ours = group.writer_gradient(writer, start, text, advantage, beta)
    for a, b in zip(ours, (first.grad, second.grad), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-14)


def test_matches_torch_builtin(case):
    """Its own kl_div and Categorical."""
    writer, start, _, _ = case
    pair = (torch.tensor(group.text_odds(w)) for w in (writer, start))
    log_pi, log_start = pair
    whole = torch.nn.functional.kl_div(
        log_start, log_pi, reduction="sum", log_target=True
    )
    text, none = np.zeros((1, 2), int), np.zeros(1)
    np.testing.assert_allclose(loss(writer, start, text, none, 1.0), whole)
    own = torch.distributions.Categorical(logits=torch.tensor(writer.first))
    np.testing.assert_allclose(log_pi.exp().sum(dim=1), own.probs, rtol=1e-10)


@pytest.mark.parametrize("beta", [0.0, 0.3])
@pytest.mark.parametrize("k", [0, 1])
def test_gradient_matches_finite_differences(case, beta, k):
    numerical = numerical_gradient(lambda: loss(*case, beta), case[0][k])
    ours = group.writer_gradient(*case, beta)[k]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


def test_the_groups_mean(rng):
    """What is added to all rewards drops out; equal rewards say nothing."""
    reward = rng.normal(size=(3, K))
    advantage = group.group_advantage(reward)
    np.testing.assert_allclose(advantage.sum(axis=1), 0, atol=1e-12)
    moved = group.group_advantage(reward + np.array([[1.0], [2], [30]]))
    np.testing.assert_allclose(moved, advantage, atol=1e-12)
    assert not group.group_advantage(np.ones((2, K))).any()
    theirs = twin.group_advantage_torch(torch.tensor(reward))
    np.testing.assert_allclose(advantage, theirs, rtol=1e-10)


def test_initialisation_keeps_its_promise():
    writer = group.init_writer(np.random.default_rng(0), 300)
    assert writer.first.shape == (300,)
    assert abs(writer.second.mean()) < 0.01
    assert abs(writer.second.var() - 1) < 0.02
    np.testing.assert_allclose(np.exp(group.text_odds(writer)).sum(), 1)


def test_arguments_stay_as_they_are(case):
    writer, start, text, advantage = case
    arrays = [*writer, *start, text, advantage]
    kept = [a.copy() for a in arrays]
    group.writer_gradient(*case, 0.2)
    rng = np.random.default_rng(0)
    group.train_writer(rng, start, np.eye(V), 2)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


def test_bad_input_is_refused(case):
    writer, start, text, advantage = case
    for call, words in (
        (
            lambda: group.text_odds(writer._replace(first=np.zeros(V, int))),
            "first must be floats of shape",
        ),
        (
            lambda: group.group_advantage(advantage),
            refusal("reward", "(Q, K)", (K,)),
        ),
        (
            lambda: group.writer_gradient(
                writer, start, text + V, advantage, 0.0
            ),
            "text must be whole numbers 0 … 4",
        ),
        (
            lambda: group.writer_gradient(
                writer, start, text, advantage[:2], 0.0
            ),
            refusal("advantage", "(7,)", (2,)),
        ),
        (
            lambda: group.train_writer(None, start, np.zeros((V, 3)), 2),
            refusal("reward", "(5, 5)", (V, 3)),
        ),
        (
            lambda: group.init_writer(None, 0),
            re.escape("V must be whole and at least 1, got 0"),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_float32_stays_float32(case):
    parts = (group.Writer(*(a.astype(np.float32) for a in w)) for w in case[:2])
    writer, start = parts
    grads = group.writer_gradient(
        writer, start, case[2], case[3].astype(np.float32), 0.2
    )
    reward = np.eye(V, dtype=np.float32)
    trained = group.train_writer(np.random.default_rng(0), start, reward, 3)
    for array in (*grads, *trained, group.group_advantage(reward)):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """Two digits that add up to 12; with β near the best that there can be."""
    rng = np.random.default_rng(seed)
    digits = np.arange(10)
    reward = (digits[:, None] + digits == 12).astype(float)
    start = group.init_writer(rng, 10)
    writer = group.train_writer(rng, start, reward, 300, lr=3.0)
    assert (np.exp(group.text_odds(start)) * reward).sum() < 0.2
    assert (np.exp(group.text_odds(writer)) * reward).sum() > 0.98
