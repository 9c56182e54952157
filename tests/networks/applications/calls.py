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
from tests.kit.calls import Call


def factors(rng):
    """Factors of 6 users and 5 items, with biases that are not 0."""
    params = recommendation.init_factors(rng, 6, 5, 3)
    return params._make(rng.normal(size=p.shape) for p in params)


def towers(rng):
    """Towers for 5 items with 2 features, nothing of them 0."""
    params = recommendation.init_towers(rng, 5, 2, 4, 3)
    return params._make(rng.normal(size=p.shape) for p in params)


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
    "recommendation.init_towers": lambda rng: Call((rng, 5, 2, 4, 3)),
    "recommendation.towers_forward": lambda rng: Call(
        (towers(rng), rng.normal(size=(7, 5)), rng.normal(size=(5, 2)))
    ),
    "recommendation.towers_backward": lambda rng: Call(
        (
            rng.normal(size=(7, 5)),
            recommendation.towers_forward(
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
