"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.challenges import (
    data,
    hardware,
    hardware_half,
    interpretability_cnn,
    overfitting,
    overfitting_ridge,
    quantization,
    quantization_train,
)
from snippets.convolution.dropout import init_dropout_net
from snippets.feedforward.mlp import init_mlp
from tests.kit.calls import Call


def noise(rng):
    """How often each of 3 classes gets which label."""
    return rng.dirichlet([1.0, 1.0, 1.0], size=3)


def memorising(rng):
    """All that the loss of the chapter on overfitting takes."""
    params = init_dropout_net(rng, 4, 6, 3)
    x = rng.normal(size=(7, 4))
    return rng, params, x, rng.integers(3, size=7), 0.3, 0.1


def small_cnn(rng):
    """A network for images of 7 channels."""
    params = interpretability_cnn.init_small_cnn(rng, 6, 2, 3, 4)
    return params._replace(W_1=rng.normal(size=(2, 7, 3, 3)))


WHOLE = {"q": (-128, 127), "zero": (-128, 127)}


def codes(rng, axis, H=3):
    """Whole numbers (7, 4) by row or (4, H) by column."""
    x = rng.normal(size=(7, 4) if axis else (4, H))
    return quantization.quantize_affine(x, 8, axis)


def ridge_data(rng):
    """Features and targets."""
    return rng.normal(size=(7, 5)), rng.normal(size=(7, 2))


CALLS = {
    "data.predict_power_law": lambda rng: Call(
        (data.PowerLaw(2.0, 0.5, 0.1), rng.random(5) + 1)
    ),
    "data.fit_power_law": lambda rng: Call((rng.random(5) + 1, rng.random(5))),
    "data.fit_power_law_floor": lambda rng: Call(
        (rng.random(5) + 1, rng.random(5) + 0.1), {"M": 7}
    ),
    "data.forward_corrected": lambda rng: Call(
        (rng.normal(size=(7, 3)), rng.integers(3, size=7), noise(rng)),
        whole={"y": (0, 2)},
        wrong={"T": (-0.1, 1.1)},
    ),
    "data.train_data": lambda rng: Call(
        (
            rng,
            init_mlp(rng, (4, 3)),
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
        ),
        {"steps": 2},
        whole={"y": (0, 2)},
    ),
    "data.nearest_label": lambda rng: Call(
        (
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
            rng.normal(size=(5, 4)),
            2,
            3,
        ),
        whole={"y": (0, 2)},
        wrong={"k": (8,)},
    ),
    "data_hands.digits_sheets": lambda rng: Call(
        (np.tile(np.arange(10), 3),), whole={"y": (0, 9)}
    ),
    "data_hands.digits_split": lambda rng: Call(
        ("by writer", 4), wrong={"held": (14,)}
    ),
    "hardware.count_macs": lambda rng: Call(((3, 4, 2), 5)),
    "hardware.count_conv": lambda rng: Call((2, 3, 5, 3, 7, 6)),
    "hardware.count_kept": lambda rng: Call(((3, 4, 2), 5)),
    "hardware_half.half_float16": lambda rng: Call(
        (rng.normal(size=(7, 3)),), free=("x",)
    ),
    "hardware_half.half_bfloat16": lambda rng: Call(
        (rng.normal(size=(7, 3)),), free=("x",)
    ),
    "hardware_half.half_forward": lambda rng: Call(
        (
            init_mlp(rng, (3, 4, 2)),
            rng.normal(size=(7, 3)),
            hardware_half.half_float16,
        )
    ),
    "hardware_half.half_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            hardware_half.half_forward(
                init_mlp(rng, (3, 4, 2)),
                rng.normal(size=(7, 3)),
                hardware_half.half_float16,
            )[1],
            hardware_half.half_float16,
        )
    ),
    "hardware_half.loss_scale_next": lambda rng: Call(
        (1.0, 3, True, 5), least={"calm": 0}
    ),
    "hardware_half.half_gradient": lambda rng: Call(
        (
            init_mlp(rng, (3, 4, 2)),
            rng.normal(size=(7, 3)),
            rng.integers(2, size=7),
            hardware_half.half_float16,
            8.0,
        ),
        whole={"y": (0, 1)},
    ),
    "hardware_half.train_half": lambda rng: Call(
        (
            rng,
            init_mlp(rng, (3, 4, 2)),
            rng.normal(size=(7, 3)),
            rng.integers(2, size=7),
            hardware_half.half_float16,
            8.0,
        ),
        {"steps": 2, "B": 5},
        whole={"y": (0, 1)},
    ),
    "hardware.checkpoint_forward": lambda rng: Call(
        (init_mlp(rng, (3, 4, 5, 2)), rng.normal(size=(7, 3)), 2)
    ),
    "hardware.checkpoint_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            hardware.checkpoint_forward(
                init_mlp(rng, (3, 4, 5, 2)), rng.normal(size=(7, 3)), 2
            )[1],
        )
    ),
    "hardware.ring_all_reduce": lambda rng: Call(
        ([rng.normal(size=7) for _ in range(3)],)
    ),
    "overfitting.expect_apart": lambda rng: Call(
        (),
        {"old": np.arange(3), "new": np.arange(3, 7)},
        whole={"old": (0, 2**62), "new": (0, 2**62)},
        wrong={"old": (3,), "new": (0,)},
    ),
    "overfitting.memorise_parts": lambda rng: Call((rng, 20, 3, 4)),
    "overfitting.memorise_forward": lambda rng: Call(
        memorising(rng),
        whole={"y": (0, 2)},
        wrong={"decay": (-0.1,), "p": (-0.1, 1.0)},
    ),
    "overfitting.memorise_backward": lambda rng: Call(
        (overfitting.memorise_forward(*memorising(rng))[1],)
    ),
    "overfitting.train_memorise": lambda rng: Call(
        memorising(rng),
        {"steps": 2, "B": 3, "every": 1},
        {"y": (0, 2)},
        wrong={"decay": (-0.1,)},
    ),
    "overfitting.memorise_judge": lambda rng: Call(
        memorising(rng)[1:4], whole={"y": (0, 2)}
    ),
    "overfitting.stop_early": lambda rng: Call((rng.normal(size=9), 2)),
    "overfitting_ridge.random_features": lambda rng: Call(
        (rng.normal(size=(3, 5)), rng.normal(size=(7, 3)))
    ),
    "overfitting_ridge.ridge_forward": lambda rng: Call(
        (rng.normal(size=(5, 2)), *ridge_data(rng), 0.1),
        wrong={"lam": (-0.1,)},
    ),
    "overfitting_ridge.ridge_backward": lambda rng: Call(
        (
            overfitting_ridge.ridge_forward(
                rng.normal(size=(5, 2)), *ridge_data(rng), 0.1
            )[1],
        )
    ),
    "overfitting_ridge.ridge_fit": lambda rng: Call(
        (*ridge_data(rng), 0.1), wrong={"lam": (-0.1,)}
    ),
    "interpretability_cnn.init_small_cnn": lambda rng: Call((rng, 6, 2, 3, 4)),
    "interpretability_cnn.small_cnn_forward": lambda rng: Call(
        (
            small_cnn(rng),
            rng.normal(size=(5, 7, 6, 6)),
        )
    ),
    "interpretability_cnn.small_cnn_backward": lambda rng: Call(
        (
            rng.normal(size=(5, 4)),
            interpretability_cnn.small_cnn_forward(
                small_cnn(rng),
                rng.normal(size=(5, 7, 6, 6)),
            )[1],
        )
    ),
    "interpretability_cnn.train_small_cnn": lambda rng: Call(
        (
            rng,
            small_cnn(rng),
            rng.normal(size=(5, 7, 6, 6)),
            rng.integers(4, size=5),
        ),
        {"epochs": 1},
        whole={"y": (0, 3)},
    ),
    "interpretability.logit_gradients": lambda rng: Call(
        (
            small_cnn(rng),
            rng.normal(size=(5, 7, 6, 6)),
            rng.integers(4, size=5),
        ),
        whole={"k": (0, 3)},
    ),
    "interpretability.occlusion_map": lambda rng: Call(
        (lambda x: x.sum(axis=(1, 2, 3)), rng.normal(size=(5, 3, 6, 4)), 2, 2)
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
    "quantization.dequantize": lambda rng: Call((codes(rng, 0),), whole=WHOLE),
    "quantization.quantize_symmetric": lambda rng: Call(
        (rng.normal(size=(7, 5)), 4),
        free=("x",),
        wrong={"bits": (9,), "part": (0.0, 1.1)},
    ),
    "quantization.quantize_affine": lambda rng: Call(
        (rng.normal(size=(7, 5)), 4),
        free=("x",),
        wrong={"bits": (9,)},
    ),
    "quantization.quantize_clipped": lambda rng: Call(
        (rng.normal(size=(7, 5)), 4),
        free=("x",),
        wrong={"bits": (9,)},
    ),
    "quantization.in_groups": lambda rng: Call(
        (rng.normal(size=(8, 5)), 4), wrong={"G": (3,)}
    ),
    "quantization.quantized_bytes": lambda rng: Call(
        (35, 4, 5), wrong={"bits": (9,)}
    ),
    "quantization.int_matmul": lambda rng: Call(
        (codes(rng, 1), codes(rng, 0, 5)), whole=WHOLE
    ),
    "quantization.smooth_columns": lambda rng: Call(
        (rng.normal(size=(7, 5)), rng.normal(size=(5, 3))),
        wrong={"alpha": (-0.1, 1.1)},
    ),
    "quantization_train.ste_forward": lambda rng: Call(
        (rng.normal(size=(7, 5)), rng.random((1, 5)), 4), wrong={"bits": (9,)}
    ),
    "quantization_train.ste_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 5)),
            quantization_train.ste_forward(
                rng.normal(size=(7, 5)), rng.random((1, 5)), 4
            )[1],
        )
    ),
    "quantization_train.quantized_params": lambda rng: Call(
        (init_mlp(rng, (4, 5, 3)), 4), wrong={"bits": (9,)}
    ),
    "quantization_train.quantized_gradient": lambda rng: Call(
        (
            init_mlp(rng, (4, 5, 3)),
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
            4,
        ),
        whole={"y": (0, 2)},
        wrong={"bits": (9,)},
    ),
    "quantization_train.train_quantized": lambda rng: Call(
        (
            rng,
            init_mlp(rng, (4, 5, 3)),
            rng.normal(size=(7, 4)),
            rng.integers(3, size=7),
            4,
        ),
        {"epochs": 1, "B": 6},
        whole={"y": (0, 2)},
        wrong={"bits": (9,)},
    ),
    "quantization_cache.quantize_rows": lambda rng: Call(
        (rng.normal(size=(2, 3, 7, 4)), 4, "token", 5),
        wrong={"bits": (9,), "by": ("head",)},
    ),
    "quantization_cache.quantize_past": lambda rng: Call(
        ([tuple(rng.normal(size=(2, 2, 3, 7, 4)))], 4),
        wrong={"bits": (9,), "keys": ("head",), "values": ("head",)},
    ),
    "quantization_cache.kv_bytes": lambda rng: Call(
        (2, 32, 4, 8), wrong={"G": (7,)}
    ),
}
INNER = {
    "quantization.on_affine_steps": "quantize_affine has checked all",
    "hardware_half.half_step": "half_forward calls it",
    "hardware.checkpoint_segment": "checkpoint_forward calls it",
    "hardware.ring_receive": "ring_all_reduce calls it",
    "quantization.expect_bits": "the guard of bits",
    "quantization.expect_codes": "the guard of codes",
    "quantization.expect_numbers": "the guard of x and axis",
    "quantization.symmetric_scale": "quantize_symmetric calls it",
    "quantization.on_steps": "quantize_symmetric calls it",
    "quantization.affine_scale": "quantize_affine calls it",
    "quantization.squared_error": "quantize_clipped calls it",
    "quantization_train.round_layers": "quantized_params calls it",
    "overfitting.expect_penalty": "the guard of decay and lam",
}
