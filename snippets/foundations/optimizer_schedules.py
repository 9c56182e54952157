"""Learning-rate schedules: η as a function of the steps done, in NumPy.

Use       lr=cosine(t, 0.1, 1000) in step t = 0, 1 … 999 of an optimizer
Twin      optimizer_torch.py, whose defaults these are
Letters   t steps done, T steps of the schedule
"""

import math

from snippets.foundations.neuron import expect_count


# --8<-- [start:schedules]
def step_decay(t, lr, T, gamma=0.1):
    """After every T steps gamma times as much."""
    expect_count("T", T)
    return lr * gamma ** (t // T)


def cosine(t, lr, T, lr_min=0):
    """From lr to lr_min in T steps. Loshchilov & Hutter, arXiv:1608.03983."""
    expect_count("T", T)
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * t / T)) / 2


def warm_up(t, lr, T, start=1 / 3):
    """From start * lr to lr in T steps. Goyal et al., arXiv:1706.02677."""
    expect_count("T", T)
    return lr * (start + (1 - start) * min(t, T) / T)
    # --8<-- [end:schedules]


if __name__ == "__main__":
    for t in range(0, 101, 25):
        lr = 0.1 * warm_up(t, 1.0, 20)
        decayed = step_decay(t, lr, 40)
        waved = cosine(t, lr, 100)
        print(f"t = {t:3}  {lr:.3f}  {decayed:.3f}  {waved:.3f}")
