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
    "speech.stft_power": lambda rng: Call((rng.normal(size=23), 8, 5)),
    "speech.mel_of_hz": lambda rng: Call((rng.random((3, 2)),), free=("hz",)),
    "speech.mel_filters": lambda rng: Call((3, 64, 8000, 50.0, 3000.0)),
    "speech.mel_levels": lambda rng: Call((rng.random((5, 4, 3)),)),
    "speech.mel_powers": lambda rng: Call((rng.random((5, 4, 3)),)),
    "speech.mel_noise": lambda rng: Call(
        (rng, rng.random((5, 4, 3)), rng.random((9, 3)), rng.normal(size=5))
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
    "speech.train_speech_cnn": lambda rng: Call(
        (rng, rng.random((7, 5, 4)), rng.integers(3, size=7)),
        {"K": 3, "epochs": 1},
        whole={"y": (0, 2)},
    ),
    "speech.speech_cnn": lambda rng: Call(
        (
            *speech.train_speech_cnn(
                rng, rng.random((7, 5, 4)), rng.integers(3, size=7), 3, epochs=1
            )[:2],
            rng.random((6, 5, 4)),
        )
    ),
    "speech.train_speech_gru": lambda rng: Call(
        (rng, rng.random((7, 5, 4)), rng.integers(3, size=7)),
        {"K": 3, "H": 2, "steps": 2},
        whole={"y": (0, 2)},
    ),
    "speech.speech_gru": lambda rng: Call(
        (
            *speech.train_speech_gru(
                rng,
                rng.random((7, 5, 4)),
                rng.integers(3, size=7),
                *(3, 2),
                steps=2,
            )[:2],
            rng.random((6, 5, 4)),
        )
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
INNER = {}
