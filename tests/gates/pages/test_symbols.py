"""Gate 2: who meets a sign of mathematics for the first time can ask what it is."""

import pytest

from press import CONFIGS, DOCS
from tests.gates.pages import symbols
from tests.kit.findings import none


@pytest.mark.parametrize("language", CONFIGS)
def test_a_first_use_is_linked_to_its_explanation(language):
    none(symbols.first_uses(DOCS / language), "link it to help/mathematics")


@pytest.mark.parametrize("section", symbols.SYMBOLS)
def test_every_sign_is_explained_and_used(section):
    for language in CONFIGS:
        text = (DOCS / language / "help/mathematics.md").read_text("utf-8")
        assert f"{{ #{section} }}" in text
        paths = symbols.chapters(DOCS / language)
        lines = [e for p in paths for e in symbols.seen(symbols.source_text(p))]
        assert any(symbols.uses(e, symbols.SYMBOLS[section]) for e in lines)


LINK = "Read [sums](../help/mathematics.md#sum)."
SUM = "$$a = \\sum_i x_i$$"


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"## A {{ #a }}\n\n{LINK}\n\n{SUM}\n", 0),
        (f"## A {{ #a }}\n\n{SUM}\n\n{LINK}\n", 0),
        (f"## A {{ #a }}\n\n{SUM}\n\n## B {{ #b }}\n\n{LINK}\n", 1),
        (f'## A {{ #a }}\n\n{SUM}\n\n??? why "x"\n\n    {LINK}\n', 1),
        (f'## A {{ #a }}\n\n??? why "x"\n\n    {SUM}\n', 0),
        ("## A { #a }\n\nSo $\\sum_i x_i$.\n", 1),
        ("## A { #a }\n\n```python\n# $\\sum$\n```\n", 0),
    ],
)
def test_planted(body, count):
    found = [*symbols.unlinked("a", body, {"sum": symbols.SYMBOLS["sum"]})]
    assert len(found) == count
