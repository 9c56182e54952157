"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.applications import (
    diagnosis,
    driving,
    face,
    fraud,
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
    "face.face_roughness": lambda rng: Call((rng.random((7, 4, 5)),)),
    "face.face_occlusion": lambda rng: Call(
        (lambda images: images.mean(axis=(1, 2)), rng.random((6, 8))),
        {"k": 3},
    ),
    "face.expect_strangers": lambda rng: Call(
        (np.array([0, 1, 1]), np.array([2, 3])),
        whole={"whos": (0, 2**31 - 1)},
        free=("whos",),
    ),
    "face.expect_trial": lambda rng: Call((rng.random(7), np.arange(7) < 3)),
    "face.verification_rates": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3, np.array([0.2, 0.6])), free=("t",)
    ),
    "face.verification_threshold": lambda rng: Call(
        (rng.random(7), np.arange(7) < 3, 0.25)
    ),
    "face.verification_eer": lambda rng: Call(
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
    "fraud.init_fraud": lambda rng: Call((rng, 3, 2)),
    "fraud.fraud_forward": lambda rng: Call(
        (fraud.init_fraud(rng, 3, 2), rng.normal(size=(7, 3)))
    ),
    "fraud.fraud_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 2)),
            fraud.fraud_forward(
                fraud.init_fraud(rng, 3, 2), rng.normal(size=(7, 3))
            )[1],
        )
    ),
    "fraud.train_fraud": lambda rng: Call(
        (
            fraud.init_fraud(rng, 3, 2),
            rng.normal(size=(7, 3)),
            rng.normal(size=(7, 2)),
        ),
        {"steps": 2},
    ),
}
INNER = {}
