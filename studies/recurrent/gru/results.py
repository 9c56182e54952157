"""GRU, LSTM and a loop without gates at several rates, over seeds."""

import statistics

from studies.recurrent.gru.claims import accuracy

NETS = ("GRU", 32), ("LSTM", 32), ("LSTM", 27), ("no gates", 32)
RATES = 0.25, 0.5, 1.0, 2.0
SEEDS = 5
LOOSE = {"right": 2.0}  # points, for the mean of the seeds
LEARNED = {
    "GRU": lambda D, H: 3 * H * (D + H + 2),
    "LSTM": lambda D, H: 4 * H * (D + H + 1),
    "no gates": lambda D, H: H * (D + H + 2),
}


def gru_rows() -> list[dict]:
    """A row for each network and rate: right of the 500 images, by seed."""
    return [
        {
            "name": name,
            "H": H,
            "size": LEARNED[name](8, H),
            "lr": lr,
            "right": [
                round(accuracy(name, seed=seed, lr=lr, H=H), 1)
                for seed in range(SEEDS)
            ],
        }
        for name, H in NETS
        for lr in RATES
    ]


def gru_table(rows: list[dict]) -> list[str]:
    """A line for each network: the mean and the deviation at each rate."""
    lines = []
    for name, H in NETS:
        own = [row for row in rows if (row["name"], row["H"]) == (name, H)]
        cells = [
            f"{statistics.mean(row['right']):.1f} ± "
            f"{statistics.stdev(row['right']):.1f}"
            for row in own
        ]
        lines.append(f"| {H} | {own[0]['size']} | {' | '.join(cells)} |")
    return lines


results, table = gru_rows, gru_table  # what make results calls
