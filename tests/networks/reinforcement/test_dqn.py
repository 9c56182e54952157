"""snippets/reinforcement/dqn.py against torch, differences and its words.

Torch has no layer that is a DQN: nn.Sequential with the same weights and its
smooth_l1_loss take the place of a built-in one. The first parameters are
init_mlp's, which has a test of its own; test_dqn_agent.py lets it learn.
"""

import numpy as np
import pytest
import torch
from torch import nn

from press.check.shape_comments import silence
from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.foundations.loss import huber
from snippets.foundations.optimizer import adam_init
from snippets.reinforcement import dqn, dqn_torch
from snippets.reinforcement.dqn_agent import dqn_values
from snippets.reinforcement.dqn_replay import Transitions
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.reinforcement.corridor import seen_rows

N, D, H, A = 7, 5, 6, 3
GAMMA, DELTA = 0.8, 0.7


@pytest.fixture
def case(rng):
    """Weights, weights of some steps ago, transitions."""
    params, frozen = (init_mlp(rng, (D, H, A)) for _ in range(2))
    biases = [rng.normal(size=len(b)) for b in params.bs]
    return params._replace(bs=biases), frozen, seen_rows(rng)


def loss_and_gradients(params, y, batch):
    q, cache = dqn.dqn_forward(params, batch.s, batch.a)
    loss, dq = huber(q, y, DELTA)
    ds, grads = dqn.dqn_backward(dq, cache)
    return loss, [ds, *grads.Ws, *grads.bs]


def tensors(batch):
    return batch._make(map(torch.tensor, batch))


@pytest.mark.parametrize("double", [True, False])
def test_matches_torch_twin(case, double):
    params, frozen, batch = case
    y = dqn.dqn_target(params, frozen, batch, GAMMA, double)
    net, rows = dqn_torch.Dqn(params), tensors(batch)
    y_t = dqn_torch.dqn_target_torch(
        net, dqn_torch.Dqn(frozen), rows, GAMMA, double
    )
    np.testing.assert_allclose(y, y_t, rtol=1e-10)
    s = rows.s.requires_grad_()
    loss_t = nn.functional.huber_loss(net(s, rows.a), y_t, delta=DELTA)
    loss_t.backward()
    loss, gradients = loss_and_gradients(params, y, batch)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    expected = [s.grad, *(p.grad for p in net.parameters())]
    for ours, theirs in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10)


def test_matches_torch_builtin(case):
    params, _, batch = case
    net = nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, A)).double()
    with torch.no_grad():
        for layer, W, b in zip(net[::2], *params, strict=True):
            layer.weight.copy_(torch.tensor(W.T))
            layer.bias.copy_(torch.tensor(b))
    Q = net(torch.tensor(batch.s))
    q, _ = dqn.dqn_forward(params, batch.s, batch.a)
    np.testing.assert_allclose(
        q, Q.detach().numpy()[np.arange(N), batch.a], rtol=1e-10
    )
    for s, row in zip(batch.s, Q.detach(), strict=True):
        np.testing.assert_allclose(dqn_values(params, s), row, rtol=1e-10)
        values = dqn_torch.Dqn(params).values(s)
        np.testing.assert_allclose(values, row, rtol=1e-10)


def test_the_target_is_that_of_a_loop(case):
    """Row by row, and not by the functions of the chapter."""
    params, frozen, batch = case
    for double in True, False:
        y = dqn.dqn_target(params, frozen, batch, GAMMA, double)
        for n, (_, _, r, s_next, end) in enumerate(zip(*batch, strict=True)):
            hidden = [
                np.maximum(s_next @ p.Ws[0] + p.bs[0], 0) for p in case[:2]
            ]
            Q, old = (
                h @ p.Ws[1] + p.bs[1]
                for h, p in zip(hidden, (params, frozen), strict=True)
            )
            promised = old[Q.argmax()] if double else old.max()
            want = r if end else r + GAMMA * promised
            assert np.isclose(y[n], want, rtol=1e-12)


@pytest.mark.parametrize("k", range(5))
def test_gradient_matches_finite_differences(case, k):
    """ds, dWs, dbs; y is a number, whatever made it."""
    params, frozen, batch = case
    y = dqn.dqn_target(params, frozen, batch, GAMMA)
    array = [batch.s, *params.Ws, *params.bs][k]
    numerical = numerical_gradient(
        lambda: loss_and_gradients(params, y, batch)[0], array
    )
    ours = loss_and_gradients(params, y, batch)[1][k]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("double", [True, False])
def test_an_update_is_torchs(case, double):
    """Three updates by Adam, the first target network kept."""
    params, frozen, batch = case
    net, old = dqn_torch.Dqn(params), dqn_torch.Dqn(frozen)
    adam = torch.optim.Adam(net.parameters())
    rule = GAMMA, double, DELTA
    state = adam_init(params)
    for lr in (0.1, 0.05, 0.02):
        params, state, loss = dqn.dqn_update(
            params, frozen, batch, state, lr, *rule
        )
        loss_t = dqn_torch.dqn_update_torch(
            net, old, tensors(batch), adam, lr, *rule
        )
        assert np.isclose(loss, loss_t, rtol=1e-10)
    flat = [*params.Ws, *params.bs]
    for ours, theirs in zip(flat, net.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("s", (N, D, 1), "(N, D)"),
        ("r", (N, 1), "(7,)"),
        ("s_next", (N, 4), "(7, 5)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    params, frozen, batch = case
    message = refusal(name, want, shape)
    with silence(), pytest.raises(ValueError, match=message):
        dqn.dqn_target(
            params, frozen, batch._replace(**{name: np.zeros(shape)})
        )


def test_other_misfits_are_refused(rng, case):
    params, _, batch = case
    with pytest.raises(ValueError, match=r"^a must be whole numbers 0 … 2"):
        dqn.dqn_forward(params, batch.s, batch.a + 5)
    with pytest.raises(ValueError, match=r"^frozen's Q must be floats of"):
        dqn.dqn_target(params, init_mlp(rng, (D, H, 2)), batch)
    with pytest.raises(ValueError, match=r"^end must be booleans of shape"):
        dqn.dqn_target(params, params, batch._replace(end=batch.r))


def test_arguments_stay_as_they_are(case):
    params, frozen, batch = case
    arrays = [*params.Ws, *params.bs, *frozen.Ws, *frozen.bs, *batch]
    kept = [array.copy() for array in arrays]
    state = adam_init(params)
    for _ in range(2):
        dqn.dqn_update(params, frozen, batch, state, 0.1)
    net = dqn_torch.Dqn(params)
    for parameter in net.parameters():
        nn.init.zeros_(parameter)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)
    assert not any(m.any() for m in state[1])


def test_float32_stays_float32(case):
    params, frozen, batch = case
    params, frozen = (
        MLPParams(*([a.astype(np.float32) for a in part] for part in p))
        for p in (params, frozen)
    )
    s, a, r, s_next, end = batch
    batch = Transitions(
        s.astype(np.float32), a, r.astype(np.float32), s_next, end
    )
    batch = batch._replace(s_next=s_next.astype(np.float32))
    y = dqn.dqn_target(params, frozen, batch)
    _, gradients = loss_and_gradients(params, y, batch)
    state = adam_init(params)
    params, *_ = dqn.dqn_update(params, frozen, batch, state, 0.1)
    for array in (y, *gradients, *params.Ws, *params.bs):
        assert array.dtype == np.float32
