"""snippets/recurrent/lstm.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.recurrent import lstm
from snippets.recurrent.lstm_torch import LSTM, builtin_lstm
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

T, B, D, H = 5, 3, 2, 4  # all different, so that no swapped axis goes unseen


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradients of all that comes out."""
    params = lstm.init_lstm(rng, D, H)
    params.b[...] = rng.normal(size=4 * H)  # each gate its own bias
    inputs = {
        **params._asdict(),
        "xs": rng.normal(size=(T, B, D)),
        "h_0": rng.normal(size=(B, H)),
        "c_0": rng.normal(size=(B, H)),
    }
    return inputs, rng.normal(size=(T, B, H)), rng.normal(size=(B, H))


def params_of(inputs):
    return lstm.LSTMParams(*(inputs[name] for name in ("W_x", "W_h", "b")))


def forward(inputs):
    params = params_of(inputs)
    states = inputs["xs"], inputs["h_0"], inputs["c_0"]
    return lstm.lstm_forward(params, *states)


def gradients(inputs, dhs, dc):
    """The gradient of every input by its name."""
    *_, cache = forward(inputs)
    dxs, dh_0, dc_0, grads = lstm.lstm_backward(dhs, cache, dc)
    return {**grads._asdict(), "xs": dxs, "h_0": dh_0, "c_0": dc_0}


def torch_run(net, inputs, dhs, dc, builtin=False):
    """hs, the last c and the gradients of xs, h_0 and c_0, after backward."""
    xs, h_0, c_0 = (
        torch.tensor(inputs[name], requires_grad=True)
        for name in ("xs", "h_0", "c_0")
    )
    if builtin:
        hs, (_, c) = net(xs, (h_0[None], c_0[None]))
        c = c[0]
    else:
        hs, c = net(xs, h_0, c_0)
    loss = (hs * torch.tensor(dhs)).sum() + (c * torch.tensor(dc)).sum()
    loss.backward()
    grads = {"xs": xs.grad, "h_0": h_0.grad, "c_0": c_0.grad}
    return hs.detach(), c.detach(), grads


def assert_equal(inputs, dhs, dc, hs_t, c_t, expected):
    hs, c, _ = forward(inputs)
    np.testing.assert_allclose(hs, hs_t, rtol=1e-10)
    np.testing.assert_allclose(c, c_t, rtol=1e-10)
    got = gradients(inputs, dhs, dc)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, dhs, dc = case
    twin = LSTM(inputs["W_x"], inputs["W_h"], inputs["b"])
    hs_t, c_t, grads = torch_run(twin, inputs, dhs, dc)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    assert_equal(inputs, dhs, dc, hs_t, c_t, grads)


def test_matches_torch_builtin(case):
    inputs, dhs, dc = case
    builtin = builtin_lstm(inputs["W_x"], inputs["W_h"], inputs["b"])
    hs_t, c_t, grads = torch_run(builtin, inputs, dhs, dc, builtin=True)
    grads |= {
        "W_x": builtin.weight_ih_l0.grad.T,
        "W_h": builtin.weight_hh_l0.grad.T,
        "b": builtin.bias_ih_l0.grad,
    }
    assert_equal(inputs, dhs, dc, hs_t, c_t, grads)


