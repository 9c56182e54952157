"""One sound call of every public function of the family, for the walker of gate 1."""

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
    "interpretability.init_interpretability": lambda rng: Call((rng, 3, 2)),
    "interpretability.interpretability_forward": lambda rng: Call(
        (
            interpretability.init_interpretability(rng, 3, 2),
            rng.normal(size=(7, 3)),
        )
    ),
    "interpretability.interpretability_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            interpretability.interpretability_forward(
                interpretability.init_interpretability(rng, 3, 2),
                rng.normal(size=(7, 3)),
            )[1],
        )
    ),
    "interpretability.train_interpretability": lambda rng: Call(
        (
            interpretability.init_interpretability(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
}
INNER = {}
