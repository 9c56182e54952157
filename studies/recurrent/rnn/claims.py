"""Do the conclusions about the simple RNN hold for other seeds and sizes?"""

import codecs
import contextlib
import io
from functools import cache

import numpy as np

from snippets.feedforward.mlp import cross_entropy
from snippets.recurrent.rnn import (
    RNNParams,
    init_rnn,
    rnn_backward,
    rnn_forward,
)
from snippets.recurrent.rnn_text import generate, train_rnn
from studies.trying import Claim, varied

STUCK = 0.99  # a state is stuck beyond


@cache
def poem() -> tuple[str, list[str], np.ndarray]:
    """The Zen of Python, its characters, and their numbers."""
    with contextlib.redirect_stdout(io.StringIO()):
        import this
    zen = codecs.decode(this.s, "rot13")
    letters = sorted(set(zen))
    return zen, letters, np.array([letters.index(c) for c in zen])


def fresh(seed: int, H: int):
    """The network of the page before training, in float32."""
    _, letters, _ = poem()
    rng = np.random.default_rng(seed)
    params = init_rnn(rng, len(letters), H)
    W_y = rng.uniform(-1, 1, (H, len(letters))) / H**0.5
    params = RNNParams(*(p.astype(np.float32) for p in params))
    return rng, params, W_y.astype(np.float32)


