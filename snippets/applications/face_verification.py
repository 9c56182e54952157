"""The same person or not, by a distance: rates and thresholds, in NumPy.

Axes      P pairs of photos; d distances, t thresholds
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect


# --8<-- [start:strangers]
def expect_strangers(*whos) -> None:
    """ValueError if a person (a number) is in two of the whos (...)."""
    seen = set()
    for who in whos:
        expect_whole("whos", who, 0, 2**31 - 1, ...)
        if both := seen & {*who.flat}:
            raise ValueError(f"a person must be in one part, got {min(both)}")
        seen |= {*who.flat}
    # --8<-- [end:strangers]


# --8<-- [start:rates]
def expect_trial(d: np.ndarray, same: np.ndarray) -> None:
    """ValueError unless d (P,) fits same (P,), which holds both sorts."""
    expect("d", d, "P")
    expect("same", same, len(d), kinds="b", what="booleans")
    if same.all() or not same.any():
        raise ValueError(f"same must hold True and False, got {same[0]} only")


def verification_rates(d, same, t):
    """FAR, FRR of the thresholds t (...), if d ≤ t is taken for the same."""
    expect_trial(d, same)
    expect("t", t, ...)
    others = np.sort(d[~same])  # (n,)
    own = np.sort(d[same])  # (m,)
    far = np.searchsorted(others, t, side="right") / len(others)  # (...)
    frr = 1 - np.searchsorted(own, t, side="right") / len(own)  # (...)
    return far, frr


def verification_threshold(d, same, far: float):
    """The largest threshold that takes at most far of the strangers."""
    expect_trial(d, same)
    if not 0 <= far < 1:
        raise ValueError(f"far must be from 0 to below 1, got {far}")
    others = np.sort(d[~same])  # (n,)
    shares = np.arange(len(others)) / len(others)  # (n,)
    first = others[shares <= far][-1]  # the first that is too many
    return np.nextafter(first, others[0] - 1)  # just below it


def verification_eer(d, same):
    """Equal error rate and its threshold: where FAR and FRR are closest."""
    expect_trial(d, same)
    t = np.sort(d)  # (P,)
    far, frr = verification_rates(d, same, t)  # 2 × (P,)
    best = np.abs(far - frr).argmin()
    return (far[best] + frr[best]) / 2, t[best]
    # --8<-- [end:rates]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    who = np.arange(100) // 5  # (N,)
    expect_strangers(who[who < 12], who[who >= 12])
    same = np.arange(1000) % 2 == 0  # (P,)
    d = rng.normal(np.where(same, 2.0, 4.0))  # (P,)
    eer, t = verification_eer(d, same)
    print(f"equal errors: {eer:.0%} at distance {t:.1f}")
    t = verification_threshold(d, same, far=0.01)
    far, frr = verification_rates(d, same, np.array(t))
    print(f"{far:.0%} strangers let in, {frr:.0%} turned away, at {t:.1f}")
