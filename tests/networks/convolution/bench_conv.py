"""Convolution against F.conv2d: fast and clear, and six loops beside."""

import numpy as np
import pytest
import torch

from snippets.convolution import conv, conv_fast
from snippets.convolution.conv_torch import builtin_conv

# Two thirds of ours are matrix products, a third is copying into windows and
# back; torch convolves where the numbers lie: up to 2.7, as the processor is.
BOUND = 3.0
SIZES = [((64, 16, 14, 14), 32), ((64, 32, 32, 32), 64)]


def problem(rng, shape, M):
    """Kernels of 3×3 and an image, float32, for NumPy and for torch."""
    params = conv.init_conv(rng, M, shape[1], 3)
    arrays = [a.astype(np.float32) for a in (*params, rng.normal(size=shape))]
    tensors = [torch.tensor(a, requires_grad=True) for a in arrays]
    return (
        (conv.ConvParams(*arrays[:2]), arrays[2]),
        (tensors[:2], tensors[2]),
    )


@pytest.mark.parametrize(
    ("net", "bound"),
    [(conv_fast, BOUND), (conv, np.inf)],
    ids=["fast", "clear"],
)
@pytest.mark.parametrize(("shape", "M"), SIZES)
def test_forward_and_backward(ratio, rng, net, bound, shape, M):
    numpy_case, (params_t, x_t) = problem(rng, shape, M)
    dout = np.ones((shape[0], M, *shape[2:]), np.float32)
    dout_t = torch.tensor(dout)

    def numpy_pass():
        _, cache = net.conv_forward(*numpy_case, p=1)
        net.conv_backward(dout, cache)

    def torch_pass():
        x_t.grad = params_t[0].grad = params_t[1].grad = None
        builtin_conv(params_t, x_t, p=1).backward(dout_t)

    name = net.__name__.rpartition(".")[2]
    sizes = f"{name} {'×'.join(map(str, shape))} → {M} k=3 p=1"
    ratio(sizes, numpy_pass, torch_pass, bound=bound)


def test_six_loops_forward(ratio, rng):
    """To be seen, not to be bounded: one image, forward only."""
    numpy_case, torch_case = problem(rng, (1, 16, 14, 14), 32)

    def torch_pass():
        with torch.no_grad():
            builtin_conv(*torch_case, p=1)

    ratio(
        "six loops 1×16×14×14 → 32 k=3 p=1, forward",
        lambda: conv.conv_loops(*numpy_case, p=1),
        torch_pass,
        bound=np.inf,
    )
