"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.foundations import (
    activation,
    activation_chain,
    backprop,
    loss,
    neuron,
    optimizer,
    perceptron,
)
from tests.kit.calls import Call

N, D, H, K = 7, 3, 5, 4


def free(rng):
    """An argument a of any shape, alone."""
    return Call((2 * rng.normal(size=(N, H)),), free=("a",))


def pair(rng):
    """Predictions and targets, or logits and soft targets."""
    return Call((rng.normal(size=(N, K)), rng.random((N, K))))


def soft_pair(rng):
    return pair(rng)._replace(wrong={"y": (-0.1, 1.1)})


# a neuron, a perceptron


def linear(rng, make=neuron.NeuronParams):
    return make(rng.normal(size=D), np.array(rng.normal()))


def samples(rng):
    return rng.normal(size=(N, D))


def neuron_back(rng):
    _, cache = neuron.neuron_forward(linear(rng), samples(rng), neuron.f_tanh)
    return Call((rng.normal(size=N), cache))


def train_neuron(rng):
    args = linear(rng), samples(rng), rng.normal(size=N)
    return Call((*args, neuron.f_tanh), {"steps": 2}, least={"steps": 0})


def unit(rng):
    return linear(rng, perceptron.PerceptronParams)


def signs(rng):
    return np.where(rng.permutation(N) % 2, 1.0, -1.0)


def perceptron_back(rng):
    _, cache = perceptron.perceptron_forward(unit(rng), samples(rng))
    return Call((rng.normal(size=N), cache))


def separated(rng):
    params, x = unit(rng), samples(rng)
    a, _ = perceptron.perceptron_forward(params, x)
    return Call((params, x, np.sign(a)))


# losses


def classes(rng):
    args = 3 * rng.normal(size=(N, K)), rng.permutation(N) % K
    return Call(args, whole={"y": (0, K - 1)})


def train_linear(rng):
    start = loss.LinearParams(rng.normal(size=(D, K)), rng.normal(size=K))
    args = loss.mse, start, samples(rng), rng.normal(size=(N, K))
    return Call(args, {"steps": 2}, least={"steps": 0})


# chains of layers


def chain(rng):
    return activation_chain.init_chain(rng, (D, H, K)), samples(rng)


def chain_back(rng):
    _, cache = activation_chain.chain_forward(*chain(rng), activation.f_tanh)
    return Call((rng.normal(size=(N, K)), cache))


def chain_step_back(rng):
    _, cache = activation_chain.chain_forward(*chain(rng), activation.f_tanh)
    return Call((rng.normal(size=(N, H)), cache[0]))


def softmax_back(rng):
    y_hat = activation.softmax_forward(rng.normal(size=(N, K)))
    return Call((rng.normal(size=(N, K)), y_hat))


# two layers


def two_layers(rng):
    shapes = (D, H), (H,), (H, K), (K,)
    return backprop.TwoLayerParams(*(rng.normal(size=s) for s in shapes))


def two_layer_back(rng):
    _, cache = backprop.two_layer_forward(two_layers(rng), samples(rng))
    return Call((rng.normal(size=(N, K)), cache))


def train_two_layer(rng):
    args = rng, two_layers(rng), samples(rng), rng.random((N, K))
    return Call(args, {"steps": 2, "B": 4})


# optimizers


def arrays(rng):
    """Of 2, 1 and no axes; all above 0, as sums of squares are."""
    shapes = (H, K), (K,), ()
    return [np.array(rng.uniform(0.1, 1, shape)) for shape in shapes]


def step(buffers):
    def make(rng):
        state = 3, *(arrays(rng) for _ in range(buffers))
        return Call(
            (arrays(rng), arrays(rng), state),
            {"weight_decay": 0.1},
        )

    return make


def all_sgd(rng):
    call = step(0)(rng)
    return call._replace(args=(optimizer.sgd_rule, *call.args))


def init(rng):
    return Call((arrays(rng),), free=("params",))


