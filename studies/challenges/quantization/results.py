"""Two networks in few bits, and what else takes as many bytes."""

import numpy as np

from studies.challenges.quantization.digits import (
    digit_parts,
    digit_reader,
    few_bit_reader,
    pruned_reader,
    read_right,
    reader_bytes,
    smoothed_reader,
    step_ratios,
    trained_rounding,
    whole_right,
    with_a_large_unit,
)
from studies.challenges.quantization.letters import (
    WAYS,
    attention_error,
    cached_bits,
    few_bit_letters,
    letters_bytes,
    read_bits,
    trained_letters,
    with_a_large_channel,
)

SEEDS = range(5)
BITS = 8, 4, 3, 2
FACTORS = 1, 16, 64, 256
SMALL = {"D": 16, "F": 26, "h": 4}, {"D": 12, "F": 14, "h": 2}
RATES = 0.005, 0.01, 0.02
LOOSE = {"right": 2.0, "bits_a_letter": 0.05, "off": 5.0, "ratio": 0.05}


def rounded_rows(seeds) -> list[dict]:
    """Both networks as they are, then in few bits, a row for each way."""
    rows = []
    for bits, way in [(32, ""), *((b, w) for b in BITS for w in WAYS)]:
        right, cost, sizes = [], [], []
        for seed in seeds:
            reader, model = digit_reader(seed), trained_letters(seed)
            sizes = [reader_bytes(reader, bits, way)]
            sizes += [letters_bytes(model, bits, way)]
            if bits < 32:
                reader = few_bit_reader(reader, bits, way)
                model = few_bit_letters(model, bits, way)
            right.append(round(read_right(reader), 1))
            cost.append(round(read_bits(model), 3))
        found = {"right": right, "bits_a_letter": cost}
        rows.append({"bits": bits, "way": way, "bytes": sizes, **found})
    return rows


def small_reader(size: int, bits: int, seed: int):
    """One hidden layer, as wide as the bytes allow; its width."""
    hidden = size // 296 if bits == 32 else (size - 40) // 78
    params = digit_reader(seed, (64, hidden, 10))
    return few_bit_reader(params, 8, "column") if bits == 8 else params


def rival_rows(seeds) -> list[dict]:
    """What else takes as many bytes as 64-32-32-10 with so many bits."""
    rows = []
    for bits in BITS:
        large = [digit_reader(seed) for seed in seeds]
        size = reader_bytes(large[0], bits, "column")
        made = {
            "rounded": [few_bit_reader(p, bits, "clipped") for p in large],
            "trained": [trained_rounding(bits, seed=s) for s in seeds],
            "small": [small_reader(size, 32, seed) for seed in seeds],
            "small, 8 bits": [small_reader(size, 8, seed) for seed in seeds],
            "pruned": [pruned_reader(p, size) for p in large],
        }
        for name, nets in made.items():
            right = [round(read_right(net), 1) for net in nets]
            rows.append({"as": bits, "size": size, "net": name, "right": right})
    return rows


def small_letters(seed: int, D: int, F: int, h: int, steps=400):
    """A smaller language model, its rate the best of three on other numbers."""
    tried = [trained_letters(seed, D, F, h, lr, steps) for lr in RATES]
    return min(tried, key=lambda params: read_bits(params, h, 1))


def small_rows(seeds) -> list[dict]:
    """Smaller language models in 32 bits."""
    rows = []
    for size in SMALL:
        nets = [small_letters(seed, **size) for seed in seeds]
        cost = [round(read_bits(net, size["h"]), 3) for net in nets]
        sizes = letters_bytes(nets[0], 32, "")
        rows.append({"small": sizes, "bits_a_letter": cost})
    return rows


def ste_rows(seeds) -> list[dict]:
    """Rounded after training, and trained with rounding, by two rules."""
    rows = []
    for bits in (4, 3, 2):
        for way in ("column", "clipped"):
            after, ahead = [], []
            for seed in seeds:
                few = few_bit_reader(digit_reader(seed), bits, way)
                after.append(round(read_right(few), 1))
                few = trained_rounding(bits, way, seed)
                ahead.append(round(read_right(few), 1))
            for when, right in ("after", after), ("ahead", ahead):
                row = {"when": when, "bits": bits, "way": way, "right": right}
                rows.append(row)
    return rows


def outlier_rows(seeds) -> list[dict]:
    """Right with 8 bits for all, where one unit is larger by a factor."""
    rows = []
    x = digit_parts("in order", 0)[0]
    for factor in FACTORS:
        nets = [with_a_large_unit(digit_reader(s), factor, x) for s in seeds]
        smooth = [smoothed_reader(net, x) for net in nets]
        found = {
            "in floats": [round(read_right(net), 1) for net in nets],
            "8 bits": [round(whole_right(net), 1) for net in nets],
            "smoothed": [round(whole_right(net), 1) for net in smooth],
        }
        for name, right in found.items():
            rows.append({"factor": factor, "as": name, "right": right})
    return rows


