"""Do the conclusions about topologies hold for other seeds and sizes?"""

import codecs
import contextlib
import io
from functools import cache

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from snippets.feedforward.mlp import cross_entropy
from snippets.recurrent.lstm import LSTMParams, init_lstm
from snippets.recurrent.topology import (
    NetParams,
    init_net,
    masked_cross_entropy,
    masked_forward,
    net_backward,
    net_forward,
)
from snippets.recurrent.topology_seq2seq import (
    free_run,
    seq2seq_backward,
    seq2seq_forward,
)
from studies.trying import Claim, varied

KNOWN = 1437  # images; the other 360 are the test
K = 6  # symbols that are turned around; a seventh starts


def train(arrays, loss_and_grads, steps, lr=0.02):
    """Adam on a list of arrays, as on the page: the arrays, the losses."""
    ms, vs, losses = [0] * len(arrays), [0] * len(arrays), []
    for k in range(1, steps + 1):
        loss, grads = loss_and_grads(arrays)
        losses.append(loss)
        ms = [0.9 * m + 0.1 * g for m, g in zip(ms, grads, strict=True)]
        vs = [0.999 * v + 0.001 * g**2 for v, g in zip(vs, grads, strict=True)]
        m_part, v_part = 1 - 0.9**k, 1 - 0.999**k
        arrays = [
            a - lr * (m / m_part) / (np.sqrt(v / v_part) + 1e-8)
            for a, m, v in zip(arrays, ms, vs, strict=True)
        ]
    return arrays, np.array(losses)


def digits(seed: int, split="drawn", known=KNOWN) -> tuple:
    """Images (N, 64), classes: known ones first, then 360 for the test."""
    images, y = load_digits(return_X_y=True)
    order = np.arange(len(y))
    if split == "drawn":
        order = np.random.default_rng(seed).permutation(len(y))
    order = order[KNOWN - known :]
    return images[order] / 16, y[order]


def seen(images: np.ndarray, how: str) -> np.ndarray:
    """Images as 8 rows, each alone or among the 64, or whole, 1 or 8 times."""
    rows = images.reshape(-1, 8, 8).swapaxes(0, 1)
    if how == "rows":
        return rows
    if how == "placed":
        own = np.eye(8)[:, None, :, None] * rows[:, :, None]
        return own.reshape(8, -1, 64)
    return np.repeat(images[None], 8 if how == "repeated" else 1, axis=0)


def reader(xs, y, seed, steps, H, lr) -> tuple[float, float]:
    """An LSTM that reads: right, in percent; its loss in steps 50 to 99."""
    rng = np.random.default_rng(seed)
    T, B = len(xs), 64
    mask = np.zeros((T, B), dtype=bool)
    mask[-1] = True

    def loss_and_grads(arrays):
        n = rng.integers(KNOWN, size=B)
        scores, *_, back = net_forward(NetParams(*arrays), xs[:, n])
        targets = np.broadcast_to(y[n], (T, B))
        loss, dscores = masked_cross_entropy(scores, targets, mask)
        return loss, net_backward(dscores, back)[-1]

    net = init_net(rng, xs.shape[2], H, 10)
    arrays, losses = train(net, loss_and_grads, steps, lr)
    scores, *_ = net_forward(NetParams(*arrays), xs[:, KNOWN:])
    right = 100 * (scores[-1].argmax(axis=1) == y[KNOWN:]).mean()
    return right, losses[50:100].mean()


def softmax_right(images, y, known=KNOWN) -> float:
    """How many of the last 360 softmax regression reads, in percent."""
    model = LogisticRegression(max_iter=2000).fit(images[:known], y[:known])
    return 100 * model.score(images[known:], y[known:])


def no_loop(seed=0, split="drawn", H=32, lr=0.02, steps=500):
    """Right, in percent: by rows, at once, and softmax regression."""
    images, y = digits(seed, split)
    found = {
        how: reader(seen(images, how), y, seed, steps, H, lr)[0]
        for how in ("rows", "at once")
    }
    return found | {"softmax": softmax_right(images, y)}


