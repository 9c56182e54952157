"""The bench prints its table and is red when a ratio is above its bound."""

import math
import os
import subprocess
import sys

import pytest

from press import ROOT
from tests.kit import bench

PLANTED = """
import time

import pytest
from tests.kit import bench

bench.SECONDS = 0.05


@pytest.mark.parametrize("bound", [1e9, 1e-9, None])
def test_planted(ratio, bound):
    ratio("N=1", lambda: time.sleep(0.002), lambda: time.sleep(0.001), bound)
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    (folder / "bench_planted.py").write_text(PLANTED, "utf-8")
    options = ["-p", "tests.kit.bench", "-o", "python_files=bench_*.py"]
    options += ["--benchmark-enable", "--benchmark-only"]
    computer = {n: v for n, v in os.environ.items() if "PYTEST" not in n}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", folder, *options],
        cwd=folder,
        env=computer | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_ratio_above_its_bound_is_red(done):
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 2 passed" in done.stdout
    assert "planted (N=1): NumPy takes" in done.stdout


def test_the_table_is_printed(done):
    rows = [line.split() for line in done.stdout.splitlines()]
    table = [row for row in rows if row[:2] == ["planted", "N=1"]]
    assert len(table) == 3
    for _, _, ours, theirs, quotient, _ in table:
        assert float(ours) >= 2.0
        assert float(theirs) >= 1.0
        assert float(quotient) == pytest.approx(
            float(ours) / float(theirs), rel=0.02
        )


def test_the_mean_and_the_processor_are_printed(done):
    lines = done.stdout.splitlines()
    (mean,) = [line for line in lines if line.startswith("geometric mean")]
    assert mean.startswith("geometric mean of 2 ratios with a bound: ")
    (on,) = [line for line in lines if line.startswith("on ")]
    assert on == f"on {bench.processor()}"


def test_the_mean_leaves_out_what_has_no_bound():
    rows = [("a", "N=1", 1, 1, ratio, 9) for ratio in (0.5, 8.0)]
    rows.append(("a", "clear", 1, 1, 100.0, math.inf))
    assert bench.summary(rows).endswith("2 ratios with a bound: 2.00")


def test_a_processor_has_a_name(tmp_path):
    info = tmp_path / "cpuinfo"
    info.write_text("flags\t: fpu\nmodel name\t: Fast 9000\nmodel name\t: b\n")
    assert bench.processor(info).startswith("Fast 9000, ")
    assert bench.processor(tmp_path / "none").partition(", ")[0]


def test_without_a_bound_the_ratio_is_printed_and_never_red():
    row = ("a", "clear", 9.0, 1.0, 9.0, math.inf)
    assert bench.table([row])[1].split() == [
        "a",
        "clear",
        "9.000",
        "1.000",
        "9.00",
        "none",
    ]


def test_columns_line_up():
    rows = [("a", "N=1", 1.0, 10.0, 0.1, 2.0), ("bcd", "N=10", 1, 1, 1, 10)]
    lines = bench.table(rows)
    assert len({len(line) for line in lines}) == 1
    assert lines[0].split() == " ".join(bench.HEADER).split()


def test_clock_leaves_out_the_first_call():
    calls = []
    assert bench.clock(lambda: calls.append(1)) < 0.1
    assert len(calls) == 2
