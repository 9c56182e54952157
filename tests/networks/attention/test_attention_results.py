"""studies/attention/attention/results.py: dates, and the net that writes them."""

from datetime import date

import numpy as np
import torch

from studies.attention.attention import results as attention_results


def test_results_have_a_row_for_every_net_and_check():
    rows = attention_results.results(seeds=2, number=100, checks=(1, 2))
    assert [row["steps"] for row in rows[:-2]] == [1, 2, 1, 2]
    assert [row["attends"] for row in rows[:-2]] == [True, True, False, False]
    assert all(len(row["exact"]) == 2 for row in rows[:-2])
    for row, text in zip(
        rows[-2:], ("Thursday, March 5, 2026", "2026年3月5日"), strict=True
    ):
        w = np.array(row["w"])
        assert row["text"] == text
        assert w.shape == (10, len(text))
        np.testing.assert_allclose(w.sum(axis=1), 1, atol=0.02)
    assert attention_results.table(rows)[0].count("0.0") >= 2


def test_dates_are_held_out_by_their_day():
    drawn = torch.Generator().manual_seed(0)
    for held_out in True, False:
        texts, y = attention_results.draw_dates(50, held_out, drawn)
        assert len(texts) == len(y) == 50
        isos = ["".join(attention_results.DIGITS[k] for k in row) for row in y]
        days = [date.fromisoformat(iso).toordinal() for iso in isos]
        assert {n % 10 == 0 for n in days} == {held_out}


def test_the_net_with_attention_learns_dates():
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    texts, y = attention_results.draw_dates(200, False, generator)
    net = attention_results.DateNet(True, 8)
    before, after = attention_results.train_dates(
        net,
        *(texts, y, generator),
        lambda net: attention_results.percent(net, texts, y),
        (1, 40),
    )
    assert 0 <= before <= after <= 100