@pytest.mark.parametrize("name", ["W_x", "W_h", "b", "xs", "h_0", "c_0"])
def test_gradient_matches_finite_differences(case, name):
    inputs, dhs, dc = case

    def loss():
        hs, c, _ = forward(inputs)
        return (hs * dhs).sum() + (c * dc).sum()

    np.testing.assert_allclose(
        gradients(inputs, dhs, dc)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_zero_is_where_it_starts_and_what_comes_back_of_c_unless_given(case):
    inputs, dhs, dc = case
    params = lstm.LSTMParams(*list(inputs.values())[:3])
    zero = np.zeros((B, H))
    for given in ({}, {"h_0": inputs["h_0"]}, {"c_0": inputs["c_0"]}):
        hs, _, cache = lstm.lstm_forward(params, inputs["xs"], **given)
        full = inputs | {"h_0": zero, "c_0": zero} | given
        np.testing.assert_array_equal(hs, forward(full)[0])
        dxs, *_ = lstm.lstm_backward(dhs, cache)
        np.testing.assert_array_equal(dxs, gradients(full, dhs, 0 * dc)["xs"])


def test_two_halves_are_the_whole(case):
    """The last h and c carry on where a sequence was cut."""
    inputs, *_ = case
    hs, c, _ = forward(inputs)
    first, c_2, _ = forward(inputs | {"xs": inputs["xs"][:2]})
    state = {"xs": inputs["xs"][2:], "h_0": first[-1], "c_0": c_2}
    second, c_T, _ = forward(inputs | state)
    np.testing.assert_allclose(np.concatenate([first, second]), hs, rtol=1e-12)
    np.testing.assert_allclose(c_T, c, rtol=1e-12)


def test_arguments_stay_as_they_are(case):
    inputs, dhs, dc = case
    kept = {name: array.copy() for name, array in inputs.items()}
    once = gradients(inputs, dhs, dc)
    params = lstm.LSTMParams(*list(inputs.values())[:3])
    *_, cache = forward(inputs)
    for _ in range(2):  # a cache serves twice
        dxs, *_ = lstm.lstm_backward(dhs, cache, dc)
        np.testing.assert_array_equal(dxs, once["xs"])
    W_y, y = np.ones((H, 2)), np.array([0, 1, 1])
    rng = np.random.default_rng(0)
    lstm.train_lstm(rng, params, W_y, inputs["xs"], y, steps=2, B=3)
    for net in (LSTM(*params), builtin_lstm(*params)):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
    assert (W_y == 1).all()


def test_initialisation_keeps_its_promise(rng):
    W_x, W_h, b = lstm.init_lstm(rng, 50, 100)
    for W in (W_x, W_h):  # uniform in ±1/√H
        assert 0.099 < np.abs(W).max() <= 0.1
        assert abs(W.std() - 0.1 / 3**0.5) < 1e-3
    i, f, g, o = np.split(b, 4)
    assert (f == 1).all()
    assert not np.any([i, g, o])


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("xs", (T, B, 7), "(T, B, 2)"),
        ("xs", (T, D), "(T, B, 2)"),
        ("h_0", (B, 7), "(3, 4)"),
        ("h_0", (H,), "(3, 4)"),
        ("c_0", (1, H), "(3, 4)"),
        ("W_x", (D, H), "(D, 16)"),
        ("W_h", (H, 17), "(4, 16)"),
        ("b", (4, H), "(16,)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    message = refusal(name, want, shape)
    inputs, *_ = case
    with silence(), pytest.raises(ValueError, match=message):
        forward(inputs | {name: np.zeros(shape)})


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("dhs", (B, T, H), "(5, 3, 4)"),
        ("dhs", (B, H), "(5, 3, 4)"),
        ("dc", (H,), "(3, 4)"),
    ],
)
def test_a_wrong_gradient_is_refused_naming_both(case, name, shape, want):
    message = refusal(name, want, shape)
    inputs, dhs, dc = case
    *_, cache = forward(inputs)
    given = {"dhs": dhs, "dc": dc} | {name: np.zeros(shape)}
    with silence(), pytest.raises(ValueError, match=message):
        lstm.lstm_backward(cache=cache, **given)


