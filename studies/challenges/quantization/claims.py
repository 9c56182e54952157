"""Do the conclusions about few bits hold for other seeds, nets and rates?"""

from studies.challenges.quantization.digits import (
    WIDTHS,
    digit_parts,
    digit_reader,
    few_bit_reader,
    read_right,
    reader_bytes,
    smoothed_reader,
    step_ratios,
    trained_rounding,
    whole_right,
    with_a_large_unit,
)
from studies.challenges.quantization.letters import (
    HEADS,
    cached_bits,
    few_bit_letters,
    read_bits,
    trained_letters,
    with_a_large_channel,
)
from studies.challenges.quantization.results import (
    BITS,
    SMALL,
    small_letters,
)
from studies.trying import Claim, varied


def quantized(seed=0, widths=WIDTHS, split="in order", way="column", **given):
    """Right on new digits, in per cent, by the bits of the weights."""
    params = digit_reader(seed, tuple(widths), split, **given)
    found = {"32": read_right(params, split, seed)}
    for bits in BITS:
        few = few_bit_reader(params, bits, way)
        found[f"{bits}"] = read_right(few, split, seed)
    return found


def lettered(seed=0, way="column", **given) -> dict[str, float]:
    """Bits a letter, by the bits of the weights."""
    params = trained_letters(seed, **given)
    found = {"32": read_bits(params)}
    for bits in BITS:
        found[f"{bits}"] = read_bits(few_bit_letters(params, bits, way))
    return found


def as_many_bytes(seed=0, steps=400, size=0) -> dict[str, float]:
    """Bits a letter: the language model in 8 bits, a smaller one in 32."""
    large = trained_letters(seed, steps=steps)
    small = small_letters(seed, **SMALL[size], steps=steps)
    return {
        "8 bits": read_bits(few_bit_letters(large, 8, "column")),
        "4 bits": read_bits(few_bit_letters(large, 4, "column")),
        "small": read_bits(small, SMALL[size]["h"]),
    }


def small_or_few(seed=0, bits=2, split="in order", **given):
    """Right on new digits: large in few bits, small in 8, as many bytes."""
    large = digit_reader(seed, WIDTHS, split, **given)
    hidden = (reader_bytes(large, bits, "column") - 40) // 78
    small = digit_reader(seed, (64, hidden, 10), split, **given)
    nets = {
        "large": few_bit_reader(large, bits, "clipped"),
        "small": few_bit_reader(small, 8, "column"),
    }
    return {name: read_right(nets[name], split, seed) for name in nets}


def when_rounded(
    seed=0, bits=2, way="clipped", widths=WIDTHS, split="in order", **given
):
    """Right on new digits: rounded after training, or from its first step."""
    widths = tuple(widths)
    after = digit_reader(seed, widths, split, **given)
    after = few_bit_reader(after, bits, way)
    ahead = trained_rounding(bits, way, seed, widths, split, **given)
    return {
        "after": read_right(after, split, seed),
        "ahead": read_right(ahead, split, seed),
    }


def large_unit(
    seed=0, factor=256, alpha=0.5, widths=WIDTHS, split="in order", **given
):
    """Right on new digits, where one unit of a layer is much larger."""
    x = digit_parts(split, seed)[0]
    params = digit_reader(seed, tuple(widths), split, **given)
    params = with_a_large_unit(params, factor, x)
    smooth = smoothed_reader(params, x, alpha)
    return {
        "floats": read_right(params, split, seed),
        "8 bits": whole_right(params, split, seed),
        "smoothed": whole_right(smooth, split, seed),
    }


def cached(seed=0, bits=4, factor=1, pair=0, G=8, **given):
    """Bits a letter, by how the keys of the cache share their scales."""
    params = trained_letters(seed, **given)
    params = with_a_large_channel(params, factor, pair)
    found = {"floats": read_bits(params, HEADS)}
    for keys in ("token", "channel"):
        found[keys] = cached_bits(params, bits, keys, G=G)
    return found


def large_channel(factor=16, **given) -> dict[str, float]:
    """The same, where one pair of channels of the keys is larger."""
    return cached(factor=factor, **given)


def twelfths(seed=0, widths=WIDTHS, split="in order", **given):
    """Squared error of the first layer's weights over Δ²/12, by bits."""
    x = digit_parts(split, seed)[0]
    params = digit_reader(seed, tuple(widths), split, **given)
    return {f"{bits}": step_ratios(params, bits, x)[0] for bits in BITS}


