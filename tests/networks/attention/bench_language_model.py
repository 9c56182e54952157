"""The language model, forward and backward, against torch's own layers put together."""

import pytest
import torch

from snippets.attention import language_model
from snippets.attention.language_model_torch import BuiltinLanguageModel


@pytest.mark.parametrize(
    ("B", "T", "K", "D", "F", "L"), [(16, 64, 42, 64, 128, 2)]
)
def test_forward_and_backward(ratio, rng, B, T, K, D, F, L):
    start = language_model.init_language_model(rng, K, D, F, L)
    params = type(start)(*(p.astype("float32") for p in start))
    tokens = rng.integers(K, size=(B, T))
    da = rng.normal(size=(B, T, K)).astype("float32")

    def numpy_pass():
        _, _, cache = language_model.language_model_forward(params, tokens, 4)
        language_model.language_model_backward(da, cache)

    net = BuiltinLanguageModel(*params)
    tokens_t, da_t = torch.tensor(tokens), torch.tensor(da)

    def torch_pass():
        net.zero_grad()
        net(tokens_t, 4).backward(da_t)

    ratio(f"B={B} T={T} D={D} L={L}", numpy_pass, torch_pass, bound=2.1)
