"""Gate 2 goes red: labels of tabs and of links that say something else."""

import pytest

from tests.gates.pages.labels import mislabelled
from tests.kit.small_page import block, inside, page

SLUGS = {"gru", "lstm"}
NUMPY, TORCH = block("import numpy as np"), block("from torch import nn")
PLANTED = {
    "tabs exchanged": (
        inside('=== "PyTorch"\n\n', NUMPY)
        + "\n\n"
        + inside('=== "NumPy"\n\n', TORCH),
        [
            "below PyTorch stands what is not PyTorch's",
            "below NumPy stands what is not NumPy's",
        ],
    ),
    "another file": (
        "[topology_torch.py](rnn_torch.py)",
        ["topology_torch.py leads to rnn_torch.py"],
    ),
    "another chapter": (
        "[GRU](lstm.md#gates) or [LSTM](../recurrent/gru.md)",
        [
            "GRU leads to lstm.md#gates",
            "LSTM leads to ../recurrent/gru.md",
        ],
    ),
}
SOUND = {
    "tabs": inside('=== "NumPy"\n\n', NUMPY)
    + "\n\n"
    + inside('=== "PyTorch"\n\n', TORCH),
    "other tabs": inside('=== "A"\n\n', NUMPY)
    + "\n\n"
    + inside('=== "B"\n\n', TORCH),
    "links": "[gru.py](gru.py), [GRU](gru.md), [LSTM](glossary.md#lstm), "
    "[two gates](lstm.md), [GRU](https://example.org/lstm.html)",
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    body, told = PLANTED[name]
    assert mislabelled(page(body).html, SLUGS) == told


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    assert mislabelled(page(SOUND[name]).html, SLUGS) == []
