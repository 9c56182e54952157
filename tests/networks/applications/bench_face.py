"""Two photos to a distance and back, against torch's layers and distance."""

import pytest
import torch

from snippets.applications import face
from snippets.applications.face_torch import BuiltinFace
from snippets.feedforward.mlp import MLPParams, init_mlp


@pytest.mark.parametrize(("N", "D", "H", "K"), [(64, 576, 64, 8)])
def test_forward_and_backward(ratio, rng, N, D, H, K):
    start = init_mlp(rng, (D, H, K), glorot=True)
    params = MLPParams(*([a.astype("float32") for a in part] for part in start))
    x_a, x_b = rng.normal(size=(2, N, D)).astype("float32")
    dd = rng.normal(size=N).astype("float32")

    def numpy_pass():
        _, cache = face.face_forward(params, x_a, x_b)
        face.face_backward(dd, cache)

    net = BuiltinFace(params)
    a_t, b_t = (torch.tensor(x, requires_grad=True) for x in (x_a, x_b))
    dd_t = torch.tensor(dd)

    def torch_pass():
        a_t.grad = b_t.grad = None
        net.zero_grad()
        net(a_t, b_t).backward(dd_t)

    ratio(f"N={N} D={D} H={H} K={K}", numpy_pass, torch_pass, bound=0.8)
