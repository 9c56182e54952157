"""Attention, forward and backward, against torch's scaled dot product and its layer."""

import pytest
import torch
from torch.nn.functional import scaled_dot_product_attention

from snippets.attention import attention, attention_heads
from snippets.attention.attention_torch import builtin_attention


@pytest.mark.parametrize(("B", "h", "T", "d"), [(16, 4, 64, 32)])
def test_forward_and_backward(ratio, rng, B, h, T, d):
    q, k, v, dy = rng.normal(size=(4, B, h, T, d)).astype("float32")

    def numpy_pass():
        _, cache = attention.attend_forward(q, k, v)
        attention.attend_backward(dy, cache)

    inputs = [torch.tensor(a, requires_grad=True) for a in (q, k, v)]
    dy_t = torch.tensor(dy)

    def torch_pass():
        for a in inputs:
            a.grad = None
        scaled_dot_product_attention(*inputs).backward(dy_t)

    # Half are six products of 64 small matrices each; a fifth are maximum and
    # sum of 4096 short rows, on one thread. Torch does all of it at once on two:
    # 1.7 to 2.4 on processors of Intel.
    ratio(f"B={B} h={h} T={T} d={d}", numpy_pass, torch_pass, bound=3.0)


@pytest.mark.parametrize(("B", "h", "T", "D"), [(16, 4, 64, 128)])
def test_with_projections(ratio, rng, B, h, T, D):
    start = attention_heads.init_attention(rng, D, D)
    params = type(start)(*(p.astype("float32") for p in start))
    x, dy = rng.normal(size=(2, B, T, D)).astype("float32")

    def numpy_pass():
        _, cache = attention_heads.attention_forward(params, x, x, h=h)
        dx, ds, _ = attention_heads.attention_backward(dy, cache)
        dx + ds

    net = builtin_attention(*params, h=h)
    x_t, dy_t = torch.tensor(x, requires_grad=True), torch.tensor(dy)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        net(x_t, x_t, x_t, need_weights=False)[0].backward(dy_t)

    ratio(f"B={B} h={h} T={T} D={D}", numpy_pass, torch_pass, bound=2.0)
