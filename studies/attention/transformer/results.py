"""The reader of Chinese words, its rivals, and letters recalled."""

import numpy as np

from snippets.attention.transformer_data import (
    pairs_of,
    read_words,
    split_words,
    windows_of,
)
from snippets.attention.transformer_reader import (
    init_reader,
    reader_backward,
    reader_forward,
    train_reader,
)
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.activation import softmax_forward
from snippets.foundations.optimizer import (
    adam_init,
    adam_step,
    arrays_in,
    as_params,
)
from snippets.recurrent.lstm import init_lstm, lstm_backward, lstm_forward

LOOSE = {"right": 3.0, "seen": 3.0, "unseen": 3.0, "share": 0.1}
LENGTHS = 4, 8, 16  # letters to recall


def features(rows, places):
    """Of each row: its polyphone, and that with each neighbour."""
    return [
        [(word[at],)]
        + [
            (word[at], char, (t - at) * places)
            for t, char in enumerate(word)
            if 0 < abs(t - at) < 5
        ]
        for word, at, _ in rows
    ]


def fit_bag(train, y, K, others, steps=60, lr=0.05):
    """Softmax regression by Adam: scores of others, after every 10 steps."""
    known = sorted({f for row in train for f in row}, key=str)
    index = {f: n for n, f in enumerate(known, 1)}

    def numbers(rows):
        out = np.zeros((len(rows), 9), np.int64)  # (N, 9)
        for n, row in enumerate(rows):
            out[n, : len(row)] = [index.get(f, 0) for f in row]
        return out

    ids, others = numbers(train), [numbers(rows) for rows in others]
    W = np.zeros((len(index) + 1, K), np.float32)  # (M, K)
    state = adam_init(W)
    found = []
    for step in range(1, steps + 1):
        _, dscores = cross_entropy(W[ids].sum(axis=1), y)
        dW = np.zeros_like(W)  # (M, K)
        np.add.at(dW, ids, dscores[:, None])
        dW[0] = 0
        W, state = adam_step(W, dW, state, lr=lr)
        if step % 10 == 0:
            found.append([W[ids_now].sum(axis=1) for ids_now in others])
    return found


class Words:
    """A split of the words, as arrays: what is learned, chosen by, asked."""

    def __init__(self, rows, seed):
        self.parts = split_words(rows, seed)
        self.kinds = sorted({(word[at], sound) for word, at, sound in rows})
        chars = [char for word, *_ in self.parts[0] for char in word]
        often = sorted({c for c in chars if chars.count(c) > 1})
        self.letters = {char: n for n, char in enumerate(often, 2)}
        self.ids = [windows_of(part, self.letters) for part in self.parts]
        self.y = [
            np.array([self.kinds.index((w[at], s)) for w, at, s in part])
            for part in self.parts
        ]

    def right(self, scores, part):
        """Which rows are right, among the readings of their character."""
        own = np.array(
            [[k[0] == w[at] for k in self.kinds] for w, at, _ in part]
        )
        best = np.where(own, scores, -np.inf).argmax(axis=1)
        return best == self.y[self.parts.index(part)]

    def chosen(self, candidates):
        """Of pairs of scores, the second of the best first: right, by row."""
        _, check, asked = self.parts
        rights = [self.right(scores, check).mean() for scores, _ in candidates]
        return self.right(candidates[int(np.argmax(rights))][1], asked)


def commonest(words):
    """Scores: how often each reading was in training."""
    counts = np.bincount(words.y[0], minlength=len(words.kinds))  # (K,)
    return [[np.tile(counts, (len(part), 1)) for part in words.parts[1:]]]


def encoders(words, seed, steps=300, places=True):
    """Scores of both other parts after every 100 steps; the parameters."""
    rng = np.random.default_rng(seed)
    params = init_reader(
        rng, len(words.letters) + 2, 9, 32, 64, len(words.kinds)
    )
    ids = words.ids if places else [shuffled(ids, seed) for ids in words.ids]

    def check(params):
        return [reader_forward(params, part, 4, h=4)[0] for part in ids[1:]]

    given = rng, params, ids[0], 4, words.y[0]
    params, losses, found = train_reader(*given, steps=steps, check=check)
    return found, params, losses


def committee(members):
    """The mean of what all members give each reading, at each stop."""
    given = [
        [[softmax_forward(z) for z in pair] for pair in found]
        for found in members
    ]
    return [
        [np.mean(part, axis=0) for part in zip(*pairs, strict=True)]
        for pairs in zip(*given, strict=True)
    ]


def shuffled(ids, seed):
    """The neighbours of each word in random columns; the middle stays."""
    rng = np.random.default_rng(seed)
    out = ids.copy()  # (N, T)
    beside = [0, 1, 2, 3, 5, 6, 7, 8]
    out[:, beside] = rng.permuted(ids[:, beside], axis=1)
    return out


def bags(words, places, members):
    """A bag, then as many that learned from rows drawn with repeats."""
    found, *others = (features(part, places) for part in words.parts)
    given = words.y[0], len(words.kinds), others
    yield fit_bag(found, *given)
    for seed in range(members):
        n = np.random.default_rng(seed).integers(len(found), size=len(found))
        yield fit_bag([found[i] for i in n], given[0][n], *given[1:])


