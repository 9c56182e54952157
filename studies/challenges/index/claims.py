"""Do the conclusions about a perfect memory hold for other digits?"""

import numpy as np
from sklearn.datasets import load_digits

from snippets.challenges.data_hands import digits_sheets
from studies.trying import Claim, varied

ASKED = 500


def ordered(seed: int, order: str) -> tuple:
    """Images, labels and sheets: drawn, or sheet after sheet in any order."""
    x, y = load_digits(return_X_y=True)
    sheets = digits_sheets(y)
    rng = np.random.default_rng(seed)
    place = rng.permutation(len(y))
    if order == "sheets":
        later = rng.permutation(sheets.max() + 1)[sheets]
        place = np.argsort(later, kind="stable")
    return x[place], y[place], sheets[place]


def likest(x, new) -> np.ndarray:
    """For each new image the number of the most similar known one."""
    return ((x**2).sum(axis=1) - 2 * new @ x.T).argmin(axis=1)


def by_number(seed=0, order="sheets", known=1000) -> dict[str, float]:
    """Right on new digits, in percent, by how many are known."""
    x, y, _ = ordered(seed, order)
    new, truth = x[known : known + ASKED], y[known : known + ASKED]
    return {
        f"{N}": 100 * (y[:N][likest(x[:N], new)] == truth).mean()
        for N in (10, 30, 300, known)
    }


def by_order(seed=0, known=1000) -> dict[str, float]:
    """Right on new digits with known hands and with new ones, in percent."""
    orders = {"known hands": "drawn", "new hands": "sheets"}
    name = str(known)
    return {
        hands: by_number(seed, order, known)[name]
        for hands, order in orders.items()
    }


def one_out(seed=0, known=1000) -> dict[str, float]:
    """Left out: one image, or all of its sheet; new images. In percent."""
    x, y, sheets = ordered(seed, "sheets")
    new, truth = x[known : known + ASKED], y[known : known + ASKED]
    x, y, sheets = x[:known], y[:known], sheets[:known]
    far = (x**2).sum(axis=1) - 2 * x @ x.T
    np.fill_diagonal(far, np.inf)
    found = {"one out": 100 * (y[far.argmin(axis=1)] == y).mean()}
    far[sheets[:, None] == sheets] = np.inf
    found["sheet out"] = 100 * (y[far.argmin(axis=1)] == y).mean()
    found["new"] = 100 * (y[likest(x, new)] == truth).mean()
    return found


def less_each(n: dict[str, float]) -> bool:
    """An example from 10 to 30 gains ten times one from 300 to the last."""
    few, some, many, *_, most = n.values()
    last = int([*n][-1])
    return (some - few) / 20 > 10 * (most - many) / (last - 300)


def own_sheet_helps(n: dict[str, float]) -> bool:
    """One out is above new; without its sheet the gap is at most half."""
    gap = n["one out"] - n["new"]
    return gap > 0 and n["sheet out"] - n["new"] < gap / 2


CLAIMS = {
    "less-each": Claim(
        by_number, less_each, varied(10, order=["drawn"], known=[1200])
    ),
    "new-hands": Claim(
        by_order,
        lambda n: n["new hands"] < n["known hands"],
        varied(10, known=[300, 1200]),
    ),
    "own-sheet": Claim(one_out, own_sheet_helps, varied(10, known=[500, 1200])),
}
