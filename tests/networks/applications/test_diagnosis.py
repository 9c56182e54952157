"""snippets/applications/diagnosis.py against torch, scikit-learn, differences.

The scores have no gradient: scikit-learn's functions are their referee, and
the definition, pair by pair.
"""

import re

import numpy as np
import pytest
import torch
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression

from press.check.shape_comments import silence
from snippets.applications import diagnosis as dg
from snippets.applications import diagnosis_scores as dg_scores
from snippets.applications.diagnosis_torch import (
    Diagnosis,
    builtin_diagnosis,
    train_by_adam,
    weighted_cross_entropy_torch,
)
from snippets.feedforward.mlp import MLPParams
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H = 7, 5, 3  # all different, so that no swapped axis goes unseen
WIDE = 4.0  # weight of the malignant
NETS = {0: ["W_1", "b_1"], H: ["W_1", "b_1", "W_2", "b_2"]}


def flat(net):
    """The arrays of a net by name."""
    named = {}
    for k, (W, b) in enumerate(zip(net.Ws, net.bs, strict=True), 1):
        named |= {f"W_{k}": W, f"b_{k}": b}
    return named


def params_of(inputs):
    Ws, bs = ([inputs[k] for k in inputs if k[:2] == f"{a}_"] for a in "Wb")
    return dg.DiagnosisParams(inputs["mean"], inputs["std"], MLPParams(Ws, bs))


def case_of(rng, H):
    """All that goes in, by name, and the classes."""
    x = rng.normal(3, 2, size=(N, D))
    params = dg.init_diagnosis(rng, x, H)
    arrays = {k: rng.normal(size=p.shape) for k, p in flat(params.net).items()}
    inputs = {"mean": params.mean, "std": params.std, **arrays, "x": x}
    return inputs, np.array([0, 1, 1, 0, 1, 0, 0])


@pytest.fixture(params=NETS, ids=["logistic", "MLP"])
def case(request, rng):
    return case_of(rng, request.param)


def loss_of(inputs, y):
    a, cache = dg.diagnosis_forward(params_of(inputs), inputs["x"])
    loss, da = dg.weighted_cross_entropy(a, y, WIDE)
    return loss, da, a, cache


def gradients(inputs, y):
    """The gradient of every input by its name, but of the fixed scaler."""
    _, da, _, cache = loss_of(inputs, y)
    dx, grads = dg.diagnosis_backward(da, cache)
    return flat(grads) | {"x": dx}


def torch_gradients(net, inputs, y):
    """Loss and logits, and the gradients after backward."""
    x = torch.tensor(inputs["x"], requires_grad=True)
    a = net(x).reshape(-1)
    loss = weighted_cross_entropy_torch(a, torch.tensor(y), WIDE)
    loss.backward()
    return loss.item(), a.detach(), x.grad


def assert_equal(inputs, y, net, named):
    loss, _, a, _ = loss_of(inputs, y)
    loss_t, a_t, dx = torch_gradients(net, inputs, y)
    np.testing.assert_allclose(loss, loss_t, rtol=1e-10)
    np.testing.assert_allclose(a, a_t, rtol=1e-10)
    want = {k: p.grad.mT if turn else p.grad for k, (p, turn) in named.items()}
    got = gradients(inputs, y)
    assert got.keys() == {*want, "x"}
    for name, gradient in (want | {"x": dx}).items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_twin(case):
    inputs, y = case
    twin = Diagnosis(*params_of(inputs))
    named = {k: (p, False) for k, p in flat(twin.net).items()}
    assert_equal(inputs, y, twin, named)


def test_matches_torch_builtin(case):
    """nn.Linear, nn.Tanh, BatchNorm1d as the scaler, pos_weight as w."""
    inputs, y = case
    net = builtin_diagnosis(*params_of(inputs))
    names = [k for k in inputs if k[1:2] == "_"]
    pairs = zip(names, net.parameters(), strict=True)
    named = {k: (p, p.ndim == 2) for k, p in pairs}
    assert_equal(inputs, y, net, named)


