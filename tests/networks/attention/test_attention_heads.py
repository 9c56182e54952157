"""attend_forward and attend_backward of attention.py, and the masks."""

import re

import numpy as np
import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from press.check.shape_comments import silence
from snippets.attention import attention
from snippets.attention.attention_torch import attend_torch
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.attention.lookups import (
    LENGTHS,
    MASKED,
    B,
    S,
    T,
    assert_equal,
    d,
    e,
    h,
    mask_of,
    normal,
    tensor_of,
    tensors,
)


@pytest.fixture
def core(rng):
    """Queries, keys, values, and the gradient of what comes out."""
    shapes = {"q": (B, h, T, d), "k": (B, h, S, d), "v": (B, h, S, e)}
    return normal(rng, **shapes), rng.normal(size=(B, h, T, e))


def core_gradients(inputs, dy, mask=None):
    _, cache = attention.attend_forward(**inputs, mask=mask)
    found = attention.attend_backward(dy, cache)
    return dict(zip("qkv", found, strict=True))


@MASKED
@pytest.mark.parametrize("torchs", [True, False], ids=["builtin", "twin"])
def test_heads_match_torch(core, masked, torchs):
    inputs, dy = core
    mask = mask_of(masked)
    q, k, v = tensors(inputs)
    if torchs:
        four = None if mask is None else torch.tensor(mask)[:, None]
        y_t = scaled_dot_product_attention(q, k, v, attn_mask=four)
    else:
        y_t, w_t = attend_torch(q, k, v, tensor_of(mask))
        assert torch.allclose(w_t.sum(dim=-1), torch.ones(()).double())
    (y_t * torch.tensor(dy)).sum().backward()
    y, _ = attention.attend_forward(**inputs, mask=mask)
    np.testing.assert_allclose(y, y_t.detach(), rtol=1e-10)
    expected = {"q": q.grad, "k": k.grad, "v": v.grad}
    assert_equal(core_gradients(inputs, dy, mask), expected)


@MASKED
@pytest.mark.parametrize("name", "qkv")
def test_gradient_of_the_heads_matches_finite_differences(core, name, masked):
    inputs, dy = core
    mask = mask_of(masked)

    def loss():
        y, _ = attention.attend_forward(**inputs, mask=mask)
        return (y * dy).sum()

    np.testing.assert_allclose(
        core_gradients(inputs, dy, mask)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_masks():
    mask = attention.padding_mask(LENGTHS, T, S)
    assert mask.shape == (B, T, S)
    assert mask.sum(axis=2).tolist() == [[n] * T for n in LENGTHS]
    assert mask[:, :, 0].all()
    causal = attention.causal_mask(B, T)
    want = [[s <= t for s in range(T)] for t in range(T)]
    assert causal.tolist() == [want] * B


def test_the_order_of_the_keys_does_not_matter(core, rng):
    inputs, _ = core
    turn = rng.permutation(S)
    turned = inputs | {name: inputs[name][:, :, turn] for name in "kv"}
    one, two = (attention.attend_forward(**i)[0] for i in (inputs, turned))
    np.testing.assert_allclose(one, two, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("q", (h, T, d), "(B, h, T, d)"),
        ("k", (B, h, S, e), "(3, 2, S, 6)"),
        ("v", (B, h, T, e), "(3, 2, 5, e)"),
    ],
)
def test_wrong_heads_are_refused_naming_both(core, name, shape, want):
    inputs, _ = core
    message = refusal(name, want, shape)
    with silence(), pytest.raises(ValueError, match=message):
        attention.attend_forward(**(inputs | {name: np.zeros(shape)}))


def test_a_wrong_mask_is_refused(core):
    inputs, _ = core
    mask = mask_of(True)
    mask[1, 2] = False
    message = "mask leaves query 2 of sample 1 no key"
    with pytest.raises(ValueError, match=f"^{message}$"):
        attention.attend_forward(**inputs, mask=mask)
    message = "mask must be booleans of shape (3, 4, 5), got int64 (3, 4, 5)"
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        attention.attend_forward(**inputs, mask=mask.astype(np.int64))
    message = "lengths must be whole numbers 1 … 5, got 0 … 5"
    with pytest.raises(ValueError, match=f"^{message}$"):
        attention.padding_mask(np.array([0, 5]), T, S)


def test_large_scores_do_not_overflow(core):
    """Every query takes the value of its best key, and no more."""
    inputs, _ = core
    large = inputs | {"q": 1e9 * inputs["q"]}
    y, (q, k, v, w) = attention.attend_forward(**large)
    best = (q @ k.swapaxes(2, 3)).argmax(axis=3)
    np.testing.assert_array_equal(w, np.eye(S)[best])
    want = np.take_along_axis(v, best[..., None], axis=2)
    np.testing.assert_array_equal(y, want)


def test_a_wrong_gradient_is_refused_naming_both(core):
    inputs, _ = core
    _, cache = attention.attend_forward(**inputs)
    message = refusal("dy", (B, h, T, e), (B, h, T, d))
    with silence(), pytest.raises(ValueError, match=message):
        attention.attend_backward(np.zeros((B, h, T, d)), cache)
