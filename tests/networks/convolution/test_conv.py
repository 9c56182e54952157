"""conv.py and conv_fast.py against torch, differences and their own words."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage import data
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.convolution import conv, conv_fast, conv_torch
from tests.kit.gradients import numerical_gradient

SHAPE = B, C, H, W = 2, 6, 8, 11  # all different
CASES = [  # M, k, s, p, d, G
    (4, 3, 1, 0, 1, 1),
    (5, 3, 2, 1, 1, 1),
    (4, (3, 2), (2, 3), (1, 0), (1, 2), 2),
    (6, 3, 1, 2, 2, 6),
    (9, (2, 4), (3, 1), (0, 3), (2, 1), 3),
    (1, (8, 11), 1, 0, 1, 1),
    (2, 1, 4, 5, 1, 1),
    (3, 2, 30, 4, 2, 1),  # the only window is beyond the edge
]


@pytest.fixture(scope="module", params=[conv, conv_fast], ids=["clear", "fast"])
def net(request):
    """Both versions: each passes every test."""
    return request.param


every_front_door = pytest.mark.parametrize(
    "function", [conv.conv_forward, conv_fast.conv_forward, conv.conv_loops]
)
every_case = pytest.mark.parametrize("case", CASES, ids=str)


def problem(rng, case, shape=SHAPE):
    """Parameters with a bias that is not 0, an image and a gradient."""
    M, k, *rest = case
    params = conv.init_conv(rng, M, shape[1] // rest[-1], k)
    params = params._replace(b=rng.normal(size=M))
    x = rng.normal(size=shape)
    out = conv.conv_forward(params, x, *rest)[0]
    return params, x, rng.normal(size=out.shape), rest


def same(net, reference, params, x, dout, rest):
    """out, dx, dW and db of both, compared to ten digits."""
    out, cache = net.conv_forward(params, x, *rest)
    dx, grads = net.conv_backward(dout, cache)
    x_t, *params_t = (torch.tensor(a, requires_grad=True) for a in (x, *params))
    params_t = conv.ConvParams(*params_t)
    out_t = reference(params_t, x_t, *rest)
    out_t.backward(torch.tensor(dout))
    expected = out_t.detach(), x_t.grad, params_t.W.grad, params_t.b.grad
    for ours, theirs in zip((out, dx, *grads), expected, strict=True):
        np.testing.assert_allclose(
            ours, theirs.numpy(), rtol=1e-10, atol=1e-10, strict=True
        )


@every_case
def test_matches_torch_twin(net, rng, case):
    same(net, conv_torch.conv, *problem(rng, case))


@st.composite
def cases(draw):
    """Any stride, padding, dilation and groups with a kernel that fits."""
    G = draw(st.integers(1, 3))
    k, s, p, d, size = [], [], [], [], []
    for _ in "hw":
        k.append(draw(st.integers(1, 4)))
        s.append(draw(st.integers(1, 4)))
        p.append(draw(st.integers(0, 4)))
        d.append(draw(st.integers(1, 3)))
        span = d[-1] * (k[-1] - 1) + 1
        size.append(draw(st.integers(max(1, span - 2 * p[-1]), 12)))
    shape = draw(st.integers(1, 3)), G * draw(st.integers(1, 3)), *size
    M = G * draw(st.integers(1, 3))
    seed = draw(st.integers(0, 2**32 - 1))
    case = M, tuple(k), tuple(s), tuple(p), tuple(d), G
    return np.random.default_rng(seed), case, shape


@settings(deadline=None, derandomize=True, database=None, max_examples=300)
@given(drawn=cases())
def test_matches_torch_builtin(net, drawn):
    same(net, conv_torch.builtin_conv, *problem(*drawn))


def test_fast_matches_torch_builtin_in_several_blocks(rng, monkeypatch):
    monkeypatch.setattr(conv_fast, "BLOCK", 600)
    for case in CASES:
        params, x, dout, rest = problem(rng, case, (5, C, H, W))
        parts = conv_fast.conv_forward(params, x, *rest)[1][1]
        assert len(parts) > 1
        same(conv_fast, conv_torch.builtin_conv, params, x, dout, rest)


@pytest.mark.parametrize("value", [np.inf, np.nan])
@pytest.mark.parametrize("case", [(4, 3, 1, 0, 1, 1), (4, 2, 3, 1, 2, 2)])
def test_infinity_stays_in_its_windows(net, rng, case, value):
    params, x, dout, rest = problem(rng, case)
    x[1, 2, -1, -1] = x[0, 3, 0, 5] = value
    same(net, conv_torch.builtin_conv, params, x, dout, rest)


def test_matches_torch_builtin_on_views(net, rng):
    params, _, dout, rest = problem(rng, CASES[0])
    x = rng.normal(size=SHAPE[::-1]).T  # nothing about it is contiguous
    dout = np.array(dout.T, order="C").T
    same(net, conv_torch.builtin_conv, params, x, dout, rest)


@pytest.mark.parametrize("case", CASES[:5], ids=str)
def test_gradients_match_finite_differences(net, rng, case):
    params, x, dout, rest = problem(rng, case)

    def loss():
        return (net.conv_forward(params, x, *rest)[0] * dout).sum()

    dx, grads = net.conv_backward(dout, net.conv_forward(params, x, *rest)[1])
    pairs = {"x": (x, dx)}
    pairs |= {n: (getattr(params, n), getattr(grads, n)) for n in "Wb"}
    for name, (array, gradient) in pairs.items():
        expected = numerical_gradient(loss, array)
        np.testing.assert_allclose(
            gradient, expected, rtol=1e-6, atol=1e-7, err_msg=name
        )


@every_case
def test_six_loops_find_the_same(net, rng, case):
    params, x, _, rest = problem(rng, case)
    fast = net.conv_forward(params, x, *rest)[0]
    loops = conv.conv_loops(params, x, *rest)
    np.testing.assert_allclose(loops, fast, rtol=1e-10, atol=1e-12)


def test_it_correlates_and_a_flipped_kernel_convolves(net, rng):
    line, kernel = rng.normal(size=9), rng.normal(size=4)
    for K, expected in (
        (kernel, np.correlate(line, kernel)),
        (kernel[::-1], np.convolve(line, kernel, "valid")),
    ):
        params = conv.ConvParams(K[None, None, None], np.zeros(1))
        out = net.conv_forward(params, line[None, None, None])[0]
        np.testing.assert_allclose(out[0, 0, 0], expected)


def test_output_size_formula():
    for n, k, s, p, d in np.ndindex(8, 4, 4, 3, 3):
        n, k, s, d = n + 1, k + 1, s + 1, d + 1
        span = d * (k - 1) + 1
        if span > n + 2 * p:
            continue
        case = (s, 1), (p, 0), (d, 1)
        image, W = torch.zeros(1, 1, n, 1), torch.zeros(1, 1, k, 1)
        params = conv.ConvParams(W.numpy(), np.zeros(1))
        size = conv.conv_geometry(params, image.numpy(), *case, 1)[3]
        assert size == (len(range(-p, n + p - span + 1, s)), 1)
        assert size[0] == (n + 2 * p - d * (k - 1) - 1) // s + 1
        assert tuple(F.conv2d(image, W, None, *case).shape[2:]) == size


@pytest.mark.parametrize("shift", [(1, 0), (0, 1), (2, 3)])
def test_it_is_equivariant_not_invariant(net, rng, shift):
    params, x, *_ = problem(rng, CASES[0])
    moved = np.roll(x, shift, axis=(2, 3))
    out = net.conv_forward(params, x)[0]
    out_moved = net.conv_forward(params, moved)[0]
    down, right = shift
    np.testing.assert_allclose(
        out_moved[:, :, down:, right:],
        out[:, :, : H - 2 - down, : W - 2 - right],
    )
    assert not np.allclose(out_moved, out)


def test_init_has_the_variance_it_promises(net, rng):
    params = conv.init_conv(rng, 60, 7, (3, 5))
    assert params.W.shape == (60, 7, 3, 5)
    assert params.W.var() == pytest.approx(2 / (7 * 3 * 5), rel=0.05)
    assert not params.b.any()


@pytest.mark.parametrize(
    ("shape", "W_shape", "case", "message"),
    [
        (
            (6, 8, 11),
            (4, 6, 3, 3),
            (1, 0, 1, 1),
            r"\(B, C, H, W\), .* \(6, 8, 11",
        ),
        ((0, 6, 8, 11), (4, 6, 3, 3), (1, 0, 1, 1), r"x must .* \(0, 6, 8, 11"),
        (SHAPE, (4, 6, 3), (1, 0, 1, 1), r"\(M, N, k_h, k_w\), .* \(4, 6, 3\)"),
        (SHAPE, (4, 5, 3, 3), (1, 0, 1, 1), r"W \(4, 5, 3, 3\) .* G = 1"),
        (SHAPE, (4, 2, 3, 3), (1, 0, 1, 3), r"W \(4, 2, 3, 3\) .* G = 3"),
        (SHAPE, (4, 6, 9, 3), (1, 0, 1, 1), r"\(9, 3\) must fit .*\(8, 11\)"),
        (SHAPE, (4, 6, 3, 3), (1, 1, 6, 1), r"\(13, 13\) must .*\(10, 13\)"),
        (SHAPE, (4, 6, 0, 3), (1, 0, 1, 1), r"W must .* \(4, 6, 0, 3\)"),
        (SHAPE, (4, 6, 3, 3), (0, 0, 1, 1), "s must .* at least 1, got 0"),
        (SHAPE, (4, 6, 3, 3), (1, (0, -1), 1, 1), "p must .* least 0, got -1"),
        (SHAPE, (4, 6, 3, 3), (1, 0, 0, 1), "d must .* at least 1, got 0"),
        (SHAPE, (4, 6, 3, 3), (1, 0, 1, 0), "G must .* at least 1, got 0"),
        (SHAPE, (4, 6, 3, 3), (1, "same", 1, 1), "p must .* got 'same'"),
        (SHAPE, (4, 6, 3, 3), (1, 1.0, 1, 1), "p must .* got 1.0"),
        (SHAPE, (4, 6, 3, 3), ((2, True), 0, 1, 1), "s must .* got True"),
        (SHAPE, (4, 6, 3, 3), (1, 0, (1, 1, 1), 1), r"d .* two, got \(1, 1, 1"),
        (SHAPE, (4, 6, 3, 3), (1, 0, 1, 1.0), "G must .* got 1.0"),
    ],
)
@every_front_door
def test_bad_geometry_is_refused(net, function, shape, W_shape, case, message):
    with silence():
        params = conv.ConvParams(np.zeros(W_shape), np.zeros(4))
    with pytest.raises(ValueError, match=message):
        function(params, np.zeros(shape), *case)


@every_front_door
def test_what_is_not_floats_is_refused(rng, function):
    params, x, *_ = problem(rng, CASES[0])
    message = r"x must be floats of shape \(B, C, H, W\), got int64 \(2, 6"
    with pytest.raises(ValueError, match=message):
        function(params, x.astype(np.int64))
    for b in None, params.b.tolist(), np.zeros(4, np.uint8), np.zeros(9):
        message = r"b must be floats of shape \(4,\), got (None|lis|uint8|floa)"
        with silence(), pytest.raises(ValueError, match=message):
            function(conv.ConvParams(params.W, b), x)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ((0, 2, 3), "M, N must be whole and at least 1, got 0, 2"),
        ((4, 2.0, 3), "M, N must be whole and at least 1, got 4, 2.0"),
        ((4, 2, (3, 0)), "k must be whole and at least 1, got 0"),
        ((4, 2, "same"), "k must be whole and at least 1, got 'same'"),
    ],
)
def test_kernels_of_no_size_are_refused(rng, sizes, message):
    with pytest.raises(ValueError, match=message):
        conv.init_conv(rng, *sizes)


def test_wrong_dout_is_refused_naming_both_shapes(net, rng):
    params, x, _, rest = problem(rng, CASES[0])
    _, cache = net.conv_forward(params, x, *rest)
    with pytest.raises(ValueError, match=r"\(2, 4, 6, 9\), got .* \(2, 4, 6\)"):
        net.conv_backward(np.zeros((2, 4, 6)), cache)


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_dtype_is_the_callers(net, rng, dtype):
    params, x, _, rest = problem(rng, CASES[2])
    params = conv.ConvParams(*(a.astype(dtype) for a in params))
    out, cache = net.conv_forward(params, x.astype(dtype), *rest)
    dx, grads = net.conv_backward(out, cache)
    loops = conv.conv_loops(params, x.astype(dtype), *rest)
    assert {a.dtype for a in (out, dx, *grads, loops)} == {np.dtype(dtype)}


def test_it_learns_the_sobel_kernel(net, rng):
    cat = data.chelsea()[60:160, 100:260].mean(axis=2) / 255
    x = ((cat - cat.mean()) / cat.std())[None, None]
    sobel = np.array([[[[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]]])
    y, _ = net.conv_forward(conv.ConvParams(sobel, np.zeros(1)), x)
    params = conv.init_conv(rng, 1, 1, 3)
    for _ in range(1500):
        y_hat, cache = net.conv_forward(params, x)
        _, grads = net.conv_backward(2 * (y_hat - y) / y.size, cache)
        steps = zip(params, grads, strict=True)
        params = conv.ConvParams(*(v - 0.05 * dv for v, dv in steps))
    assert np.abs(params.W - sobel).max() < 0.02