def words_right(rows, seed, steps=300, members=10):
    """Which are right, by method, and which have a pair that was seen."""
    words = Words(rows, seed)
    right = {"commonest": words.chosen(commonest(words))}
    for name, places in ("bag", 0), ("places", 1):
        one, *many = bags(words, places, members)
        right[name] = words.chosen(one)
        right[f"{members} × {name}"] = words.chosen(committee(many))
    for name, places in ("encoder", True), ("shuffled", False):
        starts = range(seed, seed + 100 * members, 100)
        many = [encoders(words, n, steps, places)[0] for n in starts]
        right[name] = words.chosen(many[0])
        right[f"{members} × {name}"] = words.chosen(committee(many))
    known = set().union(*pairs_of(words.parts[0]))
    asked = pairs_of(words.parts[2])
    seen = np.array([bool(pair & known) for pair in asked])  # (N,)
    return right, seen


def word_rows(seeds, steps=300, members=10):
    """A row for each method: percent right of all, seen and unseen."""
    rows = read_words()
    found = [words_right(rows, seed, steps, members) for seed in seeds]
    return [
        {
            "method": name,
            "right": [percent_of(r[name]) for r, _ in found],
            "seen": [percent_of(r[name][seen]) for r, seen in found],
            "unseen": [percent_of(r[name][~seen]) for r, seen in found],
            "share": [percent_of(seen) for _, seen in found],
        }
        for name in found[0][0]
    ]


def percent_of(right):
    """Of booleans."""
    return round(100 * float(np.mean(right)), 1)


def draw_letters(rng, T, N=64):
    """T letters 1 … 10, then a place: ids (N, T+1), the letter there (N,)."""
    letters = rng.integers(10, size=(N, T))  # (N, T)
    asked = rng.integers(T, size=N)  # (N,)
    ids = np.concatenate([1 + letters, 11 + asked[:, None]], axis=1)
    return ids, letters[np.arange(N), asked]


def lstm_recall(params, W_y, ids):
    """Scores (B, 10) of an LSTM that has read one-hot ids (B, T); cache."""
    one_hot = np.eye(len(params.W_x), dtype=np.float32)[ids]  # (B, T, V)
    hs, _, cache = lstm_forward(params, one_hot.swapaxes(0, 1))
    return hs[-1] @ W_y, (hs, cache)


def train_recall(lstm, T, seed, steps):
    """Percent right of 1000 new questions, of an LSTM or an encoder."""
    rng = np.random.default_rng(seed)
    start = init_lstm(rng, 11 + T, 64), rng.normal(size=(64, 10)) / 8
    params = as_params(start, map(np.float32, arrays_in(start)))
    if not lstm:
        params = init_reader(rng, 11 + T, T + 1, 32, 64, 10)
    state = adam_init(params)
    for _ in range(steps):
        ids, y = draw_letters(rng, T)
        if lstm:
            scores, (hs, cache) = lstm_recall(*params, ids)
            _, dscores = cross_entropy(scores, y)
            dhs = np.zeros_like(hs)  # (T+1, B, H)
            dhs[-1] = dscores @ params[1].T
            grads = lstm_backward(dhs, cache)[-1], hs[-1].T @ dscores
        else:
            scores, cache = reader_forward(params, ids, -1, h=4)
            grads = reader_backward(cross_entropy(scores, y)[1], cache)
        params, state = adam_step(params, grads, state, lr=3e-3)
    ids, y = draw_letters(rng, T, 1000)
    read = lstm_recall if lstm else lambda p, i: reader_forward(p, i, -1, 4)
    scores, _ = read(*params, ids) if lstm else read(params, ids)
    return percent_of(scores.argmax(axis=1) == y)


def recall_rows(lengths, seeds, steps):
    """A row for each number of letters and each network."""
    return [
        {
            "method": name,
            "T": T,
            "right": [train_recall(lstm, T, s, steps) for s in range(seeds)],
        }
        for T in lengths
        for name, lstm in (("LSTM", True), ("encoder", False))
    ]


def transformer_rows(
    seeds=range(10, 15), steps=300, lengths=LENGTHS, recalls=600, members=10
) -> list[dict]:
    """Words told apart by nine methods; letters recalled by two networks."""
    words = word_rows(seeds, steps, members)
    return words + recall_rows(lengths, 3, recalls)


def _spread(numbers) -> str:
    """The mean, the least and the greatest."""
    return f"{np.mean(numbers):.1f} ({min(numbers):.1f} … {max(numbers):.1f})"


def transformer_table(rows: list[dict]) -> list[str]:
    """A table of the methods on words, and one of letters recalled."""
    lines = []
    recalled = []
    for row in rows:
        if "seen" in row:
            cells = [_spread(row[key]) for key in ("right", "seen", "unseen")]
            lines.append(f"| `{row['method']}` | {' | '.join(cells)} |")
            continue
        if row["method"] == "LSTM":
            recalled.append(f"| {row['T']} |")
        recalled[-1] += f" {', '.join(map(str, row['right']))} |"
    return lines + recalled


results, table = transformer_rows, transformer_table  # what make results calls
