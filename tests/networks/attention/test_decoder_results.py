"""studies/attention/decoder: the rivals of the translator, and its claims."""

import numpy as np
import pytest
import torch

from snippets.attention.decoder_data import (
    WRITTEN,
    date_pair,
    date_parts,
    draw_pairs,
    symbols_of,
    text_of,
)
from studies.attention.decoder import claims, results


def test_no_day_of_the_year_is_in_two_parts():
    days = [{(d.month, d.day) for d in part} for part in date_parts(3)]
    assert sum(map(len, days)) == len(set.union(*days)) == 366
    assert sum(map(len, date_parts(3))) == 36525


def test_a_date_is_written_in_four_forms_and_read_back():
    when = date_parts()[0][0]
    texts = [date_pair(when, form) for form in range(4)]
    assert len({english for english, _ in texts}) > 2
    row = symbols_of([texts[0][1]], WRITTEN, 13)[0]
    assert text_of(row) == f"{when.year}年{when.month}月{when.day}日"


def test_dates_in_a_row_are_joined():
    pairs = draw_pairs(np.random.default_rng(0), date_parts()[0], 4)
    joined = results.in_a_row(pairs, 2)
    assert len(joined) == 2
    english, chinese = joined[1]
    assert english == f"{pairs[2][0]}, {pairs[3][0]}"
    assert chinese == pairs[2][1][:-1] + pairs[3][1][1:]


def test_equal_weights_stay_equal():
    learn, *_ = results.draw_parts(0, 40, 5)
    params, _ = results.translator(0, learn, equal=True, steps=3, D=8)
    cross = params.decoders[0].cross
    assert not cross.W_q.any()
    assert not cross.W_k.any()
    assert cross.W_v.any()


@pytest.mark.parametrize("kind", ["cross", "equal", "LSTM", "GRU"])
def test_every_rival_writes_symbols_and_stops(kind):
    threads = torch.get_num_threads()
    learn, (ids, _), _ = results.draw_parts(0, 40, 5)
    _, write = results.trained(kind, 0, learn, 0.01, steps=2)
    torch.set_num_threads(threads)
    out = write(ids, 6)
    assert out.shape == (5, 6)
    ended = (out == 2).cumsum(axis=1) - (out == 2)
    assert not out[ended > 0].any()


def test_results_have_a_row_for_every_method():
    rows = results.results([0], steps=2, M=4)
    names = [row["method"] for row in rows]
    assert names == [
        *("equal", "LSTM", "cross"),
        *("symbols", "beam", "beam by length"),
    ]
    assert len(results.table(rows)) == 6


def test_every_claim_runs(monkeypatch):
    monkeypatch.setattr(
        claims,
        "draw_parts",
        lambda seed, **k: results.draw_parts(0, 40, 5, **k),
    )
    for name, claim in claims.CLAIMS.items():
        small = {"M": 2} if name == "own-part" else {}
        numbers = claim.run(steps=2, **small)
        assert all(np.isfinite(list(numbers.values())))
        assert claim.holds(numbers) in (True, False)


def test_parts_of_a_date_are_told_apart():
    read, written = claims.fields("4 Jul 2047", "^2047年7月4日$")
    assert read.tolist() == [2, -1, 1, 1, 1, -1, 0, 0, 0, 0]
    assert written.tolist() == [0, 0, 0, 0, -1, 1, -1, 2, -1, -1]
