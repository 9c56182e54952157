"""snippets/applications/recommendation.py against torch and differences."""

import re
from functools import partial

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.applications import recommendation as rec
from snippets.applications import recommendation_towers as rec_towers
from snippets.applications.recommendation_data import recall_at
from snippets.applications.recommendation_torch import (
    Factors,
    Towers,
    builtin_factors,
    builtin_tower,
    choice_loss_torch,
)
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

U, I, K, H, F, B = 6, 5, 3, 4, 2, 7  # all different
CASES = "factors", "towers"


@pytest.fixture
def inputs(rng):
    """Every array by its name, for both models; a user occurs twice in x."""
    return {
        "factors": {
            "P": rng.normal(size=(U, K)),
            "Q": rng.normal(size=(I, K)),
            "a": rng.normal(size=U),
            "b": rng.normal(size=I),
            "x": np.array([5, 0, 2, 2, 4, 3, 2]),
        },
        "towers": {
            "W_1": rng.normal(size=(I, H)),
            "b_1": rng.normal(size=H),
            "W_2": rng.normal(size=(H, K)),
            "W_3": rng.normal(size=(F, H)),
            "b_3": rng.normal(size=H),
            "W_4": rng.normal(size=(H, K)),
            "E": rng.normal(size=(I, K)),
            "b": rng.normal(size=I),
            "x": rng.normal(size=(B, I)),
            "features": rng.normal(size=(I, F)),
        },
    }


@pytest.fixture
def dscores(rng):
    return rng.normal(size=(B, I))


def params_of(given):
    kind = rec.FactorParams if "P" in given else rec_towers.TowerParams
    return kind(*(given[name] for name in kind._fields))


def forward(given):
    if "P" in given:
        return rec.factors_forward(params_of(given), given["x"])
    return rec_towers.towers_forward(
        params_of(given), given["x"], given["features"]
    )


def gradients(given, dscores):
    """The gradient of every floating input by its name."""
    _, cache = forward(given)
    if "P" in given:
        return rec.factors_backward(dscores, cache)._asdict()
    dx, dfeatures, grads = rec_towers.towers_backward(dscores, cache)
    return {**grads._asdict(), "x": dx, "features": dfeatures}


@pytest.mark.parametrize("case", CASES)
def test_matches_torch_twin(inputs, dscores, case):
    given = inputs[case]
    net = (Factors if case == "factors" else Towers)(*params_of(given))
    rest = [torch.tensor(given[n]) for n in ("x", "features") if n in given]
    for a in rest:
        a.requires_grad_(a.is_floating_point())
    scores = net(*rest)
    scores.backward(torch.tensor(dscores))
    np.testing.assert_allclose(forward(given)[0], scores.detach(), rtol=1e-10)
    expected = {name: p.grad for name, p in net.named_parameters()}
    if case == "towers":
        expected |= {"x": rest[0].grad, "features": rest[1].grad}
    got = gradients(given, dscores)
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_factors_match_torchs_layers(inputs, dscores):
    given = inputs["factors"]
    net = builtin_factors(*params_of(given))
    scores = net(torch.tensor(given["x"]))
    scores.backward(torch.tensor(dscores))
    np.testing.assert_allclose(forward(given)[0], scores.detach(), rtol=1e-10)
    got = gradients(given, dscores)
    for name, gradient in (
        ("P", net.taste.weight.grad),
        ("a", net.user.weight.grad[:, 0]),
        ("Q", net.items.weight.grad),
        ("b", net.items.bias.grad),
    ):
        np.testing.assert_allclose(got[name], gradient, rtol=1e-10)


