"""Calls whose answers the twins in JavaScript must give, too; all sizes differ."""

import numpy as np

from snippets.foundations import backprop, neuron, perceptron
from tests.kit.calls import Call

FS = (neuron.f_identity, neuron.f_relu, neuron.f_sigmoid, neuron.f_tanh)


def sizes(rng, many: int) -> list[int]:
    """Different ones, from 1 on."""
    return [int(n) for n in rng.permutation(np.arange(1, 4 + many))[:many]]


def free(rng):
    """An array of up to 3 axes, small numbers and some where exp overflows."""
    shape = sizes(rng, int(rng.integers(4)))
    return Call((np.array(rng.normal(size=shape) * rng.choice([0.1, 3, 800])),))


def smooth(rng):
    """The same, where a slope is not only what rounding has left of it."""
    shape = sizes(rng, int(rng.integers(4)))
    return Call((np.array(rng.normal(size=shape)),))


def rectified(rng):
    """And zeros, where the slope jumps."""
    (a,) = free(rng).args
    return Call((np.where(rng.random(a.shape) < 0.2, 0.0, a),))


def samples(rng):
    """A neuron, samples for it, an activation."""
    N, D = sizes(rng, 2)
    params = neuron.NeuronParams(rng.normal(size=D), np.array(rng.normal()))
    return params, rng.normal(size=(N, D)), FS[rng.integers(4)]


def forward(rng):
    params, x, f = samples(rng)
    return Call((params, x, f) if rng.random() < 0.8 else (params, x))


def backward(rng):
    _, cache = neuron.neuron_forward(*samples(rng))
    return Call((rng.normal(size=len(cache[0])), cache))


def pair(rng):
    shape = sizes(rng, int(rng.integers(4)))
    return Call(tuple(np.array(rng.normal(size=shape)) for _ in range(2)))


def judged(rng):
    """Predictions for targets, some of them right, some far off."""
    y_hat, y = pair(rng).args
    far = rng.choice([0, 1, 5], size=y.shape, p=[0.2, 0.5, 0.3])
    return Call((np.array(y + far * y_hat), y))


def clipped(rng):
    """And a threshold: none given, one that is sound, or none at all."""
    deltas = 0.4, float(rng.uniform(0.1, 5)), 0.0, -1.0
    if rng.random() < 0.3:
        return judged(rng)
    delta = float(rng.choice(deltas, p=[0.2, 0.6, 0.1, 0.1]))
    return Call((*judged(rng).args, delta))


def train(rng):
    params, x, f = samples(rng)
    args = params, x, rng.normal(size=len(x))
    if rng.random() < 0.1:
        return Call(args)
    settings = {"lr": float(rng.uniform(0.01, 0.3))}
    settings["steps"] = int(rng.integers(6))
    return Call((*args, f), settings, least={"steps": 0})


def expect(rng):
    """Shapes that fit, and some that do not."""
    shape = sizes(rng, int(rng.integers(4)))
    asked = [rng.choice(["N", n, n + 1], p=[0.4, 0.5, 0.1]) for n in shape]
    asked = ["N" if each == "N" else int(each) for each in asked]
    asked += [3] if rng.random() < 0.1 else []
    asked = [...] if rng.random() < 0.1 else asked
    return Call(("x", np.array(rng.normal(size=shape)), *asked))


def expect_count(rng):
    low = int(rng.integers(-1, 3))
    kinds = [*range(-1, 4), 1, 1, 2, 1.5, "2", None, True]
    counts = [
        kinds[rng.integers(len(kinds))] for _ in range(rng.integers(1, 3))
    ]
    settings = {} if rng.random() < 0.3 else {"low": low}
    return Call(("D, H", *counts), settings)


def divided(rng):
    """A perceptron, samples for it, a tie among them now and then, labels."""
    N, D = sizes(rng, 2)
    w, b = np.rint(3 * rng.normal(size=D)), np.rint(2 * rng.normal())
    x = np.rint(2 * rng.normal(size=(N, D)))
    y = np.where(rng.random(N) < 0.5, 1.0, -1.0)
    return perceptron.PerceptronParams(w, np.array(b)), x, y


def criterion(rng):
    """Scores and labels, some of which are none."""
    params, x, y = divided(rng)
    y[0] = rng.choice([y[0], 0, 2], p=[0.8, 0.1, 0.1])
    return Call((perceptron.perceptron_forward(params, x)[0], y))


