"""snippets/applications/face_verification.py: rates, thresholds, and who may be in which part."""

import numpy as np
import pytest
from sklearn.metrics import roc_curve

from snippets.applications import (
    face_verification,
)
from studies.applications.face import results as face_results


def test_rates_are_those_of_scikit_learn(rng):
    d = np.concatenate([rng.normal(1, 0.5, 60), rng.normal(2, 0.6, 300)])
    same = np.arange(360) < 60
    fpr, tpr, minus_t = roc_curve(same, -d, drop_intermediate=False)
    far, frr = face_verification.verification_rates(d, same, -minus_t[1:])
    np.testing.assert_allclose(far, fpr[1:])
    np.testing.assert_allclose(frr, 1 - tpr[1:])
    rate, t = face_verification.verification_eer(d, same)
    k = np.abs(fpr - 1 + tpr).argmin()
    assert np.isclose(rate, (fpr[k] + 1 - tpr[k]) / 2)
    assert t in d


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.9])
def test_the_threshold_is_the_largest(rng, share):
    d = rng.random(40)
    same = np.arange(40) < 20
    t = face_verification.verification_threshold(d, same, share)
    far, _ = face_verification.verification_rates(d, same, t)
    above = d[~same][d[~same] > t].min()
    more, _ = face_verification.verification_rates(d, same, above)
    assert far <= share < more


@pytest.mark.parametrize("hundredths", range(100))
def test_a_share_of_so_many_hundredths_is_so_many_of_a_hundred(hundredths):
    """0.29 * 100 is less than 29, and yet 29 of 100 are no more than 0.29."""
    d, same = np.arange(101.0), np.arange(101) == 100
    share = hundredths / 100
    t = face_verification.verification_threshold(d, same, share)
    assert (d[~same] <= t).sum() == hundredths


def test_kinds_of_strangers_have_their_own_far():
    """Mixed pairs are far, those of wearers nearest: 2 of 4 are let in."""
    x = np.array([[0.0], [0.1], [3], [3.2], [90], [90.1], [99], [99.1]])
    who, worn = np.arange(8) // 2, np.arange(8) < 4
    far = face_results._kinds(lambda photos: photos, x, who, worn)
    assert far["mixed"] == far["none"] == 0
    assert far["both"] == 0
    far = face_results._kinds(lambda photos: photos, x, who, worn, 0.1)
    assert far == {"mixed": 0, "none": 0, "both": 0.5}
