"""snippets/recurrent/gru.py against torch, differences and its own words."""

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.recurrent import gru
from snippets.recurrent.gru_torch import GRU, builtin_gru
from studies.recurrent.gru import results as gru_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

T, B, D, H = 5, 3, 2, 4  # all different, so that no swapped axis goes unseen
FIELDS = gru.GRUParams._fields
BOTH = pytest.mark.parametrize("after", [True, False], ids=["torch", "Cho"])


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the gradient of what comes out."""
    params = gru.init_gru(rng, D, H)
    for b in params.b_x, params.b_h:
        b[...] = rng.normal(size=3 * H)  # each gate its own biases
    inputs = {
        **params._asdict(),
        "xs": rng.normal(size=(T, B, D)),
        "h_0": rng.normal(size=(B, H)),
    }
    return inputs, rng.normal(size=(T, B, H))


def params_of(inputs):
    return gru.GRUParams(*(inputs[name] for name in FIELDS))


def forward(inputs, after=True):
    params = params_of(inputs)
    return gru.gru_forward(params, inputs["xs"], inputs["h_0"], after)


def gradients(inputs, dhs, after=True):
    """The gradient of every input by its name."""
    dxs, dh_0, grads = gru.gru_backward(dhs, forward(inputs, after)[1])
    return {**grads._asdict(), "xs": dxs, "h_0": dh_0}


def torch_run(run, inputs, dhs):
    """The output and the gradients of xs and h_0, after backward."""
    xs, h_0 = (
        torch.tensor(inputs[name], requires_grad=True) for name in ("xs", "h_0")
    )
    hs = run(xs, h_0)
    (hs * torch.tensor(dhs)).sum().backward()
    return hs.detach(), {"xs": xs.grad, "h_0": h_0.grad}


def assert_equal(ours, got, hs_t, expected):
    np.testing.assert_allclose(ours, hs_t, rtol=1e-10)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, err_msg=name
        )


@BOTH
def test_matches_torch_twin(case, after):
    inputs, dhs = case
    twin = GRU(*params_of(inputs))
    hs_t, grads = torch_run(lambda xs, h: twin(xs, h, after), inputs, dhs)
    grads |= {name: p.grad for name, p in twin.named_parameters()}
    got = gradients(inputs, dhs, after)
    assert_equal(forward(inputs, after)[0], got, hs_t, grads)


def test_matches_torch_builtin(case):
    """As it comes, that is with the reset after the product."""
    inputs, dhs = case
    net = builtin_gru(*params_of(inputs))
    hs_t, grads = torch_run(lambda xs, h: net(xs, h[None])[0], inputs, dhs)
    grads |= {
        "W_x": net.weight_ih_l0.grad.T,
        "W_h": net.weight_hh_l0.grad.T,
        "b_x": net.bias_ih_l0.grad,
        "b_h": net.bias_hh_l0.grad,
    }
    hs, cache = gru.gru_forward(params_of(inputs), inputs["xs"], inputs["h_0"])
    dxs, dh_0, by_hand = gru.gru_backward(dhs, cache)
    got = {**by_hand._asdict(), "xs": dxs, "h_0": dh_0}
    assert_equal(hs, got, hs_t, grads)


@BOTH
@pytest.mark.parametrize("name", [*FIELDS, "xs", "h_0"])
def test_gradient_matches_finite_differences(case, name, after):
    inputs, dhs = case

    def loss():
        return (forward(inputs, after)[0] * dhs).sum()

    np.testing.assert_allclose(
        gradients(inputs, dhs, after)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_the_reset_of_cho_comes_before_the_product(case):
    """Written out for one step, as equations 5 to 8 of the paper do."""
    inputs, _ = case
    W_x, W_h, b_x, b_h = params_of(inputs)
    x, h_prev = inputs["xs"][0], inputs["h_0"]
    parts = (np.split(W, 3, axis=-1) for W in (W_x, W_h, b_x + b_h))
    (X_r, X_z, X_n), (H_r, H_z, H_n), (b_r, b_z, b_n) = parts
    r = 1 / (1 + np.exp(-(x @ X_r + h_prev @ H_r + b_r)))
    z = 1 / (1 + np.exp(-(x @ X_z + h_prev @ H_z + b_z)))
    n = np.tanh(x @ X_n + (r * h_prev) @ H_n + b_n)
    expected = z * h_prev + (1 - z) * n
    hs, _ = forward(inputs, after=False)
    np.testing.assert_allclose(hs[0], expected, rtol=1e-10)
    assert np.abs(forward(inputs)[0] - hs).max() > 0.01


@BOTH
def test_it_starts_from_zero_unless_given(case, after):
    inputs, dhs = case
    params, xs = params_of(inputs), inputs["xs"]
    hs, cache = gru.gru_forward(params, xs, reset_after=after)
    full = inputs | {"h_0": np.zeros((B, H))}
    np.testing.assert_array_equal(hs, forward(full, after)[0])
    dxs, *_ = gru.gru_backward(dhs, cache)
    np.testing.assert_array_equal(dxs, gradients(full, dhs, after)["xs"])
    with torch.no_grad():
        hs_t = GRU(*params)(torch.tensor(xs), reset_after=after)
    np.testing.assert_allclose(hs, hs_t, rtol=1e-10)


@BOTH
def test_two_halves_are_the_whole(case, after):
    """The last h carries on where a sequence was cut."""
    inputs, _ = case
    hs, _ = forward(inputs, after)
    first, _ = forward(inputs | {"xs": inputs["xs"][:2]}, after)
    rest = {"xs": inputs["xs"][2:], "h_0": first[-1]}
    second, _ = forward(inputs | rest, after)
    np.testing.assert_allclose(np.concatenate([first, second]), hs, rtol=1e-12)


@BOTH
def test_arguments_stay_as_they_are(case, after):
    inputs, dhs = case
    kept = {name: array.copy() for name, array in inputs.items()}
    kept_dhs, once = dhs.copy(), gradients(inputs, dhs, after)
    params, (_, cache) = params_of(inputs), forward(inputs, after)
    for _ in range(2):  # a cache serves twice
        dxs, *_ = gru.gru_backward(dhs, cache)
        np.testing.assert_array_equal(dxs, once["xs"])
    W_y, y = np.ones((H, 2)), np.array([0, 1, 1])
    rng = np.random.default_rng(0)
    gru.train_gru(rng, params, W_y, inputs["xs"], y, steps=2, B=3)
    for net in (GRU(*params), builtin_gru(*params)):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in kept.items():
        np.testing.assert_array_equal(inputs[name], array, err_msg=name)
    np.testing.assert_array_equal(dhs, kept_dhs)
    assert (W_y == 1).all()


def test_initialisation_keeps_its_promise(rng):
    W_x, W_h, b_x, b_h = gru.init_gru(rng, 50, 100)
    for W in (W_x, W_h):  # uniform in ±1/√H
        assert 0.099 < np.abs(W).max() <= 0.1
        assert abs(W.std() - 0.1 / 3**0.5) < 1e-3
    assert not b_x.any()
    assert not b_h.any()
    b_x += 1
    assert not b_h.any()  # two arrays, not one


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("xs", (T, B, 7), "(T, B, 2)"),
        ("xs", (T, D), "(T, B, 2)"),
        ("h_0", (B, 7), "(3, 4)"),
        ("h_0", (H,), "(3, 4)"),
        ("W_x", (D, H), "(D, 12)"),
        ("W_h", (H, 16), "(4, 12)"),
        ("b_x", (3, H), "(12,)"),
        ("b_h", (H,), "(12,)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    message = refusal(name, want, shape)
    inputs, _ = case
    with silence(), pytest.raises(ValueError, match=message):
        forward(inputs | {name: np.zeros(shape)})


@pytest.mark.parametrize("shape", [(B, T, H), (B, H)])
def test_a_wrong_gradient_is_refused_naming_both(case, shape):
    inputs, _ = case
    message = refusal("dhs", (T, B, H), shape)
    with silence(), pytest.raises(ValueError, match=message):
        gru.gru_backward(np.zeros(shape), forward(inputs)[1])


@BOTH
def test_float32_stays_float32(case, after):
    inputs, dhs = case
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    hs, cache = forward(inputs, after)
    dxs, dh_0, grads = gru.gru_backward(dhs.astype(np.float32), cache)
    params, y = params_of(inputs), np.ones(B, int)
    from_zero, _ = gru.gru_forward(params, inputs["xs"], reset_after=after)
    W_y, rng = np.ones((H, 2), np.float32), np.random.default_rng(0)
    trained, W_y, _ = gru.train_gru(
        rng, params, W_y, inputs["xs"], y, steps=2, B=3
    )
    step, kept = gru.gru_step(
        params.W_h, params.b_h, np.ones((B, 3 * H), np.float32), hs[0], after
    )
    arrays = hs, dxs, dh_0, *grads, from_zero, *trained, W_y, step, *kept
    for array in arrays:
        assert array.dtype == np.float32


def test_a_step_of_training_is_torchs(case):
    """One step of SGD on the cross-entropy of the class."""
    inputs, _ = case
    params, xs, y = params_of(inputs), inputs["xs"], np.array([1, 0, 1])
    W_y = np.random.default_rng(2).normal(size=(H, 2))
    rng = np.random.default_rng(1)
    new, new_W_y, (loss,) = gru.train_gru(
        rng, params, W_y, xs, y, lr=0.3, steps=1, B=7
    )
    n = np.random.default_rng(1).integers(3, size=(1, 7))[0]
    twin, W_t = GRU(*params), torch.tensor(W_y, requires_grad=True)
    scores = twin(torch.tensor(xs[:, n]))[-1] @ W_t
    loss_t = torch.nn.functional.cross_entropy(scores, torch.tensor(y[n]))
    loss_t.backward()
    weights = [*twin.parameters(), W_t]
    torch.optim.SGD(weights, lr=0.3).step()
    assert np.isclose(loss, loss_t.item(), rtol=1e-12)
    for ours, theirs in zip([*new, new_W_y], weights, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-10)


@pytest.mark.parametrize("size", [1e3, 1e9])
def test_nothing_overflows(size):
    a_x = np.array([[size, -size, 0.0], [-size, size, size]])
    W_h, b_h = np.zeros((1, 3)), np.zeros(3)
    h, (r, z, n, _) = gru.gru_step(W_h, b_h, a_x, np.full((2, 1), 0.5))
    np.testing.assert_array_equal(r, [[1], [0]])
    np.testing.assert_array_equal(z, [[0], [1]])
    np.testing.assert_array_equal(n, [[0], [1]])
    np.testing.assert_array_equal(h, [[0], [0.5]])


def test_gates_are_exact_on_both_sides(case):
    """By tanh, float32 gave 0 for σ(−20) and was 44 % off for σ(−17)."""
    for dtype, rtol in ((np.float32, 1e-6), (np.float64, 1e-14)):
        a = np.linspace(-80, 80, 161, dtype=dtype)[:, None]
        a_x = np.concatenate([a, -a, 0 * a], axis=1)
        W_h, b_h = np.zeros((1, 3), dtype), np.zeros(3, dtype)
        _, (r, z, _, _) = gru.gru_step(W_h, b_h, a_x, np.zeros_like(a))
        for gate, sign in ((r, 1), (z, -1)):
            expected = torch.tensor(sign * a.astype(np.float64)).sigmoid()
            np.testing.assert_allclose(gate, expected, rtol=rtol)


@pytest.mark.parametrize("seed", range(3))
def test_learns_to_remember(seed):
    """The sign of the first of 5 numbers: chance is a loss of ln 2 = 0.69."""
    rng = np.random.default_rng(seed)
    xs = rng.normal(size=(5, 999, 1))
    y = (xs[0, :, 0] > 0).astype(np.int64)
    W_y = rng.normal(size=(16, 2))
    trained = gru.train_gru(rng, gru.init_gru(rng, 1, 16), W_y, xs, y)
    params, W_y, losses = trained
    assert losses.shape == (400,)
    assert losses[0] > 0.5
    assert losses[-50:].mean() < 0.2
    xs = rng.normal(size=(5, 999, 1))
    scores = gru.gru_forward(params, xs)[0][-1] @ W_y
    assert ((scores[:, 1] > scores[:, 0]) == (xs[0, :, 0] > 0)).mean() > 0.95


def test_results_have_a_row_for_every_rate(monkeypatch):
    def accuracy(name, seed, lr, H):
        return 50.0 + seed + H / 100 + lr / 1000

    monkeypatch.setattr(gru_results, "accuracy", accuracy)
    rows = gru_results.results()
    assert len(rows) == len(gru_results.NETS) * len(gru_results.RATES)
    assert {len(row["right"]) for row in rows} == {gru_results.SEEDS}
    assert rows[0]["size"] == sum(
        p.size for p in gru.init_gru(np.random.default_rng(0), 8, 32)
    )
    first, *_ = gru_results.table(rows)
    assert first == "| 32 | 4032 | " + " | ".join(["52.3 ± 1.6"] * 4) + " |"
