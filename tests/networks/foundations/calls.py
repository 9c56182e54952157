"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.foundations.neuron import (
    NeuronParams,
    neuron_forward,
)
from tests.kit.calls import Call


def params(rng):
    return NeuronParams(rng.normal(size=3), np.array(0.3))


def back(rng):
    _, cache = neuron_forward(params(rng), rng.normal(size=(7, 3)))
    return Call((rng.normal(size=7), cache))


CALLS = {
    "neuron.neuron_forward": lambda rng: Call(
        (params(rng), rng.normal(size=(7, 3)))
    ),
    "neuron.neuron_backward": back,
}
INNER = {"neuron.expect": "the guard of all front doors"}
