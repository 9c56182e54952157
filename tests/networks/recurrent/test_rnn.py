"""snippets/recurrent/rnn.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.recurrent import rnn, rnn_text
from snippets.recurrent.rnn_torch import RNN, builtin_rnn
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

T, B, D, H = 5, 3, 2, 4  # all different, so that no swapped axis goes unseen


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of what comes out."""
    params = rnn.init_rnn(rng, D, H)
    params.b[...] = rng.normal(size=H)
    inputs = {
        **params._asdict(),
        "xs": rng.normal(size=(T, B, D)),
        "h_0": rng.normal(size=(B, H)),
    }
    return inputs, rng.normal(size=(T, B, H))


def params_of(inputs):
    return rnn.RNNParams(*(inputs[name] for name in ("W_x", "W_h", "b")))


def forward(inputs):
    return rnn.rnn_forward(params_of(inputs), inputs["xs"], inputs["h_0"])


def gradients(inputs, dhs):
    """The gradient of every input by its name."""
    dxs, dh_0, grads = rnn.rnn_backward(dhs, forward(inputs)[1])
    return {**grads._asdict(), "xs": dxs, "h_0": dh_0}


def torch_run(net, inputs, dhs, builtin=False):
    """The output and the gradients of xs and h_0, after backward."""
    xs, h_0 = (
        torch.tensor(inputs[name], requires_grad=True) for name in ("xs", "h_0")
    )
    hs = net(xs, h_0[None])[0] if builtin else net(xs, h_0)
    (hs * torch.tensor(dhs)).sum().backward()
    return hs.detach(), {"xs": xs.grad, "h_0": h_0.grad}


def assert_equal(inputs, dhs, hs_t, expected):
    np.testing.assert_allclose(forward(inputs)[0], hs_t, rtol=1e-10)
    got = gradients(inputs, dhs)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, dhs = case
    twin = RNN(*params_of(inputs))
    hs_t, grads = torch_run(twin, inputs, dhs)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    assert_equal(inputs, dhs, hs_t, grads)


def test_matches_torch_builtin(case):
    inputs, dhs = case
    builtin = builtin_rnn(*params_of(inputs))
    hs_t, grads = torch_run(builtin, inputs, dhs, builtin=True)
    grads |= {
        "W_x": builtin.weight_ih_l0.grad.T,
        "W_h": builtin.weight_hh_l0.grad.T,
        "b": builtin.bias_ih_l0.grad,
    }
    assert_equal(inputs, dhs, hs_t, grads)


