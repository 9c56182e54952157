"""Do the conclusions about the translator hold for other runs of it?"""

import re

import numpy as np

from snippets.attention.decoder_data import (
    READ,
    WRITTEN,
    date_parts,
    draw_pairs,
    symbols_of,
)
from snippets.attention.decoder_translator import (
    init_translator,
    next_symbol_loss,
    read_source,
    translator_backward,
    translator_forward,
    write_greedily,
    write_target,
)
from snippets.foundations.optimizer import adam_init, adam_step
from studies.attention.decoder.results import (
    K,
    V,
    draw_parts,
    exact,
    searched,
    translator,
)
from studies.trying import Claim, varied


def rivals(seed=0, steps=400, D=32):
    """Exact where it looks and where all weights are equal, best rates."""
    parts = draw_parts(seed)
    found = {}
    for kind in ("cross", "equal"):
        lr, right, _ = searched(kind, seed, parts, steps=steps, D=D)
        found[f"{kind} rate"], found[kind] = lr, right
    return found


def two_dates(seed=0, steps=400, dates=2):
    """Exact of dates in a row: two that look back, and LSTMs; best rates."""
    parts = draw_parts(seed, dates=dates)
    found = {}
    for kind in ("cross", "GRU", "LSTM"):
        lr, right, _ = searched(kind, seed, parts, steps=steps)
        found[f"{kind} rate"], found[kind] = lr, right
    return found


def unmasked(params, ids, longest):
    """As write_greedily, but blank places are read like any other."""
    blank = len(READ) + 1  # a symbol of its own, with the vector of 0
    shown = np.where(ids > 0, ids, blank)
    C_s = np.vstack([params.C_s, params.C_s[:1]])
    return write_greedily(params._replace(C_s=C_s), shown, longest, 4)


def padding(seed=0, lr=0.01, steps=400, D=32, L=1):
    """Exact with the mask of training, and without it."""
    learn, _, (ids, ys) = draw_parts(seed)
    params, _ = translator(seed, learn, lr=lr, steps=steps, D=D, L=L)
    return {
        "masked": exact(write_greedily(params, ids, 12, 4), ys),
        "open": exact(unmasked(params, ids, 12), ys),
    }


def spaced(seed=0, lr=0.01, steps=400, D=32, L=1, spaces=8):
    """Exact of the dates asked, and of the same behind some spaces."""
    learn, _, (ids, ys) = draw_parts(seed)
    params, _ = translator(seed, learn, lr=lr, steps=steps, D=D, L=L)
    front = np.full((len(ids), spaces), 1 + READ.index(" "))
    moved = np.hstack([front, ids])
    return {
        "as learned": exact(write_greedily(params, ids, 12, 4), ys),
        "spaced": exact(write_greedily(params, moved, 12, 4), ys),
    }


def unshifted(seed=0, lr=0.01, steps=300, D=32, L=1):
    """The last loss and percent exact, if the target is what it is given."""
    learn, _, (ids, ys) = draw_parts(seed)
    rng = np.random.default_rng(seed)
    params = init_translator(rng, V, K, D, 2 * D, L)
    state = adam_init(params)
    losses = []
    for step, n in enumerate(rng.integers(len(ids), size=(steps, 32)), 1):
        read, given = learn[0][n], learn[1][n, 1:]
        scores, cache = translator_forward(params, read, given, 4)
        loss, dscores = next_symbol_loss(scores, given)
        losses.append(float(loss))
        grads = translator_backward(dscores, cache)
        rate = lr * min(step / 50, 1 - step / (steps + 1))
        params, state = adam_step(params, grads, state, lr=rate)
    right = exact(write_greedily(params, ids, 12, 4), ys)
    return {"loss": float(np.mean(losses[-20:])), "exact": right}


def fields(english, chinese):
    """Which of year, month, day each symbol belongs to: 0, 1, 2, or -1."""
    read = [1 if c.isalpha() else 2 if c.isdigit() else -1 for c in english]
    year = re.search(r"\d{4}", english).start()
    read[year : year + 4] = [0] * 4
    parts = re.split("[年月日]", chinese.strip("^$"))[:3]
    written = [n for p, m in enumerate(parts) for n in [p] * len(m) + [-1]]
    return np.array(read), np.array([*written, -1])


def looks(params, english, chinese):
    """Weights (T, S) of the last block, the mean of its heads."""
    ids = symbols_of([english], READ, len(english))
    ys = symbols_of([chinese[:-1]], WRITTEN, len(chinese) - 1)
    s, _ = read_source(params, ids, 4)
    _, (caches, _, _) = write_target(params, s, ids, ys, 4)
    _, (_, (*_, attended)), *_ = caches[-1]
    return attended[-1][0].mean(axis=0)


def aligned(seed=0, lr=0.01, steps=400, D=32, L=1, M=200):
    """How many digits look most at their own part of the date, in percent."""
    learn, _, _ = draw_parts(seed)
    params, _ = translator(seed, learn, lr=lr, steps=steps, D=D, L=L)
    hits = []
    for pair in draw_pairs(np.random.default_rng(seed), date_parts(seed)[2], M):
        read, written = fields(*pair)
        w = looks(params, *pair)
        share = np.stack([w[:, read == n].sum(axis=1) for n in range(3)])
        best = share.argmax(axis=0)
        hits.append((best == written)[written >= 0])
    return {"own part": 100 * float(np.concatenate(hits).mean())}


def looking_ahead(numbers: dict[str, float]) -> bool:
    """Where it looks, more translations are exact."""
    return numbers["cross"] > numbers["equal"]


def state_behind(numbers: dict[str, float]) -> bool:
    """Fewer are exact than of either that looks back."""
    return numbers["LSTM"] < min(numbers["cross"], numbers["GRU"])


def mask_missed(numbers: dict[str, float]) -> bool:
    """Without the mask fewer are exact."""
    return numbers["open"] < numbers["masked"]


def half_lost(numbers: dict[str, float]) -> bool:
    """Behind spaces fewer than half as many are exact."""
    return numbers["spaced"] < 0.5 * numbers["as learned"]


def low_and_wrong(numbers: dict[str, float]) -> bool:
    """A loss near 0, and hardly a translation."""
    return numbers["loss"] < 0.05 and numbers["exact"] < 1


def mostly_own(numbers: dict[str, float]) -> bool:
    """At least nine in ten."""
    return numbers["own part"] >= 90


ONE = varied(lr=[0.02], steps=[200])
CLAIMS = {
    "looking-beats-mean": Claim(
        rivals, looking_ahead, varied(steps=[200], D=[16])
    ),
    "two-dates": Claim(two_dates, state_behind, varied(steps=[200, 300])),
    "mask-missed": Claim(padding, mask_missed, ONE),
    "spaces-before": Claim(spaced, half_lost, [*ONE, {"spaces": 6}]),
    "unshifted-copies": Claim(unshifted, low_and_wrong, ONE),
    "own-part": Claim(aligned, mostly_own, [*ONE, {"L": 2}]),
}
