"""What a risk is worth: ROC curve, threshold, calibration, in NumPy.

Paper     Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747 (area)
Axes      N patients, T thresholds, M bins
Letters   y 1 malignant, 0 benign; p risk
"""

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:roc]
def expect_scored(y: np.ndarray, score: np.ndarray) -> None:
    """ValueError unless there is a score (N,) for each y (N,), and both y."""
    expect("score", score, "N")
    expect_whole("y", y, 0, 1, len(score))
    if y.min() == y.max():
        raise ValueError(f"y must hold both 0 and 1, got only {y.min()}")


def roc_curve(y: np.ndarray, score: np.ndarray):
    """False and true alarm rates (T,) and thresholds, from ∞ downwards."""
    expect_scored(y, score)
    steps = np.unique(score)[::-1]  # (T-1,)
    thresholds = np.append(np.array(np.inf, score.dtype), steps)  # (T,)
    benign = np.sort(score[y == 0])  # (n,)
    malignant = np.sort(score[y == 1])  # (m,)
    false = 1 - np.searchsorted(benign, thresholds) / len(benign)  # (T,)
    true = 1 - np.searchsorted(malignant, thresholds) / len(malignant)  # (T,)
    return false, true, thresholds


def roc_area(y: np.ndarray, score: np.ndarray) -> float:
    """How often a malignant one scores higher than a benign; a tie is half."""
    expect_scored(y, score)
    benign = np.sort(score[y == 0])  # (n,)
    below = np.searchsorted(benign, score[y == 1])  # (m,)
    tied = np.searchsorted(benign, score[y == 1], "right") - below  # (m,)
    return (below + tied / 2).mean() / len(benign)
    # --8<-- [end:roc]


# --8<-- [start:threshold]
def choose_threshold(y: np.ndarray, score: np.ndarray, cost: float) -> float:
    """Cheapest if a miss costs so many false alarms; of equals the lowest."""
    expect_scored(y, score)
    false, true, thresholds = roc_curve(y, score)  # 3 × (T,)
    total = cost * (1 - true) * y.sum() + false * (1 - y).sum()  # (T,)
    return thresholds[total <= total.min() + 1e-9].min()
    # --8<-- [end:threshold]


# --8<-- [start:calibration]
def calibration_bins(y: np.ndarray, p: np.ndarray, M: int = 10):
    """Mean risk, share of y = 1 and count of each bin that is not empty."""
    expect("p", p, "N", within=(0, 1))
    expect_whole("y", y, 0, 1, len(p))
    expect_count("M", M)
    bins = np.searchsorted(np.linspace(0, 1, M + 1)[1:-1], p)  # (N,)
    count = np.bincount(bins, minlength=M)  # (M,)
    full = count > 0  # (M,)
    count = count[full]  # (B,)
    risk = np.bincount(bins, p, minlength=M)[full] / count  # (B,)
    share = np.bincount(bins, y, minlength=M)[full] / count  # (B,)
    return risk, share, count


def calibration_error(y: np.ndarray, p: np.ndarray, M: int = 10) -> float:
    """Expected calibration error: mean gap of risk and share over all N."""
    risk, share, count = calibration_bins(y, p, M)  # 3 × (B,)
    return (count * np.abs(risk - share)).sum() / count.sum()
    # --8<-- [end:calibration]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    p = rng.random(4000)  # (N,)
    y = (rng.random(4000) < p).astype(int)  # (N,)
    print(f"area {roc_area(y, p):.2f}, error {calibration_error(y, p):.2f}")
    for cost in (1, 20):
        at = choose_threshold(y, p, cost)
        print(f"a miss costs {cost} false alarms: alarm from {at:.2f} on")
    print(f"twice as sure: error {calibration_error(y, p**2):.2f}")
