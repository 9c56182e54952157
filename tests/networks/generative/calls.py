"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.generative import autoencoder
from tests.kit.calls import Call

N, D, H, K = 7, 5, 4, 3


def params_of_autoencoder(rng):
    params = autoencoder.init_autoencoder(rng, D, H, K)
    return params._make(rng.normal(size=p.shape) for p in params)


def linear_params(rng):
    return autoencoder.init_linear_autoencoder(rng, D, K)


def rows(rng, width=D):
    return rng.normal(size=(N, width))


def backward(rng, forward, params):
    """The gradient of what comes out, and the cache."""
    return Call((rows(rng), forward(params, rows(rng))[1]))


CALLS = {
    "autoencoder.init_autoencoder": lambda rng: Call((rng, D, H, K)),
    "autoencoder.expect_autoencoder": lambda rng: Call(
        (params_of_autoencoder(rng),)
    ),
    "autoencoder.encode_x": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng))
    ),
    "autoencoder.decode_z": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng, K))
    ),
    "autoencoder.autoencoder_forward": lambda rng: Call(
        (params_of_autoencoder(rng), rows(rng))
    ),
    "autoencoder.autoencoder_backward": lambda rng: backward(
        rng, autoencoder.autoencoder_forward, params_of_autoencoder(rng)
    ),
    "autoencoder.init_linear_autoencoder": lambda rng: Call((rng, D, K)),
    "autoencoder.linear_autoencoder_forward": lambda rng: Call(
        (linear_params(rng), rows(rng))
    ),
    "autoencoder.linear_autoencoder_backward": lambda rng: backward(
        rng, autoencoder.linear_autoencoder_forward, linear_params(rng)
    ),
    "autoencoder.train_autoencoder": lambda rng: Call(
        (rng, params_of_autoencoder(rng), rows(rng)), {"B": 3, "epochs": 2}
    ),
    "autoencoder.fit_pca": lambda rng: Call((rows(rng), K)),
    "autoencoder.principal_angle": lambda rng: Call(
        (rng.normal(size=(K, D)), rng.normal(size=(K, D)))
    ),
}
INNER = {}