@pytest.mark.parametrize("name", [*NETS[H], "x"])
def test_gradient_matches_finite_differences(rng, name):
    inputs, y = case_of(rng, H)
    np.testing.assert_allclose(
        gradients(inputs, y)[name],
        numerical_gradient(lambda: loss_of(inputs, y)[0], inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


def test_initialisation_keeps_its_promise(rng):
    x = rng.normal(5, 3, size=(50, 90))
    params = dg.init_diagnosis(rng, x, 110)
    z = (x - params.mean) / params.std
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.std(axis=0), 1)
    assert [W.shape for W in params.net.Ws] == [(90, 110), (110, 1)]
    for W in params.net.Ws:
        assert abs(W.std() / (2 / sum(W.shape)) ** 0.5 - 1) < 0.15
    assert not any(b.any() for b in params.net.bs)
    (W,), (b,) = dg.init_diagnosis(rng, x).net
    assert (W.shape, b.shape) == ((90, 1), (1,))


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x", (N, 6), "(N, 5)"),
        ("mean", (D, 1), "(D,)"),
        ("std", (6,), "(5,)"),
    ],
)
def test_bad_input_is_refused(rng, name, shape, want):
    inputs, y = case_of(rng, H)
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(name, want, shape)),
    ):
        loss_of(inputs | {name: np.zeros(shape)}, y)


def test_the_scores_refuse_what_they_cannot_answer(rng):
    x, y = rng.normal(size=(N, D)), np.zeros(N, int)

    def fit(x, y):
        return lambda new: np.zeros(len(new))

    folds = [np.arange(4), np.arange(3, 7)]
    rounded = np.stack([np.arange(N) / 1, np.full(N, 0.1)], axis=1)
    assert rounded.std(axis=0).all()  # since the mean of 0.1 is not quite 0.1
    column = np.ones((N, 1))
    for call, message in (
        (
            lambda: dg_scores.roc_area(y, x[:, 0]),
            "y must hold both 0 and 1, got only",
        ),
        (lambda: dg.stratified_folds(rng, y, 2), "y must hold 2 of 0 and of 1"),
        (lambda: dg.out_of_fold(folds, x, y, fit), "folds must hold each of 7"),
        (lambda: dg.init_diagnosis(rng, column), "x must vary in every column"),
        (
            lambda: dg.init_diagnosis(rng, rounded),
            "every column, not so in [1]",
        ),
        (
            lambda: dg.init_diagnosis(rng, 1e-200 * x),
            "every column, not so in [0 1 2",
        ),
    ):
        with silence(), pytest.raises(ValueError, match=re.escape(message)):
            call()


def test_float32_stays_float32(case):
    inputs, y = case
    inputs = {k: p.astype(np.float32) for k, p in inputs.items()}
    params = params_of(inputs)
    start = dg.init_diagnosis(np.random.default_rng(0), inputs["x"], H)
    trained, _ = dg.train_diagnosis(params, inputs["x"], y, 2.0, 0.1, steps=2)
    arrays = [*gradients(inputs, y).values(), start.mean, start.std]
    for net in (start.net, trained.net):
        arrays += flat(net).values()
    loss, da, a, _ = loss_of(inputs, y)
    arrays += [loss, da, a, dg.predict_risk(trained, inputs["x"])]
    for array in arrays:
        assert array.dtype == np.float32


def test_arguments_stay_as_they_are(case):
    inputs, y = case
    kept = {k: p.copy() for k, p in inputs.items()}
    once = gradients(inputs, y)
    params = params_of(inputs)
    dg.train_diagnosis(params, inputs["x"], y, decay=0.1, steps=2)
    train_by_adam(
        Diagnosis(*params), torch.tensor(inputs["x"]), torch.tensor(y)
    )
    for parameter in builtin_diagnosis(*params).parameters():
        torch.nn.init.zeros_(parameter)
    for name, array in inputs.items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)
    for name, gradient in gradients(inputs, y).items():
        np.testing.assert_array_equal(gradient, once[name])


def test_training_is_torchs(case):
    """Five steps of Adam, with decay on the Ws alone."""
    inputs, y = case
    x, rest = inputs["x"], {"w": WIDE, "decay": 0.3, "lr": 0.1, "steps": 5}
    params, losses = dg.train_diagnosis(params_of(inputs), x, y, **rest)
    twin = Diagnosis(*params_of(inputs))
    theirs = train_by_adam(twin, torch.tensor(x), torch.tensor(y), **rest)
    np.testing.assert_allclose(losses, theirs, rtol=1e-6)
    for name, p in flat(twin.net).items():
        ours = flat(params.net)[name]
        np.testing.assert_allclose(ours, p.detach(), rtol=1e-6, atol=1e-8)


