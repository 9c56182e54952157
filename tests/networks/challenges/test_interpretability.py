"""snippets/challenges/interpretability.py against torch, Captum, scikit-learn.

Maps of ReLU networks jump where a unit switches; the cases here have none
within a millionth.
"""

import re

import numpy as np
import pytest
import torch
from captum import attr
from scipy.stats import spearmanr
from sklearn.inspection import permutation_importance

from press.check.shape_comments import silence
from snippets.challenges import interpretability as ip
from snippets.challenges import interpretability_cnn as ip_cnn
from snippets.challenges.interpretability_torch import (
    SmallCNN,
    builtin_small_cnn,
    grad_cam_torch,
    integrated_gradients_torch,
    logit_gradients_torch,
)
from snippets.feedforward.mlp import cross_entropy
from studies.challenges.interpretability import results as ir
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, SIZE, M_1, M, K = 5, 6, 2, 3, 4  # all different
NAMES = ip_cnn.SmallCNNParams._fields


@pytest.fixture
def case(rng):
    """Parameters, images and a class for each."""
    start = ip_cnn.init_small_cnn(rng, SIZE, M_1, M, K)
    params = start._make(rng.normal(size=p.shape) for p in start)
    return (
        params,
        rng.normal(size=(N, 1, SIZE, SIZE)),
        np.array([3, 0, 1, 2, 3]),
    )


def gradients(params, x, y):
    """Loss, and the gradient of every input by its name."""
    a, cache = ip_cnn.small_cnn_forward(params, x)
    loss, da = cross_entropy(a, y)
    dx, _, grads = ip_cnn.small_cnn_backward(da, cache)
    return loss, a, grads._asdict() | {"x": dx}


def assert_equal(case, net, turned):
    _, x, y = case
    loss, a, got = gradients(*case)
    x_t = torch.tensor(x, requires_grad=True)
    a_t = net(x_t)
    loss_t = torch.nn.functional.cross_entropy(a_t, torch.tensor(y))
    loss_t.backward()
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(a, a_t.detach(), rtol=1e-10)
    tensors = zip(NAMES, net.parameters(), strict=True)
    want = {k: p.grad.T if k == turned else p.grad for k, p in tensors}
    for name, gradient in (want | {"x": x_t.grad}).items():
        np.testing.assert_allclose(
            got[name], gradient, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_matches_torch_twin(case):
    assert_equal(case, SmallCNN(*case[0]), None)


def test_matches_torch_builtin(case):
    assert_equal(case, builtin_small_cnn(*case[0]), "W")


@pytest.mark.parametrize("name", [*NAMES, "x"])
def test_gradient_matches_finite_differences(case, name):
    params, x, y = case
    array = x if name == "x" else getattr(params, name)
    np.testing.assert_allclose(
        gradients(*case)[2][name],
        numerical_gradient(lambda: gradients(params, x, y)[0], array),
        rtol=1e-6,
        atol=1e-8,
    )


def test_attributions_match_the_twin(case):
    params, x, k = case
    net, x_t, k_t = SmallCNN(*params), torch.tensor(x), torch.tensor(k)
    ours = ip.logit_gradients(params, x, k)
    theirs = logit_gradients_torch(net, x_t, k_t)
    for got, want in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-14)
    _, _, dh, h = ours
    want = grad_cam_torch(torch.tensor(h), torch.tensor(dh), 2)
    np.testing.assert_allclose(ip.grad_cam(h, dh, 2), want, rtol=1e-10)
    base = np.full_like(x, 0.3)
    got = ip.integrated_gradients(
        lambda x: ip.logit_gradients(params, x, k)[1], x, base, 7
    )
    want = integrated_gradients_torch(
        lambda x: logit_gradients_torch(net, x, k_t)[1],
        x_t,
        torch.tensor(base),
        7,
    )
    np.testing.assert_allclose(got, want, rtol=1e-10, atol=1e-14)