def rosenblatt(rng):
    """A sample, and a label that may be none."""
    params, x, y = divided(rng)
    kinds = float(y[0]), int(y[0]), 0.0, -2.0, 0.5
    label = kinds[rng.choice(5, p=[0.4, 0.4, 0.1, 0.05, 0.05])]
    return Call((params, x[0], label))


def separated(rng):
    """Labels of a separator, or, now and then, labels at random."""
    params, x, y = divided(rng)
    right = np.sign(perceptron.perceptron_forward(params, x)[0])
    return Call(
        (params, x, np.where(right == 0, y, right) if rng.random() < 0.9 else y)
    )


def soft(rng):
    """Logits, at some of which exp overflows; targets, also 0 and 1, few of them none."""
    (a,) = smooth(rng).args
    a = np.where(rng.random(a.shape) < 0.1, rng.choice([-800, 800]), a)
    y = np.where(rng.random(a.shape) < 0.4, rng.integers(2, size=a.shape), 0.3)
    off = rng.choice([0, -0.4, 0.8], p=[0.8, 0.1, 0.1])
    return Call((a, y + off))


def two_layers(rng):
    """Two layers, samples for them, slopes of their logits."""
    N, D, H, K = sizes(rng, 4)
    shapes = (D, H), (H,), (H, K), (K,)
    params = [rng.normal(size=shape) for shape in shapes]
    x, da_2 = rng.normal(size=(N, D)), rng.normal(size=(N, K))
    return backprop.TwoLayerParams(*params), x, da_2


def two_layers_back(rng):
    params, x, da_2 = two_layers(rng)
    return Call((da_2, backprop.two_layer_forward(params, x)[1]))


def leaky(rng):
    """And a slope below 0: none given, an end of what it may be, or beyond."""
    (a,) = rectified(rng).args
    alphas = rng.random(), 0.0, 1.0, -0.1, 1.5
    if rng.random() < 0.3:
        return Call((a,))
    return Call((a, float(rng.choice(alphas, p=[0.5, 0.15, 0.15, 0.1, 0.1]))))


def rule(buffers, **settings):
    """Small parameters, so that what ε does shows; a share of the settings given."""

    def drawn(rng):
        shape = sizes(rng, int(rng.integers(4)))
        g = np.array(rng.normal(size=shape) * rng.choice([1e-6, 1, 30]))
        theta = np.array(rng.normal(size=shape) * 1e-3)
        memory = [np.array(abs(g) * rng.random(shape)) for _ in range(buffers)]
        counts = [int(rng.integers(1, 30))] if buffers == 2 else []
        many = int(rng.integers(len(settings) + 1))
        given = {
            k: float(rng.uniform(*settings[k])) for k in [*settings][:many]
        }
        return Call((theta, g, *memory, *counts), given)

    return drawn


LR, KEPT, EPS = (0.001, 0.3), (0.3, 0.99), (1e-9, 1e-3)
VECTORS = {
    "neuron.expect": expect,
    "neuron.expect_count": expect_count,
    "neuron.sigmoid": free,
    "neuron.f_identity": free,
    "neuron.f_relu": rectified,
    "neuron.f_sigmoid": smooth,
    "neuron.f_tanh": smooth,
    "neuron.neuron_forward": forward,
    "neuron.neuron_backward": backward,
    "neuron.mse": pair,
    "neuron.train_neuron": train,
    "perceptron.init_perceptron": lambda rng: Call((int(rng.integers(1, 9)),)),
    "perceptron.perceptron_forward": lambda rng: Call(divided(rng)[:2]),
    "perceptron.perceptron_loss": criterion,
    "perceptron.perceptron_step": rosenblatt,
    "perceptron.novikoff": separated,
    "activation.f_leaky_relu": leaky,
    "activation.f_silu": free,
    "loss.mse": judged,
    "loss.mae": judged,
    "loss.huber": clipped,
    "loss.sigmoid": free,
    "backprop.two_layer_forward": lambda rng: Call(two_layers(rng)[:2]),
    "backprop.sigmoid": free,
    "backprop.binary_cross_entropy": soft,
    "backprop.two_layer_backward": two_layers_back,
    "optimizer.sgd_rule": rule(0, lr=LR),
    "optimizer.momentum_rule": rule(1, lr=LR, mu=KEPT),
    "optimizer.nesterov_rule": rule(1, lr=LR, mu=KEPT),
    "optimizer.adagrad_rule": rule(1, lr=LR, eps=EPS),
    "optimizer.rmsprop_rule": rule(1, lr=LR, rho=KEPT, eps=EPS),
    "optimizer.adam_rule": rule(2, lr=LR, beta_1=KEPT, beta_2=KEPT, eps=EPS),
}
