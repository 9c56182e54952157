"""snippets/reinforcement/dqn_replay.py: what the ring keeps, draws and refuses."""

import re

import numpy as np
import pytest

from snippets.reinforcement.dqn_replay import Replay


def ring_after(count, dtype=np.float64):
    """A ring of three rows to which so many transitions came: 0, 1, 2 …"""
    ring = Replay(np.zeros(2, dtype), 3)
    for t in range(count):
        s = np.full(2, t, dtype)
        ring.remember(s, t, t / 2, s + 1, t == 4)
    return ring


def test_a_new_ring_is_empty():
    rows = Replay(np.zeros(2), 3).rows
    shapes = [(3, 2), (3,), (3,), (3, 2), (3,)]
    assert [column.shape for column in rows] == shapes
    assert not any(column.any() for column in rows)


def test_the_ring_forgets_the_oldest():
    rows = ring_after(5).rows
    assert rows.s[:, 0].tolist() == [3, 4, 2]
    assert rows.a.tolist() == [3, 4, 2]
    assert rows.r.tolist() == [1.5, 2.0, 1.0]
    assert rows.s_next[:, 1].tolist() == [4, 5, 3]
    assert rows.end.tolist() == [False, True, False]


def test_only_what_came_is_drawn(rng):
    for count, kept in (1, {0}), (2, {0, 1}), (5, {2, 3, 4}):
        batch = ring_after(count).draw(rng, 40)
        assert set(batch.a.tolist()) == kept
        np.testing.assert_array_equal(batch.r, batch.a / 2)
        np.testing.assert_array_equal(batch.s_next, batch.s + 1)
        np.testing.assert_array_equal(batch.s[:, 0], batch.a)
        np.testing.assert_array_equal(batch.end, batch.a == 4)


def test_a_batch_is_a_copy(rng):
    ring = ring_after(5)
    for column in ring.draw(rng, 40):
        column[...] = 0
    assert ring.rows.a.tolist() == [3, 4, 2]


def test_float32_stays_float32(rng):
    ring = ring_after(5, np.float32)
    for rows in ring.rows, ring.draw(rng, 4):
        assert rows.s.dtype == rows.r.dtype == rows.s_next.dtype == np.float32


def test_nothing_can_be_drawn_from_an_empty_ring(rng):
    words = "transitions to draw from must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=f"^{words}$"):
        ring_after(0).draw(rng, 4)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("s", np.zeros(3), "s must be floats of shape (2,), got float64 (3,)"),
        ("a", 0.5, "a must be whole and at least 0, got 0.5"),
        ("r", np.ones(2), "r must be floats of shape (), got float64 (2,)"),
        ("s_next", [0.0, 1.0], "s_next must be floats of shape (2,), got list"),
        ("end", 1, "end must be booleans of shape (), got int64 ()"),
        ("end", [True], "end must be booleans of shape (), got bool (1,)"),
    ],
)
def test_a_misfit_is_refused_and_nothing_is_written(name, value, message):
    ring = ring_after(5)
    before = [column.copy() for column in ring.rows]
    sound = {"s": np.ones(2), "a": 1, "r": 1.0, "s_next": np.ones(2)}
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ring.remember(**{**sound, "end": False, name: value})
    assert ring.count == 5
    for old, column in zip(before, ring.rows, strict=True):
        np.testing.assert_array_equal(old, column)
