"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.challenges import data, hardware, interpretability, overfitting
from tests.kit.calls import Call

CALLS = {
    "data.init_data": lambda rng: Call((rng, 3, 2)),
    "data.data_forward": lambda rng: Call(
        (data.init_data(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "data.data_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            data.data_forward(
                data.init_data(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "data.train_data": lambda rng: Call(
        (
            data.init_data(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "hardware.init_hardware": lambda rng: Call((rng, 3, 2)),
    "hardware.hardware_forward": lambda rng: Call(
        (hardware.init_hardware(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "hardware.hardware_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            hardware.hardware_forward(
                hardware.init_hardware(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "hardware.train_hardware": lambda rng: Call(
        (
            hardware.init_hardware(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "overfitting.init_overfitting": lambda rng: Call((rng, 3, 2)),
    "overfitting.overfitting_forward": lambda rng: Call(
        (overfitting.init_overfitting(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "overfitting.overfitting_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            overfitting.overfitting_forward(
                overfitting.init_overfitting(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "overfitting.train_overfitting": lambda rng: Call(
        (
            overfitting.init_overfitting(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "interpretability.init_small_cnn": lambda rng: Call((rng, 6, 2, 3, 4)),
    "interpretability.small_cnn_forward": lambda rng: Call(
        (
            interpretability.init_small_cnn(rng, 6, 2, 3, 4),
            rng.normal(size=(5, 1, 6, 6)),
        )
    ),
    "interpretability.small_cnn_backward": lambda rng: Call(
        (
            rng.normal(size=(5, 4)),
            interpretability.small_cnn_forward(
                interpretability.init_small_cnn(rng, 6, 2, 3, 4),
                rng.normal(size=(5, 1, 6, 6)),
            )[1],
        )
    ),
    "interpretability.train_small_cnn": lambda rng: Call(
        (
            rng,
            interpretability.init_small_cnn(rng, 6, 2, 3, 4),
            rng.normal(size=(5, 1, 6, 6)),
            rng.integers(4, size=5),
        ),
        {"epochs": 1},
        whole={"y": (0, 3)},
    ),
    "interpretability.logit_gradients": lambda rng: Call(
        (
            interpretability.init_small_cnn(rng, 6, 2, 3, 4),
            rng.normal(size=(5, 1, 6, 6)),
            rng.integers(4, size=5),
        ),
        whole={"k": (0, 3)},
    ),
    "interpretability.occlusion_map": lambda rng: Call(
        (lambda x: x.sum(axis=(1, 2, 3)), rng.normal(size=(5, 1, 6, 4)), 2, 2)
    ),
    "interpretability.integrated_gradients": lambda rng: Call(
        (
            lambda x: 2 * x,
            rng.normal(size=(5, 3)),
            rng.normal(size=(5, 3)),
            4,
        )
    ),
    "interpretability.grad_cam": lambda rng: Call(
        (rng.normal(size=(5, 3, 2, 4)), rng.normal(size=(5, 3, 2, 4)), 2)
    ),
    "interpretability.rank_correlation": lambda rng: Call(
        (rng.normal(size=(5, 7)), rng.normal(size=(5, 7)))
    ),
    "interpretability.permutation_drops": lambda rng: Call(
        (
            lambda x: x[0].sum(),
            rng.normal(size=(5, 3)),
            rng.permuted(np.tile(np.arange(5), (2, 1)), axis=1),
            rng.integers(2, size=(4, 3)),
        ),
        whole={"orders": (0, 4), "groups": (0, 1)},
    ),
}
INNER = {}
