"""optimizer.py and optimizer_fast.py against torch.optim: each test for both."""

import runpy
import sys

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from snippets.foundations import optimizer, optimizer_fast, optimizer_schedules
from snippets.foundations import optimizer_torch as twin
from tests.kit.gradients import numerical_gradient
from tests.networks.foundations.small_nets import NAMES, NetParams, params

__all__ = ["params"]
STEPS = 100
BUILTIN = {
    "sgd": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
}
SETTINGS = {
    "sgd": [{}],
    "momentum": [{}, {"mu": 0.5}],
    "nesterov": [{}, {"mu": 0.5}],
    "adagrad": [{}, {"eps": 0.3}],
    "rmsprop": [{}, {"eps": 0.3}, {"rho": 0.7}],
    "adam": [{}, {"eps": 0.3}, {"beta_1": 0.5, "beta_2": 0.8}],
    "adamw": [{}, {"eps": 0.3}, {"beta_1": 0.5, "beta_2": 0.8}],
}
CASES = [
    (name, settings | {"lr": 0.05} | decay)
    for name in NAMES
    for settings in SETTINGS[name]
    for decay in ({"weight_decay": 0.0}, {"weight_decay": 0.3})
]
SCHEDULES = [
    ("step_decay", {"T": 7}),
    ("step_decay", {"T": 7, "gamma": 0.5}),
    ("cosine", {"T": 30}),
    ("cosine", {"T": 30, "lr_min": 0.01}),
    ("warm_up", {"T": 12}),
    ("warm_up", {"T": 12, "start": 0.01}),
]
every_name = pytest.mark.parametrize("name", NAMES)
clear = optimizer


@pytest.fixture(autouse=True, params=["clear", "fast"])
def version(request, monkeypatch):
    """Which file the name optimizer stands for."""
    chosen = clear if request.param == "clear" else optimizer_fast
    monkeypatch.setattr(sys.modules[__name__], "optimizer", chosen)
    return request.param


def pair(name):
    return (getattr(optimizer, f"{name}_{word}") for word in ("init", "step"))


@pytest.fixture
def random_grads(rng):
    """One set of gradients for each step, of very different sizes."""
    scale = 10.0 ** rng.uniform(-3, 1, size=(4, 3))
    return [
        NetParams(
            rng.normal(size=(4, 3)) * scale,
            rng.normal(size=3),
            np.array(rng.normal()),
        )
        for _ in range(STEPS)
    ]


def leaves(params):
    return [torch.tensor(p, requires_grad=True) for p in params]


def largest(params, params_t):
    """The largest distance between two sets of parameters."""
    return max(
        np.abs(p - p_t.detach().numpy()).max()
        for p, p_t in zip(params, params_t, strict=True)
    )


@pytest.mark.parametrize(("name", "settings"), CASES, ids=str)
def test_every_step_is_torchs(params, random_grads, name, settings):
    init, step = pair(name)
    state, params_t = init(params), leaves(params)
    theirs = getattr(twin, f"builtin_{name}")(params_t, **settings)
    for t, grads in enumerate(random_grads, 1):
        params, state = step(params, grads, state, **settings)
        for p, g in zip(params_t, grads, strict=True):
            p.grad = torch.tensor(g)
        theirs.step()
        assert largest(params, params_t) <= 1e-12, f"step {t}"
        assert state[0] == t


@every_name
def test_defaults_are_torchs(params, random_grads, name):
    init, step = pair(name)
    state, params_t = init(params), leaves(params)
    if name in BUILTIN:
        theirs = BUILTIN[name](params_t)
    else:
        theirs = torch.optim.SGD(
            params_t, momentum=0.9, nesterov=name == "nesterov"
        )
    default = getattr(twin, f"builtin_{name}")(leaves(params)).defaults
    assert default == theirs.defaults
    for grads in random_grads:
        params, state = step(params, grads, state)
        for p, g in zip(params_t, grads, strict=True):
            p.grad = torch.tensor(g)
        theirs.step()
    assert largest(params, params_t) <= 1e-12


def net_gradients(params, x, y):
    """Of the mean squared error of s · tanh(x W + b), by hand."""
    h = np.tanh(x @ params.W + params.b)
    error = params.s * h - y
    da = 2 * error * params.s / y.size * (1 - h**2)
    ds = (2 * error * h / y.size).sum()
    return NetParams(x.T @ da, da.sum(axis=0), ds)


