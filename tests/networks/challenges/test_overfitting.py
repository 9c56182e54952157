"""snippets/challenges/overfitting.py against torch, scikit-learn, differences.

Two losses have gradients: that of the net with decay, and that of ridge. What
has none (parts, stopping, the shortest fit) is checked by its definition.
"""

import re

import numpy as np
import pytest
import torch
from sklearn.linear_model import Ridge
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.challenges import overfitting as of
from snippets.challenges import overfitting_ridge as of_ridge
from snippets.challenges import overfitting_torch as twin
from snippets.convolution.dropout import DropoutParams, init_dropout_net
from snippets.convolution.dropout_torch import DropoutNet
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

B, D, H, K, P = 7, 5, 6, 3, 4  # all different: no swapped axis goes unseen
DECAY = 0.3
NAMES = [*DropoutParams._fields, "x"]


@pytest.fixture
def case(rng):
    """All that goes in, by name, and the classes."""
    params = init_dropout_net(rng, D, H, K)._asdict()
    inputs = {k: a + 0.1 * rng.normal(size=a.shape) for k, a in params.items()}
    return inputs | {"x": rng.normal(size=(B, D))}, rng.integers(K, size=B)


def forward(inputs, y, p=0.4, decay=DECAY):
    """Every call draws the same mask."""
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    chance = np.random.default_rng(3)
    return of.memorise_forward(chance, params, inputs["x"], y, p, decay)


def gradients(inputs, y, **settings):
    dx, grads = of.memorise_backward(forward(inputs, y, **settings)[1])
    return grads._asdict() | {"x": dx}


def twin_of(inputs):
    return DropoutNet(*(inputs[k] for k in DropoutParams._fields))


@pytest.mark.parametrize("p", [0.0, 0.4])
@pytest.mark.parametrize("decay", [0.0, DECAY])
def test_matches_torch_twin(case, p, decay):
    inputs, y = case
    net, chance = twin_of(inputs), np.random.default_rng(3)
    x = torch.tensor(inputs["x"], requires_grad=True)
    loss = twin.memorise_torch(chance, net, x, torch.tensor(y), p, decay)
    loss.backward()
    np.testing.assert_allclose(
        forward(inputs, y, p, decay)[0], loss.item(), rtol=1e-10
    )
    want = {k: q.grad for k, q in net.named_parameters()} | {"x": x.grad}
    got = gradients(inputs, y, p=p, decay=decay)
    assert got.keys() == want.keys()
    for name, gradient in want.items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_builtin(case):
    """nn.Linear and nn.Dropout; the decay is that of torch.optim.SGD."""
    inputs, y = case
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    net = twin.builtin_memorise(params)
    Ws, bs = ([net[k].weight for k in (0, 3)], [net[k].bias for k in (0, 3)])
    optimizer = torch.optim.SGD(
        [{"params": Ws, "weight_decay": DECAY}, {"params": bs}], lr=1.0
    )
    x = torch.tensor(inputs["x"], requires_grad=True)
    F.cross_entropy(net(x), torch.tensor(y)).backward()
    optimizer.step()
    grads = gradients(inputs, y, p=0.0)
    np.testing.assert_allclose(grads.pop("x"), x.grad, rtol=1e-10)
    for (name, g), q in zip(grads.items(), net.parameters(), strict=True):
        after = q.detach().numpy()
        np.testing.assert_allclose(
            inputs[name] - g, after.T, rtol=1e-10, err_msg=name
        )


