"""One sound call of every public function of the family, for the walker of gate 1."""

from functools import partial

import numpy as np

from snippets.applications import (
    diagnosis,
    driving,
    face,
    fraud,
    recommendation,
    speech,
)
from tests.kit.calls import Call


def diagnosed(rng):
    return diagnosis.init_diagnosis(rng, rng.normal(size=(7, 3)), 4)


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
    "diagnosis.init_diagnosis": lambda rng: Call(
        (rng, rng.normal(size=(7, 3)), 4)
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
        (rng, np.arange(7) % 2, 3), whole={"y": (0, 1)}
    ),
    "diagnosis.out_of_fold": lambda rng: Call(
        (
            [[0, 1, 2], [3, 4, 5, 6]],
            rng.normal(size=(7, 3)),
            np.arange(7) % 2,
            lambda x, y: partial(diagnosis.predict_risk, diagnosed(rng)),
        ),
        whole={"y": (0, 1)},
    ),
    "diagnosis.roc_curve": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7)), whole={"y": (0, 1)}
    ),
    "diagnosis.roc_area": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7)), whole={"y": (0, 1)}
    ),
    "diagnosis.choose_threshold": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 20), whole={"y": (0, 1)}
    ),
    "diagnosis.calibration_bins": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 4), whole={"y": (0, 1)}
    ),
    "diagnosis.calibration_error": lambda rng: Call(
        (np.arange(7) % 2, rng.random(7), 4), whole={"y": (0, 1)}
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
INNER = {"diagnosis.expect_scored": "the guard of the scores"}
