"""Numbers written as digits, in Chinese and in English, a line each."""

import numpy as np

# --8<-- [start:numbers]
HAN = "零一二三四五六七八九"
ONES = (
    "one two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def chinese(n: int) -> str:
    """100 … 999 in Chinese characters."""
    a, b, c = n // 100, n // 10 % 10, n % 10
    middle = f"{HAN[b]}十" if b else "零" if c else ""
    return f"{HAN[a]}百{middle}{HAN[c] if c else ''}"


def english(n: int) -> str:
    """1 … 999 in English words."""
    if n >= 100:
        rest = f" {english(n % 100)}" if n % 100 else ""
        return f"{ONES.split()[n // 100 - 1]} hundred{rest}"
    if n < 20:
        return ONES.split()[n - 1]
    one = f"-{english(n % 10)}" if n % 10 else ""
    return TENS.split()[n // 10 - 2] + one


def write_number(n: int) -> str:
    """A line: 407 四百零七 four hundred seven."""
    return f"{n} {chinese(n)} {english(n)}\n"


def number_texts(seed: int = 0, passes: int = 20):
    """Numbers to train on, to choose by, to test; what is read in training."""
    rng = np.random.default_rng(seed)
    order = 100 + rng.permutation(900)  # (900,)
    train, val, test = np.split(order, (700, 800))
    turns = [rng.permutation(train) for _ in range(passes)]
    text = "\n" + "".join(write_number(n) for turn in turns for n in turn)
    return train, val, test, text
    # --8<-- [end:numbers]
