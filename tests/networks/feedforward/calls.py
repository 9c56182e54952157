"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.feedforward import mlp
from tests.kit.calls import Call

B, WIDTHS = 7, (3, 6, 4, 5)


def params(rng):
    Ws, bs = mlp.init_mlp(rng, WIDTHS)
    return mlp.MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])


def forward(rng):
    return params(rng), rng.normal(size=(B, 3))


def back(rng):
    _, cache = mlp.mlp_forward(*forward(rng))
    return Call((rng.normal(size=(B, 5)), cache))


def layer_back(rng):
    _, cache = mlp.mlp_forward(*forward(rng))
    return Call((rng.normal(size=(B, 6)), cache[0]))


def classes(rng):
    return rng.permutation(B) % 5  # every one of them


def train(rng):
    args = rng, *forward(rng), classes(rng)
    return Call(args, {"B": 3, "epochs": 2}, whole={"y": (0, 4)})


CALLS = {
    "mlp.init_mlp": lambda rng: Call(
        (rng, WIDTHS), wrong={"widths": ((3,), ())}
    ),
    "mlp.count_params": lambda rng: Call((WIDTHS,)),
    "mlp.f_identity": lambda rng: Call((rng.normal(size=(B, 3)),), free=("a",)),
    "mlp.f_relu": lambda rng: Call((rng.normal(size=(B, 3)),), free=("a",)),
    "mlp.mlp_forward": lambda rng: Call(
        forward(rng), wrong={"Ws": ([],), "bs": ([],)}
    ),
    "mlp.layer_step_backward": layer_back,
    "mlp.mlp_backward": back,
    "mlp.cross_entropy": lambda rng: Call(
        (3 * rng.normal(size=(B, 5)), classes(rng)), whole={"y": (0, 4)}
    ),
    "mlp.train_mlp": train,
    "mlp_through.mlp_through": lambda rng: Call(
        (np.sort(rng.normal(size=B)), rng.normal(size=B))
    ),
}
INNER = {
    "mlp.layer_step": "called by mlp_forward with checked arrays",
    "mlp.descend": "called by train_mlp with the gradients of its params",
    "mlp.expect_layers": "the guard of mlp_forward and train_mlp",
}
