"""An encoder block, forward and backward, against torch's own layer."""

import pytest
import torch

from snippets.attention import transformer
from snippets.attention.transformer_torch import builtin_encoder
from tests.networks.attention.lookups import mapped


@pytest.mark.parametrize("pre", [True, False], ids=["pre", "post"])
@pytest.mark.parametrize(("B", "h", "T", "D"), [(16, 4, 64, 128)])
def test_forward_and_backward(ratio, rng, B, h, T, D, pre):
    start = transformer.init_encoder(rng, D, 4 * D)
    params = mapped(lambda a: a.astype("float32"), start)
    x, dy = rng.normal(size=(2, B, T, D)).astype("float32")

    def numpy_pass():
        _, cache = transformer.encoder_forward(params, x, None, h, pre)
        transformer.encoder_backward(dy, cache)

    net = builtin_encoder(*params, h=h, pre=pre)
    x_t, dy_t = torch.tensor(x, requires_grad=True), torch.tensor(dy)

    def torch_pass():
        x_t.grad = None
        net.zero_grad()
        net(x_t).backward(dy_t)

    name = "pre" if pre else "post"
    ratio(f"B={B} h={h} T={T} D={D} {name}", numpy_pass, torch_pass, bound=1.7)
