"""One sound call of every public function of the family, for the walker of gate 1."""

from snippets.applications import (
    diagnosis,
    driving,
    face,
    fraud,
    recommendation,
    speech,
)
from tests.kit.calls import Call


def small_drive(rng):
    """A network that steers, five images and what the teacher says."""
    params = driving.init_drive(rng, 9, 14, 3, 4)
    return params, rng.normal(size=(5, 1, 9, 14)), rng.normal(size=5)


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
INNER = {
    "driving.expect_drive": "the guard of drive_forward",
    "driving.drive_policy": "a function that asks drive_forward",
}
