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


def table(rows: list[dict]) -> list[str]:
    """The rows as the page shows them: mean and spread in percent."""
    lines = []
    for row in rows:
        cells = [str(row[name]) for name in COLUMNS]
        for name in "whole", "maxima":
            percent = [100 * right for right in row[name]]
            mean, spread = statistics.mean(percent), statistics.stdev(percent)
            cells.append(f"{mean:.1f}±{spread:.1f}")
        lines.append(f"| {' | '.join(cells)} |")
    return lines
