"""studies/attention/transformer/results.py: the words, the reader and its rivals."""

import numpy as np

from snippets.attention import (
    transformer_data,
)
from studies.attention.transformer import results as transformer_results


def test_no_word_is_in_two_parts():
    rows = transformer_data.read_words()
    parts = transformer_data.split_words(rows, 0)
    one, two, three = ({word for word, *_ in part} for part in parts)
    assert not one & two
    assert not one & three
    assert not two & three
    assert len(rows) * 0.85 < sum(map(len, parts)) < len(rows)
    assert not [w for w in one for other in two | three if other in w]


def test_a_word_holds_its_parts_and_itself():
    assert transformer_data.holds("音乐老师", {"音乐"})
    assert transformer_data.holds("音乐老师", {"老师"})
    assert transformer_data.holds("音乐", {"音乐"})
    assert not transformer_data.holds("音乐", {"音乐老师", "乐老"})


def test_a_committee_says_the_mean_of_its_members_shares():
    one, two = np.array([[0.0, 0.0]]), np.log([[3.0, 1.0]])
    ((check, asked),) = transformer_results.committee(
        [[(one, two)], [(two + 5, two - 5)]]
    )
    np.testing.assert_allclose(check, [[0.625, 0.375]])
    np.testing.assert_allclose(asked, [[0.75, 0.25]])


def test_results_have_a_row_for_every_method(monkeypatch):
    rows = transformer_data.read_words()[::8]
    monkeypatch.setattr(transformer_results, "read_words", lambda: rows)
    found = transformer_results.results([0], 100, (2,), 2, 2)
    names = [row["method"] for row in found]
    alone = ["bag", "places", "encoder", "shuffled"]
    many = [name for kind in alone for name in (kind, f"2 × {kind}")]
    assert names[:9] == ["commonest", *many]
    assert names[9:] == ["LSTM", "encoder"]
    assert len(transformer_results.table(found)) == 9 + 1
