"""transformer_reader.py against torch, differences, and what it must learn."""

import runpy

import numpy as np
import pytest
import torch

from snippets.attention import transformer_reader
from snippets.attention.transformer_torch import Encoder, norm_torch
from snippets.foundations.optimizer import arrays_in
from tests.kit.gradients import numerical_gradient
from tests.networks.attention.lookups import mapped

IDS = np.array([[3, 1, 4, 0], [1, 1, 2, 5]])
B, T, V, D, F, K, AT = 2, 4, 6, 8, 5, 3, 2


@pytest.fixture
def case(rng):
    start = transformer_reader.init_reader(rng, V, T, D, F, K, 2)
    params = mapped(lambda p: p + 0.2 * rng.normal(size=p.shape), start)
    return params, rng.normal(size=(B, K))


def test_the_readers_gradients_are_autograds_and_differences(case):
    """Tables of characters and places, blocks, the last norm, the readout."""
    params, dscores = case
    scores, cache = transformer_reader.reader_forward(params, IDS, AT, h=2)
    grads = transformer_reader.reader_backward(dscores, cache)
    C, P, W_y, *norm = (
        torch.tensor(a, requires_grad=True)
        for a in (params.C, params.P, params.W_y, *params.norm)
    )
    x = C[torch.tensor(IDS)] + P
    mask = torch.tensor(IDS > 0)[:, None].repeat(1, T, 1)
    for block in params.blocks:
        x = Encoder(*block)(x, mask, 2)
    scores_t = norm_torch(x, *norm)[:, AT] @ W_y
    (scores_t * torch.tensor(dscores)).sum().backward()
    np.testing.assert_allclose(scores, scores_t.detach(), rtol=1e-10)
    theirs = C.grad, P.grad, W_y.grad, *(a.grad for a in norm)
    ours = grads.C, grads.P, grads.W_y, *grads.norm
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-10, atol=1e-13)

    def loss():
        found, _ = transformer_reader.reader_forward(params, IDS, AT, h=2)
        return (found * dscores).sum()

    pairs = zip(arrays_in(params), arrays_in(grads), strict=True)
    for array, our in pairs:
        found = numerical_gradient(loss, array)
        np.testing.assert_allclose(our, found, rtol=1e-6, atol=1e-7)


def test_init_starts_small_and_in_float32(rng):
    params = transformer_reader.init_reader(rng, 400, 50, 60, F, K, 3)
    assert {a.dtype for a in arrays_in(params)} == {np.dtype(np.float32)}
    for table in params.C, params.P:
        assert table.std() == pytest.approx(0.1, rel=0.05)
    assert len(params.blocks) == 3
    gamma, beta = params.norm
    assert (gamma == 1).all()
    assert (beta == 0).all()


def test_misfits_are_refused(case):
    params, dscores = case
    forward = transformer_reader.reader_forward
    for at in (T, -T - 1, 1.5, 1.0, True):
        message = f"at must be one of {T} places, got {at}"
        with pytest.raises(ValueError, match=message):
            forward(params, IDS, at)
    with pytest.raises(
        ValueError, match=f"ids must be whole numbers 0 … {V - 1}"
    ):
        forward(params, IDS + 3, AT)
    _, cache = forward(params, IDS, AT)
    message = rf"dscores must be floats of shape \({B}, {K}\)"
    with pytest.raises(ValueError, match=message):
        transformer_reader.reader_backward(dscores[:, :2], cache)


def test_float32_stays_float32_and_arguments_stay(case):
    params, dscores = case
    single = mapped(np.float32, params)
    kept = mapped(np.copy, single)
    scores, cache = transformer_reader.reader_forward(single, IDS, AT)
    grads = transformer_reader.reader_backward(dscores.astype("float32"), cache)
    assert {a.dtype for a in (scores, *arrays_in(grads))} == {scores.dtype}
    assert scores.dtype == np.float32
    both = zip(arrays_in(single), arrays_in(kept), strict=True)
    assert all(np.array_equal(*pair) for pair in both)


def test_learns_to_carry_the_first_letter_to_the_last_place(capsys):
    runpy.run_path(transformer_reader.__file__, run_name="__main__")
    words = capsys.readouterr().out.split()
    assert words[1] == "2.20,"
    assert float(words[-1]) < 0.1


def test_asks_for_a_check_every_hundred_steps(rng):
    """With the parameters as they are then, also in the last step."""
    start = transformer_reader.init_reader(rng, V, T, 4, F, K)
    ids, y = rng.integers(1, V, size=(9, T)), rng.integers(K, size=9)
    seen = []
    end, losses, checks = transformer_reader.train_reader(
        rng, start, ids, AT, y, h=2, steps=200, check=seen.append
    )
    assert len(losses) == 200
    assert checks == [None, None]
    assert np.array_equal(seen[-1].C, end.C)
    assert not np.array_equal(seen[0].C, end.C)
