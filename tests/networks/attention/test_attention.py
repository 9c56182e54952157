"""snippets/attention/attention.py against torch, differences and its words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.attention import attention, attention_heads
from snippets.attention.attention_torch import (
    Attention,
    builtin_attention,
)
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.attention.lookups import (
    LENGTHS,
    MASKED,
    B,
    S,
    T,
    assert_equal,
    h,
    mask_of,
    normal,
    tensor_of,
    tensors,
)

D, E, K = 12, 8, 9
FIELDS = attention_heads.AttentionParams._fields


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of what comes out."""
    params = attention_heads.init_attention(rng, D, E)._asdict()
    params |= normal(rng, b_q=D, b_k=D, b_v=D, b_o=D)
    inputs = params | normal(rng, x=(B, T, D), s=(B, S, E))
    return inputs, rng.normal(size=(B, T, D))


def params_of(inputs):
    return attention_heads.AttentionParams(*(inputs[name] for name in FIELDS))


def forward(inputs, mask=None):
    params = params_of(inputs)
    return attention_heads.attention_forward(
        params, inputs["x"], inputs["s"], mask, h
    )


def gradients(inputs, dy, mask=None):
    """The gradient of every input by its name."""
    _, cache = forward(inputs, mask)
    dx, ds, grads = attention_heads.attention_backward(dy, cache)
    return {**grads._asdict(), "x": dx, "s": ds}


@MASKED
def test_matches_torch_twin(case, masked):
    inputs, dy = case
    mask = mask_of(masked)
    twin = Attention(*params_of(inputs))
    x, s = tensors({"x": inputs["x"], "s": inputs["s"]})
    y_t = twin(x, s, tensor_of(mask), h)
    (y_t * torch.tensor(dy)).sum().backward()
    y, _ = forward(inputs, mask)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    expected = {name: p.grad for name, p in twin.named_parameters()}
    expected |= {"x": x.grad, "s": s.grad}
    assert_equal(gradients(inputs, dy, mask), expected)


def builtin_gradients(net):
    """By our names, turned to our shapes."""
    if net.in_proj_weight is None:
        names = "q_proj_weight", "k_proj_weight", "v_proj_weight"
        weights = [getattr(net, name).grad.T for name in names]
    else:
        weights = [g.T for g in net.in_proj_weight.grad.chunk(3)]
    biases = net.in_proj_bias.grad.chunk(3)
    last = net.out_proj.weight.grad.T
    found = *weights, last, *biases, net.out_proj.bias.grad
    return dict(zip(FIELDS, found, strict=True))


@MASKED
def test_matches_torch_builtin(case, masked):
    """Cross-attention; True in torch's key_padding_mask means: do not look."""
    inputs, dy = case
    net = builtin_attention(*params_of(inputs), h=h)
    x, s = tensors({"x": inputs["x"], "s": inputs["s"]})
    mask = mask_of(masked)
    ignored = None if mask is None else torch.tensor(~mask[:, 0])
    y_t, w_t = net(x, s, s, key_padding_mask=ignored)
    (y_t * torch.tensor(dy)).sum().backward()
    y, (*_, (*_, w)) = forward(inputs, mask)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(w.mean(axis=1), w_t.detach(), rtol=1e-10)
    expected = builtin_gradients(net) | {"x": x.grad, "s": s.grad}
    assert_equal(gradients(inputs, dy, mask), expected)


def test_self_attention_matches_torch_builtin(rng, case):
    """One sequence, a causal mask: the two gradients of x are added."""
    _, dy = case
    params = attention_heads.init_attention(rng, D, D)
    x = rng.normal(size=(B, T, D))
    net = builtin_attention(*params, h=h)
    (x_t,) = tensors({"x": x})
    ahead = torch.ones(T, T, dtype=torch.bool).triu(1)
    y_t, _ = net(x_t, x_t, x_t, attn_mask=ahead)
    (y_t * torch.tensor(dy)).sum().backward()
    mask = attention.causal_mask(B, T)
    y, cache = attention_heads.attention_forward(params, x, x, mask, h)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    dx, ds, grads = attention_heads.attention_backward(dy, cache)
    np.testing.assert_allclose(dx + ds, x_t.grad, rtol=1e-10)
    assert_equal(grads._asdict(), builtin_gradients(net))