def test_gradients_are_captums(case):
    params, x, k = case
    net = builtin_small_cnn(*params)
    x_t, k_t = torch.tensor(x, requires_grad=True), torch.tensor(k)
    _, dx, dh, h = ip.logit_gradients(params, x, k)
    base = np.full_like(x, 0.3)
    path = ip.integrated_gradients(
        lambda x: ip.logit_gradients(params, x, k)[1], x, base, 8
    )
    how = {"n_steps": 8, "method": "riemann_middle"}
    cam = attr.LayerGradCam(net, net[3])
    cam = cam.attribute(x_t, k_t, relu_attributions=True)
    theirs = (
        attr.Saliency(net).attribute(x_t, k_t),
        attr.InputXGradient(net).attribute(x_t, k_t),
        attr.IntegratedGradients(net).attribute(
            x_t, torch.tensor(base), k_t, **how
        ),
        attr.LayerAttribution.interpolate(cam, (SIZE, SIZE)),
    )
    ours = abs(dx), dx * x, path, ip.grad_cam(h, dh, 2)
    for got, want in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(got, want.detach(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("how", [(2, 1, 0.0), (2, 2, 0.7), (3, 1, -1.0)])
def test_occlusion_is_captums(case, how):
    """Captum divides in single precision."""
    params, x, k = case
    size, step, value = how
    theirs = attr.Occlusion(builtin_small_cnn(*params)).attribute(
        torch.tensor(x),
        (1, size, size),
        (1, step, step),
        value,
        torch.tensor(k),
    )
    got = ip.occlusion_map(
        lambda x: ip.logit_gradients(params, x, k)[0], x, *how
    )
    np.testing.assert_allclose(got, theirs.detach(), rtol=1e-5, atol=1e-5)


def test_occlusion_by_hand():
    """A score that is the sum of the weighed pixels tells the whole answer."""
    weight = np.arange(16.0).reshape(1, 1, 4, 4)
    x = np.ones((2, 1, 4, 4))
    got = ip.occlusion_map(lambda x: (x * weight).sum(axis=(1, 2, 3)), x, 1)
    np.testing.assert_array_equal(got, weight.repeat(2, axis=0))
    got = ip.occlusion_map(lambda x: (x * weight).sum(axis=(1, 2, 3)), x, 4)
    np.testing.assert_array_equal(got, np.full_like(x, 120.0))


def test_integrated_gradients_are_complete(case):
    """The sum of the map is F(x) - F(x′), the better the more steps."""
    params, x, k = case
    base = np.full_like(x, 0.3)
    ends = [ip.logit_gradients(params, a, k)[0] for a in (x, base)]
    gaps = []
    for steps in (2, 20, 200):
        path = ip.integrated_gradients(
            lambda x: ip.logit_gradients(params, x, k)[1], x, base, steps
        )
        total = path.sum(axis=(1, 2, 3))
        gaps.append(abs(total - (ends[0] - ends[1])).max())
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 0.03 * gaps[0]


def test_permutation_is_scikit_learns(rng):
    """The same seed gives the same orders, and the same drops."""
    x, w = rng.normal(size=(40, 3)), np.array([3.0, -1, 0])
    y = x @ w

    class Line:
        def fit(self, x, y):
            """What scikit-learn asks of an estimator."""

        def score(self, x, y):
            return -((x @ w - y) ** 2).mean()

    theirs = permutation_importance(Line(), x, y, n_repeats=4, random_state=7)
    seed = np.random.RandomState(7).randint(np.iinfo(np.int32).max + 1)
    chance = np.random.RandomState(seed)
    order = np.arange(40)
    orders = [np.arange(40)]
    for _ in range(4):  # it shuffles what it has shuffled
        chance.shuffle(order)
        orders.append(orders[-1][order])
    orders = np.array(orders[1:])

    def score(x):
        return Line().score(x, y)

    got = ip.permutation_drops(score, x, orders, np.eye(3, dtype=int))
    np.testing.assert_allclose(got, theirs.importances, rtol=1e-10, atol=1e-14)
    both = ip.permutation_drops(score, x, orders, np.array([[1, 1, 0]]))
    mixed = x[orders[2]] @ [3.0, -1, 0]
    np.testing.assert_allclose(both[0, 2], ((mixed - y) ** 2).mean())


def test_ranks_are_scipys(rng):
    a = rng.normal(size=(4, 30)).round(1)  # with ties
    b = a + rng.normal(size=(4, 30)).round(0)
    want = [spearmanr(*rows).statistic for rows in zip(a, b, strict=True)]
    np.testing.assert_allclose(ip.rank_correlation(a, b), want, rtol=1e-10)
    assert not ip.rank_correlation(a, np.ones_like(a)).any()


def test_initialisation_keeps_its_promise(rng):
    params = ip_cnn.init_small_cnn(rng, 27, 20, 30, 40)
    shapes = [p.shape for p in params]
    assert shapes[:3] == [(20, 1, 3, 3), (20,), (30, 20, 3, 3)]
    assert shapes[3:] == [(30,), (30 * 14 * 14, 40), (40,)]
    for W, fan in ((params.W_1, 4.5), (params.W_2, 90), (params.W, 30 * 196)):
        assert abs(W.std() * fan**0.5 - 1) < 0.12
    assert not any(b.any() for b in (params.b_1, params.b_2, params.b))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda p, x, k: ip_cnn.small_cnn_forward(p, x[:, :, :4, :4]),
            "x (5, 1, 4, 4) makes (5, 12), W is (27, 4)",
        ),
        (
            lambda p, x, k: ip.logit_gradients(p, x, k + 1),
            "k must be whole numbers 0 … 3, got 1 … 4",
        ),
        (
            lambda p, x, k: ip.occlusion_map(len, x, 3, 2),
            "windows 3 by 2 must fit into (6, 6)",
        ),
        (
            lambda p, x, k: ip.permutation_drops(len, x[:, 0, 0], k[:3], k),
            "orders must be whole numbers 0 … 4 of shape (R, 5), got int64 (3,)",
        ),
    ],
)
def test_bad_input_is_refused(case, call, message):
    with silence(), pytest.raises(ValueError, match=re.escape(message)):
        call(*case)


