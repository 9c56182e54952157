"""The translator of dates and its rivals: exact translations, five seeds."""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from snippets.attention.decoder_data import (
    READ,
    WRITTEN,
    date_parts,
    draw_pairs,
    symbols_of,
)
from snippets.attention.decoder_search import beam_search
from snippets.attention.decoder_translator import (
    init_translator,
    read_source,
    train_translator,
    translator_forward,
    write_greedily,
    write_target,
)
from snippets.foundations.optimizer import (
    adam_init,
    adam_step,
    arrays_in,
    as_params,
)
from snippets.recurrent.lstm import init_lstm
from snippets.recurrent.topology import (
    init_net,
    masked_cross_entropy,
    masked_forward,
)
from snippets.recurrent.topology_seq2seq import (
    free_run,
    seq2seq_backward,
    seq2seq_forward,
)
from studies.attention.attention.results import DateNet

V, K = len(READ) + 1, len(WRITTEN) + 1
RATES = 0.01, 0.02, 0.04, 0.08  # for each of the networks
LOOSE = {"exact": 15.0}


def in_a_row(pairs, dates):
    """So many pairs as one: their English joined, and their Chinese."""
    joined = []
    for n in range(0, len(pairs), dates):
        english, chinese = zip(*pairs[n : n + dates], strict=True)
        told = ", ".join(c.strip("^$") for c in chinese).replace(", ", "")
        joined.append((", ".join(english), f"^{told}$"))
    return joined


def draw_parts(seed, N=8000, M=300, dates=1):
    """Three parts of ids (N, S), ys (N, T): to learn from, choose by, ask."""
    rng = np.random.default_rng(seed)
    drawn = [
        in_a_row(draw_pairs(rng, part, n * dates), dates)
        for part, n in zip(date_parts(seed), (N, M, M), strict=True)
    ]
    return [
        (
            symbols_of([e for e, _ in pairs], READ, 20 * dates - 2),
            symbols_of([c for _, c in pairs], WRITTEN, 11 * dates + 2),
        )
        for pairs in drawn
    ]


def translator(seed, learn, equal=False, lr=0.01, steps=400, D=32, L=1):
    """A trained one; equal: its cross-attention gives all places one weight."""
    rng = np.random.default_rng(seed)
    params = init_translator(rng, V, K, D, 2 * D, L)
    if equal:  # then all scores are 0, and so is every slope of both
        decoders = tuple(
            block._replace(
                cross=block.cross._replace(
                    W_q=0 * block.cross.W_q, W_k=0 * block.cross.W_k
                )
            )
            for block in params.decoders
        )
        params = params._replace(decoders=decoders)
    return train_translator(rng, params, *learn, 4, lr, steps)


def one_hot(ids, n):
    """ids (B, T) as (T, B, n)."""
    return np.eye(n, dtype=np.float32)[ids.T]


def lstm_pair(seed, learn, lr=0.01, steps=400, H=64, B=32):
    """An LSTM that reads, and one that writes; the same Adam, the same rate."""
    rng = np.random.default_rng(seed)
    start = init_lstm(rng, V, H), init_net(rng, K, H, K)
    params = as_params(start, map(np.float32, arrays_in(start)))
    ids, ys = learn
    state = adam_init(params)
    for step, n in enumerate(rng.integers(len(ids), size=(steps, B)), 1):
        wanted = ys[n, 1:].T
        given = one_hot(ids[n], V), one_hot(ys[n, :-1], K)
        lengths = (ids[n] > 0).sum(axis=1)
        scores, cache = seq2seq_forward(*params, *given, lengths)
        _, dscores = masked_cross_entropy(scores, wanted, wanted > 0)
        grads = seq2seq_backward(dscores, cache)[-2:]
        rate = lr * min(step / 50, 1 - step / (steps + 1))
        params, state = adam_step(params, grads, state, lr=rate)
    return params


def lstm_writes(params, ids, longest):
    """As write_greedily, by the pair of LSTMs."""
    eye = np.eye(K, dtype=np.float32)
    lengths = (ids > 0).sum(axis=1)
    _, h, c, _ = masked_forward(params[0], one_hot(ids, V), lengths)
    start = np.tile(eye[1], (len(ids), 1))
    scores = free_run(
        params[1], h, c, start, longest, lambda a: eye[a.argmax(axis=1)]
    )
    return up_to_end(scores.argmax(axis=2).T)


