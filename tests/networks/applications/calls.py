"""One sound call of every public function of the family, for the walker of gate 1."""

from functools import partial

import numpy as np

from snippets.applications import (
    diagnosis,
    driving,
    face,
    recommendation,
    recommendation_towers,
)
from snippets.feedforward.mlp import init_mlp
from tests.kit.calls import Call


def small_drive(rng):
    """A network that steers, five images and what the teacher says."""
    params = driving.init_drive(rng, 9, 14, 3, 4)
    return params, rng.normal(size=(5, 1, 9, 14)), rng.normal(size=5)


def diagnosed(rng):
    return diagnosis.init_diagnosis(rng, rng.normal(size=(7, 3)), 4)


def factors(rng):
    """Factors of 6 users and 5 items, with biases that are not 0."""
    params = recommendation.init_factors(rng, 6, 5, 3)
    return params._make(rng.normal(size=p.shape) for p in params)


def towers(rng):
    """Towers for 5 items with 2 features, nothing of them 0."""
    params = recommendation_towers.init_towers(rng, 5, 2, 4, 3)
    return params._make(rng.normal(size=p.shape) for p in params)


CALLS = {
    "driving.init_drive": lambda rng: Call((rng, 9, 14, 3, 4)),
    "driving.drive_forward": lambda rng: Call(small_drive(rng)[:2]),
    "driving.drive_backward": lambda rng: Call(
        (
            rng.normal(size=5),
            driving.drive_forward(*small_drive(rng)[:2])[1],
        )
    ),
    "driving.train_drive": lambda rng: Call(
        (rng, *small_drive(rng)), {"steps": 2}
    ),
    "driving.drive_aggregate": lambda rng: Call(
        (
            rng,
            lambda policy: small_drive(rng)[1:],
            lambda rng: small_drive(rng)[0],
        ),
        {"rounds": 2, "steps": 2},
    ),
    "driving.drive_shift": lambda rng: Call(
        (rng, *small_drive(rng)[1:], 2.5, 0.5)
    ),
    "diagnosis.init_diagnosis": lambda rng: Call(
        (rng, rng.normal(size=(7, 3)), 4), least={"H": 0}
    ),
    "diagnosis.diagnosis_forward": lambda rng: Call(
        (diagnosed(rng), rng.normal(size=(7, 3)))
    ),
    "diagnosis.diagnosis_backward": lambda rng: Call(
        (
            rng.normal(size=7),
            diagnosis.diagnosis_forward(
                diagnosed(rng), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "diagnosis.predict_risk": lambda rng: Call(
        (diagnosed(rng), rng.normal(size=(7, 3)))
    ),
    "diagnosis.weighted_cross_entropy": lambda rng: Call(
        (rng.normal(size=7), np.arange(7) % 2), whole={"y": (0, 1)}
    ),
    "diagnosis.train_diagnosis": lambda rng: Call(
        (diagnosed(rng), rng.normal(size=(7, 3)), np.arange(7) % 2),
        {"steps": 2},
        whole={"y": (0, 1)},
    ),
    "diagnosis.stratified_folds": lambda rng: Call(
        (rng, np.arange(7) % 2, 3), whole={"y": (0, 1)}, least={"K": 2}
    ),
    "diagnosis.out_of_fold": lambda rng: Call(
        (
            [np.arange(3), np.arange(3, 7)],
            rng.normal(size=(7, 3)),
            np.arange(7) % 2,
            lambda x, y: partial(diagnosis.predict_risk, diagnosed(rng)),
        ),
        whole={"y": (0, 1), "folds": (0, 6)},
    ),
    "diagnosis_scores.roc_curve": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7)), whole={"y": (0, 1)}
    ),
    "diagnosis_scores.roc_area": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7)), whole={"y": (0, 1)}
    ),
    "diagnosis_scores.choose_threshold": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 20.0), whole={"y": (0, 1)}
    ),
    "diagnosis_scores.calibration_bins": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 4),
        whole={"y": (0, 1)},
        wrong={"p": (-0.1, 1.1)},
    ),
    "diagnosis_scores.calibration_error": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 4),
        whole={"y": (0, 1)},
        wrong={"p": (-0.1, 1.1)},
    ),
    "sound.stft_power": lambda rng: Call((rng.normal(size=23), 8, 5)),
    "sound.mel_of_hz": lambda rng: Call(
        (rng.random((3, 2)),), free=("hz",), wrong={"hz": (-1.0,)}
    ),
    "sound.mel_filters": lambda rng: Call((3, 64, 8000, 50.0, 3000.0)),
    "sound.mel_levels": lambda rng: Call(
        (rng.random((5, 4, 3)),), wrong={"P": (-1.0,)}
    ),
    "sound.mel_powers": lambda rng: Call(
        (rng.random((5, 4, 3)),), wrong={"x": (-0.1, 1.1)}
    ),
    "sound.mel_noise": lambda rng: Call(
        (rng, rng.random((5, 4, 3)), rng.random((9, 3)), rng.normal(size=5)),
        wrong={"P": (-1.0,), "noise": (-1.0,)},
    ),
    "speech.split_voices": lambda rng: Call(
        (rng, rng.integers(4, size=30), 2), whole={"voice": (0, 99)}
    ),
    "speech.refuse_shared_voice": lambda rng: Call(
        (rng.integers(4, size=5), rng.integers(4, 9, size=6)),
        whole={"voice_train": (0, 99), "voice_test": (0, 99)},
        free=("voice_train", "voice_test"),
    ),
    "speech.nearest_word": lambda rng: Call(
        (
            rng.random((7, 4, 3)),
            rng.integers(5, size=7),
            rng.random((2, 4, 3)),
        ),
        whole={"y_train": (0, 99)},
    ),
    "face_shortcut.face_roughness": lambda rng: Call((rng.random((7, 4, 5)),)),
    "face_shortcut.face_occlusion": lambda rng: Call(
        (lambda images: images.mean(axis=(1, 2)), rng.random((6, 8))),
        {"k": 3},
    ),
    "face_verification.expect_strangers": lambda rng: Call(
        (np.array([0, 1, 1]), np.array([2, 3])),
        whole={"whos": (0, 2**31 - 1)},
        free=("whos",),
    ),
    "face_verification.expect_trial": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3)
    ),
    "face_verification.verification_rates": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3, np.array([0.2, 0.6])), free=("t",)
    ),
    "face_verification.verification_threshold": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3, 0.25),
        wrong={"far": (-0.1, 1.0)},
    ),
    "face_verification.verification_eer": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3)
    ),
    "face.face_forward": lambda rng: Call(
        (init_mlp(rng, (3, 4, 2)), *rng.normal(size=(2, 7, 3)))
    ),
    "face.contrastive_loss": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3, 0.7)
    ),
    "face.face_backward": lambda rng: Call(
        (
            rng.normal(size=7),
            face.face_forward(
                init_mlp(rng, (3, 4, 2)), *rng.normal(size=(2, 7, 3))
            )[1],
        )
    ),
    "face.draw_face_pairs": lambda rng: Call(
        (rng, np.array([0, 1, 0, 1, 1]), 6), whole={"who": (0, 2**31 - 1)}
    ),
    "face.train_face": lambda rng: Call(
        (
            rng,
            init_mlp(rng, (3, 4, 2)),
            rng.normal(size=(6, 3)),
            np.array([0, 1, 2, 0, 1, 2]),
        ),
        {"B": 4, "steps": 2},
        whole={"who": (0, 2**31 - 1)},
    ),
    "recommendation.init_factors": lambda rng: Call((rng, 6, 5, 3)),
    "recommendation.factors_forward": lambda rng: Call(
        (factors(rng), rng.integers(6, size=7)), whole={"x": (0, 5)}
    ),
    "recommendation.factors_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 5)),
            recommendation.factors_forward(
                factors(rng), rng.integers(6, size=7)
            )[1],
        )
    ),
    "recommendation_towers.init_towers": lambda rng: Call((rng, 5, 2, 4, 3)),
    "recommendation_towers.towers_forward": lambda rng: Call(
        (towers(rng), rng.normal(size=(7, 5)), rng.normal(size=(5, 2)))
    ),
    "recommendation_towers.towers_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 5)),
            recommendation_towers.towers_forward(
                towers(rng), rng.normal(size=(7, 5)), rng.normal(size=(5, 2))
            )[1],
        )
    ),
    "recommendation.choice_loss": lambda rng: Call(
        (
            rng.normal(size=(7, 5)),
            rng.integers(5, size=7),
            np.ones((7, 5), bool),
        ),
        whole={"y": (0, 4)},
    ),
    "recommendation.train_recommender": lambda rng: Call(
        (
            rng,
            (recommendation.factors_forward, recommendation.factors_backward),
            factors(rng),
            rng.integers(6, size=7),
            lambda scores, n: (0.0, scores),
        ),
        {"B": 3, "epochs": 2},
        whole={"x": (0, 5)},
    ),
    "fraud.past_sums": lambda rng: Call(
        (
            rng.integers(3, size=7),
            rng.integers(50, size=7),
            rng.normal(size=7),
            2,
            30,
        ),
        whole={"key": (0, 2**31), "minute": (0, 2**28)},
        least={"near": 0, "far": 3},
    ),
    "fraud.fraud_cross_entropy": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], 20.0),
        wrong={"y": (-0.1, 1.1)},
    ),
    "fraud.fraud_scores": lambda rng: Call(
        (init_mlp(rng, (3, 4, 1)), rng.normal(size=(7, 3)))
    ),
    "fraud.train_fraud": lambda rng: Call(
        (rng, init_mlp(rng, (3, 4, 1)), rng.normal(size=(7, 3)), np.eye(7)[2]),
        {"B": 4, "epochs": 2},
        wrong={"y": (-0.1, 1.1)},
    ),
    "fraud_alerts.expect_frauds": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2]), wrong={"y": (-1.0, 0.5, 2.0)}
    ),
    "fraud_alerts.fraud_order": lambda rng: Call((rng.normal(size=7),)),
    "fraud_alerts.precision_recall_curve": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2])
    ),
    "fraud_alerts.average_precision": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2])
    ),
    "fraud_alerts.card_precision": lambda rng: Call(
        (
            rng.normal(size=7),
            np.eye(7)[2],
            rng.integers(3, size=7),
            rng.integers(2, size=7),
            2,
        ),
        whole={"card": (0, 2**31), "day": (0, 2**31)},
        wrong={"y": (-1.0, 2.0)},
    ),
    "fraud_alerts.card_precision_of_day": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.integers(3, size=7), 2),
        whole={"card": (0, 2**31)},
        wrong={"y": (-1.0, 2.0)},
    ),
    "fraud_alerts.cost_curve": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.uniform(1, 9, 7), 3.0)
    ),
    "fraud_alerts.alert_cost": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.uniform(1, 9, 7), 3.0, 0.5)
    ),
}
INNER = {
    "driving.expect_drive": "the guard of drive_forward",
    "driving.drive_policy": "a function that asks drive_forward",
    "diagnosis_scores.expect_scored": "the guard of the scores",
}