@MASKED
@pytest.mark.parametrize("name", [*FIELDS, "x", "s"])
def test_gradient_matches_finite_differences(case, name, masked):
    inputs, dy = case
    mask = mask_of(masked)

    def loss():
        return (forward(inputs, mask)[0] * dy).sum()

    np.testing.assert_allclose(
        gradients(inputs, dy, mask)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_what_is_masked_leaves_no_trace(case):
    """The same as the shorter sequence alone."""
    inputs, dy = case
    y, _ = forward(inputs, mask_of(True))
    for n, length in enumerate(LENGTHS):
        alone = inputs | {
            "x": inputs["x"][n : n + 1],
            "s": inputs["s"][n : n + 1, :length],
        }
        np.testing.assert_allclose(y[n], forward(alone)[0][0], rtol=1e-12)
    ds = gradients(inputs, dy, mask_of(True))["s"]
    assert not ds[0, 2:].any()
    assert not ds[2, 3:].any()


def test_arguments_stay_as_they_are(case):
    inputs, dy = case
    kept = {name: array.copy() for name, array in inputs.items()}
    kept_dy, once = dy.copy(), gradients(inputs, dy)
    _, cache = forward(inputs)
    for _ in range(2):  # a cache serves twice
        dx, *_ = attention_heads.attention_backward(dy, cache)
        np.testing.assert_array_equal(dx, once["x"])
    W_y, y = np.ones((D, K)), np.ones((B, T), int)
    rng, params = np.random.default_rng(0), params_of(inputs)
    attention_heads.train_attention(
        rng, params, W_y, inputs["x"], inputs["s"], y, steps=2
    )
    for net in Attention(*params), builtin_attention(*params, h=h):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
    np.testing.assert_array_equal(dy, kept_dy)
    assert (W_y == 1).all()


def test_initialisation_keeps_its_promise(rng):
    params = attention_heads.init_attention(rng, 100, 400)
    for name, n in ("W_q", 100), ("W_k", 400), ("W_v", 400), ("W_o", 100):
        W, bound = getattr(params, name), n**-0.5
        assert W.shape == (n, 100)
        assert 0.99 * bound < np.abs(W).max() <= bound
        assert abs(W.std() - bound / 3**0.5) < 0.01 * bound
    for b in params[4:]:
        assert b.shape == (100,)
        assert not b.any()
    params.b_q[0] = 1
    assert not params.b_k.any()  # four arrays, not one


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (B, T, 7), "(B, T, 12)"),
        ("x", (T, D), "(B, T, 12)"),
        ("s", (B, S, D), "(3, S, 8)"),
        ("s", (2, S, E), "(3, S, 8)"),
        ("W_q", (D, E), "(12, 12)"),
        ("W_k", (D,), "(E, D)"),
        ("W_v", (D, D), "(8, 12)"),
        ("W_o", (D,), "(12, 12)"),
        ("b_q", (1, D), "(12,)"),
        ("b_k", (E,), "(12,)"),
        ("b_v", (E,), "(12,)"),
        ("b_o", (3,), "(12,)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    message = refusal(name, want, shape)
    inputs, _ = case
    with silence(), pytest.raises(ValueError, match=message):
        forward(inputs | {name: np.zeros(shape)})


def test_a_wrong_gradient_is_refused_naming_both(case):
    inputs, _ = case
    message = refusal("dy", (B, T, D), (B, S, D))
    with silence(), pytest.raises(ValueError, match=message):
        attention_heads.attention_backward(
            np.zeros((B, S, D)), forward(inputs)[1]
        )


@pytest.mark.parametrize("heads", [5, 24])
def test_heads_that_do_not_fit_are_refused(case, heads):
    inputs, _ = case
    params = params_of(inputs)
    message = f"^h must divide D = 12, got {heads}$"
    with pytest.raises(ValueError, match=message):
        attention_heads.attention_forward(
            params, inputs["x"], inputs["s"], None, heads
        )


@MASKED
def test_float32_stays_float32(case, masked):
    inputs, dy = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    y, cache = forward(inputs, mask_of(masked))
    dx, ds, grads = attention_heads.attention_backward(
        dy.astype(np.float32), cache
    )
    W_y, rng = np.ones((D, K), np.float32), np.random.default_rng(0)
    trained, W_y, _ = attention_heads.train_attention(
        rng,
        params_of(inputs),
        W_y,
        *(inputs["x"], inputs["s"], np.ones((B, T), int)),
        steps=2,
    )
    for array in (y, dx, ds, *grads, *cache[-1], *trained, W_y):
        assert array.dtype == np.float32


def test_a_step_of_training_is_torchs(case):
    """Two steps of Adam on the cross-entropy of all places."""
    inputs, _ = case
    params, x, s = params_of(inputs), inputs["x"], inputs["s"]
    rng = np.random.default_rng(2)
    W_y, y = rng.normal(size=(D, K)), rng.integers(K, size=(B, T))
    new, new_W_y, losses = attention_heads.train_attention(
        np.random.default_rng(1), params, W_y, x, s, y, h, lr=0.3, steps=2
    )
    twin, W_t = Attention(*params), torch.tensor(W_y, requires_grad=True)
    weights = [*twin.parameters(), W_t]
    adam = torch.optim.Adam(weights, lr=0.3)
    draws = np.random.default_rng(1).integers(B, size=(2, 32))
    for n, loss in zip(draws, losses, strict=True):
        scores = twin(torch.tensor(x[n]), torch.tensor(s[n]), h=h) @ W_t
        loss_t = torch.nn.functional.cross_entropy(
            scores.flatten(0, 1), torch.tensor(y[n]).flatten()
        )
        assert np.isclose(loss, loss_t.item(), rtol=1e-12)
        adam.zero_grad()
        loss_t.backward()
        adam.step()
    both = zip((*FIELDS, "W_y"), [*new, new_W_y], weights, strict=True)
    for name, ours, theirs in both:
        # The gradient of b_k is 0: Adam divides rounding by rounding there,
        # and what looks at b_k later only sees it cancel.
        exact = {"rtol": 1e-10} if name != "b_k" else {"atol": 1e-6}
        np.testing.assert_allclose(ours, theirs.detach(), **exact, err_msg=name)


@pytest.mark.parametrize("seed", range(3))
def test_learns_to_look_up(seed):
    """The digit that belongs to a letter: guessing one is a loss of ln 5."""
    rng = np.random.default_rng(seed)
    letters = rng.random((1400, 9)).argsort(axis=1)[:, :4]
    digits = rng.integers(5, size=(1400, 4))
    s = np.concatenate([np.eye(9)[letters], np.eye(5)[digits]], axis=2)
    x, y = np.eye(9)[letters[:, :2]], digits[:, :2]
    W_y = rng.normal(size=(9, 5))
    start = attention_heads.init_attention(rng, 9, 14), W_y
    params, W_y, losses = attention_heads.train_attention(
        rng, *start, x[:1000], s[:1000], y[:1000], lr=0.01
    )
    assert losses.shape == (400,)
    assert losses[0] > 1.3
    assert losses[-50:].mean() < 0.1
    out, _ = attention_heads.attention_forward(params, x[1000:], s[1000:])
    assert ((out @ W_y).argmax(axis=2) == y[1000:]).mean() > 0.98