def gru_pair(seed, learn, lr=0.01, steps=400, B=32):
    """The GRUs with attention of another chapter, with our symbols."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    net = DateNet(True, H=32)
    net.letters, net.digits = nn.Embedding(V, 32), nn.Embedding(K, 32)
    net.W_y = nn.Linear(net.W_y.in_features, K)
    ids, ys = map(torch.tensor, learn)
    adam = torch.optim.Adam(net.parameters(), lr)
    draws = np.random.default_rng(seed).integers(len(ids), size=(steps, B))
    for step, n in enumerate(torch.tensor(draws), 1):
        rate = lr * min(step / 50, 1 - step / (steps + 1))
        adam.param_groups[0]["lr"] = rate
        s = ids[n][:, : int((ids[n] > 0).sum(dim=1).max())]
        hs, h = net.read(s, s > 0)
        scores, _, _ = net.write(ys[n, :-1], hs, s > 0, h)
        wanted = ys[n, 1:].flatten()
        loss = cross_entropy(scores.flatten(0, 1), wanted, ignore_index=0)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return net


@torch.no_grad()
def gru_writes(net, ids, longest):
    """As write_greedily, by the pair of GRUs."""
    s = torch.tensor(ids)[:, : int((ids > 0).sum(axis=1).max())]
    hs, h = net.read(s, s > 0)
    out = [torch.ones(len(s), 1, dtype=torch.long)]
    for _ in range(longest):
        scores, _, h = net.write(out[-1], hs, s > 0, h)
        out.append(scores.argmax(dim=2))
    return up_to_end(torch.cat(out[1:], dim=1).numpy())


def up_to_end(out):
    """0 after the first end."""
    ends = (out == 2).cumsum(axis=1) - (out == 2)
    return np.where(ends, 0, out)


PAIRS = {"LSTM": (lstm_pair, lstm_writes), "GRU": (gru_pair, gru_writes)}


def exact(out, ys) -> float:
    """Percent of rows that are right in every symbol."""
    return round(100 * float((out == ys[:, 1:]).all(axis=1).mean()), 1)


def trained(kind, seed, learn, lr, **run):
    """One of the four, and what it writes for ids, so many symbols."""
    if kind in PAIRS:
        train, write = PAIRS[kind]
        params = train(seed, learn, lr, **run)
        return params, lambda ids, T: write(params, ids, T)
    params, _ = translator(seed, learn, kind == "equal", lr, **run)
    return params, lambda ids, T: write_greedily(params, ids, T, 4)


def searched(kind, seed, parts, **run):
    """The best of the rates by the second part; percent exact; params."""
    learn, *others = parts
    tried = []
    for lr in RATES:
        params, write = trained(kind, seed, learn, lr, **run)
        found = [exact(write(i, y.shape[1] - 1), y) for i, y in others]
        tried.append((found[0], -lr, found[1], params))
    _, lr, right, params = max(tried, key=lambda each: each[:2])
    return -lr, right, params


def beamed(params, ids, width, alpha=0.0):
    """As write_greedily, by a beam search for each row."""
    out = np.zeros((len(ids), 12), np.int64)
    for row, source in zip(out, ids, strict=True):
        read = source[source > 0][None]
        s, _ = read_source(params, read, 4)

        def log_p(texts, s=s, read=read):
            n = len(texts)
            given = s.repeat(n, axis=0), read.repeat(n, axis=0), texts
            scores = write_target(params, *given, 4)[0][:, -1]
            scores = scores - scores.max(axis=1, keepdims=True)
            total = np.exp(scores).sum(axis=1, keepdims=True)
            return scores - np.log(total)

        text, _ = beam_search(log_p, width, 12, alpha)
        row[: len(text)] = text
    return out


def decoder_rows(seeds=range(5), steps=400, M=300) -> list[dict]:
    """A row for each method: the rates chosen, percent exact of days asked."""
    found = {}

    def note(method, lr, right):
        start = {"method": method, "lr": [], "exact": []}
        row = found.setdefault(method, start)
        row["lr"].append(lr)
        row["exact"].append(right)

    for seed in seeds:
        parts = draw_parts(seed, M=M)
        for kind in ("equal", "LSTM", "cross"):
            lr, right, params = searched(kind, seed, parts, steps=steps)
            note(kind, lr, right)
        ids, ys = parts[2]
        scores, _ = translator_forward(params, ids, ys[:, :-1], 4)
        real = ys[:, 1:] > 0
        hit = (scores.argmax(axis=2) == ys[:, 1:])[real].mean()
        note("symbols", lr, round(100 * float(hit), 1))
        for name, alpha in (("beam", 0.0), ("beam by length", 1.0)):
            note(name, lr, exact(beamed(params, ids, 4, alpha), ys))
    return list(found.values())


def decoder_table(rows: list[dict]) -> list[str]:
    """A line for each method: percent exact, seed by seed; the rates."""
    return [
        f"| {', '.join(map(str, row['exact']))} | "
        f"{', '.join(map(str, sorted(set(row['lr']))))} |"
        for row in rows
    ]


results, table = decoder_rows, decoder_table  # what make results calls