def early(seed=0, H=32, lr=0.02):
    """The loss in steps 50 to 99, by what is read."""
    images, y = digits(seed)
    return {
        how: reader(seen(images, how), y, seed, 100, H, lr)[1]
        for how in ("rows", "at once", "repeated", "placed")
    }


def split_or_number(seed=0, C=1.0):
    """Softmax regression with more images, and with drawn ones, in percent."""
    found = {}
    for split in "file", "drawn":
        for known in 1297, KNOWN:
            images, y = digits(seed, split, known)
            model = LogisticRegression(C=C, max_iter=2000)
            model.fit(images[:known], y[:known])
            score = 100 * model.score(images[known:], y[known:])
            found[f"{split}, {known}"] = score
    return found


def halves(arrays):
    """Encoder and decoder out of one list."""
    return LSTMParams(*arrays[:3]), NetParams(*arrays[3:])


def drawing_net(rng, rows, classes, before, H, steps, lr):
    """Encoder and decoder that have learned to draw the rows of a class."""

    def loss_and_grads(arrays):
        n = rng.integers(KNOWN, size=32)
        out, back = seq2seq_forward(
            *halves(arrays), classes[:, n], before[:, n]
        )
        error = out - rows[:, n]
        *_, one, two = seq2seq_backward(2 * error / error.size, back)
        return (error**2).mean(), [*one, *two]

    arrays = [*init_lstm(rng, 10, H), *init_net(rng, 8, H, 8)]
    return halves(train(arrays, loss_and_grads, steps, lr)[0])


@cache
def artist(seed=0, H=32, steps=200, lr=0.02):
    """Pictures of the test images by what draws them, and these images."""
    images, y = digits(seed)
    rng = np.random.default_rng(seed)
    rows = seen(images, "rows")
    classes = np.eye(10)[y][None]
    before = np.concatenate([np.zeros_like(rows[:1]), rows[:-1]])
    how = H, steps, lr
    encoder, decoder = drawing_net(rng, rows, classes, before, *how)
    _, h, c, _ = masked_forward(encoder, classes[:, KNOWN:])
    free = free_run(decoder, h, c, before[0, KNOWN:], 8, lambda row: row)
    forced, *_ = net_forward(decoder, before[:, KNOWN:], None, h, c)
    known = rows[:, :KNOWN]
    means = [known[:, y[:KNOWN] == k].mean(axis=1) for k in range(10)]
    means = np.stack(means, axis=1)
    return {
        "grey": means.mean(axis=1)[:, None],
        "mean of the class": means[:, y[KNOWN:]],
        "drawing": free,
        "true row before": forced,
    }, rows[:, KNOWN:]


def drawn(seed=0, **setting) -> dict[str, float]:
    """Squared errors of drawings on the test images; what they are close to."""
    pictures, truth = artist(seed, **setting)
    found = {
        name: ((pictures[name] - truth) ** 2).mean()
        for name in ("grey", "drawing", "mean of the class")
    }
    images, y = digits(seed)
    rows, near = seen(images, "rows")[:, :KNOWN], []
    for n in (np.flatnonzero(y[KNOWN:] == k)[0] for k in range(10)):
        alike = rows[:, y[:KNOWN] == y[KNOWN + n]]
        picture = pictures["drawing"][:, n, None]
        near.append(((picture - alike) ** 2).mean(axis=(0, 2)).min())
    gap = pictures["drawing"] - pictures["mean of the class"]
    found["to the mean of the class"] = (gap**2).mean()
    return found | {"to the nearest image": np.mean(near)}


def exposed(**setting) -> dict[str, float]:
    """By how much reading its own rows raises the error: first row, least."""
    pictures, truth = artist(**setting)
    free, forced = (
        ((pictures[name] - truth) ** 2).mean(axis=(1, 2))
        for name in ("drawing", "true row before")
    )
    gap = free - forced
    return {"first row": gap[0], "least of the others": gap[1:].min()}


