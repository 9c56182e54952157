"""Do the conclusions about the Transformer hold for other runs of it?"""

import numpy as np

from snippets.attention.attention_heads import (
    attention_forward,
    init_attention,
)
from snippets.attention.transformer_data import pairs_of, read_words
from snippets.attention.transformer_reader import (
    init_reader,
    reader_backward,
    reader_forward,
    train_reader,
)
from snippets.feedforward.mlp import cross_entropy
from snippets.foundations.optimizer import (
    adam_init,
    adam_step,
    arrays_in,
    as_params,
)
from snippets.recurrent.lstm import init_lstm, lstm_backward
from studies.attention.transformer.results import (
    Words,
    bags,
    draw_letters,
    encoders,
    lstm_recall,
    percent_of,
)
from studies.trying import Claim, varied

RATES = 3e-3, 1e-2, 3e-2, 1e-1, 3e-1  # for each of the two networks


def lstm_grads(params, ids, y):
    """Gradients of an LSTM and its answers."""
    scores, (hs, cache) = lstm_recall(*params, ids)
    _, dscores = cross_entropy(scores, y)
    dhs = np.zeros_like(hs)
    dhs[-1] = dscores @ params[1].T
    return lstm_backward(dhs, cache)[-1], hs[-1].T @ dscores


def reader_grads(params, ids, y):
    """Gradients of an encoder."""
    scores, cache = reader_forward(params, ids, -1, h=4)
    return reader_backward(cross_entropy(scores, y)[1], cache)


def recalled(lstm, seed, T, steps, lr, H=64):
    """Percent right of 1000 letters to choose a rate by, and of 1000 asked."""
    rng = np.random.default_rng(seed)
    if lstm:
        start = init_lstm(rng, 11 + T, H), rng.normal(size=(H, 10)) / H**0.5
        params = as_params(start, map(np.float32, arrays_in(start)))
    else:
        params = init_reader(rng, 11 + T, T + 1, 32, 64, 10)
    state = adam_init(params)
    for _ in range(steps):
        given = draw_letters(rng, T)
        grads = (lstm_grads if lstm else reader_grads)(params, *given)
        params, state = adam_step(params, grads, state, lr=lr)
    found = []
    for _ in range(2):
        ids, y = draw_letters(rng, T, 1000)
        read = lstm_recall(*params, ids) if lstm else ()
        scores, _ = read or reader_forward(params, ids, -1, 4)
        found.append(percent_of(scores.argmax(axis=1) == y))
    return found


def best_rates(seed=0, T=8, steps=600):
    """Percent right with the best rate; of equal ones the middle."""
    found = {}
    for name, lstm in (("LSTM", True), ("encoder", False)):
        tried = {lr: recalled(lstm, seed, T, steps, lr) for lr in RATES}
        top = max(chosen for chosen, _ in tried.values())
        equal = [lr for lr in RATES if tried[lr][0] == top]
        found[f"{name} rate"] = lr = equal[len(equal) // 2]
        found[name] = tried[lr][1]
    return found


def rates(seed=0, T=4, H=64, steps=600):
    """What the LSTM gets right with a low rate, and with a higher one."""
    low, high = (
        recalled(True, seed, T, steps, lr, H)[1] for lr in (3e-3, 1e-2)
    )
    return {"low": low, "high": high}


def deep(seed=0, lr=0.01, L=6, steps=100):
    """The last losses of many blocks, the norm before or after each layer."""
    found = {}
    for name, pre in (("pre", True), ("post", False)):
        rng = np.random.default_rng(seed)
        seen = rng.integers(10, size=(2000, 6))
        asked = rng.integers(6, size=2000)
        ids = np.concatenate([1 + seen, 11 + asked[:, None]], axis=1)
        y = seen[np.arange(2000), asked]
        params = init_reader(rng, 17, 7, 16, 32, 10, L)
        run = {"h": 2, "pre": pre, "lr": lr, "steps": steps}
        _, losses, _ = train_reader(rng, params, ids, -1, y, **run)
        found[name] = float(np.mean(losses[-20:]))
    return found


def apart(u):
    """How long what differs between the rows is, of the whole length."""
    rest = u - u.mean(axis=1, keepdims=True)
    return float(np.linalg.norm(rest) / np.linalg.norm(u))


def stacked(seed=0, T=6, D=32, h=4, L=10):
    """How far apart the words are after attention, without and with a sum."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(1, T, D))
    found = {}
    layers = [init_attention(rng, D, D) for _ in range(L)]
    for name, kept in (("alone", 0), ("sum", 1)):
        u = x
        for n, layer in enumerate(layers, 1):
            u = kept * u + attention_forward(layer, u, u, h=h)[0]
            if n in (2, L):
                found[f"{name} {n}"] = apart(u)
    return found


def pairs_known(seed=10, steps=300):
    """One bag and one encoder, where a pair was seen and where none was."""
    words = Words(read_words(), seed)
    one = next(iter(bags(words, 0, 1)))
    right = {
        "bag": words.chosen(one),
        "encoder": words.chosen(encoders(words, seed, steps)[0]),
    }
    known = set().union(*pairs_of(words.parts[0]))
    asked = pairs_of(words.parts[2])
    seen = np.array([bool(pair & known) for pair in asked])
    return {
        f"{name} {part}": percent_of(found[rows])
        for name, found in right.items()
        for part, rows in (("seen", seen), ("unseen", ~seen))
    }


def encoder_ahead(numbers: dict[str, float]) -> bool:
    """The encoder gets more right."""
    return numbers["encoder"] > numbers["LSTM"]


def high_rate_helps(numbers: dict[str, float]) -> bool:
    """The higher rate gets at least half as much again right."""
    return numbers["high"] >= 1.5 * numbers["low"]


def pre_lower(numbers: dict[str, float]) -> bool:
    """The loss with the norm before each layer is the lower one."""
    return numbers["pre"] < numbers["post"]


def sum_keeps_apart(numbers: dict[str, float]) -> bool:
    """Alone nothing is left after the last layer; with the sum a tenth is."""
    last = max(int(name.split()[1]) for name in numbers)
    return numbers[f"alone {last}"] < 0.01 and numbers[f"sum {last}"] > 0.1


def bag_knows_pairs(numbers: dict[str, float]) -> bool:
    """Where a pair was seen, the bag is right more often."""
    return numbers["bag seen"] > numbers["encoder seen"]


SPLITS = [{"seed": seed} for seed in range(10, 15)]  # those of the page
CLAIMS = {
    "recall-sooner": Claim(
        best_rates, encoder_ahead, varied(T=[4, 16], steps=[300])
    ),
    "rate-too-low": Claim(
        rates, high_rate_helps, varied(T=[8], H=[32], steps=[300])
    ),
    "pre-norm-ahead": Claim(
        deep, pre_lower, varied(lr=[0.003, 0.02], L=[2, 10], steps=[200])
    ),
    "sum-keeps-apart": Claim(
        stacked,
        sum_keeps_apart,
        varied(10, T=[3, 30], D=[16, 64], h=[1], L=[20]),
    ),
    "pairs-known": Claim(
        pairs_known, bag_knows_pairs, [*SPLITS, {"steps": 150}, {"steps": 600}]
    ),
}
