"""What depends on the machine, and training in float16 over seeds."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from snippets.challenges.hardware import (
    half_bfloat16,
    half_float16,
    half_gradient,
    loss_scale_next,
)
from snippets.feedforward.mlp import (
    MLPParams,
    descend,
    expect_layers,
    init_mlp,
    mlp_forward,
)
from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect_count

LOOSE = dict.fromkeys(
    ("ms", "gflops", "gbytes", "one", "two", "ring"), float("inf")
) | {"right": 0.02, "lost": 0.05, "steps": 10, "last": 1}
SIDE, BATCHES = 4096, (1, 4, 16, 64, 256, 1024)
RULES = (  # name, rounding, log2 of the first scale, patience
    ("float32", None, 0, None),
    *(("float16", half_float16, s, None) for s in (-20, -16, -12, -8, 0)),
    *(("float16", half_float16, s, None) for s in (8, 16, 20)),
    ("dynamic", half_float16, -16, 20),
    ("dynamic", half_float16, 24, 20),
    ("bfloat16", half_bfloat16, -20, None),
)
WORKER = """
import json
import sys
import time

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel


def fastest(f, repeats=10):
    seconds = []
    for _ in range(repeats):
        if dist.is_initialized():
            dist.barrier()
        begin = time.perf_counter()
        f()
        seconds.append(time.perf_counter() - begin)
    return 1000 * min(seconds)


def job(width, B, wrap):
    torch.manual_seed(0)
    layers = nn.Linear(784, width), nn.ReLU(), nn.Linear(width, width)
    net = wrap(nn.Sequential(*layers, nn.ReLU(), nn.Linear(width, 10)))
    x, y = torch.randn(B, 784), torch.zeros(B, dtype=torch.long)
    f = nn.CrossEntropyLoss()
    return fastest(lambda: f(net(x), y).backward())


torch.set_num_threads(1)
dist.init_process_group("gloo")
rank, rows = dist.get_rank(), []
for n in (1, 10_000, 1_000_000, 10_000_000):
    x = torch.ones(n)
    rows.append({"n": n, "ms": fastest(lambda: dist.all_reduce(x))})
for width, B in ((64, 256), (1024, 256), (1024, 2048)):
    two = job(width, B // 2, DistributedDataParallel)
    rows.append({"width": width, "B": B, "two": two})
dist.destroy_process_group()
if rank == 0:
    for row in rows[4:]:
        row["one"] = job(row["width"], row["B"], lambda net: net)
    with open(sys.argv[1], "w") as file:
        json.dump(rows, file)
"""


# --8<-- [start:fastest]
def fastest(f, repeats: int = 20) -> float:
    """Seconds of the fastest of some calls of f: the least disturbed one."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        f()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)
    # --8<-- [end:fastest]


# --8<-- [start:train_half]
def train_half(
    rng, params, x, y, cast, scale, patience=None, lr=0.2, steps=400, B=64
):
    """SGD on x (N, D), y (N,): gradients rounded by cast, weights not.

    A step whose gradients are not finite is left out. With a patience the
    scale is dynamic. Returns params, losses, scales (steps,), steps done.
    """
    expect_layers(params, x)
    expect_whole("y", y, 0, len(params.bs[-1]) - 1, len(x))
    expect_count("steps, B", steps, B)
    calm = done = 0
    losses, scales = [], []
    for n in rng.integers(len(x), size=(steps, B)):  # (B,)
        loss, grads = half_gradient(params, x[n], y[n], cast, scale)
        finite = all(np.isfinite(g).all() for part in grads for g in part)
        losses.append(loss)
        scales.append(scale)
        if finite:
            params = descend(params, grads, lr)
            done += 1
        if patience:
            scale, calm = loss_scale_next(scale, calm, finite, patience)
    return params, np.array(losses), np.array(scales), done
    # --8<-- [end:train_half]


def _lost(params, x, y, cast, scale) -> float:
    """Share of the gradients that are not 0 in float64 but are so in cast."""
    both = []
    for kind, rounding, by in (
        (np.float64, lambda a: a, 1.0),
        (None, cast, scale),
    ):
        here = MLPParams(
            *([p.astype(kind or p.dtype) for p in q] for q in params)
        )
        _, grads = half_gradient(
            here, x.astype(kind or x.dtype), y, rounding, by
        )
        both.append(np.concatenate([g.ravel() for q in grads for g in q]))
    exact, got = both
    return float(((got == 0) & (exact != 0)).sum() / (exact != 0).sum())


def _scale_rows(seeds: int) -> list[dict]:
    """Accuracy on 500 new digits and more, by rule, for each seed."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32)  # (N, D)
    rows = []
    for name, cast, first, patience in RULES:
        row = {"cast": name, "first": first}
        row |= {"right": [], "lost": [], "done": [], "last": []}
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            order = rng.permutation(len(images))
            train, test = order[:1297], order[1297:]
            assert not set(train) & set(test)
            Ws, bs = init_mlp(rng, (64, 32, 32, 10))
            start = MLPParams(
                *([p.astype(np.float32) for p in q] for q in (Ws, bs))
            )
            cast = cast or (lambda a: a)
            net, _, scales, done = train_half(
                rng,
                start,
                images[train],
                labels[train],
                cast,
                2.0**first,
                patience,
            )
            a, _ = mlp_forward(net, images[test])
            right = (a.argmax(axis=1) == labels[test]).mean()
            few = images[train[:256]], labels[train[:256]]
            row["right"].append(round(float(right), 3))
            row["lost"].append(round(_lost(net, *few, cast, scales[-1]), 3))
            row["done"].append(done)
            row["last"].append(int(np.log2(scales[-1])))
        rows.append(row)
    return rows


def _time_rows() -> list[dict]:
    """Milliseconds of x (B, N) @ W (N, N), and of a sum of two arrays."""
    rng = np.random.default_rng(0)
    W = rng.normal(size=(SIDE, SIDE)).astype(np.float32)
    rows = []
    for B in BATCHES:
        x = rng.normal(size=(B, SIDE)).astype(np.float32)
        ms = 1000 * fastest(lambda: x @ W, 10)  # noqa: B023
        rows.append({"B": B, "ms": round(ms, 2)})
    x = np.ones(10_000_000, np.float32)
    out = x.copy()
    ms = 1000 * fastest(lambda: np.add(x, out, out=out))
    return [*rows, {"B": 0, "ms": round(ms, 2)}]


def _worker_rows() -> list[dict]:
    """Two processes: all-reduce of n numbers, and a step beside one process."""
    with tempfile.TemporaryDirectory() as folder:
        script, answer = Path(folder, "worker.py"), Path(folder, "answer")
        script.write_text(WORKER, "utf-8")
        start = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        start += ["--nproc-per-node=2", str(script), str(answer)]
        env = os.environ | {"OMP_NUM_THREADS": "1"}
        subprocess.run(start, check=True, env=env)
        rows = json.loads(answer.read_text("utf-8"))
    for row in rows:
        row |= {k: round(v, 2) for k, v in row.items() if isinstance(v, float)}
    return rows


def results(seeds: int = 6) -> list[dict]:
    """Times on this machine with one thread each; training by rounding."""
    return [*_time_rows(), *_worker_rows(), *_scale_rows(seeds)]


def mean_spread(values: list[float], digits: int = 1) -> str:
    """Mean and standard deviation over the seeds."""
    mean, spread = statistics.mean(values), statistics.stdev(values)
    return f"{mean:.{digits}f} ± {spread:.{digits}f}"
