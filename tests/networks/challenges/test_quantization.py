"""snippets/challenges/quantization.py against torch, differences and its words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.challenges import quantization as few
from snippets.challenges import quantization_torch as twin

B, D, H = 5, 8, 3
RULES = few.quantize_symmetric, few.quantize_affine, few.quantize_clipped


@pytest.fixture
def case(rng):
    """x (B, D) as after a ReLU and a shift, W (D, H)."""
    x = np.maximum(rng.normal(size=(B, D)), 0) - 0.2
    return x, rng.normal(size=(D, H))


@pytest.mark.parametrize("bits", [2, 3, 4, 8])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_matches_torch_twin(case, bits, axis):
    for a in case:
        a_t = torch.tensor(a)
        for ours, theirs in (
            (
                few.quantize_symmetric(a, bits, axis, 0.8),
                twin.quantize_symmetric_torch(a_t, bits, axis, 0.8),
            ),
            (
                few.quantize_affine(a, bits, axis),
                twin.quantize_affine_torch(a_t, bits, axis),
            ),
        ):
            for one, other in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(one, other, rtol=1e-10)
            got = few.dequantize(ours)
            want = twin.dequantize_torch(theirs)
            np.testing.assert_allclose(got, want, rtol=1e-10)
    x, W = case
    rows, columns = (
        few.quantize_affine(x, bits, 1),
        few.quantize_affine(W, bits, 0),
    )
    x_t = twin.quantize_affine_torch(torch.tensor(x), bits, 1)
    W_t = twin.quantize_affine_torch(torch.tensor(W), bits, 0)
    got = few.int_matmul(rows, columns)
    np.testing.assert_allclose(got, twin.int_matmul_torch(x_t, W_t), rtol=1e-10)


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_matches_torch_builtin(case, bits):
    """torch's own fake_quantize_per_channel_affine; its scales are float32."""
    _, W = case
    codes = few.quantize_affine(W.astype(np.float32), bits, 0)
    got = few.dequantize(codes)
    want = torch.fake_quantize_per_channel_affine(
        torch.tensor(W, dtype=torch.float32),
        torch.tensor(codes.scale[0]),
        torch.tensor(codes.zero[0]),
        1,
        -(2 ** (bits - 1)),
        2 ** (bits - 1) - 1,
    )
    np.testing.assert_allclose(got, want, rtol=1e-6)


@pytest.mark.parametrize("rule", RULES[:2])
@pytest.mark.parametrize("bits", range(2, 9))
def test_error_is_at_most_half_a_step(rng, rule, bits):
    for scale, shift in ((1, 0), (1e-3, 2), (50, -9)):
        x = shift + scale * rng.normal(size=(40, 6))
        for axis in (None, 0, 1):
            codes = rule(x, bits, axis)
            error = np.abs(few.dequantize(codes) - x)
            assert (error <= codes.scale * (0.5 + 1e-9)).all()
            assert few.dequantize(rule(0 * x, bits, axis)).max() == 0


def test_zero_is_a_step(case):
    x, _ = case
    x[0] = 0
    for rule in RULES:
        assert (few.dequantize(rule(x, 4))[0] == 0).all()


@pytest.mark.parametrize("bits", [2, 3, 4, 8])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_clipped_has_the_least_squared_error(rng, bits, axis):
    x = rng.standard_t(3, size=(50, 4))
    got = few.squared_error(few.quantize_clipped(x, bits, axis), x, axis)
    for part in np.linspace(0.3, 1, 15):
        other = few.quantize_symmetric(x, bits, axis, part)
        assert (got <= few.squared_error(other, x, axis) * (1 + 1e-9)).all()


def test_integers_are_exact(rng):
    """Against Python's own whole numbers, also at the ends of the range."""
    for _ in range(20):
        q_x = rng.integers(-128, 128, size=(B, D)).astype(np.int8)
        q_W = rng.integers(-128, 128, size=(D, H)).astype(np.int8)
        q_x[0], q_W[:, 0] = 127, -128
        zeros = rng.integers(-128, 128, size=(2, 5))
        x = few.Codes(q_x, np.ones((B, 1)), zeros[:1].T.astype(np.int32))
        W = few.Codes(q_W, np.ones((1, H)), zeros[1:, :H].astype(np.int32))
        left = (q_x.astype(object) - zeros[:1].T.astype(object)).tolist()
        right = (q_W.astype(object) - zeros[1:, :H].astype(object)).T.tolist()
        want = [
            [sum(a * b for a, b in zip(r, c, strict=True)) for c in right]
            for r in left
        ]
        np.testing.assert_array_equal(few.int_matmul(x, W), want)


