"""A language model beside an LSTM: repeated strings, and written numbers."""

from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from snippets.attention.language_model import init_language_model
from snippets.attention.language_model_data import number_texts, write_number
from snippets.attention.language_model_torch import LanguageModel

LETTERS = sorted({*number_texts(passes=1)[-1]})
TRIALS = ("transformer", 1), ("lstm", 1), ("lstm", 4)  # times the steps
LENGTHS = 4, 8, 12, 16, 24, 32  # of the string that is repeated
SIZE = {"D": 32, "F": 64, "L": 2}
RATES = {"transformer": 0.01, "lstm": 0.02}  # chosen with seed 10
SHOWN = 10  # the length of the string whose map is drawn
LOOSE = {"bits": 0.1, "exact": 15.0, "right": 10.0, "w": 0.2}


class LSTMModel(nn.Module):
    """An embedding, an LSTM and a readout; h is not used."""

    def __init__(self, K: int, D: int = 32, H: int = 64):
        super().__init__()
        self.E = nn.Embedding(K, D)
        self.lstm = nn.LSTM(D, H, batch_first=True)
        self.readout = nn.Linear(H, K)

    def forward(self, tokens, h=1):
        return self.readout(self.lstm(self.E(tokens))[0]), None, None


def new_net(name: str, seed: int, K: int) -> nn.Module:
    """A net of this name, new."""
    torch.manual_seed(seed)
    if name == "lstm":
        return LSTMModel(K)
    start = init_language_model(np.random.default_rng(seed), K, **SIZE)
    return LanguageModel(*(p.astype(np.float32) for p in start))


def fit(net, pieces, rate: float) -> None:
    """Adam, each token the target of those before it; warmed up as in NumPy."""
    adam = torch.optim.Adam(net.parameters(), rate)
    for step, piece in enumerate(pieces):
        adam.param_groups[0]["lr"] = rate * min(1, (step + 1) / 50)
        a, *_ = net(piece[:, :-1], 4)
        loss = cross_entropy(a.flatten(0, 1), piece[:, 1:].flatten())
        adam.zero_grad()
        loss.backward()
        adam.step()