CALLS = {
    "neuron.init_neuron": lambda rng: Call((rng, D)),
    "neuron.sigmoid": free,
    "neuron.f_identity": free,
    "neuron.f_relu": free,
    "neuron.f_sigmoid": free,
    "neuron.f_tanh": free,
    "neuron.neuron_forward": lambda rng: Call(
        (linear(rng), samples(rng), neuron.f_tanh)
    ),
    "neuron.neuron_backward": neuron_back,
    "neuron.mse": pair,
    "neuron.train_neuron": train_neuron,
    "perceptron.init_perceptron": lambda rng: Call((D,)),
    "perceptron.perceptron_forward": lambda rng: Call(
        (unit(rng), samples(rng))
    ),
    "perceptron.perceptron_loss": lambda rng: Call(
        (rng.normal(size=N), signs(rng))
    ),
    "perceptron.perceptron_backward": perceptron_back,
    "perceptron.perceptron_step": lambda rng: Call(
        (unit(rng), rng.normal(size=D), -1.0)
    ),
    "perceptron.train_perceptron": lambda rng: Call(
        (unit(rng), samples(rng), signs(rng)), {"epochs": 3}
    ),
    "perceptron.novikoff": separated,
    "loss.mse": pair,
    "loss.mae": pair,
    "loss.huber": pair,
    "loss.sigmoid": free,
    "loss.binary_cross_entropy": soft_pair,
    "loss.categorical_cross_entropy": classes,
    "loss.train_linear": train_linear,
    "activation.sigmoid": free,
    "activation.f_identity": free,
    "activation.f_relu": free,
    "activation.f_sigmoid": free,
    "activation.f_tanh": free,
    "activation.f_leaky_relu": free,
    "activation.f_silu": free,
    "activation.f_gelu": free,
    "activation.normal": free,
    "activation.softmax_forward": lambda rng: Call((rng.normal(size=(N, K)),)),
    "activation.softmax_backward": softmax_back,
    "activation_chain.init_chain": lambda rng: Call(
        (rng, (D, H, K)), wrong={"widths": ((3,), ())}
    ),
    "activation_chain.chain_forward": lambda rng: Call(
        (*chain(rng), activation.f_tanh), wrong={"Ws": ([],)}
    ),
    "activation_chain.chain_step_backward": chain_step_back,
    "activation_chain.chain_backward": chain_back,
    "backprop.init_two_layer": lambda rng: Call((rng, D, H, K)),
    "backprop.two_layer_forward": lambda rng: Call(
        (two_layers(rng), samples(rng))
    ),
    "backprop.sigmoid": free,
    "backprop.binary_cross_entropy": soft_pair,
    "backprop.two_layer_backward": two_layer_back,
    "backprop.two_layer_update": lambda rng: Call(
        (two_layers(rng), two_layers(rng), 0.1)
    ),
    "backprop.train_two_layer": train_two_layer,
    "optimizer.sgd_init": init,
    "optimizer.momentum_init": init,
    "optimizer.nesterov_init": init,
    "optimizer.adagrad_init": init,
    "optimizer.rmsprop_init": init,
    "optimizer.adam_init": init,
    "optimizer.adamw_init": init,
    "optimizer.step_all": all_sgd,
    "optimizer_fast.adam_steps": step(2),
    "optimizer.sgd_step": step(0),
    "optimizer.momentum_step": step(1),
    "optimizer.nesterov_step": step(1),
    "optimizer.adagrad_step": step(1),
    "optimizer.rmsprop_step": step(1),
    "optimizer.adam_step": step(2),
    "optimizer.adamw_step": step(2),
    "optimizer_schedules.step_decay": lambda rng: Call((8.0, 0.1, 5)),
    "optimizer_schedules.cosine": lambda rng: Call((8.0, 0.1, 30, 0.0)),
    "optimizer_schedules.warm_up": lambda rng: Call((8.0, 0.1, 30)),
}
RULE = "called by every step with checked arrays"
INNER = {
    "optimizer.empty_memory": "called by every init with 0, 1 or 2 buffers",
    "neuron.expect": "the guard of all front doors",
    "neuron.expect_count": "the guard of sizes",
    "loss.expect_whole": "the guard of labels",
    "optimizer.expect_arrays": "the guard of lists of arrays",
    "activation.mills_series": "the coefficients of normal, takes no array",
    "activation_chain.chain_step": "called by chain_forward with checked arrays",
    "optimizer.expect_step": "the guard of every step",
    "optimizer.arrays_in": "finds the arrays that the guards ask for",
    "optimizer.as_params": "packs checked arrays",
    "optimizer.step_one": "called by step_all with checked arrays",
    "optimizer.sgd_rule": RULE,
    "optimizer.momentum_rule": RULE,
    "optimizer.nesterov_rule": RULE,
    "optimizer.adagrad_rule": RULE,
    "optimizer.rmsprop_rule": RULE,
    "optimizer.adam_rule": RULE,
    "optimizer_fast.adam_block": RULE,
    "optimizer_fast.adam_array": RULE,
}
