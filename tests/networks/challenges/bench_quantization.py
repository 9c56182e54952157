"""A rounded forward and backward of a network, against torch's own rounding."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.challenges import quantization, quantization_train
from snippets.challenges.quantization_torch import builtin_round
from snippets.feedforward.mlp import MLPParams, init_mlp


@pytest.mark.parametrize(("B", "D", "H", "K"), [(256, 256, 256, 10)])
def test_forward_and_backward(ratio, rng, B, D, H, K):
    start = init_mlp(rng, (D, H, K))
    params = MLPParams(*([p.astype("float32") for p in q] for q in start))
    x = rng.normal(size=(B, D)).astype(np.float32)
    y = rng.integers(K, size=B)
    rule = quantization.quantize_symmetric

    def numpy_pass():
        quantization_train.quantized_gradient(params, x, y, 4, rule)

    Ws = [torch.tensor(W, requires_grad=True) for W in params.Ws]
    bs = [torch.tensor(b, requires_grad=True) for b in params.bs]
    x_t, y_t = torch.tensor(x), torch.tensor(y)

    def torch_pass():
        h = x_t
        for k, (W, b) in enumerate(zip(Ws, bs, strict=True)):
            W.grad = b.grad = None
            scale = W.detach().abs().amax(0) / 7
            a = h @ builtin_round(W, scale, 4) + b
            h = a.relu() if k == 0 else a
        F.cross_entropy(h, y_t).backward()

    name = f"B={B} D={D} H={H} K={K}"
    ratio(name, numpy_pass, torch_pass, bound=4.0)