def test_maps_that_do_not_fit_are_refused(case):
    _, x, _ = case
    with (
        silence(),
        pytest.raises(ValueError, match=refusal("dh", "(5, 1, 6, 6)", (5, 1))),
    ):
        ip.grad_cam(x, np.zeros((5, 1)))
    with (
        silence(),
        pytest.raises(
            ValueError, match=refusal("baseline", "(5, 1, 6, 6)", (5, 1))
        ),
    ):
        ip.integrated_gradients(abs, x, np.zeros((5, 1)))


def single(params, x):
    return params._make(p.astype("float32") for p in params), x.astype(
        "float32"
    )


def test_float32_stays_float32(case):
    params, x = single(*case[:2])
    k = case[2]
    loss, a, named = gradients(params, x, k)
    a_k, dx, dh, h = ip.logit_gradients(params, x, k)
    trained, losses = ip_cnn.train_small_cnn(
        np.random.default_rng(0), params, x, k, epochs=1
    )
    arrays = [loss, a, *named.values(), a_k, dx, dh, h, *trained, losses]
    path = ip.integrated_gradients(
        lambda x: ip.logit_gradients(params, x, k)[1], x, 0 * x, 3
    )
    hidden = ip.occlusion_map(
        lambda x: ip.logit_gradients(params, x, k)[0], x, 2, 2, 0.5
    )
    arrays += [path, hidden, ip.grad_cam(h, dh, 2)]
    arrays.append(ip.rank_correlation(x[:, 0, 0], x[:, 0, 1]))
    orders = np.array([[4, 3, 2, 1, 0]])
    arrays.append(
        ip.permutation_drops(
            lambda x: x[0, 0], x[:, 0, 0], orders, np.eye(6, dtype=int)
        )
    )
    for array in arrays:
        assert array.dtype == np.float32


def test_arguments_stay_as_they_are(case):
    params, x, k = case
    kept = [p.copy() for p in (*params, x)]
    _, _, dh, h = ip.logit_gradients(params, x, k)
    ip.occlusion_map(lambda x: x.sum(axis=(1, 2, 3)), x, 2, 2)
    ip.integrated_gradients(lambda x: x, x, 0 * x, 2)
    ip.grad_cam(h, dh)[:] = 7
    ip_cnn.train_small_cnn(np.random.default_rng(0), params, x, k, epochs=1)
    orders = np.array([[4, 3, 2, 1, 0]])
    ip.permutation_drops(len, x[:, 0, 0], orders, np.eye(6, dtype=int))
    for parameter in builtin_small_cnn(*params).parameters():
        torch.nn.init.zeros_(parameter)
    for array, was in zip((*params, x), kept, strict=True):
        np.testing.assert_array_equal(array, was)


def test_training_is_torchs(case):
    """Two epochs of torch.optim.SGD with momentum, lr falling."""
    params, x, y = case
    ours, losses = ip_cnn.train_small_cnn(
        np.random.default_rng(1), params, x, y, 0.01, 2, 2
    )
    net, rng = SmallCNN(*params), np.random.default_rng(1)
    sgd = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
    theirs = []
    for rate in (0.01, 0.005):
        sgd.param_groups[0]["lr"] = rate
        for n in torch.tensor(rng.permutation(N)).split(2):
            loss = torch.nn.functional.cross_entropy(
                net(torch.tensor(x)[n]), torch.tensor(y)[n]
            )
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            theirs.append(loss.item())
    np.testing.assert_allclose(losses, theirs, rtol=1e-9)
    for got, want in zip(ours, net.parameters(), strict=True):
        np.testing.assert_allclose(got, want.detach(), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """A bar in the upper or lower half, at any height, with noise."""
    rng = np.random.default_rng(seed)
    y = rng.integers(2, size=400)
    row = 4 * y + rng.integers(4, size=400)
    x = np.eye(8)[row, None, :, None] + rng.normal(0, 0.3, (400, 1, 8, 8))
    start = ip_cnn.init_small_cnn(rng, 8, 4, 6, 2)
    params, losses = ip_cnn.train_small_cnn(
        rng, start, x[:200], y[:200], epochs=3
    )
    assert losses.shape == (21,)
    a, _ = ip_cnn.small_cnn_forward(params, x[200:])
    assert (a.argmax(axis=1) == y[200:]).mean() > 0.97


def test_a_leak_is_found(rng):
    """One training image among the test images stops the experiment."""
    x = rng.random((5000, 1, 2, 2))
    y = np.arange(5000)
    (_, train), (_, test) = ir._split(x, y)
    assert (len(train), len(test)) == (3000, 1000)
    assert not set(train) & set(test)
    x[3500] = x[7]
    with pytest.raises(AssertionError):
        ir._split(x, y)


def test_the_shortcut_is_where_the_class_says():
    """Nine pixels each, in ten places that do not touch."""
    x = np.zeros((10, 1, 28, 28))
    planted = ir.plant(x, np.arange(10), 1.0)
    assert not x.any()
    np.testing.assert_array_equal(planted.sum(axis=(1, 2, 3)), 9)
    assert planted.sum(axis=0).max() == 1
    assert ir._inside(planted, planted) == 1
    assert ir._inside(np.ones_like(x), planted) == round(9 / 784, 4)