def cache_rows(seeds) -> list[dict]:
    """Bits a letter with a cache in few bits; with a large channel, too."""
    rows = []
    for factor in (1, 16):
        for bits in (8, 4, 3, 2):
            for keys in ("token", "channel"):
                cost, off = [], []
                for seed in seeds:
                    net = trained_letters(seed)
                    net = with_a_large_channel(net, factor, 0)
                    cost.append(round(cached_bits(net, bits, keys), 3))
                    off.append(round(attention_error(net, bits, keys), 2))
                row = {"cached": bits, "factor": factor, "keys": keys}
                rows.append(row | {"bits_a_letter": cost, "off": off})
    return rows


def step_rows(seeds) -> list[dict]:
    """Squared errors over those of errors spread evenly over a step."""
    x = digit_parts("in order", 0)[0]
    rows = []
    for bits in BITS:
        pairs = [step_ratios(digit_reader(seed), bits, x) for seed in seeds]
        for of, ratio in zip(("W", "a"), zip(*pairs, strict=True), strict=True):
            ratio = [round(value, 2) for value in ratio]
            rows.append({"steps": bits, "of": of, "ratio": ratio})
    return rows


def quantization_rows(seeds=SEEDS) -> list[dict]:
    """All of the chapter."""
    rows = []
    for part in (
        rounded_rows,
        small_rows,
        rival_rows,
        step_rows,
        ste_rows,
        outlier_rows,
        cache_rows,
    ):
        rows += part(seeds)
    return rows


def mean_of(rows: list[dict], key: str, **wanted) -> float:
    """The mean over the seeds of the one row that has what is wanted."""
    (row,) = [r for r in rows if wanted.items() <= r.items() and key in r]
    return float(np.mean(row[key]))


def shown(rows: list[dict], key: str, digits: int, **wanted) -> str:
    """Mean and standard deviation over the seeds."""
    (row,) = [r for r in rows if wanted.items() <= r.items() and key in r]
    spread = np.std(row[key], ddof=1)
    return f"{np.mean(row[key]):.{digits}f} ± {spread:.{digits}f}"


def rounded_line(rows: list[dict], bits: int, way: str) -> str:
    """Bits, then bytes and score of both networks."""
    wanted = {"bits": bits, "way": way}
    own = [r for r in rows if "bytes" in r and wanted.items() <= r.items()]
    right = shown(own, "right", 1)
    cost = shown(own, "bits_a_letter", 2)
    reader, letters = own[0]["bytes"]
    return f"| {bits} | {reader:,} | {right} | {letters:,} | {cost} |"


def rival_line(rows: list[dict], bits: int) -> str:
    """Bytes, then who reads how much with as many."""
    of = [row for row in rows if row.get("as") == bits]
    cells = [f"{np.mean(row['right']):.1f}" for row in of]
    return f"| {of[0]['size']:,} | {' | '.join(cells)} |"


def cache_line(rows: list[dict], bits: int, key: str, digits: int) -> str:
    """Keys by token and by channel, then so with a large channel."""
    of = [row for row in rows if row.get("cached") == bits]
    cells = [f"{np.mean(row[key]):.{digits}f}" for row in of]
    return f"| {bits} | {' | '.join(cells)} |"


def quantization_table(rows: list[dict]) -> list[str]:
    """The lines of the page's tables, in its order."""
    lines = [rounded_line(rows, 32, "")]
    lines += [rounded_line(rows, bits, "column") for bits in BITS]
    lines += [rival_line(rows, bits) for bits in BITS]
    lines += [rounded_line(rows, b, way) for way in WAYS for b in (4, 3, 2)]
    for row in [row for row in rows if "small" in row]:
        cost = shown(rows, "bits_a_letter", 2, small=row["small"])
        lines.append(f"| {row['small']:,} | {cost} |")
    for bits in BITS:
        cells = [mean_of(rows, "ratio", steps=bits, of=of) for of in ("W", "a")]
        lines.append(f"| {bits} | {cells[0]:.2f} | {cells[1]:.2f} |")
    for factor in FACTORS:
        of = [
            row for row in rows if row.get("factor") == factor and "as" in row
        ]
        cells = [f"{np.mean(row['right']):.1f}" for row in of]
        lines.append(f"| {factor} | {' | '.join(cells)} |")
    for bits in (4, 3, 2):
        of = [row for row in rows if row.get("bits") == bits and "when" in row]
        cells = [f"{np.mean(row['right']):.1f}" for row in of]
        lines.append(f"| {bits} | {' | '.join(cells)} |")
    lines += [cache_line(rows, b, "bits_a_letter", 3) for b in BITS]
    return [*lines, *(cache_line(rows, b, "off", 1) for b in BITS)]


results, table = quantization_rows, quantization_table
