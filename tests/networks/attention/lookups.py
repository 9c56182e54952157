"""What the tests of attention share: its sizes, and how two results are compared."""

import numpy as np
import pytest
import torch

from snippets.attention import attention
from snippets.foundations.optimizer import arrays_in, as_params

B, h, T, S, d, e = 3, 2, 4, 5, 6, 7  # all different
LENGTHS = np.array([2, 5, 3])
MASKED = pytest.mark.parametrize("masked", [True, False], ids=["mask", "all"])


def normal(rng, **shapes):
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def mapped(f, params):
    """f of every array of nested params."""
    return as_params(params, map(f, arrays_in(params)))


def mask_of(masked):
    return attention.padding_mask(LENGTHS, T, S) if masked else None


def tensor_of(mask):
    return None if mask is None else torch.tensor(mask)


def tensors(inputs):
    return [torch.tensor(a, requires_grad=True) for a in inputs.values()]


def assert_equal(got, expected):
    """Except b_k: its gradient is 0, and both sides show only rounding."""
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        if name == "b_k":
            assert np.abs(got[name]).max() < 1e-14
            assert gradient.abs().max() < 1e-14
            continue
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, err_msg=name
        )
