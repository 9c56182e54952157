"""Each activation against torch's own: forward and backward."""

import numpy as np
import pytest
import torch

from snippets.foundations import activation
from snippets.foundations.activation_torch import BUILTIN

# Measured on two processors: 1.5 to 2.7, SiLU 2.2 to 3.4, softmax 2.8 to 3.9,
# GELU 2.8 to 5.8. NumPy walks once through memory for every operation (GELU: 28
# times) on one thread, where torch runs one fused kernel on two; with one thread
# torch takes half as long as we do. Pieces that fit the cache gain nothing: what
# memory costs less, NumPy's calls cost more (GELU in pieces of 2¹⁴: 1.3 times).
BOUNDS = dict.fromkeys(BUILTIN, 3.0)
BOUNDS |= {"f_silu": 4.5, "softmax": 5.0, "f_gelu": 7.5}


@pytest.mark.parametrize("name", BUILTIN)
def test_forward_and_backward(ratio, rng, name):
    a = rng.normal(size=(256, 1024)).astype(np.float32)
    dh = rng.normal(size=a.shape).astype(np.float32)

    def numpy_pass():
        if name == "softmax":
            h = activation.softmax_forward(a)
            return h, activation.softmax_backward(dh, h)
        h, slope = getattr(activation, name)(a)
        slope *= dh
        return h, slope

    a_t, dh_t = torch.tensor(a, requires_grad=True), torch.tensor(dh)

    def torch_pass():
        a_t.grad = None
        BUILTIN[name](a_t).backward(dh_t)

    ratio(f"256×1024 {name}", numpy_pass, torch_pass, bound=BOUNDS[name])
