"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.generative import autoencoder
from tests.kit.calls import Call

CALLS = {
    "autoencoder.init_autoencoder": lambda rng: Call((rng, 3, 2)),
    "autoencoder.autoencoder_forward": lambda rng: Call(
        (autoencoder.init_autoencoder(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "autoencoder.autoencoder_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            autoencoder.autoencoder_forward(
                autoencoder.init_autoencoder(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "autoencoder.train_autoencoder": lambda rng: Call(
        (
            autoencoder.init_autoencoder(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
}
INNER = {}
