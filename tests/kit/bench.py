"""How long NumPy takes beside torch: interleaved rounds, a ratio, a bound.

`make bench`, that is `pytest tests -o python_files='bench_*.py'
--benchmark-enable --benchmark-only`, prints one table of ratios at the end
and is red when a ratio is above its bound. A network's bench file is
tests/<family>/bench_<slug>.py; it asks for the fixture `ratio`:

    import pytest

    SIZES = [(50, 32), (28, 64)]

    @pytest.mark.parametrize(("T", "B"), SIZES)
    def test_forward_and_backward(ratio, T, B):
        x = ...  # float32, made once, outside of what is timed

        def numpy_pass():
            out, cache = net_forward(params, x)
            net_backward(params, cache, dout)

        def torch_pass():
            x_t.grad = None
            net_t(x_t).backward(dout_t)

        ratio(f"T={T} B={B}", numpy_pass, torch_pass, bound=2.0)

Both passes take no argument and do the same work: forward and backward,
gradients of every parameter and every input. `ratio` runs once per test.
Without a bound the ratio is only printed: that of a clear file beside its fast one.
Both sides get two threads. They take turns, so that noise hits both alike,
and the ratio is the smallest NumPy time over the smallest torch time. The
first column of the table is the slug, taken from the name of the file.

Before that, one large array is freed. glibc hands memory that is freed back
to the kernel, which clears each page anew for the next pass, until something
larger has been freed: then it keeps it. A program that has let go of a large
array is in the latter state, one that has just begun is not, and the difference
can be greater than what is to be measured. Here both sides are in the latter.
"""

import math
import platform
import re
import statistics
import time
from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

THREADS = 2
SECONDS = 2.0  # of measuring, for both sides together
LOTS = 3  # how often that may be, until the ratio is within its bound
LARGE = 31 * 2**20  # bytes; what is above 32 MiB teaches glibc nothing
ROWS = pytest.StashKey[list]()
HEADER = ("network", "sizes", "NumPy ms", "torch ms", "ratio", "bound")


def clock(run) -> float:
    """Seconds of one call, the second of two: the first one wakes threads."""
    run()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def how_many_rounds(*runs) -> int:
    """As many as fit into SECONDS, but 10 at least and 400 at most."""
    for run in runs:
        clock(run)
    one_round = sum(2 * clock(run) for run in runs) + 0.004
    return min(400, max(10, int(SECONDS / one_round)))


def smallest(runs, rounds: int, times: list[list[float]]) -> list[float]:
    """Let the runs take turns, add to their times, return the smallest."""
    for _ in range(rounds):
        for run, seconds in zip(runs, times, strict=True):
            time.sleep(0.002)  # until the other side's threads stop spinning
            seconds.append(clock(run))
    return [min(seconds) for seconds in times]


@pytest.fixture
def ratio(benchmark, request):
    """ratio(sizes, numpy_pass, torch_pass, bound) → NumPy time / torch time."""

    def compare(sizes: str, numpy_pass, torch_pass, bound=None) -> float:
        import torch  # here, so that runs without a bench stay light

        runs, times = (numpy_pass, torch_pass), ([], [])
        bound = math.inf if bound is None else bound
        before = torch.get_num_threads()
        torch.set_num_threads(THREADS)
        np.ones(LARGE, np.uint8)
        with threadpoolctl.threadpool_limits(THREADS, user_api="blas"):
            benchmark.pedantic(numpy_pass, rounds=10, warmup_rounds=2)
            rounds = how_many_rounds(*runs)
            for _ in range(LOTS):  # more rounds if noisy, never another bound
                ours, theirs = smallest(runs, rounds, times)
                if ours <= bound * theirs:
                    break
        torch.set_num_threads(before)
        slug = request.path.stem.removeprefix("bench_")
        row = (slug, sizes, ours * 1e3, theirs * 1e3, ours / theirs, bound)
        benchmark.extra_info.update(zip(HEADER, row, strict=True))
        request.config.stash.setdefault(ROWS, []).append(row)
        if ours > bound * theirs:
            pytest.fail(
                f"{slug} ({sizes}): NumPy takes {ours / theirs:.2f} × torch's "
                f"time, the bound is {bound:.2f}",
                pytrace=False,
            )
        return ours / theirs

    return compare


def shown(bound: float) -> str:
    return "none" if bound == math.inf else f"{bound:.2f}"


def table(rows) -> list[str]:
    """One line per comparison, columns aligned."""
    cells = [HEADER] + [
        (slug, sizes, f"{ours:.3f}", f"{theirs:.3f}", f"{q:.2f}", shown(b))
        for slug, sizes, ours, theirs, q, b in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if number < 2 else cell.rjust(width)
            for number, (cell, width) in enumerate(
                zip(line, widths, strict=True)
            )
        )
        for line in cells
    ]


def processor(info: Path = Path("/proc/cpuinfo")) -> str:
    """What was measured on: its name, and what torch uses of it."""
    from torch.backends.cpu import get_cpu_capability

    text = info.read_text("utf-8") if info.is_file() else ""
    name = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    name = name[1] if name else platform.processor() or platform.machine()
    return f"{name}, {get_cpu_capability()}"


def summary(rows) -> str:
    """The geometric mean of the ratios that have a bound."""
    bounded = [q for *_, q, bound in rows if bound < math.inf]
    mean = statistics.geometric_mean(bounded) if bounded else math.nan
    return f"geometric mean of {len(bounded)} ratios with a bound: {mean:.2f}"


def pytest_terminal_summary(terminalreporter, config):
    """Print the table after the last test; tests/conftest.py imports this."""
    if rows := config.stash.get(ROWS, []):
        terminalreporter.section(f"NumPy / torch, {THREADS} threads")
        for line in (*table(rows), summary(rows), f"on {processor()}"):
            terminalreporter.write_line(line)
