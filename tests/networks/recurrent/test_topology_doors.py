"""What the topologies do with input that no chapter shows them."""

import re

import numpy as np
import pytest

from press.check.shape_comments import silence
from snippets.recurrent import lstm, topology, topology_seq2seq

T, B, D, H, K, S, E = 5, 3, 2, 4, 6, 7, 8
LENGTHS = np.array([2, 5, 3])
OVER = np.arange(T)[:, None] >= LENGTHS


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("y", np.zeros((B, T), int), "whole numbers of shape (5, 3), got int"),
        ("y", np.zeros((T, B)), "whole numbers of shape (5, 3), got float64"),
        ("y", np.full((T, B), -1), "whole numbers 0 … 5, got -1 … -1"),
        ("y", np.full((T, B), K), "whole numbers 0 … 5, got 6 … 6"),
        ("mask", np.ones(B, bool), "booleans of shape (5, 3), got bool (3,)"),
        ("mask", np.ones((T, B), int), "booleans of shape (5, 3), got int64"),
        ("mask", np.zeros((T, B), bool), "true somewhere, got only False"),
        ("scores", np.zeros((T, B), int), "floats of shape (T, B, K), got int"),
    ],
)
def test_bad_targets_are_refused(name, given, message):
    """Once y = -1 was the last class, and a mask of 0 and 1 chose rows."""
    arguments = {
        "scores": np.zeros((T, B, K)),
        "y": np.zeros((T, B), int),
        "mask": np.ones((T, B), bool),
    }
    message = re.escape(f"{name} must be {message}")
    with silence(), pytest.raises(ValueError, match=message):
        topology.masked_cross_entropy(**arguments | {name: given})


def test_encoder_and_decoder_must_be_of_one_width(rng):
    encoder = lstm.init_lstm(rng, D, H)
    decoder = topology.init_net(rng, E, H, K)
    xs, ys = rng.normal(size=(T, B, D)), rng.normal(size=(S, B, E))
    wide = lstm.init_lstm(rng, D, H + 1)
    message = re.escape("W_h must be floats of shape (4, 16), got")
    with silence(), pytest.raises(ValueError, match=message):
        topology_seq2seq.seq2seq_forward(wide, decoder, xs, ys)
    message = re.escape("ys must be floats of shape (S, 3, 8), got")
    with silence(), pytest.raises(ValueError, match=message):
        topology_seq2seq.seq2seq_forward(encoder, decoder, xs, ys[:, :2])


def test_free_run_refuses_what_feed_may_give(rng):
    decoder = topology.init_net(rng, D, H, K)
    h, c, y = rng.normal(size=(B, H)), rng.normal(size=(B, H)), np.ones((B, D))
    for fed in (np.ones((B, D), int), np.ones((B, K)), [[1.0]]):
        with silence(), pytest.raises(ValueError, match="y must be floats of"):
            topology_seq2seq.free_run(
                decoder, h, c, y, 2, lambda _, fed=fed: fed
            )


@pytest.mark.parametrize("size", [1e5, 1e30, 1e300])
def test_no_bias_opens_a_gate_after_the_end(rng, size):
    """Gates were once shut by a weight of 1e4, which larger biases beat."""
    b = np.repeat([size, -size, 0.0, size], H)
    params = lstm.init_lstm(rng, D, H)._replace(b=b)
    xs, (h_0, c_0) = rng.normal(size=(T, B, D)), rng.normal(size=(2, B, H))
    hs, h, c, cache = topology.masked_forward(params, xs, LENGTHS, h_0, c_0)
    for n, length in enumerate(LENGTHS):
        start = h_0[n : n + 1], c_0[n : n + 1]
        alone, c_n, _ = lstm.lstm_forward(
            params, xs[:length, n : n + 1], *start
        )
        np.testing.assert_allclose(h[n], alone[-1, 0], rtol=1e-12)
        np.testing.assert_allclose(c[n], c_n[0], rtol=1e-12)
    assert not hs[OVER].any()
    dxs, *_ = topology.masked_backward(hs, cache, h, c)
    assert not dxs[OVER].any()


def test_results_are_the_callers_to_change(rng):
    """They were once views of what the backward pass needs."""
    params = topology.init_net(rng, D, H, K)
    xs, dscores = rng.normal(size=(T, B, D)), rng.normal(size=(T, B, K))
    dh, dc = rng.normal(size=(2, B, H))
    *results, cache = topology.net_forward(params, xs, LENGTHS)
    *masked, inner = topology.masked_forward(
        lstm.LSTMParams(*params[:3]), xs, LENGTHS
    )
    for kept, array, run in (
        (cache, results, topology.net_backward),
        (inner, masked, topology.masked_backward),
    ):
        upper = dscores if kept is cache else dscores[..., :H]
        once = run(upper, kept, dh, dc)
        for part in array:
            part *= 0.5
        again = run(upper, kept, dh, dc)
        for a, b in zip(again[3], once[3], strict=True):
            np.testing.assert_array_equal(a, b)