def bells(seed, N=400):
    """Two bells, one wider: no straight line separates them."""
    rng = np.random.default_rng(seed)
    y = rng.integers(2, size=N)
    return rng.normal(size=(N, 2)) * np.where(y, 0.5, 2)[:, None], y


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """A ring around a disc: the net reaches 0.85, a straight line 0.5."""
    (x, y), (new, y_new) = bells(seed), bells(100 + seed)
    areas = []
    for width in (0, 16):
        start = dg.init_diagnosis(np.random.default_rng(seed), x, width)
        params, losses = dg.train_diagnosis(start, x, y, steps=100)
        assert losses.shape == (100,)
        areas.append(dg_scores.roc_area(y_new, dg.predict_risk(params, new)))
    assert areas[0] < 0.6
    assert areas[1] > 0.85


def test_without_hidden_units_it_is_logistic_regression(rng):
    """The weights of scikit-learn; its C is 1 / (N λ), also with weights."""
    x = rng.normal(size=(200, 3))
    y = (rng.random(200) < dg.sigmoid(2 * x[:, 0] - x[:, 1])).astype(int)
    start = dg.init_diagnosis(rng, x)
    params, _ = dg.train_diagnosis(start, x, y, 3.0, 0.02, 0.1, steps=400)
    theirs = LogisticRegression(
        C=1 / (200 * 0.02), class_weight={0: 1, 1: 3}, tol=1e-12, max_iter=9999
    ).fit((x - params.mean) / params.std, y)
    (W,), (b,) = params.net
    np.testing.assert_allclose(W[:, 0], theirs.coef_[0], atol=1e-5)
    np.testing.assert_allclose(b, theirs.intercept_, atol=1e-5)


@pytest.fixture(params=[3, 1000], ids=["many ties", "few ties"])
def scored(request, rng):
    """Classes and risks; some are equal, and 0 and 1 are among them."""
    y = rng.integers(2, size=150)
    p = (rng.random(150) * request.param).round() / request.param
    p[:2] = 0, 1
    return y, p


def test_scores_are_scikit_learns(scored):
    y, p = scored
    want = metrics.roc_curve(y, p, drop_intermediate=False)
    for ours, theirs in zip(dg_scores.roc_curve(y, p), want, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-12)
    np.testing.assert_allclose(
        dg_scores.roc_area(y, p), metrics.roc_auc_score(y, p)
    )
    share, risk = calibration_curve(y, p, n_bins=8)
    ours = dg_scores.calibration_bins(y, p, 8)
    np.testing.assert_allclose(ours[0], risk)
    np.testing.assert_allclose(ours[1], share)
    assert ours[2].sum() == 150
    gap = (ours[2] * np.abs(share - risk)).sum() / 150
    np.testing.assert_allclose(dg_scores.calibration_error(y, p, 8), gap)


def test_the_area_is_the_share_of_pairs(scored):
    y, p = scored
    pairs = [
        (a > b) + (a == b) / 2
        for a in p[y == 1].tolist()
        for b in p[y == 0].tolist()
    ]
    np.testing.assert_allclose(dg_scores.roc_area(y, p), np.mean(pairs))


@pytest.mark.parametrize("cost", [0.1, 1, 20])
def test_no_threshold_is_cheaper(scored, cost):
    y, p = scored

    def price(t):
        return cost * ((p < t) & (y == 1)).sum() + ((p >= t) & (y == 0)).sum()

    chosen = dg_scores.choose_threshold(y, p, cost)
    every = {t: price(t) for t in [*p, np.inf]}
    assert price(chosen) <= min(every.values()) + 1e-9
    assert chosen == min(t for t in every if every[t] <= price(chosen) + 1e-9)


def test_folds_are_disjoint_and_stratified(rng):
    y = (rng.random(101) < 0.3).astype(int)
    folds = dg.stratified_folds(rng, y, 5)
    assert sorted(np.concatenate(folds)) == [*range(101)]
    assert max(map(len, folds)) - min(map(len, folds)) <= 1
    sick = [y[n].sum() for n in folds]
    assert max(sick) - min(sick) <= 1
    again = dg.stratified_folds(rng, y, 5)
    assert not np.array_equal(folds[0], again[0])