@pytest.mark.parametrize("name", NAMES)
def test_gradient_matches_finite_differences(case, name):
    inputs, y = case
    np.testing.assert_allclose(
        gradients(inputs, y)[name],
        numerical_gradient(lambda: forward(inputs, y)[0], inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


@pytest.fixture
def ridge(rng):
    """w, z, y of a problem with fewer features than samples."""
    shapes = {"w": (P, K), "z": (B, P), "y": (B, K)}
    return {k: rng.normal(size=shape) for k, shape in shapes.items()}


@pytest.mark.parametrize("lam", [0.0, 0.7])
def test_the_slopes_of_ridge_are_torchs_and_those_of_differences(ridge, lam):
    loss, cache = of_ridge.ridge_forward(**ridge, lam=lam)
    tensors = {k: torch.tensor(a, requires_grad=True) for k, a in ridge.items()}
    theirs = twin.ridge_torch(**tensors, lam=lam)
    theirs.backward()
    np.testing.assert_allclose(loss, theirs.item(), rtol=1e-10)
    for name, ours in zip("wz", of_ridge.ridge_backward(cache), strict=True):
        grad = tensors[name].grad
        np.testing.assert_allclose(ours, grad, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(
            ours,
            numerical_gradient(
                lambda: of_ridge.ridge_forward(**ridge, lam=lam)[0], ridge[name]
            ),
            rtol=1e-6,
            atol=1e-8,
        )


@pytest.mark.parametrize("shape", [(30, 8), (8, 30), (8, 8)], ids=str)
@pytest.mark.parametrize("lam", [0.0, 0.05])
def test_the_fit_is_torchs_and_scikit_learns(rng, shape, lam):
    z, y = rng.normal(size=shape), rng.normal(size=(shape[0], K))
    w = of_ridge.ridge_fit(z, y, lam)
    theirs = twin.ridge_fit_torch(torch.tensor(z), torch.tensor(y), lam)
    np.testing.assert_allclose(w, theirs, rtol=1e-8, atol=1e-10)
    if lam:
        other = Ridge(alpha=len(z) * lam, fit_intercept=False).fit(z, y)
        np.testing.assert_allclose(w, other.coef_.T, rtol=1e-8, atol=1e-10)
    dw, _ = of_ridge.ridge_backward(of_ridge.ridge_forward(w, z, y, lam)[1])
    np.testing.assert_allclose(dw, 0, atol=1e-12)


def test_of_all_that_fit_the_shortest_is_taken(rng):
    """Also when two features are the same: no share of the pair is wasted."""
    z = rng.normal(size=(6, 4))
    z = np.concatenate([z, z[:, :1]], axis=1)
    w = of_ridge.ridge_fit(z, z @ rng.normal(size=(5, K)))
    np.testing.assert_allclose(w[0], w[-1], atol=1e-12)
    wide = rng.normal(size=(4, 9))
    y = rng.normal(size=(4, K))
    shortest = of_ridge.ridge_fit(wide, y)
    for _ in range(20):
        step = rng.normal(size=(9, K))
        other = shortest + step - np.linalg.pinv(wide) @ (wide @ step)
        np.testing.assert_allclose(wide @ other, y, atol=1e-12)
        assert (other**2).sum() > (shortest**2).sum()


def test_gradient_descent_from_zero_ends_at_the_shortest_fit(rng):
    z, y = rng.normal(size=(5, 40)), rng.normal(size=(5, K))
    w = np.zeros((40, K))
    for _ in range(400):
        dw, _ = of_ridge.ridge_backward(of_ridge.ridge_forward(w, z, y)[1])
        w = w - 0.05 * dw
    np.testing.assert_allclose(w, of_ridge.ridge_fit(z, y), atol=1e-8)


def test_features_are_torchs(rng):
    V, x = rng.normal(size=(D, P)), rng.normal(size=(B, D))
    ours = of_ridge.random_features(V, x)
    theirs = twin.random_features_torch(torch.tensor(V), torch.tensor(x))
    np.testing.assert_allclose(ours, theirs, rtol=1e-10)
    wide = of_ridge.random_features(rng.normal(size=(D, 40_000)), x)
    want = (x**2).sum(axis=1) / 2  # of a normal number half the square is left
    np.testing.assert_allclose((wide**2).sum(axis=1), want, rtol=0.05)


def test_initialisation_keeps_its_promise(case):
    """The path begins with the parameters that came, and ends after steps."""
    inputs, y = case
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    chance = np.random.default_rng(0)
    path = of.train_memorise(chance, params, inputs["x"], y, steps=50, B=4)
    assert len(path) == 4  # 0, 20, 40, 50
    assert path[0] is params
    assert all(
        not np.array_equal(*pair) for pair in zip(*path[1:3], strict=True)
    )


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [("x", (B, 6), "(B, 5)"), ("b_1", (4,), "(6,)"), ("W_2", (5, K), None)],
)
def test_bad_input_is_refused(case, name, shape, want):
    inputs, y = case
    message = refusal(name, want, shape) if want else re.escape("b_1 must")
    message = message if want else "."
    with silence(), pytest.raises(ValueError, match=message):
        forward(inputs | {name: np.zeros(shape)}, y)


def test_what_else_is_refused_says_why(rng, ridge):
    train, test = np.arange(5), np.arange(4, 9)
    for call, message in (
        (
            lambda: of.expect_apart(train=train, test=test),
            "train and test must have no sample in common, got 1",
        ),
        (
            lambda: of.memorise_parts(rng, 9, 5, 6),
            "sizes must add up to 9 or less, got (5, 6)",
        ),
        (
            lambda: of_ridge.ridge_fit(ridge["z"], ridge["y"], -1.0),
            "lam must be a number from 0, got -1.0",
        ),
        (
            lambda: of_ridge.ridge_forward(**ridge, lam=None),
            "lam must be a number from 0, got None",
        ),
        (
            lambda: of.stop_early(np.ones(3), 0),
            "patience must be whole and at least 1, got 0",
        ),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            call()


def test_float32_stays_float32(case, ridge):
    inputs, y = case
    inputs = {k: a.astype(np.float32) for k, a in inputs.items()}
    small = {k: a.astype(np.float32) for k, a in ridge.items()}
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    chance = np.random.default_rng(0)
    case = chance, params, inputs["x"], y, 0.5, 0.1
    path = of.train_memorise(*case, steps=2)
    loss, cache = of_ridge.ridge_forward(**small, lam=0.1)
    arrays = [*gradients(inputs, y).values(), *path[-1], loss]
    arrays += [forward(inputs, y)[0], *of_ridge.ridge_backward(cache)]
    arrays += [of.memorise_judge(params, inputs["x"], y)[1]]
    arrays += [
        of_ridge.ridge_fit(small["z"], small["y"], lam) for lam in (0.0, 0.1)
    ]
    arrays += [of_ridge.random_features(inputs["W_1"], inputs["x"])]
    for array in arrays:
        assert array.dtype == np.float32


def test_arguments_stay_as_they_are(case, ridge):
    inputs, y = case
    kept = {k: a.copy() for k, a in (inputs | ridge).items()}
    once = gradients(inputs, y)
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    of.train_memorise(np.random.default_rng(0), params, inputs["x"], y, steps=2)
    of_ridge.ridge_backward(of_ridge.ridge_forward(**ridge)[1])
    of_ridge.ridge_fit(ridge["z"], ridge["y"])
    for parameter in twin.builtin_memorise(params).parameters():
        torch.nn.init.zeros_(parameter)
    for name, array in (inputs | ridge).items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)
    for name, gradient in gradients(inputs, y).items():
        np.testing.assert_array_equal(gradient, once[name])


def test_training_is_torchs(case):
    """Five steps of Adam with dropout, and with decay on the Ws alone."""
    inputs, y = case
    params = DropoutParams(*(inputs[k] for k in DropoutParams._fields))
    rest = {"p": 0.4, "decay": DECAY, "lr": 0.1, "steps": 5, "B": 4}
    chance = np.random.default_rng(1)
    ours = of.train_memorise(chance, params, inputs["x"], y, **rest)[-1]
    net, chance = twin_of(inputs), np.random.default_rng(1)
    tensors = torch.tensor(inputs["x"]), torch.tensor(y)
    twin.train_memorise_torch(chance, net, *tensors, **rest)
    for name, p in net.named_parameters():
        got = getattr(ours, name)
        np.testing.assert_allclose(got, p.detach(), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """Random labels of 40 points in 10 dimensions: every one; new ones not."""
    rng = np.random.default_rng(seed)
    x, new = rng.normal(size=(2, 40, 10))
    y = rng.integers(4, size=40)
    start = init_dropout_net(rng, 10, 64, 4)
    path = of.train_memorise(rng, start, x, y, lr=0.01, steps=300, every=100)
    assert len(path) == 4
    assert of.memorise_judge(path[-1], x, y)[0] == 1
    assert of.memorise_judge(path[-1], new, y)[0] < 0.6


@pytest.mark.parametrize(
    ("losses", "patience", "want"),
    [
        ([3, 2, 1, 2, 0], 1, (2, 3)),
        ([3, 2, 1, 2, 0], 2, (4, 4)),
        ([3, 2, 1, 1, 1, 0], 2, (2, 4)),
        ([3, 2, 1, 1, 1, 0], 3, (5, 5)),
        ([1], 5, (0, 0)),
        ([5, 6, 7], 2, (0, 2)),
    ],
)
def test_stopping_waits_for_its_patience(losses, patience, want):
    best, seen = of.stop_early(np.array(losses, float), patience)
    assert (best, len(seen) - 1) == want
    np.testing.assert_array_equal(seen, losses[: len(seen)])


def test_parts_are_disjoint(rng):
    """A planted leak: one sample of the test stands in training, too."""
    parts = of.memorise_parts(rng, 50, 20, 7, 13)
    assert [len(part) for part in parts] == [20, 7, 13]
    train, val, test = parts
    of.expect_apart(train=train, val=val, test=test)
    assert set(np.concatenate(parts)) <= set(range(50))
    assert not np.array_equal(train, np.sort(train))
    leaky = np.append(train, test[:1])
    with pytest.raises(ValueError, match="train and test must have no sample"):
        of.expect_apart(train=leaky, val=val, test=test)
