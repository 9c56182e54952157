"""The glossary is also the dictionary of the Chinese search."""

import re

from press import DOCS
from press.finish import search
from tests.kit.findings import none

ENTRY = re.compile(r"^### .*$", re.MULTILINE)


def test_every_entry_has_the_form_that_the_dictionary_reads():
    text = (DOCS / "zh/help/glossary.md").read_text("utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) >= 60
    none(
        [e for e in entries if not search.HEADING.fullmatch(e)],
        "write: ### 池化 · pooling { #pooling }",
    )


def test_terms_are_atomic():
    terms = search.terms()
    assert {"梯度下降", "池化", "遗忘门"} <= set(terms)
    none(
        [
            f"{a} contains {b}"
            for a in terms
            for b in terms
            if a != b and b in a[1:]
        ],
        "the search finds the parts: leave the longer term out",
    )


def test_dictionary_gives_every_term_a_weight_that_wins():
    lines = search.write_dictionary().read_text("utf-8").splitlines()
    assert lines == [f"{term} 100000 n" for term in search.terms()]
