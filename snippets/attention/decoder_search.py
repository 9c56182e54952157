"""Beam search: the likeliest text, not the likeliest next symbol, in NumPy.

Paper     Wu et al. 2016 (longer texts are not to lose), arXiv:1609.08144
Axes      n, m texts kept, t symbols of each, K kinds of symbols
"""

import numpy as np

from snippets.foundations.neuron import expect_count


# --8<-- [start:beam_search]
def best_longer(texts, sums, following, width: int, is_last: bool):
    """The best of texts (n, t) with one symbol more; those that end here."""
    longer = sums[:, None] + following  # (n, K)
    best = np.argsort(-longer, axis=None, kind="stable")[:width]  # (m,)
    row, new = np.unravel_index(best, longer.shape)  # 2 × (m,)
    texts = np.hstack([texts[row], new[:, None]])  # (m, t+1)
    sums = longer[row, new]  # (m,)
    over = (new == 2) | is_last  # (m,)
    ended = [(float(sums[n]), texts[n, 1:]) for n in np.flatnonzero(over)]
    return texts[~over], sums[~over], ended


def beam_search(log_p, width: int, longest: int, alpha: float = 0.0):
    """The best text from start (1) to end (2), without its start; its score.

    log_p: texts (n, t) → logarithms (n, K) of what follows. The score is
    their sum over length ** alpha. ValueError unless width, longest >= 1.
    """
    expect_count("width, longest", width, longest)
    texts = np.array([[1]])  # (1, 1)
    sums = np.zeros(1)  # (1,)
    scored = []
    for length in range(1, longest + 1):
        given = texts, sums, log_p(texts), width, length == longest
        texts, sums, ended = best_longer(*given)
        scored += [(total / length**alpha, text) for total, text in ended]
        if not len(texts):
            break
    score, text = max(scored, key=lambda each: each[0])
    return text.copy(), score
    # --8<-- [end:beam_search]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    table = np.log(rng.dirichlet(np.full(5, 0.5), size=5))  # (5, 5)

    def follow(texts):
        """The logarithms of what follows each last symbol."""
        return table[texts[:, -1]]  # (n, 5)

    for width, alpha in (1, 0.0), (8, 0.0), (8, 1.0):
        text, score = beam_search(follow, width, 6, alpha)
        print(f"width {width}, alpha {alpha:g}: {text} {score:.2f}")
