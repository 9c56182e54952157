"""Gate 2: what stands in a bibliography is cited where its idea is used."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from tests.gates.languages.sources import pairs
from tests.gates.pages.cited import uncited
from tests.kit.findings import none
from tests.kit.small_page import page

TEXT = """# Adam { #adam }

Kingma and Ba (2015) keep two means; so do we.

| who | when |
|---|---|
| Robbins | 1951 |

## References { #references }

- Course: [A course](https://example.org/course), by somebody
- Kingma, Ba 2015. Adam: a method. [doi:1](https://doi.org/1)
- Robbins, Monro 1951. A stochastic method. [doi:2](https://doi.org/2)
"""
PLANTED = {
    "nowhere": ("Kingma and Ba (2015)", "They", "Kingma 2015"),
    "another year": ("(2015)", "(2014)", "Kingma 2015"),
    "far apart": ("Ba (2015) keep", "Ba keep\n\nin 2015", "Kingma 2015"),
    "only a coauthor": ("Kingma and Ba", "Ba", "Kingma 2015"),
    "only in code": (
        "Kingma and Ba (2015) keep two means; so do we.",
        "```text\nKingma 2015\n```",
        "Kingma 2015",
    ),
    "another row": ("| Robbins | 1951 |", "| Robbins | |\n| | 1951 |", "Robbins 1951"),
    "no year": ("Ba 2015. Adam", "Ba. Adam", "authors, year and title"),
}  # fmt: skip


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", pairs())
def test_every_source_is_cited(name, language):
    none(
        uncited(page_at(DOCS / language / name)),
        "name author and year where the idea is used, or take the entry out",
    )


def test_a_page_that_cites_all():
    assert not [*uncited(page(TEXT))]
    linked = TEXT.replace("Kingma and Ba (2015)", "[Adam](https://doi.org/1)")
    assert not [*uncited(page(linked))]


@pytest.mark.parametrize("fault", PLANTED)
def test_an_entry_that_nobody_cites(fault):
    old, new, told = PLANTED[fault]
    assert TEXT.count(old) == 1
    (found,) = uncited(page(TEXT.replace(old, new)))
    assert found.startswith(told)