def group_or_column(seed=0, **given) -> dict[str, float]:
    """Bits a letter: groups of 16 with 3 bits, columns with 4."""
    params = trained_letters(seed, **given)
    return {
        "groups": read_bits(few_bit_letters(params, 3, "group")),
        "columns": read_bits(few_bit_letters(params, 4, "column")),
    }


def eight_for_nothing(numbers: dict[str, float]) -> bool:
    """With 8 bits at most half a point is lost."""
    return numbers["8"] >= numbers["32"] - 0.5


def four_cost_little(numbers: dict[str, float]) -> bool:
    """With 4 bits at most three points are lost, with 2 about 20 or more."""
    whole = numbers["32"]
    return numbers["4"] >= whole - 3 and numbers["2"] < whole - 19


def letters_in_eight(numbers: dict[str, float]) -> bool:
    """8 bits cost at most 0.01 bits a letter, 4 at most 0.1, 3 more."""
    whole = numbers["32"]
    little = numbers["8"] <= whole + 0.01 and numbers["4"] <= whole + 0.1
    return little and numbers["3"] > numbers["4"]


def not_small(numbers: dict[str, float]) -> bool:
    """The large one in 8 bits is ahead by 0.05 bits a letter and more."""
    return numbers["8 bits"] < numbers["small"] - 0.05


def small_in_eight(numbers: dict[str, float]) -> bool:
    """The small one reads at least five points more."""
    return numbers["small"] >= numbers["large"] + 5


def ahead_helps(numbers: dict[str, float]) -> bool:
    """Rounding from the first step on reads at least three points more."""
    return numbers["ahead"] >= numbers["after"] + 3


def smooth_again(numbers: dict[str, float]) -> bool:
    """8 bits lose three points and more, smoothed at most one."""
    whole = numbers["floats"]
    return numbers["8 bits"] <= whole - 3 and numbers["smoothed"] >= whole - 1


def cache_in_four(numbers: dict[str, float]) -> bool:
    """The cache costs at most 0.01 bits a letter, either way."""
    few = max(numbers["token"], numbers["channel"])
    return few <= numbers["floats"] + 0.01


def by_channel(numbers: dict[str, float]) -> bool:
    """By token it costs 0.05 bits a letter and more, by channel 0.01."""
    whole = numbers["floats"]
    return (
        numbers["token"] >= whole + 0.05 and numbers["channel"] <= whole + 0.01
    )


def a_twelfth(numbers: dict[str, float]) -> bool:
    """Within 10 per cent with 8, 4 and 3 bits; 8 per cent less with 2."""
    near = all(abs(numbers[bits] - 1) <= 0.1 for bits in ("8", "4", "3"))
    return near and numbers["2"] <= 0.92


def columns_ahead(numbers: dict[str, float]) -> bool:
    """The columns cost fewer bits a letter."""
    return numbers["columns"] < numbers["groups"]


NETS = [[64, 16, 10], [64, 128, 128, 10], [64, 32, 32, 32, 10]]
WEIGHTS = varied(
    6, way=["tensor"], epochs=[80], lr=[0.05], widths=NETS, split=["shuffled"]
)
TRAINED = {"lr": [0.1, 0.4], "epochs": [10, 40], "split": ["shuffled"]}
MODELS = {"lr": [0.005], "steps": [200]}
CLAIMS = {
    "eight-for-nothing": Claim(quantized, eight_for_nothing, WEIGHTS),
    "four-cost-little": Claim(quantized, four_cost_little, WEIGHTS),
    "letters-in-eight": Claim(
        lettered,
        letters_in_eight,
        varied(5, way=["group", "clipped"], **MODELS),
    ),
    "not-small": Claim(
        as_many_bytes, not_small, varied(5, steps=[200], size=[1])
    ),
    "small-in-eight": Claim(small_or_few, small_in_eight, varied(5, **TRAINED)),
    "ahead-helps": Claim(
        when_rounded,
        ahead_helps,
        varied(5, way=["column"], widths=NETS[:1], **TRAINED),
    ),
    "smooth-again": Claim(
        large_unit,
        smooth_again,
        varied(5, alpha=[0.3, 0.7], factor=[1024], widths=NETS[1:], **TRAINED),
    ),
    "cache-in-four": Claim(
        cached, cache_in_four, varied(5, bits=[8], G=[4, 16], **MODELS)
    ),
    "by-channel": Claim(
        large_channel,
        by_channel,
        varied(5, factor=[64], pair=[1, 2, 3], G=[4], **MODELS),
    ),
    "a-twelfth": Claim(twelfths, a_twelfth, varied(5, widths=NETS, **TRAINED)),
    "columns-ahead": Claim(group_or_column, columns_ahead, varied(5, **MODELS)),
}
