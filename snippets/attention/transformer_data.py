"""Words with a character of several readings, from pypinyin (licence MIT)."""

import numpy as np

# --8<-- [start:words]
POLYPHONES = "行长重乐好着还便传数发调得种分中教应弹处少强差转间曲藏降"


def read_words():
    """Rows: word, place, reading; each reading has 10 rows or more."""
    from pypinyin.phrases_dict import phrases_dict

    rows = [
        (word, at, sounds[at][0])
        for word, sounds in sorted(phrases_dict.items())
        for at, char in enumerate(word)
        if char in POLYPHONES and 1 < len(word) < 9 and len(word) == len(sounds)
    ]
    kinds = [(word[at], sound) for word, at, sound in rows]
    often = {kind for kind in set(kinds) if kinds.count(kind) >= 10}
    return [r for r, kind in zip(rows, kinds, strict=True) if kind in often]


def holds(word, others):
    """Whether one of the others stands in a word, or is the word."""
    ends = range(2, len(word) + 1)
    return any(word[n:end] in others for end in ends for n in range(end - 1))


def split_words(rows, seed):
    """70 %, 15 %, 15 % of the words; none of the first holds one of these."""
    words = sorted({word for word, *_ in rows})
    turn = np.random.default_rng(seed).permutation(len(words))
    place = {words[n]: k / len(words) for k, n in enumerate(turn)}
    parts = [], [], []
    for row in rows:
        parts[(place[row[0]] >= 0.7) + (place[row[0]] >= 0.85)].append(row)
    others = {word for word in words if place[word] >= 0.7}
    return [row for row in parts[0] if not holds(row[0], others)], *parts[1:]


def windows_of(rows, letters, side=4):
    """The polyphone in the middle, 4 characters on each side: ids (N, 9)."""
    ids = np.zeros((len(rows), 2 * side + 1), np.int64)  # (N, T)
    for n, (word, at, _) in enumerate(rows):
        for column in range(len(ids[n])):
            t = at + column - side
            if 0 <= t < len(word):
                ids[n, column] = letters.get(word[t], 1)
    return ids
    # --8<-- [end:words]


def pairs_of(rows):
    """The polyphone with what stands just before and just after it."""
    return [
        {(w[at], w[t], t - at) for t in (at - 1, at + 1) if 0 <= t < len(w)}
        for w, at, _ in rows
    ]
