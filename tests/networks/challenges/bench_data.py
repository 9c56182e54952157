"""The corrected loss and its gradient, against torch's softmax and nll_loss."""

import pytest
import torch

from snippets.challenges import data
from snippets.challenges.data_data import label_noise_matrix
from snippets.challenges.data_torch import builtin_corrected


@pytest.mark.parametrize(("N", "K"), [(1000, 10)], ids=["all of the page"])
def test_loss_and_gradient(ratio, rng, N, K):
    a = rng.normal(size=(N, K)).astype("float32")
    y = rng.integers(K, size=N)
    T = label_noise_matrix(K, 0.4).astype("float32")

    def numpy_pass():
        data.forward_corrected(a, y, T)

    a_t, y_t = torch.tensor(a, requires_grad=True), torch.tensor(y)
    T_t = torch.tensor(T)

    def torch_pass():
        a_t.grad = None
        builtin_corrected(a_t, y_t, T_t).backward()

    ratio(f"N={N} K={K}", numpy_pass, torch_pass, bound=6)
