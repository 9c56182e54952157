"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.convolution import (
    batchnorm,
    cnn,
    conv,
    depth,
    dropout,
    flatten,
    pool,
)
from snippets.convolution.depth import Layer
from tests.kit.calls import Call

B, C, H, W, M, K = 10, 4, 5, 6, 8, 9
CONV = {"s": (1, 2), "p": 1, "d": 1, "G": 2}
POOL = {"k": (3, 2), "s": 2, "p": (1, 0)}
LAYERS = [Layer(3, 1, 1, 8), Layer(2, 2)]
LEAST = {"p": 0, "M": 0}


def normal(rng, *shape):
    return rng.normal(size=shape)


def kernels(rng):
    return conv.ConvParams(normal(rng, M, C // 2, 3, 2), normal(rng, M))


def images(rng):
    return normal(rng, B, C, H, W)


def conv_back(rng):
    out, cache = conv.conv_forward(kernels(rng), images(rng), **CONV)
    return Call((normal(rng, *out.shape), cache))


def pool_back(forward):
    def back(rng):
        out, cache = forward(images(rng), **POOL)
        return Call((normal(rng, *out.shape), cache))

    return back


def norm(rng, *sizes):
    """Parameters and stats of batch normalization for every number of maps."""
    params = [batchnorm.BNParams(*normal(rng, 2, m)) for m in sizes]
    stats = tuple((normal(rng, m), rng.random(m) + 0.5) for m in sizes)
    return params, stats


def norm_case(rng):
    (params,), (stats,) = norm(rng, C)
    return params, stats, images(rng)


def norm_back(rng):
    *_, cache = batchnorm.batchnorm_forward(*norm_case(rng))
    return Call((images(rng), cache))


def network(rng):
    """Parameters, stats and images of a small network without zeros."""
    (bn_1, bn_2), stats = norm(rng, 3, 7)
    conv_1 = conv.ConvParams(normal(rng, 3, C, 3, 3), normal(rng, 3))
    conv_2 = conv.ConvParams(normal(rng, 7, 3, 3, 3), normal(rng, 7))
    dense = normal(rng, 7 * 2, K), normal(rng, K)
    params = cnn.CNNParams(conv_1, bn_1, conv_2, bn_2, *dense)
    return params, stats, normal(rng, B, C, 4, 8)


def network_back(rng):
    *_, cache = cnn.cnn_forward(*network(rng))
    return Call((normal(rng, B, K), cache))


def train_network(rng):
    y = np.arange(B) % K
    return Call((rng, *network(rng), y), {"epochs": 1}, {"y": (0, K - 1)})


def two_layers(rng):
    return dropout.DropoutParams(
        normal(rng, 5, 7), normal(rng, 7), normal(rng, 7, K), normal(rng, K)
    )


def dropout_net(rng):
    return rng, two_layers(rng), normal(rng, B, 5), 0.3


def dropout_net_back(rng):
    _, cache = dropout.dropout_net_forward(*dropout_net(rng))
    return Call((normal(rng, B, K), cache))


def train_dropout_net(rng):
    args = rng, two_layers(rng), normal(rng, 8, 5), np.arange(8), 0.3
    return Call(args, {"steps": 2, "B": 4}, {"y": (0, K - 1)})


def dense(rng):
    D = C * H * W
    return flatten.DenseParams(normal(rng, D, K), normal(rng, K))


def dense_back(rng):
    _, cache = flatten.dense_forward(dense(rng), normal(rng, B, C * H * W))
    return Call((normal(rng, B, K), cache))


def train_dense(rng):
    args = rng, dense(rng), images(rng), np.arange(B) % K
    return Call(args, {"steps": 2, "B": 4}, {"y": (0, K - 1)})


CALLS = {
    "conv.init_conv": lambda rng: Call((rng, M, 3, (2, 5))),
    "conv.conv_loops": lambda rng: Call(
        (kernels(rng), images(rng)), CONV, least={"p": 0}
    ),
    "conv.conv_forward": lambda rng: Call(
        (kernels(rng), images(rng)), CONV, least={"p": 0}
    ),
    "conv.conv_backward": conv_back,
    "pool.max_pool_loops": lambda rng: Call(
        (images(rng),), POOL, least={"p": 0}
    ),
    "pool.max_pool_forward": lambda rng: Call(
        (images(rng),), POOL, least={"p": 0}
    ),
    "pool.max_pool_backward": pool_back(pool.max_pool_forward),
    "pool.avg_pool_forward": lambda rng: Call(
        (images(rng),), POOL, least={"p": 0}
    ),
    "pool.avg_pool_backward": pool_back(pool.avg_pool_forward),
    "batchnorm.batchnorm_forward": lambda rng: Call(norm_case(rng)),
    "batchnorm.batchnorm_backward": norm_back,
    "cnn.init_cnn": lambda rng: Call(
        (rng, C, 8, 9, (3, 7), K), least={"H": 4, "W": 4}
    ),
    "cnn.cnn_forward": lambda rng: Call(network(rng)),
    "cnn.cnn_backward": network_back,
    "cnn.train_cnn": train_network,
    "dropout.dropout_forward": lambda rng: Call(
        (rng, images(rng), 0.3), free=("x",)
    ),
    "dropout.dropout_backward": lambda rng: Call((images(rng), images(rng))),
    "dropout.init_dropout_net": lambda rng: Call((rng, 5, 7, K)),
    "dropout.dropout_net_forward": lambda rng: Call(dropout_net(rng)),
    "dropout.dropout_net_backward": dropout_net_back,
    "dropout.train_dropout_net": train_dropout_net,
    "flatten.flatten_forward": lambda rng: Call((images(rng),)),
    "flatten.flatten_backward": lambda rng: Call(
        (normal(rng, B, C * H * W), (B, C, H, W))
    ),
    "flatten.init_dense": lambda rng: Call((rng, 5, K)),
    "flatten.dense_forward": lambda rng: Call(
        (dense(rng), normal(rng, B, C * H * W))
    ),
    "flatten.dense_backward": dense_back,
    "flatten.dense_kernels": lambda rng: Call((dense(rng), C, H, W)),
    "flatten.dense_slide": lambda rng: Call(
        (dense(rng), normal(rng, B, C, 7, 11), H, W)
    ),
    "flatten.train_dense": train_dense,
    "depth.step_layer": lambda rng: Call(
        (depth.Stage(8, 3), LAYERS[0]), least=LEAST | {"params": 0, "macs": 0}
    ),
    "depth.trace_layers": lambda rng: Call((LAYERS, 8, 3), least=LEAST),
    "depth.count_stack": lambda rng: Call((LAYERS, 8, 3, K), least=LEAST),
    "depth.spread_stack": lambda rng: Call((4, 2), least={"pools": 0}),
    "depth.plan_stack": lambda rng: Call((32, 9)),
}
INNER = {
    "conv.pair": "a guard of front doors",
    "conv.conv_geometry": "the guard of conv_loops and conv_forward",
    "conv.conv_cell": "called with checked sizes, forward and backward",
    "conv.conv_im2col": "called with checked arrays by conv_forward",
    "conv.conv_col2im": "called by conv_backward with what it made itself",
    "conv_fast.conv_pad": "called with checked arrays, forward and backward",
    "conv_fast.conv_cells": "called with checked arrays, forward and backward",
    "conv_fast.conv_rows": "called with checked arrays, forward and backward",
    "conv_fast.conv_flip": "called by conv_backward with checked kernels",
    "conv_fast.conv_spread": "called by conv_backward with what it made itself",
    "pool.geometry": "the guard of the three that pool",
    "pool.meet": "called with checked sizes: slices of one axis, no arrays",
    "batchnorm.batch_moments": "called by batchnorm_forward with checked arrays",
    "cnn.nudge": "called by train_cnn with checked images",
    "cnn.map_params": "does to arrays, of any sort, what it is told",
    "cnn.block_forward": "called by cnn_forward; its four steps check",
    "cnn.block_backward": "called by cnn_backward; its four steps check",
}
