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
from threadpoolctl import threadpool_limits

from snippets.challenges.hardware import count_macs
from snippets.challenges.hardware_half import (
    half_bfloat16,
    half_float16,
    half_gradient,
    train_half,
)
from snippets.feedforward.mlp import (
    MLPParams,
    cross_entropy,
    descend,
    init_mlp,
    mlp_backward,
    mlp_forward,
)

LOOSE = {"ms": float("inf"), "right": 0.02, "lost": 0.05}
LOOSE |= {"done": 5, "last": 1}
SIDE = 4096
BATCHES = 1, 2, 8, 64, 256, 1024
WIDTHS = (784, 512, 512, 10)
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

torch.set_num_threads(1)
dist.init_process_group("gloo")
rows = []
for n in (1, 10_000, 1_000_000, 10_000_000):
    x, seconds = torch.zeros(n), []
    for _ in range(40):
        dist.barrier()
        begin = time.perf_counter()
        dist.all_reduce(x)
        seconds.append(time.perf_counter() - begin)
    rows.append({"n": n, "ms": round(1000 * min(seconds), 2)})
if dist.get_rank() == 0:
    with open(sys.argv[1], "w") as file:
        json.dump(rows, file)
dist.destroy_process_group()
"""


def fastest(f, repeats: int = 20) -> float:
    """Processor seconds of the fastest of some calls: the least disturbed."""
    seconds = []
    for _ in range(repeats):
        begin = time.process_time()
        f()
        seconds.append(time.process_time() - begin)
    return min(seconds)


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


def expect_unshared(train, test) -> None:
    """ValueError if a sample stands in both parts."""
    both = np.intersect1d(train, test)
    if len(both):
        raise ValueError(f"train and test share samples: {both[:5]}")


def split_digits(rng) -> tuple:
    """Images (N, 64), labels (N,), 1297 numbers to train, 500 to test."""
    images, labels = load_digits(return_X_y=True)
    order = rng.permutation(len(images))
    train, test = order[:1297], order[1297:]
    expect_unshared(train, test)
    return (images / 16).astype(np.float32), labels, train, test


def _one_run(seed: int, cast, first: int, patience) -> dict:
    """Accuracy on new digits, gradients lost, steps done, the last scale."""
    rng = np.random.default_rng(seed)
    x, y, train, test = split_digits(rng)
    start = init_mlp(rng, (64, 32, 32, 10))
    start = MLPParams(*([p.astype(np.float32) for p in q] for q in start))
    case = start, x[train], y[train], cast, 2.0**first, patience
    net, _, scales, done = train_half(rng, *case)
    right = (mlp_forward(net, x[test])[0].argmax(axis=1) == y[test]).mean()
    few = x[train[:256]], y[train[:256]]
    return {
        "right": round(float(right), 3),
        "lost": round(_lost(net, *few, cast, scales[-1]), 3),
        "done": done,
        "last": int(np.log2(scales[-1])),
    }


def _scale_rows(seeds: int) -> list[dict]:
    """A row for each rule, with the numbers of all seeds."""
    rows = []
    for name, cast, first, patience in RULES:
        rule = cast or (lambda a: a), first, patience
        runs = [_one_run(seed, *rule) for seed in range(seeds)]
        row = {"cast": name, "first": first}
        rows.append(row | {key: [run[key] for run in runs] for key in runs[0]})
    return rows


def _time_rows() -> list[dict]:
    """Milliseconds of x (B, N) @ W (N, N), and of a sum of two arrays."""
    rng = np.random.default_rng(0)
    W = rng.normal(size=(SIDE, SIDE)).astype(np.float32)
    rows = []
    for B in BATCHES:
        x = rng.normal(size=(B, SIDE)).astype(np.float32)
        ms = 1000 * fastest(lambda: x @ W, 12)  # noqa: B023
        rows.append({"B": B, "ms": round(ms, 2)})
    x = np.ones(10_000_000, np.float32)
    out = x.copy()
    ms = 1000 * fastest(lambda: np.add(x, out, out=out))
    return [*rows, {"B": 0, "ms": round(ms, 2)}]


def _step_rows() -> list[dict]:
    """Milliseconds of a whole step of SGD, forward, backward and weights."""
    rng = np.random.default_rng(0)
    start = init_mlp(rng, WIDTHS)
    start = MLPParams(*([p.astype(np.float32) for p in q] for q in start))
    rows = []
    for B in (64, 1024):
        x = rng.normal(size=(B, WIDTHS[0])).astype(np.float32)
        y = rng.integers(WIDTHS[-1], size=B)

        def step(x=x, y=y):
            a, cache = mlp_forward(start, x)
            _, da = cross_entropy(a, y)
            descend(start, mlp_backward(da, cache)[1], 0.2)

        rows.append({"step": B, "ms": round(1000 * fastest(step), 2)})
    return rows


def _worker_rows() -> list[dict]:
    """Milliseconds of an all-reduce of n numbers between two processes."""
    with tempfile.TemporaryDirectory() as folder:
        script, answer = Path(folder, "worker.py"), Path(folder, "answer")
        script.write_text(WORKER, "utf-8")
        start = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        start += ["--nproc-per-node=2", str(script), str(answer)]
        env = os.environ | {"OMP_NUM_THREADS": "1"}
        subprocess.run(start, check=True, env=env)
        return json.loads(answer.read_text("utf-8"))


def hardware_rows(seeds: int = 6) -> list[dict]:
    """Times on this machine with one thread each; training by rounding."""
    with threadpool_limits(1):
        return [
            *_time_rows(),
            *_step_rows(),
            *_scale_rows(seeds),
            *_worker_rows(),
        ]


def mean_spread(values: list[float], digits: int = 1) -> str:
    """Mean and standard deviation over the seeds."""
    mean = statistics.mean(values)
    spread = statistics.stdev(values)
    return f"{mean:.{digits}f} ± {spread:.{digits}f}"


def roof_of(row: dict) -> tuple[float, float, float]:
    """Operations a byte, GFLOP/s and GB/s of a row of times."""
    B = row["B"]
    flops, numbers = 2 * B * SIDE**2, SIDE**2 + 2 * B * SIDE
    if B == 0:
        flops, numbers = 10_000_000, 30_000_000
    return (
        flops / numbers / 4,
        flops / row["ms"] / 1e6,
        numbers / row["ms"] * 4e-6,
    )


def _scale_line(row: dict) -> str:
    """The scales as powers of 2; accuracy and lost gradients in percent."""
    low = min(row["last"])
    high = max(row["last"])
    last = f"$2^{{{low}}}$" + f" … $2^{{{high}}}$" * (high > low)
    right = mean_spread([100 * share for share in row["right"]])
    lost = 100 * np.mean(row["lost"])
    done = np.mean(row["done"])
    none = f"{lost:.1f}" if done else "–"  # no step, so no gradient to judge
    cells = f"{right} | {none} | {done:.0f} | {last}"
    return f"| $2^{{{row['first']}}}$ | {cells} |"


def hardware_table(rows: list[dict]) -> list[str]:
    """The lines of the page's four tables, from their first number on."""
    lines = []
    for row in rows:
        if "cast" in row:
            lines.append(_scale_line(row))
        elif "step" in row:
            gflop = 6e-9 * count_macs(WIDTHS, row["step"])
            rate = 1000 * gflop / row["ms"]
            cells = f"{10 * gflop:.1f} | {row['ms']:.1f} | {rate:.0f}"
            lines.append(f"| {cells} |")
        elif "n" in row:
            rate = 4e-6 * row["n"] / row["ms"]
            lines.append(f"| {row['n']:,} | {row['ms']:.2f} | {rate:.2f} |")
        else:
            per_byte, gflops, gbytes = roof_of(row)
            cells = f"{row['ms']:.1f} | {gflops:.1f} | {gbytes:.1f}"
            lines.append(f"| {per_byte:.2f} | {cells} |")
    return lines


results, table = hardware_rows, hardware_table  # what make results calls
