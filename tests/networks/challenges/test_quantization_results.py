"""studies/challenges/quantization: what is planted changes no function, and every row has its line."""

from functools import partial

import numpy as np
import pytest

from press import ROOT
from press.compute import records
from snippets.attention.language_model import (
    init_language_model,
    language_model_forward,
)
from snippets.feedforward.mlp import init_mlp, mlp_forward
from studies.challenges.quantization import digits, letters, results


@pytest.fixture
def reader(rng):
    return init_mlp(rng, digits.WIDTHS)


@pytest.fixture
def model(rng):
    return init_language_model(rng, len(letters.ALPHABET), 32, 64, 2)


def test_no_sample_is_on_both_sides():
    for split in ("in order", "shuffled"):
        x, _, asked, _ = digits.digit_parts(split, 0)
        assert (len(x), len(asked)) == (1297, 500)
        seen = {image.tobytes() for image in x}
        assert not any(image.tobytes() in seen for image in asked)


def test_large_units_and_smoothing_change_no_function(reader):
    x, _, asked, _ = digits.digit_parts("in order", 0)
    a, _ = mlp_forward(reader, asked)
    large = digits.with_a_large_unit(reader, 64, x)
    smooth = digits.smoothed_reader(large, x)
    for params in (large, smooth):
        got, _ = mlp_forward(params, asked)
        np.testing.assert_allclose(got, a, rtol=1e-9, atol=1e-9)
    assert np.abs(large.Ws[0]).max() > 10 * np.abs(reader.Ws[0]).max()


def test_a_large_channel_changes_no_function(model):
    tokens, _ = letters.padded_lines(2)
    a, past, _ = language_model_forward(model, tokens[:3, :9], letters.HEADS)
    large = letters.with_a_large_channel(model, 16, 1)
    b, more, _ = language_model_forward(large, tokens[:3, :9], letters.HEADS)
    np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)
    ratio = np.abs(more[0][0]) / np.abs(past[0][0])
    np.testing.assert_allclose(ratio.mean(axis=(0, 1, 2))[[1, 5]], 16)


def test_a_cache_in_full_reads_as_all_at_once(model, monkeypatch):
    monkeypatch.setattr(letters, "quantize_past", lambda held, *_: held)
    got = letters.cached_bits(model, 8, "token")
    assert got == pytest.approx(letters.read_bits(model), rel=1e-9)


def test_bytes_are_within_their_bound(reader):
    for bits, size in ((8, 3688), (4, 1992), (3, 1568), (2, 1144)):
        assert digits.reader_bytes(reader, bits, "column") == size
        pruned = digits.pruned_reader(reader, size)
        kept = sum((W != 0).sum() for W in pruned.Ws)
        assert size - 4 < 4 * kept + 3392 // 8 <= size


def test_every_row_has_its_line():
    path = ROOT / "studies/challenges/quantization/results.py"
    lines = results.table(records.rows_of(path))
    assert len(lines) == 1 + 4 + 4 + 12 + 2 + 4 + 4 + 3 + 4 + 4


def test_rows_are_what_barely_trained_networks_do(monkeypatch):
    """Every part of the chapter for two seeds; what is recorded has the same rows."""
    for name in ("digit_reader", "trained_rounding"):
        brief = partial(getattr(results, name), epochs=1)
        monkeypatch.setattr(results, name, brief)
    monkeypatch.setattr(
        results,
        "trained_letters",
        lambda *given: letters.trained_letters(*given[:5], steps=1),
    )
    monkeypatch.setattr(
        results, "cached_bits", lambda net, bits, keys: letters.read_bits(net)
    )
    rows = results.results([0, 1])
    path = ROOT / "studies/challenges/quantization/results.py"
    recorded = records.rows_of(path)
    numbers = {"right", "bits_a_letter", "off", "ratio"}
    for row, old in zip(rows, recorded, strict=True):
        assert row.keys() == old.keys()
        told = row.keys() - numbers
        assert all(row[key] == old[key] for key in told)
        assert all(len(row[key]) == 2 for key in row.keys() & numbers)
    assert len(results.table(rows)) == len(results.table(recorded))
