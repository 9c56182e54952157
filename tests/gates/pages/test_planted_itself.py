"""Gate 2 goes red where a block proves that a thing is equal to itself."""

import ast

import pytest

from press import ROOT
from tests.gates.pages.itself import itself
from tests.gates.pages.structure import structure
from tests.kit.findings import none
from tests.kit.small_page import block, page

START = "import numpy as np\nimport torch\n\na = np.ones(3)  # (3,)\n"
PLANTED = [
    "np.allclose(a, a)",
    "np.allclose(a, a, rtol=1e-10)",
    "np.array_equal(a[1:], a[1:])",
    "np.isclose(a.sum(), a.sum()).all()",
    "np.allclose(a=a, b=a)",
    "np.allclose(a, np.array(a))",
    "np.allclose(torch.tensor(a).numpy(), a.copy())",
    "torch.equal(torch.tensor(a), torch.as_tensor(a))",
    "torch.tensor(a).equal(torch.tensor(a))",
    "torch.tensor(a).allclose(torch.tensor(a))",
    "np.testing.assert_allclose(a, a)",
    "a.sum() == a.sum()",
    "0 <= a[0] == a[0]",
    "a.tolist() == list(a)",
    "np.abs(a - a).max()",
    "np.subtract(a, a).max()",
]
SOUND = [
    "np.allclose(a, a[::-1])",
    "np.allclose(a, np.sort(a))",
    "np.allclose(a, a.astype(np.float16))",
    "np.maximum(a, a).sum()",
    "a[0] == a[1]",
    "(a - a[0]).max()",
    "np.array([]) == list()",
    "torch.tensor(a).equal(torch.ones(3).double())",
]


def found(line: str) -> list[str]:
    told = "compares a thing with itself: "
    made = page(block(f"{START}print({line})"))
    return [each for each in structure(made.blocks) if told in each]


@pytest.mark.parametrize("line", PLANTED)
def test_planted(line):
    assert len(found(line)) == 1


@pytest.mark.parametrize("line", SOUND)
def test_sound(line):
    assert found(line) == []


def test_our_own_code_proves_more():
    none(
        [
            f"{path.relative_to(ROOT).as_posix()} {each}"
            for folder in ("press", "snippets", "studies", "tests")
            for path in sorted((ROOT / folder).rglob("*.py"))
            for each in itself(ast.parse(path.read_text("utf-8")))
        ],
        "compare it with what another code gives",
    )
