"""Do the conclusions about samples hold for other splits and judges?"""

import unicodedata
from collections import Counter, defaultdict
from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from studies.trying import Claim, varied

JUDGES = {
    "softmax": LogisticRegression(solver="newton-cholesky"),
    "SVM": SVC(C=10),
    "neighbours": KNeighborsClassifier(5),
}
RIDGES = 0.001, 0.01, 0.1, 1, 10


def half_and_half(seed: int) -> tuple:
    """Digits of our half and their labels, those held out and theirs."""
    x, y = load_digits(return_X_y=True)
    place = np.random.default_rng(seed).permutation(len(y))
    ours, held = place[:898], place[898:1796]
    return x[ours], y[ours], x[held], y[held]


def bell(x, ridge):
    """The mean (D,) and a root (D, D) of the covariance."""
    mu = x.mean(axis=0)
    Sigma = (x - mu).T @ (x - mu) / len(x) + ridge * np.eye(len(mu))
    return mu, np.linalg.cholesky(Sigma)


def samples(rng, x, y, kind: str, n=90, ridge=0.1) -> np.ndarray:
    """n pictures of each class (10 n, 64) of a kind of generator."""
    made = []
    for k in range(10):
        mu, A = bell(x[y == k], ridge)
        noise = rng.normal(size=(n, 64))
        picked = x[y == k][rng.integers((y == k).sum(), size=n)]
        made.append(
            {
                "together": mu + noise @ A.T,
                "alone": mu + noise * x[y == k].std(axis=0),
                "average": np.tile(mu, (n, 1)),
                "copied": picked,
                "smeared": picked + 2 * noise,
            }[kind]
        )
    return np.concatenate(made).clip(0, 16).round()


def read(seed=0, judge="softmax", ridge=0.1) -> dict[str, float]:
    """How many a judge reads as asked, in percent: held out, and made."""
    x, y, new, truth = half_and_half(seed)
    model = JUDGES[judge].fit(x / 16, y)
    found = {"held out": 100 * model.score(new / 16, truth)}
    asked = np.repeat(np.arange(10), 90)
    for kind in "together", "alone", "average":
        rng = np.random.default_rng(seed)
        made = samples(rng, x, y, kind, ridge=ridge)
        found[kind] = 100 * model.score(made / 16, asked)
    return found


def to_nearest(a, b) -> float:
    """The mean distance from pictures to the nearest of others."""
    far = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.sqrt(far.min(axis=1).clip(0)).mean()


@cache
def distances(seed=0, n=90, ridge=0.1) -> dict[str, float]:
    """Looks real, covers all, copied?: three distances of five generators."""
    x, y, new, _ = half_and_half(seed)
    found = {"copied? held out": to_nearest(new, x)}
    for kind in "together", "alone", "average", "copied", "smeared":
        rng = np.random.default_rng(seed)
        made = samples(rng, x, y, kind, n, ridge)
        found[f"looks real {kind}"] = to_nearest(made, new)
        found[f"covers all {kind}"] = to_nearest(new, made)
        found[f"copied? {kind}"] = to_nearest(made, x)
    return found


def looking(**setting) -> dict[str, float]:
    """Distances from pictures to held-out digits, by generator."""
    found = distances(**setting)
    return {k: v for k, v in found.items() if k.startswith("looks real")}


def covering(**setting) -> dict[str, float]:
    """Distances from held-out digits to pictures, by generator."""
    found = distances(**setting)
    return {k: v for k, v in found.items() if k.startswith("covers all")}


def giving_away(**setting) -> dict[str, float]:
    """How much nearer pictures are to our digits than to the held-out ones."""
    found = distances(**setting)
    return {
        kind: found[f"looks real {kind}"] - found[f"copied? {kind}"]
        for kind in ("together", "alone", "copied", "smeared")
    }


def mean_log_density(x, mu, A) -> float:
    """The sum of log p of digits under a bell."""
    z = np.linalg.solve(A, (x - mu).T)
    stretch = np.log(np.diag(A)).sum() + len(mu) / 2 * np.log(2 * np.pi)
    return -(z**2).sum() / 2 - len(x) * stretch


