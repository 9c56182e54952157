"""studies/challenges/data/results.py: no leak, its rows and its lines."""

import numpy as np
import pytest

from studies.challenges.data import results as dr


def by_heart(x, y, seed):
    """Knows what it has seen, digit by digit; says 0 to others."""
    seen = {row.tobytes(): label for row, label in zip(x, y, strict=True)}
    return lambda new: np.array([seen.get(row.tobytes(), 0) for row in new])


def test_no_digit_of_the_test_was_learned():
    """Known by heart none would be wrong; so about nine of ten are."""
    errors = np.array(dr.curve(by_heart, 2))
    assert errors.shape == (len(dr.SIZES), 2)
    assert (errors > 0.85).all()


def test_a_planted_leak_is_refused():
    def leaky(seed, N, whole):
        train, test = dr.split(seed, N, whole)
        return train, np.append(test, train[:3])

    with pytest.raises(ValueError, match="share no original, got 3 in both"):
        dr.curve(by_heart, 1, split=leaky)


def test_mirrored_images_are_images_in_a_mirror(rng):
    x = rng.random((400, 64))
    flipped = dr._mirror(rng, x)
    same = (flipped == x).all(axis=1)
    assert same.mean() == pytest.approx(0.5, abs=0.1)
    images = x[~same].reshape(-1, 8, 8)
    np.testing.assert_array_equal(
        flipped[~same].reshape(-1, 8, 8), images[:, :, ::-1]
    )


def test_copies_are_moved_to_all_sides(rng):
    x, y = np.zeros((2, 64)), np.array([3, 7])
    x[0, 9] = x[1, 54] = 1
    answer = dr._nearest_copies(x, y, 0)
    np.testing.assert_array_equal(
        answer(np.eye(64)[[0, 18, 45, 63]]), [3, 3, 7, 7]
    )
    moved = dr._move_all(rng, np.tile(x[:1], (900, 1)))
    assert (moved[:, 9] == 1).mean() == pytest.approx(1 / 9, abs=0.05)


def test_mnist_is_shrunk_by_means():
    x, y = dr._mnist()
    assert x.shape == (5000, 64)
    assert np.bincount(y).tolist() == [500] * 10
    assert 0 <= x.min() <= x.max() <= 1


def test_worth_is_read_off_the_plain_curve():
    plain = [[8 / N, 8 / N] for N in dr.SIZES]
    better = [[4 / N, 4 / N] for N in dr.SIZES]
    np.testing.assert_allclose(dr.worth(plain, better)[:-1], 2)


def test_forecasts_of_a_power_law_are_right():
    plain = [[2 / N, 3 / N] for N in dr.SIZES]
    for _, came, two, three, same in dr.extrapolation(plain):
        np.testing.assert_allclose(two, came)
        np.testing.assert_allclose(three, came)
        assert (same > came).all()


def test_results_have_a_row_for_everything(monkeypatch):
    monkeypatch.setattr(dr, "SIZES", (20, 30, 40, 50, 60, 70, 80))
    monkeypatch.setattr(dr, "FEW", (10, 20))
    monkeypatch.setattr(dr, "NOISES", ((0.2, False), (0.4, True)))
    slow = (
        "nearest, copies",
        "half moved",
        "all moved",
        "half mirrored",
        "MLP, B = 32",
    )
    monkeypatch.setattr(
        dr, "MODELS", dr.MODELS | dict.fromkeys(slow, dr._nearest)
    )
    monkeypatch.setattr(dr, "_mnist", dr._digits)
    quick = dr.train_data

    def few(*args, steps, **more):
        return quick(*args, steps=100, **more)

    monkeypatch.setattr(dr, "train_data", few)
    rows = dr.data_rows(seeds=2, noises=2)
    kinds = [row["kind"] for row in rows]
    assert kinds == ["curve"] * 8 + ["transfer"] * 9 + ["noise"] * 10
    assert np.shape(rows[0]["errors"]) == (7, 2)
    assert np.shape(rows[8]["errors"]) == (2, 2)
    assert len(dr.table(rows)) == 7 + 8 + 4 + 7 + 9 + 2