def poem_rows() -> tuple:
    """The Zen of Python as rows of numbers, their ends, and its characters."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    lines = codecs.decode(this.s, "rot13").lower().splitlines()
    lines = [line for line in lines if line]
    characters = sorted({"\n", *"".join(lines)})
    ends = np.array([len(line) + 1 for line in lines])
    text = np.zeros((ends.max() + 1, len(lines)), dtype=np.int64)
    for n, line in enumerate(lines):
        text[: len(line) + 2, n] = numbered(characters, line)
    return text, ends, characters


def numbered(characters: list[str], line: str) -> list[int]:
    """A line between two ends of lines, as numbers of its characters."""
    return [characters.index(c) for c in f"\n{line}\n"]


def poet(seed=0, H=32, steps=400, lr=0.02) -> tuple:
    """A network that has read the poem, and its losses."""
    text, ends, characters = poem_rows()
    within = np.arange(len(text) - 1)[:, None] < ends
    one_hot = np.eye(len(characters))

    def loss_and_grads(arrays):
        net = NetParams(*arrays)
        scores, *_, back = net_forward(net, one_hot[text[:-1]], ends)
        loss, dscores = masked_cross_entropy(scores, text[1:], within)
        return loss, net_backward(dscores, back)[-1]

    rng, size = np.random.default_rng(seed), len(characters)
    start = init_net(rng, size, H, size)
    arrays, losses = train(start, loss_and_grads, steps, lr)
    return NetParams(*arrays), losses


def by_heart(**setting) -> dict[str, float]:
    """Losses: on the poem, on a new sentence; there by bare frequencies."""
    net, losses = poet(**setting)
    text, ends, characters = poem_rows()
    within = np.arange(len(text) - 1)[:, None] < ends
    size = len(characters)
    code = numbered(characters, "practice is better than theory.")
    scores, *_ = net_forward(net, np.eye(size)[code[:-1], None])
    count = np.bincount(text[1:][within], minlength=size)
    return {
        "poem": losses[-20:].mean(),
        "new": cross_entropy(scores[:, 0], np.array(code[1:]))[0],
        "frequencies": -np.log(count[code[1:]] / count.sum()).mean(),
    }


def words(steps=100, **setting) -> dict[str, float]:
    """−ln p of the letters of the poem that begin a word, and of the others."""
    net, _ = poet(steps=steps, **setting)
    text, ends, characters = poem_rows()
    scores, *_ = net_forward(net, np.eye(len(characters))[text[:-1]], ends)
    sums = np.log(np.exp(scores).sum(axis=-1))
    own = np.take_along_axis(scores, text[1:, :, None], -1)[..., 0]
    letter = np.array([character.isalpha() for character in characters])
    after, here = letter[text[:-1]], letter[text[1:]]
    here &= np.arange(len(text) - 1)[:, None] < ends
    cost = sums - own
    return {
        "first": cost[here & ~after].mean(),
        "rest": cost[here & after].mean(),
    }


def turned(seed: int, longest: int, steps: int, H: int, lr: float):
    """A network that has learned to turn around 2 to longest symbols."""
    rng = np.random.default_rng(seed)
    symbols = np.eye(K + 1)

    def loss_and_grads(arrays):
        y = rng.integers(K, size=(longest, 64))
        lengths = rng.integers(2, longest + 1, size=64)
        t = np.arange(longest)[:, None]
        back = np.maximum(lengths - 1 - t, 0)
        targets = np.take_along_axis(y, back, axis=0)
        start = np.full((1, 64), K)
        ys = symbols[np.concatenate([start, targets[:-1]])]
        scores, kept = seq2seq_forward(*halves(arrays), symbols[y], ys, lengths)
        loss, dscores = masked_cross_entropy(scores, targets, t < lengths)
        *_, one, two = seq2seq_backward(dscores, kept)
        return loss, [*one, *two]

    arrays = [*init_lstm(rng, K + 1, H), *init_net(rng, K + 1, H, K)]
    return train(arrays, loss_and_grads, steps, lr)[0]


def turned_right(arrays, length: int) -> float:
    """Symbols that are right when it turns around new sequences, in percent."""
    symbols = np.eye(K + 1)
    encoder, decoder = halves(arrays)
    y = np.random.default_rng(99).integers(K, size=(length, 500))
    _, h, c, _ = masked_forward(encoder, symbols[y])
    start = symbols[np.full(500, K)]
    out = free_run(
        decoder, h, c, start, length, lambda a: symbols[a.argmax(axis=1)]
    )
    return 100 * (out.argmax(axis=2) == y[::-1]).mean()


def beyond(seed=0, steps=400, H=32, lr=0.02) -> dict[str, float]:
    """Right symbols at 5 and 8, trained up to 5; at 8, trained up to 8."""
    short = turned(seed, 5, steps, H, lr)
    long = turned(seed, 8, steps, H, lr)
    return {
        "to 5, at 5": turned_right(short, 5),
        "to 5, at 8": turned_right(short, 8),
        "to 8, at 8": turned_right(long, 8),
    }


def close_together(n: dict[str, float]) -> bool:
    """Softmax regression is at most two points behind the better LSTM."""
    return n["softmax"] >= max(n["rows"], n["at once"]) - 2


def order_counts(n: dict[str, float]) -> bool:
    """Drawing the images gains more than adding 140 of them does."""
    more = n["drawn, 1437"] - n["drawn, 1297"]
    return n["drawn, 1297"] - n["file, 1297"] > max(2, more)


def shared_weights(n: dict[str, float]) -> bool:
    """With weights for each row, memory needed, most of the delay is gone."""
    return n["rows"] - n["placed"] > 0.5 * (n["rows"] - n["at once"])


def between(n: dict[str, float]) -> bool:
    """Closest to the mean of the class; better than grey, not than the mean."""
    near = n["to the mean of the class"] < n["to the nearest image"]
    return near and n["mean of the class"] < n["drawing"] < n["grey"]


def opens(n: dict[str, float]) -> bool:
    """Equal in the first row, worse in each of the others."""
    return abs(n["first row"]) < 1e-9 and n["least of the others"] > 0


def begins_hard(n: dict[str, float]) -> bool:
    """The first letter of a word costs more than the others."""
    return n["first"] > n["rest"]


def knows_the_poem(n: dict[str, float]) -> bool:
    """Nearly no loss on the poem, and a large one on a new sentence."""
    return n["poem"] < 0.3 and n["new"] > 1.5


def never_shown(n: dict[str, float]) -> bool:
    """Beyond its training it is 10 points worse, and so than who saw 8."""
    other = min(n["to 5, at 5"], n["to 8, at 8"])
    return n["to 5, at 8"] < other - 10


DRAWINGS = varied(5, H=[16, 64], steps=[100, 400])
CLAIMS = {
    "no-loop": Claim(
        no_loop, close_together, varied(5, split=["file"], H=[64], lr=[0.005])
    ),
    "shared-weights": Claim(
        early, shared_weights, varied(5, H=[16, 64], lr=[0.01])
    ),
    "order-counts": Claim(
        split_or_number, order_counts, varied(10, C=[0.1, 10.0])
    ),
    "between": Claim(drawn, between, DRAWINGS),
    "gap-opens": Claim(exposed, opens, DRAWINGS),
    "by-heart": Claim(
        by_heart,
        knows_the_poem,
        varied(5, H=[24, 64], lr=[0.01, 0.04]),
    ),
    "words-begin": Claim(
        words, begins_hard, varied(5, H=[64], lr=[0.04], steps=[50, 200])
    ),
    "never-shown": Claim(beyond, never_shown, varied(5, steps=[800], H=[64])),
}