def repeated(generator, B: int, n: int, T: int, K: int = 16):
    """B random strings of n letters, over and over, cut after T."""
    string = torch.randint(K, (B, n), generator=generator)
    return string.repeat(1, -(-T // n))[:, :T]


def repeats(generator, steps: int):
    """Batches of strings of 4 to 12 letters, 25 letters in all."""
    for _ in range(steps):
        n = int(torch.randint(4, 13, (), generator=generator))
        yield repeated(generator, 32, n, 25)


def asked(n: int):
    """200 strings of n letters, twice: (200, 2n)."""
    return repeated(torch.Generator().manual_seed(99), 200, n, 2 * n)


@torch.no_grad()
def copied(net, n: int) -> float:
    """Per cent right of what is read a second time, 200 strings of n."""
    x = asked(n)  # (200, 2n)
    a, *_ = net(x[:, :-1], 4)
    right = (a.argmax(dim=2) == x[:, 1:])[:, n:].double()
    return round(100 * right.mean().item(), 1)


def follower(read: list[int], target: int, k: int) -> float:
    """How likely target is copied: what most often followed the last k letters.

    Where nothing followed them, the last k - 1; of equals one is drawn.
    """
    last = read[len(read) - k :]
    ends = range(k, len(read))
    after = Counter(read[i] for i in ends if read[i - k : i] == last)
    if not after:
        return follower(read, target, k - 1)
    best = [c for c in after if after[c] == max(after.values())]
    return (target in best) / len(best)


def rule_row(k: int, n: int) -> dict:
    """Per cent right of the rule of k letters, where copied asks the nets."""
    places = range(n + 1, 2 * n)
    rows = asked(n).tolist()
    shares = [follower(row[:t], row[t], k) for row in rows for t in places]
    right = round(100 * np.mean(shares).item(), 1)
    return {"net": "rule", "letters": k, "n": n, "right": [right]}


def draw_pieces(text: str, generator, steps: int, B: int = 16, T: int = 48):
    """Pieces of text, T letters and the next."""
    ids = torch.tensor([LETTERS.index(c) for c in text])  # (N,)
    for _ in range(steps):
        starts = torch.randint(len(ids) - T, (B, 1), generator=generator)
        yield ids[starts + torch.arange(T + 1)]


@torch.no_grad()
def bits_of(net, numbers) -> float:
    """Bits per letter of the lines of these numbers."""
    total = count = 0
    for n in numbers:
        ids = [LETTERS.index(c) for c in "\n" + write_number(int(n))]
        a, *_ = net(torch.tensor([ids[:-1]]), 4)
        total += cross_entropy(a[0], torch.tensor(ids[1:]), reduction="sum")
        count += len(ids) - 1
    return round(total.item() / count / np.log(2), 3)


@torch.no_grad()
def completed(net, numbers) -> float:
    """Per cent of lines that are right, digits given, likeliest letters."""
    prompts = [[LETTERS.index(c) for c in f"\n{n} "] for n in numbers]
    tokens = torch.tensor(prompts)  # (B, 5)
    for _ in range(36):
        a, *_ = net(tokens, 4)
        tokens = torch.cat([tokens, a[:, -1:].argmax(dim=2)], dim=1)
    texts = ["".join(LETTERS[k] for k in row) for row in tokens.tolist()]
    pairs = zip(texts, numbers, strict=True)
    right = [text[1:].startswith(write_number(int(n))) for text, n in pairs]
    return round(100 * np.mean(right), 1)


def looked_back(net) -> dict:
    """A repeated string: the weights of the head that looks there most."""
    x = repeated(torch.Generator().manual_seed(7), 1, SHOWN, 2 * SHOWN)
    *_, looks = net(x, 4)
    rows = torch.arange(SHOWN, 2 * SHOWN)
    table = []
    for shift in (1, SHOWN - 1):
        at = [w[0, :, rows, rows - shift].mean(dim=1) for w in looks]
        layer, head = divmod(int(torch.cat(at).argmax()), 4)
        w = looks[layer][0, head].tolist()
        table.append([[round(each, 3) for each in row] for row in w])
    return {"tokens": x[0].tolist(), "w": table}


def repeat_rows(name: str, times: int, seeds: int, steps: int):
    """A row for each length, all seeds; the last net."""
    shares = []
    for seed in range(seeds):
        net = new_net(name, seed, 16)
        generator = torch.Generator().manual_seed(seed)
        fit(net, repeats(generator, times * steps), RATES[name])
        shares.append([copied(net, n) for n in LENGTHS])
    head = {"net": name, "size": size_of(net), "steps": times * steps}
    columns = zip(LENGTHS, *shares, strict=True)
    return [{**head, "n": n, "right": right} for n, *right in columns], net


def number_row(name: str, times: int, seeds: int, steps: int) -> dict:
    """Bits and exact lines of the test numbers, all seeds."""
    *_, test, text = number_texts()
    bits, exact = [], []
    for seed in range(seeds):
        net = new_net(name, seed, len(LETTERS))
        generator = torch.Generator().manual_seed(seed)
        fit(net, draw_pieces(text, generator, times * steps), RATES[name])
        bits.append(bits_of(net, test))
        exact.append(completed(net, test))
    head = {"net": name, "size": size_of(net), "steps": times * steps}
    return {**head, "bits": bits, "exact": exact}


def size_of(net) -> int:
    """How many numbers a net learns."""
    return sum(p.numel() for p in net.parameters())


def language_model_rows(
    seeds: int = 5, steps: int = 1000, number_steps: int = 400
) -> list[dict]:
    """A row for each trial, rule and task; at the end a map of weights."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    rows = []
    for trial in TRIALS:
        found, net = repeat_rows(*trial, seeds, steps)
        rows += found
        if trial[0] == "transformer":
            shown = looked_back(net)
    rows += [rule_row(k, n) for k in (1, 2) for n in LENGTHS]
    rows += [number_row(*trial, seeds, number_steps) for trial in TRIALS]
    torch.set_num_threads(threads)
    return [*rows, shown]


results = language_model_rows  # what make results asks for


def spread(values) -> str:
    """The smallest and the largest; of one value, the value."""
    if len(values) == 1:
        return f"{values[0]:g}"
    return f"{min(values):g} … {max(values):g}"


def language_model_table(rows: list[dict]) -> list[str]:
    """A line for each length of a string, then one for each net and text."""
    copies = [row for row in rows if "right" in row]
    told = [
        [f"{n}", *(spread(row["right"]) for row in copies if row["n"] == n)]
        for n in LENGTHS
    ]
    told += [
        [f"{row['steps']}", spread(row["bits"]), spread(row["exact"])]
        for row in rows
        if "bits" in row
    ]
    return [" | ".join(cells) for cells in told]


table = language_model_table
