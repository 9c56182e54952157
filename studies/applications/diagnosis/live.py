"""What the live figure of the chapter on diagnosis computes with: live.json.

The risks of the page's network, each by a model that has not seen its patient,
as odds on a grid that has 1/2 and 1/21 on it: how many patients have each.
"""

import numpy as np
from sklearn.datasets import load_breast_cancer

from snippets.applications.diagnosis import out_of_fold, stratified_folds
from studies.applications.diagnosis.claims import fitter

LOOSE = {"malignant": 0.0, "benign": 0.0}
ODDS = 20.0 ** (np.arange(30, -33, -1) / 12)  # from 1788 to 1/2946


def _row() -> dict:
    """Counts of the malignant and of the benign, from the largest risk down."""
    data = load_breast_cancer()
    y = 1 - data.target  # (569,)
    folds = stratified_folds(np.random.default_rng(0), y, 5)
    fit = fitter()
    p = out_of_fold(folds, data.data, y, lambda x, y: fit(x, y, 0))  # (569,)
    place = (p[:, None] < ODDS / (1 + ODDS)).sum(axis=1)  # (569,)
    counts = [np.bincount(place[y == k], minlength=len(ODDS)) for k in (1, 0)]
    return {
        name: count.tolist()
        for name, count in zip(("malignant", "benign"), counts, strict=True)
    }


def live_data() -> dict:
    """What the figure computes with."""
    return _row()