@cache
def learned(seed=0, H=96, lr=2.0, steps=800, T=40):
    """The network of the page after training."""
    with np.errstate(all="ignore"):
        how = {"T": T, "B": 640 // T, "steps": steps}
        return train_rnn(*fresh(seed, H), poem()[2], lr, **how)[:2]


def one_hot(numbers: np.ndarray) -> np.ndarray:
    """A row with a single 1 for each number."""
    return np.eye(len(poem()[1]), dtype=np.float32)[numbers]


def told(params, W_y) -> float:
    """How many next characters of the poem are right, in percent."""
    text = poem()[2]
    hs, _ = rnn_forward(params, one_hot(text)[:, None])
    return 100 * ((hs[:-1, 0] @ W_y).argmax(axis=1) == text[1:]).mean()


def memory(**setting) -> dict[str, float]:
    """Right with and without W_h, and at best from the last character."""
    params, W_y = learned(**setting)
    _, letters, text = poem()
    counts = np.zeros((len(letters), len(letters)))
    np.add.at(counts, (text[:-1], text[1:]), 1)
    return {
        "network": told(params, W_y),
        "without W_h": told(params._replace(W_h=0 * params.W_h), W_y),
        "last character": 100 * counts.max(axis=1).sum() / counts.sum(),
    }


def recalled(params, W_y) -> int:
    """How many of the seven pairs "X is better than Y" it can finish."""
    zen, letters, _ = poem()
    pairs = [line[:-1].split(" is better than ") for line in zen.splitlines()]
    hits = 0
    for one, *other in pairs:
        if len(other) == 1 and "often" not in one:
            start = f"{one} is better than "
            ids = np.array([letters.index(c) for c in start])
            rng = np.random.default_rng(0)
            out = generate(rng, params, W_y, ids, len(other[0]) + 1, 0.0)
            hits += "".join(letters[k] for k in out) == f"{start}{other[0]}."
    return hits


def windows(**setting) -> dict[str, float]:
    """Pairs recalled after windows of 40 characters, and of 5."""
    return {f"T = {T}": recalled(*learned(T=T, **setting)) for T in (40, 5)}


def places(**setting) -> dict[str, float]:
    """The loss that is left at the first ten characters of a window, later."""
    params, W_y = learned(**setting)
    text = poem()[2]
    starts = np.arange(0, len(text) - 41, 5)
    window = text[starts + np.arange(41)[:, None]]  # 41 × N
    hs, _ = rnn_forward(params, one_hot(window[:-1]))
    losses = [
        cross_entropy(h @ W_y, y)[0]
        for h, y in zip(hs, window[1:], strict=True)
    ]
    return {"first ten": np.mean(losses[:10]), "later": np.mean(losses[10:])}


def sent_back(params, xs) -> float:
    """The length of a gradient at h_0, as a share of that at the end."""
    hs, back = rnn_forward(params, xs)
    dhs = np.zeros_like(hs)
    dhs[-1] = np.random.default_rng(0).normal(size=hs[-1].shape)
    _, dh_0, _ = rnn_backward(dhs, back)
    return np.linalg.norm(dh_0) / np.linalg.norm(dhs)


def faded(T=16, **setting) -> dict[str, float]:
    """What is left of a gradient after 16 characters, untrained and trained."""
    text = poem()[2]
    starts = np.arange(0, len(text) - T, 7)
    xs = one_hot(text[starts + np.arange(T)[:, None]])
    how = {name: setting[name] for name in ("seed", "H") if name in setting}
    _, untrained, _ = fresh(how.get("seed", 0), how.get("H", 96))
    return {
        "untrained": sent_back(untrained, xs),
        "trained": sent_back(learned(**setting)[0], xs),
    }


def driven(rho=1.25, seed=0, T=50, H=16, size=0.3) -> dict[str, float]:
    """What is left of a gradient for W_h = ρ Q: without input, and with."""
    rng = np.random.default_rng(seed)
    Q, _ = np.linalg.qr(rng.normal(size=(H, H)))
    net = RNNParams(rng.normal(size=(8, H)), rho * Q, np.zeros(H))
    xs = rng.normal(size=(T, 9, 8))
    return {
        "without": sent_back(net, 0 * xs),
        "with": sent_back(net, size * xs),
    }


def ended(seed, lr, limit, H, steps) -> float:
    """The mean loss of the last 50 steps."""
    with np.errstate(all="ignore"):
        text = poem()[2]
        curve = train_rnn(*fresh(seed, H), text, lr, steps=steps, limit=limit)[
            2
        ]
    return curve[-50:].mean()


def clipping(seed=0, H=96, steps=200) -> dict[str, float]:
    """The loss at the end, clipped or not, by rate; the best that is not."""
    rates = 0.5, 1.0, 1.5, 2.0
    free = {lr: ended(seed, lr, np.inf, H, steps) for lr in rates}
    return {
        "clipped, 2.0": ended(seed, 2.0, 1.0, H, steps),
        "clipped, 1.0": ended(seed, 1.0, 1.0, H, steps),
        "not clipped, 2.0": np.nan_to_num(free[2.0], nan=99.0),
        "not clipped, 1.0": np.nan_to_num(free[1.0], nan=99.0),
        "not clipped, best": np.nanmin([*free.values()]),
    }


def stuck(seed=0, D=32, H=64, T=20) -> dict[str, float]:
    """States stuck near ±1, in percent: deviation 1, and as init_rnn."""
    rng = np.random.default_rng(seed)
    wide = RNNParams(
        rng.normal(size=(D, H)), rng.normal(size=(H, H)), np.zeros(H)
    )
    xs = rng.normal(size=(T, 100, D))
    nets = {"deviation 1": wide, "±1/√H": init_rnn(rng, D, H)}
    return {
        name: 100 * (np.abs(rnn_forward(p, xs)[0]) > STUCK).mean()
        for name, p in nets.items()
    }


def uses_memory(n: dict[str, float]) -> bool:
    """Far above the last character with W_h, not above it without."""
    bound = n["last character"]
    return n["network"] > bound + 40 and n["without W_h"] <= bound


def needs_the_window(n: dict[str, float]) -> bool:
    """At least five of seven with 40 characters, at most one with 5."""
    return n["T = 40"] >= 5 and n["T = 5"] <= 1


def left_at_the_start(n: dict[str, float]) -> bool:
    """Later in the window at most a tenth of the loss is left."""
    return n["later"] < n["first ten"] / 10


def fades_less(n: dict[str, float]) -> bool:
    """After training at least ten times as much arrives."""
    return n["trained"] > 10 * n["untrained"]


def pulled_down(n: dict[str, float]) -> bool:
    """It explodes without input, and vanishes with it."""
    return n["without"] > 1 > n["with"]


def larger_rate(n: dict[str, float]) -> bool:
    """At rate 1 clipping is idle; at 2 it beats all that is not clipped."""
    idle = abs(n["clipped, 1.0"] - n["not clipped, 1.0"]) < 0.2
    return idle and n["clipped, 2.0"] < n["not clipped, best"] - 0.2


TRAINED = varied(5, lr=[1.5], H=[64, 128], steps=[1200])
CLAIMS = {
    "uses-memory": Claim(memory, uses_memory, TRAINED),
    "needs-the-window": Claim(windows, needs_the_window, TRAINED),
    "left-at-the-start": Claim(places, left_at_the_start, TRAINED),
    "fades-less": Claim(faded, fades_less, [*TRAINED, {"T": 8}]),
    "input-pulls-down": Claim(
        driven, pulled_down, varied(10, T=[20, 100], size=[0.1, 1.0], H=[64])
    ),
    "larger-rate": Claim(
        clipping, larger_rate, varied(5, H=[64, 128], steps=[400])
    ),
    "stuck": Claim(
        stuck,
        lambda n: n["deviation 1"] > 50 and n["±1/√H"] < 5,
        varied(10, D=[16, 64], H=[32, 128], T=[5, 100]),
    ),
}
