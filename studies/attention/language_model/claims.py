"""Do the conclusions about the language model hold for other runs of it?"""

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from snippets.attention.language_model import (
    init_language_model,
    language_model_forward,
    train_language_model,
)
from snippets.attention.language_model_data import number_texts, write_number
from snippets.feedforward.mlp import cross_entropy as loss_of
from studies.attention.language_model.results import (
    LETTERS,
    copied,
    fit,
    new_net,
    repeats,
    rule_row,
)
from studies.trying import Claim, varied

RATES = 0.005, 0.01, 0.02, 0.04  # for each of the two networks


def fit_decayed(net, pieces, rate, steps):
    """Adam, warmed up, then down to 0 as a cosine; long gradients are cut."""
    adam = torch.optim.Adam(net.parameters(), rate)
    for step, piece in enumerate(pieces):
        down = (1 + np.cos(np.pi * step / steps)) / 2
        adam.param_groups[0]["lr"] = rate * min((step + 1) / 50, 1) * down
        a, *_ = net(piece[:, :-1], 4)
        loss = cross_entropy(a.flatten(0, 1), piece[:, 1:].flatten())
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()


@torch.no_grad()
def loss_on(net, seed):
    """The loss on strings to choose a rate by."""
    generator = torch.Generator().manual_seed(1000 + seed)
    pieces = torch.cat([*repeats(generator, 20)])
    a, *_ = net(pieces[:, :-1], 4)
    return cross_entropy(a.flatten(0, 1), pieces[:, 1:].flatten()).item()


def copying(seed=0, steps=300, times=1):
    """Per cent copied by each network with the best of four rates."""
    found = {}
    for name, each in (("transformer", steps), ("lstm", times * steps)):
        nets = []
        for rate in RATES:
            net = new_net(name, seed, 16)
            generator = torch.Generator().manual_seed(seed)
            fit_decayed(net, repeats(generator, each), rate, each)
            nets.append(net)
        losses = [loss_on(net, seed) for net in nets]
        found[f"{name} rate"] = RATES[int(np.argmin(losses))]
        best = nets[int(np.argmin(losses))]
        found |= {f"{name} {n}": copied(best, n) for n in (4, 8, 12)}
    return found


def beyond(seed=0, steps=300, n=24):
    """Per cent of longer strings that the network copies, and the rule."""
    net = new_net("transformer", seed, 16)
    generator = torch.Generator().manual_seed(seed)
    fit(net, repeats(generator, steps), 0.01)
    rule = rule_row(2, n)["right"][0]
    return {"transformer": copied(net, n), "rule": rule}


def table_bits(read, numbers, n, smooth):
    """Bits of a table of n - 1 letters; 0 smooths it by the shorter ones."""
    seen = {}
    for i in range(n - 1, len(read)):
        for k in range(n):
            after = seen.setdefault(read[i - k : i], {})
            after[read[i]] = after.get(read[i], 0) + 1
    bits = []
    for number in numbers:
        line = "\n" * (n - 1) + write_number(int(number))
        for i in range(n - 1, len(line)):
            p = 1 / len(LETTERS)
            for k in range(n) if not smooth else (n - 1,):
                after = seen.get(line[i - k : i], {})
                more = smooth * len(LETTERS) or len(after)
                if more:
                    had = after.get(line[i], 0) + more * p
                    p = had / (sum(after.values()) + more)
            bits.append(-np.log2(p))
    return float(np.mean(bits))


def tables(seed=0, N=700, smooth=0.0):
    """Bits per letter of tables that look at 2, 3, 4 and 5 letters."""
    train, _, test, _ = number_texts(seed)
    read = "\n" + "".join(write_number(int(n)) for n in train[:N])
    return {
        f"{n - 1} letters": table_bits(read, test, n, smooth)
        for n in (3, 4, 5, 6)
    }


def unmasked(seed=0, lr=0.01, steps=200, T=24):
    """Bits in training without the mask, and of test lines with it."""
    *_, test, text = number_texts()
    letters = np.array([LETTERS.index(c) for c in text])
    rng = np.random.default_rng(seed)
    start = init_language_model(rng, len(LETTERS), D=32, F=64, L=2)
    run = {"steps": steps, "B": 8, "T": T, "causal": False}
    params, losses = train_language_model(rng, start, letters, 4, lr, **run)
    total = count = 0
    for number in test:
        ids = np.array([LETTERS.index(c) for c in "\n" + write_number(number)])
        a, *_ = language_model_forward(params, ids[None, :-1], 4)
        total += loss_of(a[0], ids[1:])[0] * (len(ids) - 1)
        count += len(ids) - 1
    lengths = [len(write_number(number)) for number in test]
    return {
        "training": float(losses[-20:].mean() / np.log(2)),
        "test": float(total / count / np.log(2)),
        "floor": float(np.log2(900) / np.mean(lengths)),
    }


def transformer_ahead(numbers: dict[str, float]) -> bool:
    """More copied at every length of the training."""
    return all(
        numbers[f"transformer {n}"] > numbers[f"lstm {n}"] for n in (4, 8, 12)
    )


def rule_ahead(numbers: dict[str, float]) -> bool:
    """The rule copies more."""
    return numbers["rule"] > numbers["transformer"]


def no_gain(numbers: dict[str, float]) -> bool:
    """No longer table is better than that of 2 letters."""
    return numbers["2 letters"] <= min(numbers.values())


def below_floor(numbers: dict[str, float]) -> bool:
    """In training below what is possible, on the test lines far above."""
    return numbers["training"] < numbers["floor"] < numbers["test"] / 3


CLAIMS = {
    "copies-sooner": Claim(
        copying, transformer_ahead, varied(steps=[1000], times=[4])
    ),
    "rule-beyond": Claim(beyond, rule_ahead, varied(steps=[1000], n=[16, 32])),
    "two-letters": Claim(
        tables, no_gain, varied(10, N=[175, 350], smooth=[0.01, 0.1])
    ),
    "mask-forgotten": Claim(
        unmasked, below_floor, varied(lr=[0.005, 0.02], steps=[400], T=[48])
    ),
}
