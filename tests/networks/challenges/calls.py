"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.challenges import data, hardware, interpretability, overfitting
from snippets.convolution.dropout import init_dropout_net
from tests.kit.calls import Call


def memorising(rng):
    """All that the loss of the chapter on overfitting takes."""
    params = init_dropout_net(rng, 4, 6, 3)
    x = rng.normal(size=(7, 4))
    return rng, params, x, rng.integers(3, size=7), 0.3, 0.1


def ridge_data(rng):
    """Features and targets."""
    return rng.normal(size=(7, 5)), rng.normal(size=(7, 2))


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
    "overfitting.memorise_parts": lambda rng: Call((rng, 20, 3, 4)),
    "overfitting.memorise_forward": lambda rng: Call(
        memorising(rng), whole={"y": (0, 2)}
    ),
    "overfitting.memorise_backward": lambda rng: Call(
        (overfitting.memorise_forward(*memorising(rng))[1],)
    ),
    "overfitting.train_memorise": lambda rng: Call(
        memorising(rng), {"steps": 2, "B": 3, "every": 1}, {"y": (0, 2)}
    ),
    "overfitting.memorise_judge": lambda rng: Call(
        memorising(rng)[1:4], whole={"y": (0, 2)}
    ),
    "overfitting.stop_early": lambda rng: Call((rng.normal(size=9), 2)),
    "overfitting.random_features": lambda rng: Call(
        (rng.normal(size=(3, 5)), rng.normal(size=(7, 3)))
    ),
    "overfitting.ridge_forward": lambda rng: Call(
        (rng.normal(size=(5, 2)), *ridge_data(rng), 0.1)
    ),
    "overfitting.ridge_backward": lambda rng: Call(
        (
            overfitting.ridge_forward(
                rng.normal(size=(5, 2)), *ridge_data(rng), 0.1
            )[1],
        )
    ),
    "overfitting.ridge_fit": lambda rng: Call((*ridge_data(rng), 0.1)),
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
INNER = {
    "overfitting.expect_apart": "the guard of parts",
    "overfitting.expect_penalty": "the guard of decay and lam",
}
