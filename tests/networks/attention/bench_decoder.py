"""A decoder block, forward and backward, against torch's own layer."""

import pytest
import torch

from snippets.attention import decoder
from snippets.attention.decoder_torch import builtin_decoder
from tests.networks.attention.lookups import mapped


@pytest.mark.parametrize("pre", [True, False], ids=["pre", "post"])
@pytest.mark.parametrize(("B", "h", "T", "S", "D"), [(16, 4, 48, 64, 128)])
def test_forward_and_backward(ratio, rng, B, h, T, S, D, pre):
    start = decoder.init_decoder(rng, D, 4 * D)
    params = mapped(lambda a: a.astype("float32"), start)
    x, dy = rng.normal(size=(2, B, T, D)).astype("float32")
    s = rng.normal(size=(B, S, D)).astype("float32")

    def numpy_pass():
        _, cache = decoder.decoder_forward(params, x, s, None, h, pre)
        decoder.decoder_backward(dy, cache)

    net = builtin_decoder(*params, h=h, pre=pre)
    x_t, s_t = (torch.tensor(a, requires_grad=True) for a in (x, s))
    dy_t = torch.tensor(dy)
    back = ~torch.ones(T, T, dtype=torch.bool).tril()

    def torch_pass():
        x_t.grad = s_t.grad = None
        net.zero_grad()
        net(x_t, s_t, tgt_mask=back).backward(dy_t)

    name = "pre" if pre else "post"
    sizes = f"B={B} h={h} T={T} S={S} D={D} {name}"
    ratio(sizes, numpy_pass, torch_pass, bound=1.7)