def test_towers_match_torchs_layers(inputs, dscores):
    """Both towers from nn.Linear; torch has no layer for the whole."""
    given = inputs["towers"]
    t = {name: torch.tensor(a, requires_grad=True) for name, a in given.items()}
    user = builtin_tower(given["W_1"], given["b_1"], given["W_2"])
    item = builtin_tower(given["W_3"], given["b_3"], given["W_4"])
    scores = user(t["x"]) @ (item(t["features"]) + t["E"]).T + t["b"]
    scores.backward(torch.tensor(dscores))
    np.testing.assert_allclose(forward(given)[0], scores.detach(), rtol=1e-10)
    got = gradients(given, dscores)
    expected = {
        "W_1": user[0].weight.grad.T,
        "b_1": user[0].bias.grad,
        "W_2": user[2].weight.grad.T,
        "W_3": item[0].weight.grad.T,
        "b_3": item[0].bias.grad,
        "W_4": item[2].weight.grad.T,
        **{name: t[name].grad for name in ("E", "b", "x", "features")},
    }
    assert got.keys() == expected.keys()
    for name, gradient in expected.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


@pytest.mark.parametrize("case", CASES)
def test_gradient_matches_finite_differences(inputs, dscores, case):
    given = inputs[case]
    for name, gradient in gradients(given, dscores).items():
        np.testing.assert_allclose(
            gradient,
            numerical_gradient(
                lambda: (forward(given)[0] * dscores).sum(), given[name]
            ),
            rtol=1e-6,
            atol=1e-8,
            err_msg=name,
        )


def choices(rng):
    """Scores, clicked items, and what was allowed."""
    y = rng.integers(I, size=B)
    allowed = rng.random((B, I)) < 0.6
    allowed[np.arange(B), y] = True
    return rng.normal(size=(B, I)), y, allowed


def test_the_loss_of_choices_is_torchs(rng):
    scores, y, allowed = choices(rng)
    loss, dscores = rec.choice_loss(scores, y, allowed)
    scores_t = torch.tensor(scores, requires_grad=True)
    loss_t = choice_loss_torch(scores_t, torch.tensor(y), torch.tensor(allowed))
    loss_t.backward()
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-12)
    np.testing.assert_allclose(dscores, scores_t.grad, rtol=1e-10, atol=1e-15)
    assert not dscores[~allowed].any()
    np.testing.assert_allclose(dscores.sum(axis=1), 0, atol=1e-15)


def test_a_step_of_training_is_torchs(inputs, rng):
    """One step of Adam on all rows, with weight decay."""
    given = inputs["factors"]
    params, x = params_of(given), given["x"]
    _, y, allowed = choices(rng)
    net = rec.factors_forward, rec.factors_backward
    new, (loss,) = rec.train_recommender(
        *(rng, net, params, x),
        loss=lambda scores, n: rec.choice_loss(scores, y[n], allowed[n]),
        **{"B": B, "epochs": 1, "lr": 0.1, "weight_decay": 0.01},
    )
    twin = Factors(*params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.1, weight_decay=0.01)
    parts = torch.tensor(y), torch.tensor(allowed)
    loss_t = choice_loss_torch(twin(torch.tensor(x)), *parts)
    loss_t.backward()
    adam.step()
    assert np.isclose(loss, loss_t.item(), rtol=1e-12)
    for ours, theirs in zip(new, twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-8)


def test_initialisation_keeps_its_promise(rng):
    P, Q, a, b = rec.init_factors(rng, 90, 110, 100)
    for W in (P, Q):
        assert abs(W.std() - 0.1) < 2e-3
    assert not np.any(a)
    assert not np.any(b)
    params = rec_towers.init_towers(rng, 400, 100, 50, 30)
    for W in (params.W_1, params.W_2, params.W_3, params.W_4):
        assert abs(W.std() * len(W) ** 0.5 - 1) < 0.05
    for zero in (params.b_1, params.b_3, params.E, params.b):
        assert not np.any(zero)


