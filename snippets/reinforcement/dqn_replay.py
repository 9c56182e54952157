"""Experience replay: the last transitions in a ring, batches drawn from it.

Papers    Lin 1992, doi:10.1007/BF00992699
Axes      N rows of the ring, B batch, D width of a state
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:replay]
class Transitions(NamedTuple):
    s: np.ndarray  # (B, D)
    a: np.ndarray  # (B,)
    r: np.ndarray  # (B,)
    s_next: np.ndarray  # (B, D)
    end: np.ndarray  # (B,)


class Replay:
    """A ring of N rows: a new transition takes the place of the oldest."""

    def __init__(self, s: np.ndarray, N: int):
        """Empty, for states like s (D,); ValueError if it is no state."""
        expect("s", s, "D")
        expect_count("N", N)
        states = np.zeros((N, len(s)), s.dtype)  # (N, D)
        a = np.zeros(N, np.int64)  # (N,)
        r = np.zeros(N, s.dtype)  # (N,)
        end = np.zeros(N, bool)  # (N,)
        self.rows = Transitions(states, a, r, states.copy(), end)
        self.count = 0  # of the transitions that ever came

    def remember(self, s, a, r, s_next, end) -> None:
        """Write one transition; if it misfits, nothing, and ValueError."""
        N, D = self.rows.s.shape
        expect("s", s, D)
        expect_count("a", a, low=0)
        expect("r", np.asarray(r))
        expect("s_next", s_next, D)
        expect("end", np.asarray(end), kinds="b", what="booleans")
        entries = s, a, r, s_next, end
        for column, entry in zip(self.rows, entries, strict=True):
            column[self.count % N] = entry
        self.count += 1

    def draw(self, rng: np.random.Generator, B: int) -> Transitions:
        """B of the rows that are filled, any of them also twice."""
        expect_count("B", B)
        expect_count("transitions to draw from", self.count)
        filled = min(self.count, len(self.rows.a))
        n = rng.integers(filled, size=B)  # (B,)
        return Transitions(*(column[n] for column in self.rows))
        # --8<-- [end:replay]


if __name__ == "__main__":
    ring = Replay(np.zeros(1), 3)
    for t in range(5):
        ring.remember(np.ones(1) * t, t, 10.0 * t, np.ones(1) * t + 1, t == 4)
    print("rewards", ring.rows.r, "after", ring.count, "transitions")
    batch = ring.draw(np.random.default_rng(0), 6)
    print("a batch of them:", batch.r)
