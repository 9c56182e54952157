"""The deep network that the claims on batch normalization train: autograd, digits."""

import itertools

import numpy as np
import pytest
import torch

from studies.convolution.batchnorm import deep


def scores(weights, x, normalized):
    """The scores, by torch's own batch normalization."""
    for W in weights[:-1]:
        x = x @ W
        if normalized:
            x = torch.nn.functional.batch_norm(x, None, None, training=True)
        x = torch.relu(x)
    return x @ weights[-1]


@pytest.fixture
def batch(rng):
    return rng.random((7, 64)), rng.integers(10, size=7)


@pytest.mark.parametrize("normalized", [True, False])
def test_a_step_goes_down_the_gradient_of_autograd(rng, batch, normalized):
    x, y = batch
    weights = deep.draw_layers(rng, 1.5, layers=3, C=6)
    leaves = [torch.tensor(W, requires_grad=True) for W in weights]
    a = scores(leaves, torch.tensor(x), normalized)
    loss = torch.nn.functional.cross_entropy(a, torch.tensor(y))
    loss.backward()
    moved, value = deep.step_layers(weights, x, y, 0.7, normalized)
    assert np.isclose(value, loss.item(), rtol=1e-12)
    np.testing.assert_allclose(
        deep.through_layers(weights, x, normalized)[0],
        a.detach(),
        rtol=1e-9,
        atol=1e-9,
    )
    for new, old, leaf in zip(moved, weights, leaves, strict=True):
        np.testing.assert_allclose(
            old - new, 0.7 * leaf.grad.numpy(), rtol=1e-7, atol=1e-9
        )


def test_what_is_tested_on_was_not_learned_from():
    learn_x, learn_y, x, y = deep.read_digits(3)
    assert learn_x.shape == (1297, 64)
    assert len(learn_y) == 1297
    assert len(x) == len(y) == 500
    assert learn_x.max() == 1
    both = {row.tobytes() for row in learn_x} & {row.tobytes() for row in x}
    assert not both


def test_the_draw_is_he_times_its_size(rng):
    weights = deep.draw_layers(rng, 3, layers=4, C=500)
    assert [W.shape for W in weights] == [
        (64, 500),
        *[(500, 500)] * 3,
        (500, 10),
    ]
    for W in weights:
        assert np.isclose(W.std(), 3 * np.sqrt(2 / len(W)), rtol=0.05)


def test_training_lowers_the_loss_and_answers_the_mean_of_its_end(monkeypatch):
    seen = []
    step = deep.step_layers

    def heard(*given):
        moved, loss = step(*given)
        seen.append(loss)
        return moved, loss

    monkeypatch.setattr(deep, "step_layers", heard)
    _, end = deep.train_layers(layers=2, C=16, steps=60, lr=0.1)
    assert len(seen) == 60
    assert end == pytest.approx(np.mean(seen[-20:]))
    assert end < seen[0] / 2
    again, _ = deep.train_layers(layers=2, C=16, steps=60, lr=0.1)
    first, _ = deep.train_layers(layers=2, C=16, steps=60, lr=0.1)
    for one, other in itertools.zip_longest(first, again):
        np.testing.assert_array_equal(one, other)