def test_groups_and_bytes(case):
    _, W = case
    groups = few.in_groups(W, 4)
    assert groups.shape == (2, 4, H)
    np.testing.assert_array_equal(groups.reshape(D, H), W)
    groups[:] = 7
    assert (W != 7).all()
    assert few.quantized_bytes(6, 8, 1) == 10
    assert few.quantized_bytes(6, 4, 1) == 7
    assert few.quantized_bytes(5, 3, 2) == 10


@pytest.mark.parametrize("alpha", [0, 0.3, 1])
def test_smoothing_changes_nothing_but_the_sizes(case, alpha):
    x, W = case
    x[:, 1], W[2], x[:, 3] = 0, 0, 1000 * x[:, 3]
    x_even, W_even, t = few.smooth_columns(x, W, alpha)
    assert t[1] == t[2] == 1
    np.testing.assert_allclose(x_even @ W_even, x @ W, rtol=1e-10)
    np.testing.assert_allclose(x_even * t, x, rtol=1e-10)
    some = [0, 3, 4, 5]
    of_x = np.abs(x_even).max(axis=0)[some]
    of_W = np.abs(W_even).max(axis=1)[some]
    raw = np.abs(x).max(axis=0)[some] * np.abs(W).max(axis=1)[some]
    np.testing.assert_allclose(of_x, raw ** (1 - alpha), rtol=1e-10)
    np.testing.assert_allclose(of_W, raw**alpha, rtol=1e-10)


def test_bad_input_is_refused(case):
    x, W = case
    with pytest.raises(ValueError, match="bits must be at most 8, got 16"):
        few.quantize_symmetric(x, 16)
    with pytest.raises(ValueError, match="bits must be whole and at least 2"):
        few.quantize_affine(x, 1)
    with pytest.raises(ValueError, match=r"part must be in \(0, 1\], got 0"):
        few.quantize_symmetric(x, 8, None, 0)
    with pytest.raises(ValueError, match="x must be finite, got inf or nan"):
        few.quantize_affine(np.append(x, np.nan))
    with pytest.raises(ValueError, match="G must divide D = 8, got 3"):
        few.in_groups(W, 3)
    codes = few.quantize_symmetric(W, 8, 0)
    with (
        silence(),
        pytest.raises(ValueError, match=r"codes.scale must .*1, 1\)"),
    ):
        few.dequantize(codes._replace(scale=np.ones((1, 2))))
    with pytest.raises(
        ValueError, match=r"W.q must .*\(8, H\), got int8 \(3, 8"
    ):
        few.int_matmul(few.quantize_affine(x, 8, 1), few.quantize_affine(W.T))
    with pytest.raises(ValueError, match=r"x.scale must .*\(1, 1\), got"):
        few.int_matmul(few.quantize_affine(x, 8, 0), codes)
    with pytest.raises(ValueError, match=r"W.scale must .*\(1, 1\), got"):
        few.int_matmul(
            few.quantize_affine(x, 8, 1), few.quantize_affine(W, 8, 1)
        )
    long = few.quantize_affine(np.ones((1, 2**15 + 1)))
    with pytest.raises(ValueError, match="D must be at most 32768, got 32769"):
        few.int_matmul(long, long._replace(q=long.q.T.copy()))
    with pytest.raises(ValueError, match=r"alpha must be in \[0, 1\], got 2"):
        few.smooth_columns(x, W, 2)


def test_float32_stays_float32(case):
    x, W = (a.astype(np.float32) for a in case)
    for rule in RULES:
        codes = rule(x, 4, 1)
        assert codes.q.dtype == np.int8
        assert codes.zero.dtype == np.int32
        assert codes.scale.dtype == few.dequantize(codes).dtype == np.float32
    columns = few.quantize_symmetric(W, 8, 0)
    assert few.int_matmul(few.quantize_affine(x, 8, 1), columns).dtype == "f4"
    assert all(a.dtype == np.float32 for a in few.smooth_columns(x, W))


def test_arguments_stay_as_they_are(case):
    x, W = case
    kept = x.copy(), W.copy()
    for rule in RULES:
        rule(x, 4, 0)
    few.smooth_columns(x, W)
    np.testing.assert_array_equal(x, kept[0])
    np.testing.assert_array_equal(W, kept[1])