def test_a_step_of_training_is_torchs(case):
    """One step of SGD on the cross-entropy of the class."""
    inputs, *_ = case
    params, xs, y = params_of(inputs), inputs["xs"], np.array([1, 0, 1])
    W_y = np.random.default_rng(2).normal(size=(H, 2))
    rng = np.random.default_rng(1)
    new, new_W_y, (loss,) = lstm.train_lstm(
        rng, params, W_y, xs, y, lr=0.3, steps=1, B=7
    )
    n = np.random.default_rng(1).integers(3, size=(1, 7))[0]
    twin, W_t = LSTM(*params), torch.tensor(W_y, requires_grad=True)
    scores = twin(torch.tensor(xs[:, n]))[0][-1] @ W_t
    loss_t = torch.nn.functional.cross_entropy(scores, torch.tensor(y[n]))
    loss_t.backward()
    weights = [*twin.parameters(), W_t]
    torch.optim.SGD(weights, lr=0.3).step()
    assert np.isclose(loss, loss_t.item(), rtol=1e-12)
    for ours, theirs in zip([*new, new_W_y], weights, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-10)


def test_float32_stays_float32(case):
    inputs, dhs, _ = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    hs, c, cache = forward(inputs)
    *d, grads = lstm.lstm_backward(dhs.astype(np.float32), cache)
    params = lstm.LSTMParams(*list(inputs.values())[:3])
    _, c_from_zero, cache = lstm.lstm_forward(params, inputs["xs"])
    from_zero = lstm.lstm_backward(dhs.astype(np.float32), cache)[:3]
    W_y = np.ones((H, 2), np.float32)
    params, W_y, _ = lstm.train_lstm(
        np.random.default_rng(0),
        params,
        W_y,
        inputs["xs"],
        np.ones(B, int),
        B=3,
    )
    for array in (hs, c, *d, *grads, c_from_zero, *from_zero, *params, W_y):
        assert array.dtype == np.float32


def test_each_gate_reads_its_own_quarter():
    """From a memory of 1: c is what f keeps and what i lets in of g; h is what o shows."""
    a = np.array([[0.3, -0.2, 0.7, 1.1]])
    i, f, g, o = torch.tensor(a[0])
    h, c, _ = lstm.lstm_step(
        np.zeros((1, 4)), a, np.zeros((1, 1)), np.ones((1, 1))
    )
    expected = f.sigmoid() + i.sigmoid() * g.tanh()
    np.testing.assert_allclose(c, expected, rtol=1e-14)
    np.testing.assert_allclose(h, o.sigmoid() * expected.tanh(), rtol=1e-14)


@pytest.mark.parametrize("size", [80, 1e4])
def test_a_step_never_overflows(size):
    """Gates that are far open or shut are exact, without a warning."""
    for dtype, rtol in ((np.float32, 1e-6), (np.float64, 1e-14)):
        a = size * np.linspace(-1, 1, 161, dtype=dtype)[:, None]  # (B, 1)
        zero = np.zeros_like(a)
        W_h = np.zeros((1, 4), dtype)
        _, _, step = lstm.lstm_step(W_h, np.tile(a, 4), zero, zero)
        expected = torch.tensor(a.astype(np.float64)).sigmoid().numpy()
        for gate in (step[1], step[2], step[4]):
            np.testing.assert_allclose(
                gate, expected, rtol=rtol, atol=np.finfo(dtype).tiny
            )
            assert gate.dtype == dtype
        np.testing.assert_array_equal(step[3], np.tanh(a))


@pytest.mark.parametrize("seed", range(3))
def test_learns_to_remember(seed):
    """The sign of the first of 5 numbers: chance is a loss of log 2 = 0.69."""
    rng = np.random.default_rng(seed)
    xs = rng.normal(size=(5, 999, 1))
    y = (xs[0, :, 0] > 0).astype(np.int64)
    W_y = rng.normal(size=(16, 2))
    trained = lstm.train_lstm(rng, lstm.init_lstm(rng, 1, 16), W_y, xs, y)
    params, W_y, losses = trained
    assert losses.shape == (400,)
    assert losses[0] > 0.5
    assert losses[-50:].mean() < 0.2
    xs = rng.normal(size=(5, 999, 1))
    scores = lstm.lstm_forward(params, xs)[0][-1] @ W_y
    assert ((scores[:, 1] > scores[:, 0]) == (xs[0, :, 0] > 0)).mean() > 0.95
