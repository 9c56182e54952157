"""What the benches of recurrent networks have in common."""

import numpy as np
import torch

SIZES = [(50, 32, 32, 64), (28, 64, 28, 128)]  # T, B, D, H


def label(sizes) -> str:
    return "T={} B={} D={} H={}".format(*sizes)


def passes(rng, sizes, init, forward, backward, builtin):
    """Forward and backward over a whole sequence in float32: ours, torch's."""
    T, B, D, H = sizes
    params = init(rng, D, H)
    params = type(params)(*(p.astype(np.float32) for p in params))
    xs = rng.normal(size=(T, B, D)).astype(np.float32)
    dhs = rng.normal(size=(T, B, H)).astype(np.float32)

    def numpy_pass():
        *_, cache = forward(params, xs)
        backward(dhs, cache)

    net = builtin(*params)
    xs_t, dhs_t = torch.tensor(xs, requires_grad=True), torch.tensor(dhs)

    def torch_pass():
        xs_t.grad = None
        net.zero_grad()
        hs_t, _ = net(xs_t)
        hs_t.backward(dhs_t)

    return numpy_pass, torch_pass
