"""snippets/convolution/pool.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.datasets import load_digits
from torch.nn import functional as F

from snippets.convolution import pool, pool_torch
from tests.kit.gradients import numerical_gradient

SHAPE = B, C, H, W = 2, 3, 7, 10  # all different: no swapped axis goes unseen
CASES = [
    (2, None, 0),
    (2, 1, 1),
    (3, 2, 1),
    (2, 3, 0),
    ((3, 2), (1, 2), (1, 0)),
    ((2, 5), (3, 1), (0, 2)),
    ((7, 10), 1, 0),
]
KINDS = {
    "max": (
        pool.max_pool_forward,
        pool.max_pool_backward,
        pool_torch.max_pool,
        pool_torch.builtin_max_pool,
    ),
    "avg": (
        pool.avg_pool_forward,
        pool.avg_pool_backward,
        pool_torch.avg_pool,
        pool_torch.builtin_avg_pool,
    ),
}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_case = pytest.mark.parametrize(("k", "s", "p"), CASES, ids=str)


def same(kind, reference, x, dout, case):
    """Forward and dx of both, compared to ten digits."""
    forward, backward = KINDS[kind][:2]
    out, cache = forward(x, *case)
    x_t = torch.tensor(x, requires_grad=True)
    out_t = reference(x_t, *case)
    out_t.backward(torch.tensor(dout))
    np.testing.assert_allclose(
        out, out_t.detach(), rtol=1e-10, atol=1e-12, strict=True
    )
    np.testing.assert_allclose(
        backward(dout, cache), x_t.grad, rtol=1e-10, atol=1e-12, strict=True
    )


@every_kind
@every_case
def test_matches_torch_twin(rng, kind, k, s, p):
    x = rng.normal(size=SHAPE)
    dout = rng.normal(size=KINDS[kind][0](x, k, s, p)[0].shape)
    same(kind, KINDS[kind][2], x, dout, (k, s, p))


@st.composite
def problems(draw):
    """An image of few values, so with many ties, and a window that fits."""
    k, s, p, size = [], [], [], []
    for _ in "hw":
        k.append(draw(st.integers(1, 7)))
        s.append(draw(st.integers(1, 4)))
        p.append(draw(st.integers(0, k[-1] // 2)))
        size.append(draw(st.integers(max(1, k[-1] - 2 * p[-1]), 9)))
    shape = draw(st.integers(1, 3)), draw(st.integers(1, 3)), *size
    values = draw(st.sampled_from([2, 5, 1000]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng, rng.integers(0, values, shape) * 1.0, (k, s, p)


@every_kind
@settings(deadline=None, derandomize=True, max_examples=200)
@given(problem=problems())
def test_matches_torch_builtin(kind, problem):
    rng, x, case = problem
    dout = rng.normal(size=KINDS[kind][0](x, *case)[0].shape)
    same(kind, KINDS[kind][3], x, dout, case)


@every_kind
def test_matches_torch_builtin_on_views(rng, kind):
    x = rng.normal(size=(W, H, C, B)).T  # nothing about it is contiguous
    dout = rng.normal(size=(5, 3, C, B)).T
    same(kind, KINDS[kind][3], x, dout, (2, None, 0))


@every_kind
def test_matches_torch_builtin_beyond_256_cells(rng, kind):
    x = rng.normal(size=(1, 2, 40, 36))
    dout = rng.normal(size=(1, 2, 2, 2))
    same(kind, KINDS[kind][3], x, dout, (17, 18, (1, 0)))


@every_kind
@every_case
def test_gradient_matches_finite_differences(rng, kind, k, s, p):
    forward, backward = KINDS[kind][:2]
    x = rng.normal(size=SHAPE)
    out, cache = forward(x, k, s, p)
    dout = rng.normal(size=out.shape)
    expected = numerical_gradient(
        lambda: (forward(x, k, s, p)[0] * dout).sum(), x
    )
    np.testing.assert_allclose(
        backward(dout, cache), expected, rtol=1e-6, atol=1e-8
    )


@every_case
def test_six_loops_find_the_same_maxima(rng, k, s, p):
    x = rng.normal(size=SHAPE)
    fast = pool.max_pool_forward(x, k, s, p)[0]
    np.testing.assert_array_equal(pool.max_pool_loops(x, k, s, p), fast)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(problem=problems())
def test_the_first_of_equal_pixels_wins_as_in_torch(problem):
    _, x, case = problem
    winner = pool.max_pool_forward(x, *case)[1][0]
    expected = F.max_pool2d(torch.tensor(x), *case, return_indices=True)[1]
    np.testing.assert_array_equal(winner, expected)


def test_a_tie_is_not_shared():
    _, cache = pool.max_pool_forward(np.ones((1, 1, 2, 2)), 2)
    dx = pool.max_pool_backward(np.ones((1, 1, 1, 1)), cache)
    assert dx.tolist() == [[[[1, 0], [0, 0]]]]


def test_two_windows_with_one_winner_add_up():
    x = np.array([[[[0.0, 9.0, 0.0]]]])
    _, cache = pool.max_pool_forward(x, (1, 2), 1)
    dx = pool.max_pool_backward(np.array([[[[3.0, 4.0]]]]), cache)
    assert dx.tolist() == [[[[0, 7, 0]]]]


@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_special_values_win_and_lose_as_in_torch(rng, special):
    x = rng.normal(size=SHAPE)
    x[rng.random(SHAPE) < 0.5] = special
    x[0, 0] = special  # windows without one ordinary pixel
    for case in (2, 2, 0), (3, 2, 1), (5, 1, 2):
        out, (winner, _) = pool.max_pool_forward(x, *case)
        out_t, winner_t = F.max_pool2d(
            torch.tensor(x), *case, return_indices=True
        )
        np.testing.assert_array_equal(out, out_t)
        np.testing.assert_array_equal(winner, winner_t)
    mean = pool.avg_pool_forward(x, 3, 2, 1)[0]
    np.testing.assert_allclose(mean, F.avg_pool2d(torch.tensor(x), 3, 2, 1))


def test_an_infinite_gradient_stays_with_the_winner():
    x = np.array([[[[1.0, 2.0]]]])
    _, cache = pool.max_pool_forward(x, (1, 2))
    dx = pool.max_pool_backward(np.full((1, 1, 1, 1), np.inf), cache)
    assert dx.tolist() == [[[[0, np.inf]]]]


def test_padding_never_wins_and_counts_as_zero_in_the_mean():
    x = np.full((1, 1, 2, 2), -8.0)
    assert (pool.max_pool_forward(x, 3, 2, 1)[0] == -8).all()
    assert pool.avg_pool_forward(x, 2, 2, 1)[0].tolist() == [[[[-2, -2]] * 2]]


def test_output_size_formula():
    for n in range(1, 10):
        for k in range(1, 10):
            for p in range(k // 2 + 1):
                for s in range(1, 5) if k <= n + 2 * p else ():
                    starts = range(-p, n + p - k + 1, s)
                    shape = (1, 1, n, k)
                    image = torch.zeros(shape)
                    case = (k, k), (s, 1), (p, 0)
                    size = pool.geometry(image.numpy(), *case)[3]
                    assert size == (len(starts), 1)
                    assert size[0] == (n + 2 * p - k) // s + 1
                    out = F.max_pool2d(image, k, (s, 1), (p, 0))
                    assert tuple(out.shape[2:]) == size


@every_kind
@pytest.mark.parametrize(
    ("shape", "case", "message"),
    [
        ((3, 7, 10), (2,), r"\(B, C, H, W\), got float64 \(3, 7, 10\)"),
        ((0, 3, 7, 10), (2,), r"x must be floats .* got float64 \(0, 3, 7, 10"),
        (SHAPE, (8,), r"k = \(8, 8\) must fit .* \(7, 10\)"),
        (SHAPE, ((3, 13), 1, 1), r"k = \(3, 13\) must fit .* \(9, 12\)"),
        (SHAPE, (3, 1, 2), r"half of k = \(3, 3\), got p = \(2, 2\)"),
        (SHAPE, (3, 1, (0, 2)), r"half of k = \(3, 3\), got p = \(0, 2\)"),
        (SHAPE, (3, 1, (0, -1)), "p must be an integer >= 0, got -1"),
        (SHAPE, (2, 0), "s must be an integer >= 1, got 0"),
        (SHAPE, ((0, 2), 1), "k must be an integer >= 1, got 0"),
        (SHAPE, (2.0,), "k must be an integer >= 1, got 2.0"),
        (SHAPE, (3, 1, "same"), "p must be an integer >= 0, got 'same'"),
        (SHAPE, (3, (2, None)), "s must be an integer >= 1, got None"),
        (SHAPE, ((2, 2, 2),), r"k must be one integer or two, got \(2, 2, 2\)"),
    ],
)
def test_bad_geometry_is_refused(kind, shape, case, message):
    with pytest.raises(ValueError, match=message):
        KINDS[kind][0](np.zeros(shape), *case)


@every_kind
def test_wrong_dout_is_refused_naming_both_shapes(kind):
    forward, backward = KINDS[kind][:2]
    _, cache = forward(np.zeros(SHAPE), 2)
    with pytest.raises(ValueError, match=r"\(2, 3, 3, 5\), got .* \(2, 3, 5\)"):
        backward(np.zeros((2, 3, 5)), cache)


@every_kind
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
def test_whole_numbers_are_refused(kind, dtype):
    """Four 200s in uint8 have no mean of 8.0, nor a gradient of 0."""
    forward, backward = KINDS[kind][:2]
    name = np.dtype(dtype).name
    message = rf"x must be floats of shape \(B, C, H, W\), got {name} \("
    with pytest.raises(ValueError, match=message):
        forward(np.ones(SHAPE, dtype), 2)
    _, cache = forward(np.zeros(SHAPE), 2)
    message = rf"dout must be floats of shape \(2, 3, 3, 5\), got {name} \("
    with pytest.raises(ValueError, match=message):
        backward(np.ones((2, 3, 3, 5), dtype), cache)


def test_six_loops_refuse_whole_numbers():
    with pytest.raises(ValueError, match=r"x must be floats .* got uint8"):
        pool.max_pool_loops(np.ones(SHAPE, np.uint8), 2)


def test_a_global_average_of_float16_does_not_overflow(rng):
    x = np.full((1, 2, 100, 100), 10, np.float16)
    out, _ = pool.avg_pool_forward(x, 100)
    assert out.dtype == np.float16
    assert out.ravel().tolist() == [10, 10]
    x = rng.normal(size=(1, 2, 90, 90)).astype(np.float16)
    out_t = F.avg_pool2d(torch.tensor(x), 30)
    np.testing.assert_allclose(pool.avg_pool_forward(x, 30)[0], out_t, 1e-2)


@every_kind
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_dtype_is_the_callers(rng, kind, dtype):
    forward, backward = KINDS[kind][:2]
    out, cache = forward(rng.normal(size=SHAPE).astype(dtype), 3, 2, 1)
    assert out.dtype == dtype
    assert backward(out, cache).dtype == dtype


def edges(images):
    """Where an image brightens, in 8 directions: (N, 8, 8, 8)."""
    xp = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    windows = sliding_window_view(xp, (3, 3), axis=(1, 2))
    down, right = np.mgrid[-1:2, -1:2]
    turn = np.arange(8)[:, None, None] * np.pi / 4
    filters = np.cos(turn) * right + np.sin(turn) * down
    return np.maximum(np.einsum("nhwij,cij->nchw", windows, filters), 0)


def accuracies(rng, features, images, labels, n_train=1200):
    """Softmax regression: accuracy on new digits, and on them one pixel on."""
    x = features(edges(images[:n_train])).reshape(n_train, -1)
    W, Y = np.zeros((x.shape[1], 10)), np.eye(10)[labels[:n_train]]
    for _ in range(15):
        for batch in np.array_split(rng.permutation(n_train), n_train // 32):
            a = x[batch] @ W
            y_hat = np.exp(a - a.max(axis=1, keepdims=True))
            y_hat /= y_hat.sum(axis=1, keepdims=True)
            W -= 0.1 * x[batch].T @ (y_hat - Y[batch]) / len(batch)
    for moved in images[n_train:], np.roll(images[n_train:], 1, axis=2):
        scores = features(edges(moved)).reshape(len(moved), -1) @ W
        yield (scores.argmax(axis=1) == labels[n_train:]).mean()


def test_pooled_edges_recognise_shifted_digits(rng):
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8) / 16
    order = rng.permutation(len(images))
    case = images[order], labels[order]
    plain, plain_shifted = accuracies(rng, lambda e: e, *case)
    pooled, pooled_shifted = accuracies(
        rng, lambda e: pool.max_pool_forward(e, 3, 2, 1)[0], *case
    )
    assert min(plain, pooled) > 0.93
    assert pooled_shifted > plain_shifted + 0.05