@pytest.mark.parametrize(
    ("case", "name", "shape", "want"),
    [
        ("factors", "Q", (I, 9), "(I, 3)"),
        ("factors", "a", (I,), "(6,)"),
        ("factors", "b", (U,), "(5,)"),
        ("towers", "W_2", (9, K), "(4, K)"),
        ("towers", "W_3", (F, 9), "(F, 4)"),
        ("towers", "b_1", (9,), "(4,)"),
        ("towers", "W_4", (H, 9), "(4, 3)"),
        ("towers", "E", (U, K), "(5, 3)"),
        ("towers", "x", (B, 9), "(B, 5)"),
        ("towers", "features", (9, F), "(5, 2)"),
    ],
)
def test_a_wrong_shape_is_refused(inputs, case, name, shape, want):
    given = inputs[case] | {name: np.zeros(shape)}
    message = refusal(name, want, shape)
    with silence(), pytest.raises(ValueError, match=message):
        forward(given)


def test_bad_input_is_refused(rng):
    scores, y, allowed = choices(rng)
    none = allowed.copy()
    none[0] = False
    net = rec.factors_forward, rec.factors_backward
    start = rec.init_factors(rng, U, I, K)
    for words, call, *given in (
        (
            "allowed must hold each y, got a clicked item without",
            *(rec.choice_loss, scores, y, none),
        ),
        (
            "B, epochs must be whole and at least 1, got 0, 10",
            *(rec.train_recommender, rng, net, start, y, abs, 0.1, 0, 0),
        ),
        (
            "x must be whole numbers 0 … 5, got 0 … 6",
            *(rec.factors_forward, start, np.array([0, U])),
        ),
        (
            "dscores must be floats of shape (2, 5), got float64 (1, 5)",
            rec.factors_backward,
            *(np.ones((1, I)), (start, np.array([0, 1]))),
        ),
    ):
        with silence(), pytest.raises(ValueError, match=re.escape(words)):
            call(*given)


@pytest.mark.parametrize("case", CASES)
def test_arguments_stay_as_they_are(inputs, dscores, case):
    given = inputs[case]
    kept = {name: a.copy() for name, a in given.items()}
    once = gradients(given, dscores)
    for name, again in gradients(given, dscores).items():
        np.testing.assert_array_equal(again, once[name])
    for name, a in kept.items():
        np.testing.assert_array_equal(given[name], a, err_msg=name)


@pytest.mark.parametrize("case", CASES)
def test_float32_stays_float32(inputs, dscores, rng, case):
    given = {
        name: a.astype("float32") if a.dtype.kind == "f" else a
        for name, a in inputs[case].items()
    }
    scores, _ = forward(given)
    grads = gradients(given, dscores.astype("float32"))
    _, y, allowed = choices(rng)
    _, d = rec.choice_loss(scores, y, allowed)
    net = rec.factors_forward, rec.factors_backward
    if case == "towers":
        net = (
            partial(rec_towers.towers_forward, features=given["features"]),
            lambda d, cache: rec_towers.towers_backward(d, cache)[2],
        )
    params, _ = rec.train_recommender(
        *(rng, net, params_of(given), given["x"]),
        loss=lambda scores, n: rec.choice_loss(scores, y[n], allowed[n]),
        epochs=1,
    )
    for array in (scores, d, *grads.values(), *params):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """30 users in 3 circles click on 4 of 12 items; one click each is hidden: chance 1 / 9."""
    rng = np.random.default_rng(seed)
    circle = np.arange(30) % 3
    liked = np.arange(12) % 3 == circle[:, None]
    hidden = np.zeros_like(liked)
    hidden[np.arange(30), circle + 3 * rng.integers(4, size=30)] = True
    x, y = (liked & ~hidden).nonzero()
    allowed = ~(liked & ~hidden)[x]
    allowed[np.arange(len(y)), y] = True
    net = rec.factors_forward, rec.factors_backward
    start = rec.init_factors(rng, 30, 12, 3)
    params, losses = rec.train_recommender(
        *(rng, net, start, x),
        loss=lambda scores, n: rec.choice_loss(scores, y[n], allowed[n]),
        **{"B": 30, "epochs": 40, "lr": 0.05},
    )
    scores, _ = rec.factors_forward(params, np.arange(30))
    found = recall_at(scores, hidden, hidden | ~liked, 1).mean()
    assert losses[-1] < losses[0] / 2
    assert found >= 0.9
