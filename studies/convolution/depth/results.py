"""The grid of the chapter on depth with more seeds than a page can wait for."""

import statistics

import torch
from sklearn.datasets import load_digits

from snippets.convolution.depth import count_stack, spread_stack, trace_layers
from snippets.convolution.depth_torch import try_stack

CELLS = [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2), (4, 0), (4, 1), (4, 2)]
COLUMNS = "convs", "pools", "r", "H", "params", "macs", "ms"
LOOSE = {"ms": float("inf"), "whole": 0.05, "maxima": 0.1}


def results(seeds: int = 20) -> list[dict]:
    """A row for every cell: counts, time to train, accuracies by seed."""
    images, y = load_digits(return_X_y=True)
    x = torch.tensor(images.reshape(-1, 1, 8, 8) / 16, dtype=torch.float32)
    y, threads, rows = torch.tensor(y), torch.get_num_threads(), []
    torch.set_num_threads(1)
    try_stack(spread_stack(1, 0), x, y, 0)  # the first run is slow
    for convs, pools in CELLS:
        layers = spread_stack(convs, pools)
        params, macs = count_stack(layers, 8, 1, K=10)
        last = trace_layers(layers, 8, 1)[-1]
        row = {"convs": convs, "pools": pools, "r": last.r, "H": last.size}
        row |= {"params": params, "macs": macs}
        for name in "whole", "maxima":
            runs = [
                try_stack(layers, x, y, seed, name == "whole")
                for seed in range(seeds)
            ]
            row[name] = [round(right, 3) for right, _ in runs]
            middle = statistics.median(seconds for _, seconds in runs)
            row.setdefault("ms", round(1000 * middle))
        rows.append(row)
    torch.set_num_threads(threads)
    return rows


def mean_error(percent: list[float]) -> str:
    """The mean, and the standard error of this mean."""
    error = statistics.stdev(percent) / len(percent) ** 0.5
    return f"{statistics.mean(percent):.1f} ± {error:.1f}"


def table(rows: list[dict]) -> list[str]:
    """The rows as the page shows them, accuracies in percent.

    The last column but one is how far a row is behind the best, seed by seed.
    """
    lines = []
    best = max(rows, key=lambda row: statistics.mean(row["whole"]))["whole"]
    for row in rows:
        whole = [100 * right for right in row["whole"]]
        maxima = [100 * right for right in row["maxima"]]
        pairs = zip(best, whole, strict=True)
        behind = [100 * right - mine for right, mine in pairs]
        cells = [str(row[name]) for name in COLUMNS]
        cells += [mean_error(whole), mean_error(behind), mean_error(maxima)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines
