"""snippets/convolution/cnn.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from press.check.shape_comments import silence
from snippets.convolution import batchnorm, cnn, cnn_torch
from tests.kit.gradients import numerical_gradient

B, C, H, W, M, K = 3, 2, 9, 6, (4, 5), 7  # H odd: the last row is not pooled
SHAPE = (B, C, H, W)
D = M[1] * (H // 4) * (W // 4)
TRAIN = pytest.mark.parametrize("train", [True, False])


def flat(tree, path="") -> dict:
    """The arrays of nested tuples by name, such as conv_1.W."""
    if not isinstance(tree, tuple):
        return {path: tree}
    names = getattr(tree, "_fields", map(str, range(len(tree))))
    found = {}
    for name, part in zip(names, tree, strict=True):
        found |= flat(part, f"{path}.{name}".lstrip("."))
    return found


def tensors(tree):
    """The same nested tuples of leaves that ask for a gradient."""
    if isinstance(tree, np.ndarray):
        return torch.tensor(tree, requires_grad=True)
    return tuple(map(tensors, tree))


def leaves(tree) -> list:
    return list(flat(tree).values())


@pytest.fixture
def case(rng):
    """Params and stats without zeros, x, and the gradient of out."""
    start, stats = cnn.init_cnn(rng, C, H, W, M, K)
    params = cnn.map_params(lambda p: p + 0.3 * rng.normal(size=p.shape), start)
    stats = cnn.map_params(lambda s: s + rng.random(s.shape), stats)
    return params, stats, rng.normal(size=SHAPE), rng.normal(size=(B, K))


def assert_close(got: dict, expected: dict):
    assert got.keys() == expected.keys()
    for name, array in expected.items():
        if torch.is_tensor(array):
            array = array.detach().numpy()
        np.testing.assert_allclose(
            got[name], array, rtol=1e-10, atol=1e-13, err_msg=name
        )


@TRAIN
def test_network_matches_torch_twin(case, train):
    params, stats, x, da = case
    a, new, cache = cnn.cnn_forward(params, stats, x, train)
    dx, grads = cnn.cnn_backward(da, cache)
    params_t, x_t = tensors(params), torch.tensor(x, requires_grad=True)
    stats_t = cnn.map_params(torch.tensor, stats)
    a_t, new_t = cnn_torch.cnn(params_t, stats_t, x_t, train)
    a_t.backward(torch.tensor(da))
    names = flat(params)
    pairs = zip(names, leaves(params_t), strict=True)
    expected = {name: t.grad for name, t in pairs}
    assert_close(flat(grads), expected)
    expected = {"a": a_t, "dx": x_t.grad, **flat(new_t)}
    assert_close({"a": a, "dx": dx, **flat(new)}, expected)


@TRAIN
def test_network_matches_torch_builtin(case, train):
    params, stats, x, da = case
    a, new, cache = cnn.cnn_forward(params, stats, x, train)
    dx, grads = cnn.cnn_backward(da, cache)
    net = cnn_torch.builtin_cnn(params, stats).train(train)
    x_t = torch.tensor(x, requires_grad=True)
    a_t = net(x_t)
    a_t.backward(torch.tensor(da))
    *own, dW, db = (p.grad for p in net.parameters())
    names = flat(params)
    assert_close(flat(grads), dict(zip(names, [*own, dW.T, db], strict=True)))
    own = [b for b in net.buffers() if b.ndim]
    assert_close(flat(new), dict(zip(flat(stats), own, strict=True)))
    assert_close({"a": a, "dx": dx}, {"a": a_t, "dx": x_t.grad})


NAMES = "conv_1.W conv_1.b bn_1.gamma bn_1.beta conv_2.W conv_2.b bn_2.gamma"


@TRAIN
@pytest.mark.parametrize("name", [*NAMES.split(), "bn_2.beta", "W", "b", "x"])
def test_gradient_matches_finite_differences(case, name, train):
    params, stats, x, da = case

    def loss():
        return (cnn.cnn_forward(params, stats, x, train)[0] * da).sum()

    *_, cache = cnn.cnn_forward(params, stats, x, train)
    dx, grads = cnn.cnn_backward(da, cache)
    by_hand = {**flat(grads), "x": dx}[name]
    slope = numerical_gradient(loss, {**flat(params), "x": x}[name])
    np.testing.assert_allclose(by_hand, slope, rtol=1e-6, atol=1e-7)


def test_a_bias_before_batchnorm_does_nothing(case):
    params, stats, x, da = case
    a, _, cache = cnn.cnn_forward(params, stats, x)
    _, grads = cnn.cnn_backward(da, cache)
    for conv in grads.conv_1, grads.conv_2:
        np.testing.assert_allclose(conv.b, 0, atol=1e-12)
    other = params.conv_1._replace(b=params.conv_1.b + 9)
    moved, *_ = cnn.cnn_forward(params._replace(conv_1=other), stats, x)
    np.testing.assert_allclose(moved, a, rtol=1e-9)


def test_initialisation_keeps_its_promise(rng):
    params, stats = cnn.init_cnn(rng, 3, 32, 28, (50, 60), 40)
    assert params.W.shape == (60 * 8 * 7, 40)
    assert abs(params.W.var() * 60 * 8 * 7 - 1) < 0.03
    for conv, N in (params.conv_1, 3), (params.conv_2, 50):
        assert conv.W.shape[1:] == (N, 3, 3)
        assert abs(conv.W.var() * N * 9 / 2 - 1) < 0.1
    for bn, (mean, var) in zip((params.bn_1, params.bn_2), stats, strict=True):
        assert (bn.gamma == 1).all()
        assert (var == 1).all()
        assert not np.any([bn.beta, mean])
    assert not any(
        a.any() for a in (params.conv_1.b, params.conv_2.b, params.b)
    )


def test_map_params_keeps_types_and_places(case):
    params, stats, *_ = case
    double = cnn.map_params(np.add, params, params)
    assert type(double) is cnn.CNNParams
    assert type(double.bn_1) is batchnorm.BNParams
    for name, array in flat(double).items():
        np.testing.assert_array_equal(array, 2 * flat(params)[name])
    assert type(cnn.map_params(np.negative, stats)) is tuple
    with pytest.raises(ValueError, match="shorter"):
        cnn.map_params(np.add, params.bn_1, params.bn_1[:1])


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((B, 3, H, W), r"x \(3, 3, 9, 6\) and W \(4, 2, 3, 3\) do not fit"),
        (
            (B, C, H),
            r"x must be floats of shape \(B, C, H, W\), .* \(3, 2, 9\)",
        ),
        ((0, C, H, W), r"x must be floats .* got float64 \(0, 2, 9, 6\)"),
        ((B, C, 20, W), r"x \(3, 2, 20, 6\) makes \(3, 25\), W is \(10, 7\)"),
        ((B, C, 3, W), r"k = \(2, 2\) must fit into .* \(1, 3\)"),
    ],
)
def test_a_wrong_image_is_refused_naming_both(case, shape, message):
    params, stats, *_ = case
    with silence(), pytest.raises(ValueError, match=message):
        cnn.cnn_forward(params, stats, np.ones(shape))


def test_whole_images_and_labels_out_of_range_are_refused(case):
    params, stats, x, _ = case
    message = r"x must be floats of shape \(B, C, H, W\), got int64 \(3, 2"
    with pytest.raises(ValueError, match=message):
        cnn.cnn_forward(params, stats, x.astype(np.int64))
    for y in [0, -1, 1], [0, K, 1], [0, 1], [0.0, 1.0, 2.0]:
        with pytest.raises(ValueError, match=r"y must be whole numbers 0 … 6"):
            cnn.train_cnn(None, params, stats, x, np.array(y))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"C": 0}, "C, K must be whole and at least 1, got 0, 7"),
        ({"H": 3}, "H, W must be whole and at least 4, got 3, 6"),
        ({"W": 6.0}, "H, W must be whole and at least 4, got 9, 6.0"),
        ({"M": (4, 0)}, "M, N must be whole and at least 1, got 0, 4"),
        ({"M": (4, 5, 6)}, r"M must be two integers, got \(4, 5, 6\)"),
        ({"M": 4}, "M must be two integers, got 4"),
        ({"K": True}, "C, K must be whole and at least 1, got 2, True"),
    ],
)
def test_a_network_of_no_size_is_refused(rng, change, message):
    with pytest.raises(ValueError, match=message):
        cnn.init_cnn(rng, **{"C": C, "H": H, "W": W, "M": M, "K": K} | change)


def test_a_wrong_gradient_is_refused_naming_both(case):
    params, stats, x, da = case
    *_, cache = cnn.cnn_forward(params, stats, x)
    for wrong in (da[:2], da[:, :5], da[0]):
        message = r"da must be floats of shape \(3, 7\), got float64 \("
        with silence(), pytest.raises(ValueError, match=message):
            cnn.cnn_backward(wrong, cache)


@TRAIN
def test_arguments_stay_as_they_are(case, train):
    params, stats, x, da = case
    before = flat((params, stats, x, da))
    kept = {name: array.copy() for name, array in before.items()}
    *_, cache = cnn.cnn_forward(params, stats, x, train)
    once, again = (cnn.cnn_backward(da, cache)[0] for _ in range(2))
    np.testing.assert_array_equal(once, again)  # a cache serves twice
    y = np.arange(B)
    cnn.train_cnn(np.random.default_rng(0), params, stats, x, y, epochs=2)
    net = cnn_torch.builtin_cnn(params, stats)
    for tensor in (*net.parameters(), *net.buffers()):
        torch.nn.init.zeros_(tensor)
    for name, array in kept.items():
        np.testing.assert_array_equal(before[name], array, err_msg=name)


def test_float32_stays_float32(case):
    small = cnn.map_params(lambda a: a.astype(np.float32), case)
    params, stats, x, da = small
    for train in (True, False):
        a, new, cache = cnn.cnn_forward(params, stats, x, train)
        results = (a, new, *cnn.cnn_backward(da, cache))
        assert {r.dtype for r in flat(results).values()} == {np.dtype("f4")}
    y = np.arange(B)
    trained = cnn.train_cnn(np.random.default_rng(0), *small[:3], y, epochs=2)
    assert {r.dtype for r in flat(trained).values()} == {np.dtype("f4")}


def test_a_nudge_is_up_to_half_a_pixel_in_any_direction(rng):
    x, seen = rng.normal(size=SHAPE), set()
    for _ in range(99):
        moved = cnn.nudge(rng, x) - x
        for shift in np.ndindex(3, 3):
            way = np.roll(x, np.array(shift) - 1, (2, 3)) - x
            share = (moved * way).sum() / max(1, (way * way).sum())
            if np.allclose(moved, share * way):
                assert 0 <= share <= 0.5
                seen.add((shift, share > 0.25))
    assert len(seen) == 1 + 2 * 8  # nowhere; a little or more, 8 ways


def bars(rng, N):
    """A bright row or a bright column anywhere in 8×8."""
    x, y = np.zeros((N, 1, 8, 8), np.float32), rng.integers(2, size=N)
    for image, lies in zip(x[:, 0], y, strict=True):
        (image if lies else image.T)[rng.integers(8)] = 1
    return x, y


@pytest.mark.parametrize("seed", range(3))
def test_learns_rows_from_columns_wherever_they_are(seed):
    rng = np.random.default_rng(seed)
    x, y = bars(rng, 400)
    start = cnn.init_cnn(rng, 1, 8, 8, (4, 8), 2)
    start = cnn.map_params(lambda a: a.astype(np.float32), start)
    params, stats, losses = cnn.train_cnn(rng, *start, x, y, epochs=5)
    assert losses.shape == (5 * 13,)
    assert losses[0] > 0.3
    assert losses[-13:].mean() < 0.1
    x, y = bars(rng, 500)
    a, *_ = cnn.cnn_forward(params, stats, x, train=False)
    assert (a.argmax(axis=1) == y).mean() > 0.97


@pytest.mark.parametrize("seed", range(2))
def test_reads_digits(seed):
    """What the page promises: at least 98% of 500 that it has not seen."""
    images, y = load_digits(return_X_y=True)
    x = (images.reshape(-1, 1, 8, 8) / 16).astype(np.float32)
    rng = np.random.default_rng(seed)
    learn, test = np.split(rng.permutation(1797), [1297])
    start = cnn.init_cnn(rng, 1, 8, 8)
    start = cnn.map_params(lambda a: a.astype(np.float32), start)
    params, stats, _ = cnn.train_cnn(rng, *start, x[learn], y[learn])
    a, *_ = cnn.cnn_forward(params, stats, x[test], train=False)
    assert (a.argmax(axis=1) == y[test]).mean() >= 0.98


def test_torch_learns_the_same_task():
    rng = np.random.default_rng(0)
    x, y = map(torch.tensor, bars(rng, 400))
    start = cnn.init_cnn(rng, 1, 8, 8, (4, 8), 2)
    start = cnn.map_params(lambda a: a.astype(np.float32), start)
    net = cnn_torch.builtin_cnn(*start)
    losses = cnn_torch.train_builtin(rng, net, x, y, epochs=5)
    assert len(losses) == 5 * 13
    assert np.mean(losses[-13:]) < 0.1
