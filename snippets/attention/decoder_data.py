"""Dates in English, in four forms, and in Chinese."""

from datetime import date

import numpy as np

# --8<-- [start:dates]
MONTHS = (
    "January February March April May June July August "
    "September October November December"
)
DATE_FORMS = (
    "{month} {day}, {year}",
    "{day} {month} {year}",
    "{short} {day}, {year}",
    "{day} {short} {year}",
)
READ = sorted({*MONTHS, *"0123456789,"})  # symbol 1, 2, …
WRITTEN = "^$0123456789年月日"  # ^ starts, $ ends


def date_pair(when: date, form: int) -> tuple[str, str]:
    """In English, in one of four forms, and in Chinese."""
    month = MONTHS.split()[when.month - 1]
    names = {"month": month, "short": month[:3]}
    english = DATE_FORMS[form].format(day=when.day, year=when.year, **names)
    return english, f"^{when.year}年{when.month}月{when.day}日$"


def date_parts(seed: int = 0):
    """1950 … 2049, to learn from, choose by, ask: no day of the year in two."""
    turn = np.random.default_rng(seed).permutation(12 * 31)  # (372,)
    parts = [], [], []
    for n in range(date(1950, 1, 1).toordinal(), date(2050, 1, 1).toordinal()):
        when = date.fromordinal(n)
        place = turn[31 * (when.month - 1) + when.day - 1]
        parts[int(place >= 252) + int(place >= 312)].append(when)
    return parts


def draw_pairs(rng, dates, N: int):
    """N pairs, a random date in a random form each: English, Chinese."""
    ids, forms = rng.integers(len(dates), size=N), rng.integers(4, size=N)
    return [date_pair(dates[n], k) for n, k in zip(ids, forms, strict=True)]


def symbols_of(texts, letters, longest: int):
    """Rows of symbols, from 1 on (N, longest); 0 where a text has ended."""
    ids = np.zeros((len(texts), longest), np.int64)  # (N, longest)
    for row, text in zip(ids, texts, strict=True):
        row[: len(text)] = [1 + letters.index(c) for c in text]
    return ids


def date_symbols(pairs):
    """What is read (N, 18) and what is written (N, 13)."""
    english, chinese = zip(*pairs, strict=True)
    return symbols_of(english, READ, 18), symbols_of(chinese, WRITTEN, 13)


def text_of(row) -> str:
    """What a row of written symbols says, up to its end."""
    return "".join(WRITTEN[k - 1] for k in row if k > 2)
    # --8<-- [end:dates]
