"""What the live figure of the language model computes with: live.json.

A line of the test, and the logits of the page's model at each of its letters,
in hundredths; the likeliest has 0.
"""

from studies.attention.language_model.trained import scores_along, trained_model

LOOSE = {"a": 30}  # hundredths: on another processor the training differs
NUMBER = 311


def _row() -> dict:
    """The alphabet, the line, and a row of logits for each letter."""
    line, _, a = scores_along(NUMBER)
    *_, alphabet = trained_model()
    hundredths = (100 * a).round().astype(int)  # (T, K)
    return {
        "alphabet": "".join(alphabet),
        "line": line,
        "a": hundredths.tolist(),
    }


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
