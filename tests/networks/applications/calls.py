"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.applications import (
    diagnosis,
    driving,
    face,
    recommendation,
    speech,
)
from snippets.feedforward.mlp import init_mlp
from tests.kit.calls import Call

CALLS = {
    "driving.init_driving": lambda rng: Call((rng, 3, 2)),
    "driving.driving_forward": lambda rng: Call(
        (driving.init_driving(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "driving.driving_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            driving.driving_forward(
                driving.init_driving(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "driving.train_driving": lambda rng: Call(
        (
            driving.init_driving(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "diagnosis.init_diagnosis": lambda rng: Call((rng, 3, 2)),
    "diagnosis.diagnosis_forward": lambda rng: Call(
        (diagnosis.init_diagnosis(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "diagnosis.diagnosis_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            diagnosis.diagnosis_forward(
                diagnosis.init_diagnosis(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "diagnosis.train_diagnosis": lambda rng: Call(
        (
            diagnosis.init_diagnosis(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "speech.init_speech": lambda rng: Call((rng, 3, 2)),
    "speech.speech_forward": lambda rng: Call(
        (speech.init_speech(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "speech.speech_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            speech.speech_forward(
                speech.init_speech(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "speech.train_speech": lambda rng: Call(
        (
            speech.init_speech(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "face.init_face": lambda rng: Call((rng, 3, 2)),
    "face.face_forward": lambda rng: Call(
        (face.init_face(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "face.face_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            face.face_forward(
                face.init_face(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "face.train_face": lambda rng: Call(
        (
            face.init_face(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
    "recommendation.init_recommendation": lambda rng: Call((rng, 3, 2)),
    "recommendation.recommendation_forward": lambda rng: Call(
        (recommendation.init_recommendation(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "recommendation.recommendation_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            recommendation.recommendation_forward(
                recommendation.init_recommendation(rng, 3, 2),
                rng.normal(size=(7, 3)),
            )[1],
        )
    ),
    "recommendation.train_recommendation": lambda rng: Call(
        (
            recommendation.init_recommendation(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
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
    ),
    "fraud.fraud_cross_entropy": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], 20.0)
    ),
    "fraud.fraud_scores": lambda rng: Call(
        (init_mlp(rng, (3, 4, 1)), rng.normal(size=(7, 3)))
    ),
    "fraud.train_fraud": lambda rng: Call(
        (rng, init_mlp(rng, (3, 4, 1)), rng.normal(size=(7, 3)), np.eye(7)[2]),
        {"B": 4, "epochs": 2},
    ),
    "fraud.expect_frauds": lambda rng: Call((rng.normal(size=7), np.eye(7)[2])),
    "fraud.fraud_order": lambda rng: Call((rng.normal(size=7),)),
    "fraud.precision_recall_curve": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2])
    ),
    "fraud.average_precision": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2])
    ),
    "fraud.card_precision": lambda rng: Call(
        (
            rng.normal(size=7),
            np.eye(7)[2],
            rng.integers(3, size=7),
            rng.integers(2, size=7),
            2,
        ),
        whole={"card": (0, 2**31), "day": (0, 2**31)},
    ),
    "fraud.card_precision_of_day": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.integers(3, size=7), 2),
        whole={"card": (0, 2**31)},
    ),
    "fraud.cost_curve": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.uniform(1, 9, 7), 3.0)
    ),
    "fraud.alert_cost": lambda rng: Call(
        (rng.normal(size=7), np.eye(7)[2], rng.uniform(1, 9, 7), 3.0, 0.5)
    ),
}
INNER = {}
