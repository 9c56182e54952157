"""studies/attention/transformer/results.py: the reader, its words, its rivals."""

import numpy as np
import pytest
import torch

from snippets.attention import (
    transformer_data,
)
from snippets.attention.transformer_torch import Encoder, norm_torch
from snippets.foundations.optimizer import arrays_in
from studies.attention.transformer import results as transformer_results
from tests.kit.gradients import numerical_gradient

IDS = np.array([[3, 1, 4, 0], [1, 1, 2, 5]])
B, T, V, D, F, K, AT = 2, 4, 6, 8, 5, 3, 2


@pytest.fixture
def case(rng):
    start = transformer_results.init_reader(rng, V, T, D, F, K, 2)
    params = transformer_results.nest(np.float64, start)
    params = transformer_results.nest(
        lambda p: p + 0.2 * rng.normal(size=p.shape), params
    )
    return params, rng.normal(size=(B, K))


def test_the_readers_gradients_are_autograds_and_differences(case):
    """Tables of characters and places, blocks, the last norm, the readout."""
    params, dscores = case
    scores, cache = transformer_results.reader_forward(params, IDS, AT, h=2)
    grads = transformer_results.reader_backward(dscores, cache)
    C, P, W_y, *norm = (
        torch.tensor(a, requires_grad=True)
        for a in (params.C, params.P, params.W_y, *params.norm)
    )
    x = C[torch.tensor(IDS)] + P
    mask = torch.tensor(IDS > 0)[:, None].repeat(1, T, 1)
    for block in params.blocks:
        x = Encoder(*block)(x, mask, 2)
    scores_t = norm_torch(x, *norm)[:, AT] @ W_y
    (scores_t * torch.tensor(dscores)).sum().backward()
    np.testing.assert_allclose(scores, scores_t.detach(), rtol=1e-10)
    theirs = C.grad, P.grad, W_y.grad, *(a.grad for a in norm)
    ours = grads.C, grads.P, grads.W_y, *grads.norm
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-10, atol=1e-13)

    def loss():
        found, _ = transformer_results.reader_forward(params, IDS, AT, h=2)
        return (found * dscores).sum()

    arrays = arrays_in
    for array, our in zip(arrays(params), arrays(grads), strict=True):
        found = numerical_gradient(loss, array)
        np.testing.assert_allclose(our, found, rtol=1e-6, atol=1e-7)


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
