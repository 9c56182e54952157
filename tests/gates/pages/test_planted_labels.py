"""Gate 2 goes red: labels of tabs, folds and links that say something else."""

import pytest

from tests.gates.pages.labels import mislabelled
from tests.kit.small_page import block, fence, inside, page

SLUGS = {"gru", "lstm"}
NUMPY, TORCH = block("import numpy as np"), block("from torch import nn")
NEURON = "snippets/foundations/neuron.py"
CODE = fence(f'--8<-- "{NEURON}"', f'python title="{NEURON}"')
OTHER = "snippets/foundations/loss.py"
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
    "a fold of another file": (
        inside(f'??? example "{OTHER}"\n\n', CODE),
        [
            f"below {OTHER} stands no code of it",
            f"below {OTHER} stands {NEURON}",
        ],
    ),
    "a title of two files": (
        inside('!!! note "How neuron.py和loss.py work"\n\n', CODE),
        ["below loss.py stands no code of it"],
    ),
    "an open fold without code": (
        f'???+ note "{NEURON}"\n\n    Words.',
        [f"below {NEURON} stands no code of it"],
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
    "a fold": inside(f'??? example "{NEURON}"\n\n', CODE),
    "a fold in Chinese": inside('??? note "看neuron.py。"\n\n', CODE),
    "a fold in words": inside('??? note "The program"\n\n', CODE),
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