@pytest.mark.parametrize("name", ["W_x", "W_h", "b", "xs", "h_0"])
def test_gradient_matches_finite_differences(case, name):
    inputs, dhs = case

    def loss():
        return (forward(inputs)[0] * dhs).sum()

    np.testing.assert_allclose(
        gradients(inputs, dhs)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_it_starts_from_zero_unless_given(case):
    inputs, dhs = case
    hs, cache = rnn.rnn_forward(params_of(inputs), inputs["xs"])
    full = inputs | {"h_0": np.zeros((B, H))}
    np.testing.assert_array_equal(hs, forward(full)[0])
    dxs, *_ = rnn.rnn_backward(dhs, cache)
    np.testing.assert_array_equal(dxs, gradients(full, dhs)["xs"])
    with torch.no_grad():
        hs_t = RNN(*params_of(inputs))(torch.tensor(inputs["xs"]))
    np.testing.assert_allclose(hs, hs_t, rtol=1e-10)


def test_two_halves_are_the_whole(case):
    """The last h carries on where a sequence was cut."""
    inputs, _ = case
    hs, _ = forward(inputs)
    first, _ = forward(inputs | {"xs": inputs["xs"][:2]})
    second, _ = forward(inputs | {"xs": inputs["xs"][2:], "h_0": first[-1]})
    np.testing.assert_allclose(np.concatenate([first, second]), hs, rtol=1e-12)


def test_arguments_stay_as_they_are(case):
    inputs, dhs = case
    kept = {name: array.copy() for name, array in inputs.items()}
    kept_dhs, once = dhs.copy(), gradients(inputs, dhs)
    params, (_, cache) = params_of(inputs), forward(inputs)
    for _ in range(2):  # a cache serves twice
        dxs, *_ = rnn.rnn_backward(dhs, cache)
        np.testing.assert_array_equal(dxs, once["xs"])
    rnn.rnn_step(params.W_h, inputs["xs"][0] @ params.W_x, inputs["h_0"])
    rnn.clip_gradients(params, 0.1)
    W_y, text = np.ones((H, D)), np.arange(9) % D
    rng = np.random.default_rng(0)
    rnn_text.train_rnn(rng, params, W_y, text, steps=2, T=4, B=3)
    rnn_text.generate(rng, params, W_y, text, 3)
    for net in (RNN(*params), builtin_rnn(*params)):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
    np.testing.assert_array_equal(dhs, kept_dhs)
    np.testing.assert_array_equal(text, np.arange(9) % D)
    assert (W_y == 1).all()


def test_initialisation_keeps_its_promise(rng):
    W_x, W_h, b = rnn.init_rnn(rng, 50, 100)
    for W in (W_x, W_h):  # uniform in ±1/√H
        assert 0.099 < np.abs(W).max() <= 0.1
        assert abs(W.std() - 0.1 / 3**0.5) < 1e-3
    assert not b.any()


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("xs", (T, B, 7), "(T, B, 2)"),
        ("xs", (T, D), "(T, B, 2)"),
        ("h_0", (B, 7), "(3, 4)"),
        ("h_0", (H,), "(3, 4)"),
        ("W_x", (D, 7), "(D, 4)"),
        ("W_h", (H, 17), "(4, 4)"),
        ("b", (1, H), "(4,)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    message = refusal(name, want, shape)
    inputs, _ = case
    with silence(), pytest.raises(ValueError, match=message):
        forward(inputs | {name: np.zeros(shape)})


@pytest.mark.parametrize("shape", [(B, T, H), (B, H)])
def test_a_wrong_gradient_is_refused_naming_both(case, shape):
    inputs, _ = case
    message = refusal("dhs", (T, B, H), shape)
    with silence(), pytest.raises(ValueError, match=message):
        rnn.rnn_backward(np.zeros(shape), forward(inputs)[1])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_clipping_of_large_numbers_keeps_their_direction(dtype):
    """300² is beyond float16: the length was infinite and all became 0."""
    large = {np.float16: 300, np.float32: 1e30, np.float64: 1e100}[dtype]
    grads = [np.full((4, 8), large, dtype), np.full(4, -large, dtype)]
    clipped = rnn.clip_gradients(grads, 3.0)
    for g, sign in zip(clipped, (1, -1), strict=True):
        assert g.dtype == dtype
        np.testing.assert_allclose(g, sign * 0.5, rtol=1e-3)


def test_float32_stays_float32(case):
    inputs, dhs = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    hs, cache = forward(inputs)
    dxs, dh_0, grads = rnn.rnn_backward(dhs.astype(np.float32), cache)
    params = params_of(inputs)
    from_zero, _ = rnn.rnn_forward(params, inputs["xs"])
    clipped = rnn.clip_gradients(grads, 0.1)
    W_y, text = np.ones((H, D), np.float32), np.arange(9) % D
    rng = np.random.default_rng(0)
    trained, W_y, _ = rnn_text.train_rnn(
        rng, params, W_y, text, steps=2, T=4, B=3, limit=0.1
    )
    arrays = hs, dxs, dh_0, *grads, from_zero, *clipped, *trained, W_y
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize("limit", [0.01, 3.0, 1e9])
def test_clipping_is_torchs(rng, limit):
    grads = [rng.normal(size=shape) for shape in ((D, H), (H, H), (H,))]
    tensors = [torch.zeros(g.shape, dtype=torch.float64) for g in grads]
    for tensor, g in zip(tensors, grads, strict=True):
        tensor.grad = torch.tensor(g)
    torch.nn.utils.clip_grad_norm_(tensors, limit)
    clipped = rnn.clip_gradients(grads, limit)
    for tensor, g in zip(tensors, clipped, strict=True):
        np.testing.assert_allclose(g, tensor.grad, rtol=1e-12)


def test_a_step_of_training_is_torchs(rng):
    """One clipped step of SGD on the cross-entropy of the next letter."""
    K, text = 3, rng.integers(3, size=40)
    params, W_y = rnn.init_rnn(rng, K, H), rng.normal(size=(H, K))
    sizes = {"steps": 1, "T": T, "B": 2, "lr": 0.3, "limit": 0.1}
    rng = np.random.default_rng(1)
    new, new_W_y, (loss,) = rnn_text.train_rnn(rng, params, W_y, text, **sizes)
    start = np.random.default_rng(1).integers(len(text) - T, size=(1, 2))[0]
    window = torch.tensor(np.stack([text[s : s + T + 1] for s in start], 1))
    twin = RNN(*params)
    W_t = torch.tensor(W_y, requires_grad=True)
    one_hot = torch.nn.functional.one_hot(window, K).double()
    scores = (twin(one_hot[:-1]) @ W_t).flatten(0, 1)
    loss_t = torch.nn.functional.cross_entropy(scores, window[1:].flatten())
    loss_t.backward()
    weights = [*twin.parameters(), W_t]
    torch.nn.utils.clip_grad_norm_(weights, 0.1)
    torch.optim.SGD(weights, lr=0.3).step()
    assert np.isclose(loss, loss_t.item(), rtol=1e-12)
    for ours, theirs in zip([*new, new_W_y], weights, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-10)


def test_the_rate_falls_in_a_line_to_zero(rng, monkeypatch):
    """With a gradient of 1 at every step, b moves by lr × (4+3+2+1)/4."""
    K, text = 3, rng.integers(3, size=40)
    params, W_y = rnn.init_rnn(rng, K, H), rng.normal(size=(H, K))
    ones = lambda grads, _: [np.ones_like(g) for g in grads]  # noqa: E731
    monkeypatch.setattr(rnn_text, "clip_gradients", ones)
    sizes = {"steps": 4, "T": T, "B": 2, "lr": 0.1}
    new, *_ = rnn_text.train_rnn(rng, params, W_y, text, **sizes)
    np.testing.assert_allclose(params.b - new.b, 0.25, rtol=1e-12)


def test_generated_letters_follow_the_scores(rng):
    """Heat 0 takes the likeliest; heat 1 samples from softmax."""
    K = 3
    params = rnn.RNNParams(np.zeros((K, H)), np.zeros((H, H)), np.ones(H))
    scores = np.array([0.0, 1.0, 2.0])
    W_y = np.tile(scores / (H * np.tanh(1)), (H, 1))
    text = rnn_text.generate(rng, params, W_y, np.array([0, 2]), 5, heat=0.0)
    np.testing.assert_array_equal(text, [0, 2, *[scores.argmax()] * 5])
    for heat, given in ((1.0, ()), (2.0, (2.0,))):  # 1 is the default
        text = rnn_text.generate(rng, params, W_y, np.array([0]), 6000, *given)[
            1:
        ]
        p = np.exp(scores / heat) / np.exp(scores / heat).sum()
        found = np.bincount(text, minlength=K) / len(text)
        np.testing.assert_allclose(found, p, atol=0.02)


def test_generate_carries_its_state_on(rng):
    """The next letter is the one that a run over all of the text gives."""
    K = 3
    params, W_y = rnn.init_rnn(rng, K, 16), rng.normal(size=(16, K))
    text = rnn_text.generate(rng, params, W_y, np.array([1, 0]), 20, heat=0.0)
    hs, _ = rnn.rnn_forward(params, np.eye(K)[text][:, None])
    np.testing.assert_array_equal((hs[1:-1, 0] @ W_y).argmax(1), text[2:])


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_text_by_heart(seed):
    """What follows "b" depends on the letter before: chance is ln 3 = 1.1."""
    rng = np.random.default_rng(seed)
    text = np.array(["abc".index(letter) for letter in "abbcb" * 30])
    W_y = rng.normal(size=(16, 3)) / 4
    params = rnn.init_rnn(rng, 3, 16)
    params, W_y, losses = rnn_text.train_rnn(
        rng, params, W_y, text, steps=300, T=10, B=8
    )
    assert losses.shape == (300,)
    assert losses[0] > 0.9
    assert losses[-50:].mean() < 0.25
    more = rnn_text.generate(rng, params, W_y, text[:5], 45, heat=0.0)
    np.testing.assert_array_equal(more, text[:50])