def ridges(seed=0, share=1.0, levels=16) -> dict[str, float]:
    """The best ridge for our digits, and for those held out."""
    x, y, new, truth = half_and_half(seed)
    few = int(share * len(x))
    x, y = (x[:few] / 16 * levels).round(), y[:few]
    new = (new / 16 * levels).round()
    scores = np.zeros((2, len(RIDGES)))
    for place, ridge in enumerate(RIDGES):
        for k in range(10):
            rule = bell(x[y == k], ridge)
            scores[0, place] += mean_log_density(x[y == k], *rule)
            scores[1, place] += mean_log_density(new[truth == k], *rule)
    ours, held = scores.argmax(axis=1)
    return {"best, ours": RIDGES[ours], "best, held out": RIDGES[held]}


def long_words(longest=3) -> list[str]:
    """The words in the names of pictures, without the short ones."""
    names = (unicodedata.name(chr(n), "") for n in range(0x1F300, 0x1F600))
    words = {w for w in " ".join(names).lower().split() if w.isalpha()}
    return sorted(w for w in words if len(w) > longest)


def counted(words, k):
    """Which letter follows which k letters, how often."""
    counts = defaultdict(Counter)
    for word in words:
        text = "^" * k + word + "$"
        for i in range(k, len(text)):
            counts[text[i - k : i]][text[i]] += 1
    return counts


def written(rng, counts, k) -> str:
    """A word of the chain."""
    text = "^" * k
    while not text.endswith("$"):
        after = counts[text[len(text) - k :]]
        p = np.array([*after.values()]) / after.total()
        text += str(rng.choice([*after], p=p))
    return text[k:-1]


def surprise(words, counts, k, add) -> float:
    """The mean log p of a letter, each count enlarged."""
    logs = []
    for word in words:
        text = "^" * k + word + "$"
        for i in range(k, len(text)):
            after = counts.get(text[i - k : i], Counter())
            p = (after[text[i]] + add) / (after.total() + 27 * add)
            logs.append(np.log(p))
    return np.mean(logs)


def chains(seed=0, add=0.1, held=100, longest=3) -> dict[str, float]:
    """The best order for words held out; copies at orders 2 and 5, in %."""
    rng = np.random.default_rng(seed)
    mixed = [str(w) for w in rng.permutation(long_words(longest))]
    known, scores, found = mixed[held:], [], {}
    for k in range(6):
        counts = counted(known, k)
        scores.append(surprise(mixed[:held], counts, k, add))
        if k in (2, 5):
            new = [written(rng, counts, k) for _ in range(200)]
            copies = np.mean([word in known for word in new])
            found[f"copied, k={k}"] = 100 * copies
    return {"best k": np.argmax(scores)} | found


def upside_down(n: dict[str, float]) -> bool:
    """The average is read best, the real digits worst."""
    kinds = n["together"], n["alone"]
    return n["held out"] < min(kinds) and max(kinds) < n["average"]


def average_looks_best(n: dict[str, float]) -> bool:
    """By "looks real" the average is the best of the five."""
    return min(n, key=n.get) == "looks real average"


def copied_covers_best(n: dict[str, float]) -> bool:
    """By "covers all" the copies are best, the average among the worst two."""
    order = sorted(n, key=n.get)
    return order[0] == "covers all copied" and (
        "covers all average" in order[-2:]
    )


def gives_away(n: dict[str, float]) -> bool:
    """What copies is nearer to ours by 5 at least, what draws by 2 at most."""
    return min(n["copied"], n["smeared"]) > 5 and (
        max(n["together"], n["alone"]) < 2
    )


DRAWN = varied(6, n=[30, 200], ridge=[0.01, 1.0])
CHAINS = varied(6, held=[300], longest=[5])
CLAIMS = {
    "upside-down": Claim(
        read, upside_down, varied(6, judge=["SVM", "neighbours"], ridge=[1.0])
    ),
    "narrower-and-narrower": Claim(
        ridges,
        lambda n: n["best, ours"] < n["best, held out"],
        varied(6, share=[0.5], levels=[4, 64]),
    ),
    "order-two": Claim(
        chains,
        lambda n: n["best k"] == 2,
        [*CHAINS, {"add": 0.01}, {"add": 1.0}],
    ),
    "copies": Claim(
        chains,
        lambda n: n["copied, k=5"] > 80 and n["copied, k=2"] < 15,
        CHAINS,
    ),
    "average-looks-best": Claim(looking, average_looks_best, DRAWN),
    "copied-covers-best": Claim(covering, copied_covers_best, DRAWN),
    "gives-away": Claim(giving_away, gives_away, DRAWN),
}
