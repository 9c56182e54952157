"""The loss with dropout and decay, forward and backward, against torch's own."""

import pytest
import torch
from torch.nn import functional as F

from snippets.challenges import overfitting
from snippets.challenges.overfitting_torch import builtin_memorise
from snippets.convolution.dropout import init_dropout_net


@pytest.mark.parametrize(
    ("B", "D", "H", "K"), [(100, 64, 256, 10)], ids=["digits"]
)
def test_forward_and_backward(ratio, rng, B, D, H, K):
    start = init_dropout_net(rng, D, H, K)
    params = type(start)(*(p.astype("float32") for p in start))
    x = rng.normal(size=(B, D)).astype("float32")
    y = rng.integers(K, size=B)

    def numpy_pass():
        case = rng, params, x, y, 0.5, 0.01
        overfitting.memorise_backward(overfitting.memorise_forward(*case)[1])

    net = builtin_memorise(params, 0.5)
    x_t, y_t = torch.tensor(x, requires_grad=True), torch.tensor(y)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        squares = sum((net[k].weight ** 2).sum() for k in (0, 3))
        (F.cross_entropy(net(x_t), y_t) + 0.005 * squares).backward()

    ratio(f"B={B} D={D} H={H} K={K}", numpy_pass, torch_pass, bound=2.0)