@every_name
@pytest.mark.parametrize("B", [1, 8, 50])
def test_training_a_net_is_torchs_with_autograd_and_schedule(
    rng, params, name, B
):
    x, y = rng.normal(size=(50, 4)), rng.normal(size=(50, 3))
    init, step = pair(name)
    state, params_t = init(params), leaves(params)
    theirs = getattr(twin, f"builtin_{name}")(
        params_t, lr=0.05, weight_decay=0.01
    )
    scheduler = twin.builtin_cosine(theirs, STEPS, 0.001)
    for t in range(STEPS):
        batch = rng.permutation(50)[:B]
        lr = optimizer_schedules.cosine(t, 0.05, STEPS, 0.001)
        grads = net_gradients(params, x[batch], y[batch])
        params, state = step(params, grads, state, lr=lr, weight_decay=0.01)
        theirs.zero_grad()
        W, b, s = params_t
        h = torch.tanh(torch.tensor(x[batch]) @ W + b)
        F.mse_loss(s * h, torch.tensor(y[batch])).backward()
        theirs.step()
        scheduler.step()
        assert largest(params, params_t) <= 1e-12, f"step {t}"


@pytest.mark.parametrize(("name", "settings"), SCHEDULES, ids=str)
def test_every_learning_rate_is_torchs(name, settings):
    theirs = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.4)
    scheduler = getattr(twin, f"builtin_{name}")(theirs, **settings)
    for t in range(STEPS):
        expected = theirs.param_groups[0]["lr"]
        ours = getattr(optimizer_schedules, name)(t, 0.4, **settings)
        assert ours == pytest.approx(expected, rel=1e-12, abs=1e-14), f"t={t}"
        theirs.step()
        scheduler.step()


@pytest.mark.filterwarnings("ignore:The epoch parameter")  # torch 2.8's own
def test_warm_up_then_cosine_is_torchs_sequence():
    theirs = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.4)
    parts = [twin.builtin_warm_up(theirs, 10), twin.builtin_cosine(theirs, 90)]
    scheduler = torch.optim.lr_scheduler.SequentialLR(theirs, parts, [10])
    for t in range(STEPS):
        ours = (
            optimizer_schedules.warm_up(t, 0.4, 10)
            if t < 10
            else optimizer_schedules.cosine(t - 10, 0.4, 90)
        )
        expected = theirs.param_groups[0]["lr"]
        assert ours == pytest.approx(expected, rel=1e-12, abs=1e-14), f"t={t}"
        theirs.step()
        scheduler.step()


def test_weight_decay_is_the_slope_of_its_penalty(rng, params):
    """Coupled decay is gradient descent on λ/2 · |θ|²."""
    zero = NetParams(*map(np.zeros_like, params))
    moved, _ = optimizer.sgd_step(params, zero, (0,), lr=1.0, weight_decay=0.3)
    for p, new in zip(params, moved, strict=True):
        slope = numerical_gradient(lambda p=p: 0.15 * (p**2).sum(), p)
        np.testing.assert_allclose(p - new, slope, rtol=1e-6)


def test_decay_of_adamw_does_not_pass_through_adam(params):
    """Without a gradient AdamW shrinks each weight by its own size, Adam not."""
    zero = NetParams(*map(np.zeros_like, params))
    settings = {"lr": 0.1, "weight_decay": 0.2}
    start = optimizer.adam_init(params)
    shrunk, _ = optimizer.adamw_step(params, zero, start, **settings)
    for p, new in zip(params, shrunk, strict=True):
        np.testing.assert_allclose(new, (1 - 0.02) * p, rtol=1e-15)
    moved, _ = optimizer.adam_step(params, zero, start, **settings)
    for p, new in zip(params, moved, strict=True):
        np.testing.assert_allclose(p - new, 0.1 * np.sign(p), rtol=1e-5)


@pytest.mark.parametrize("name", ["step_decay", "cosine", "warm_up"])
@pytest.mark.parametrize("T", [0, -5, 2.5])
def test_a_schedule_without_steps_is_refused(name, T):
    message = f"T must be whole and at least 1, got {T}"
    with pytest.raises(ValueError, match=message):
        getattr(optimizer_schedules, name)(3, 0.1, T)


@pytest.mark.parametrize(
    ("name", "lr"),
    [
        ("sgd", 0.09),
        ("momentum", 0.05),
        ("nesterov", 0.05),
        ("adagrad", 1.0),
        ("rmsprop", 0.1),
        ("adam", 0.2),
        ("adamw", 0.2),
    ],
)
def test_reaches_the_bottom_of_a_valley(name, lr):
    init, step = pair(name)
    w, curvature = [np.array([5.0, 1.0])], np.array([1.0, 20.0])
    state = init(w)
    for t in range(300):
        rate = optimizer_schedules.cosine(t, lr, 300)
        w, state = step(w, [curvature * w[0]], state, lr=rate)
    assert abs(w[0]).max() < 1e-3


def test_the_demo_shrinks_every_start(capsys):
    runpy.run_path(optimizer.__file__, run_name="__main__")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == NAMES
    assert all(float(line.split("=")[1]) < 3 for line in lines)
