"""Gate 2 for formulas: what is written is drawn; and that it goes red."""

import pytest

from press.read import mathml
from press.read.page import read, sources
from tests.gates.pages.formulas import lost, signs
from tests.kit.findings import none
from tests.kit.soup import soup_of

PLANTED = {  # what a faulty converter makes of a formula
    "no bars": (r"\lvert x \rvert", "|", ""),
    "another letter": (r"\theta = 1", "θ", "η"),
    "no sign": ("-2", "−", ""),
    "a digit less": ("x^{12}", "12", "1"),
    "a sign more": (r"\sqrt 2", "2", "−2"),
}


@pytest.fixture(scope="session")
def formulas() -> list[str]:
    """The TeX of all pages; gate 4 says that both languages draw the same."""
    found = (
        formula.get_text()[2:-2].strip()
        for path in sources("en")
        for formula in soup_of(
            read(path, tex=True, coloured=False).html
        ).select(".arithmatex")
    )
    return [*dict.fromkeys(found)]


def test_every_sign_of_a_formula_is_drawn_and_no_other(formulas):
    assert len(formulas) > 1000
    none([line for latex in formulas for line in lost(latex)])


@pytest.mark.parametrize("name", PLANTED)
def test_a_formula_that_is_drawn_otherwise(name):
    latex, old, new = PLANTED[name]

    def faulty(latex: str, display: bool) -> str:
        return mathml.to_mathml(latex, display).replace(old, new)

    assert lost(latex) == []
    assert len(lost(latex, faulty)) == 1 + (name == "another letter")


def test_a_command_that_nobody_has_listed():
    with pytest.raises(ValueError, match=r"what does \\wp show"):
        signs(r"\wp")
