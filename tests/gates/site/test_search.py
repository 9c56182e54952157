"""Gate 5, the search: terms lead home, messages to the remedy, parts to the whole."""

import json

import pytest

from press import CONFIGS
from tests.gates.site.queries import (
    TROUBLE,
    late,
    messages,
    overtaken,
    parts,
    terms,
)
from tests.kit.findings import none
from tests.kit.finder import ask

PROMISED = {
    "stride": "convolution/conv/",
    "strides": "convolution/conv/",
    "步幅": "convolution/conv/",
    "output size": "convolution/conv/",
    "early stopping": "foundations/",
    "早停": "foundations/",
    "cross entropy": "foundations/loss/",
    "交叉熵": "foundations/loss/",
    "门控循环": "recurrent/gru/",
    "lstm_step": "recurrent/lstm/",
    "conv_rows": "convolution/conv/",
}
TYPED = [
    "sklearn",
    "No module named",
    "No module named 'torch'",
    "mat1 and mat2 shapes cannot be multiplied",
    "mat1 and mat2 shapes cannot be multiplied (32x784 and 128x10)",
    "operands could not be broadcast together",
    "operands could not be broadcast together with shapes (5,4) (3,)",
    "operands could not be broadcast together with shapes (2,3) (2,)",
    "name 'hidden_size' is not defined",
    "IndexError: Target 10 is out of bounds.",
    "zero_grad",
]
LEAD = "lead it there: { .home } in the glossary, press/finish/search.py"
PLAIN = ("location", "title", "text")
every_language = pytest.mark.parametrize("language", CONFIGS)


def allowed(queries) -> int:
    """At most 3 % of so many queries may miss."""
    return len(queries) * 3 // 100


@pytest.fixture(scope="module")
def search(browser, site, address):
    """Asks the worker of a language, with its index or what is made of it."""
    page = browser.new_page()
    page.goto(f"{address}404.html")

    def search(language: str, queries, change=lambda index: index) -> dict:
        (worker,) = (site / language).rglob("search.*.min.js")
        index = (site / language / "search/search_index.json").read_text("utf-8")
        url = address + worker.relative_to(site).as_posix()
        return ask(page, url, change(json.loads(index)), queries)

    yield search
    page.close()


@pytest.fixture(scope="module")
def found(search):
    """What all queries find in each language, its index loaded once."""
    return {
        language: search(
            language,
            [
                *terms(language),
                *parts(language),
                *messages(language),
                *PROMISED,
                *TYPED,
            ],
        )
        for language in CONFIGS
    }


@every_language
def test_term_gives_its_page_first_or_second(found, language):
    wanted = terms(language)
    assert len(wanted) >= 300
    missed = late(found[language], wanted, 2)
    none(missed[allowed(wanted) :], LEAD)


@every_language
def test_glossary_does_not_come_before_the_chapter(found, language):
    none(overtaken(found[language], terms(language)), LEAD)


@every_language
def test_part_of_a_chinese_term_finds_the_whole(found, language):
    wanted = parts(language)
    assert len(wanted) >= 200
    missed = late(found[language], wanted, 2)
    none(missed[allowed(wanted) :], LEAD)


@every_language
def test_message_leads_to_troubleshooting(found, language):
    wanted = dict.fromkeys([*messages(language), *TYPED], TROUBLE)
    assert len(wanted) >= 20
    none(late(found[language], wanted, 1), LEAD)


@every_language
def test_promised_query_hits(found, language):
    none(late(found[language], PROMISED, 1), LEAD)


def homeless(index: dict) -> dict:
    """The index as the plugin writes it: no section knows what is at home in it."""
    docs = [{key: doc[key] for key in PLAIN} for doc in index["docs"]]
    return index | {"docs": docs}


def test_terms_miss_without_their_homes(search):
    """Planted: the build forgets what the glossary says."""
    wanted = terms("en")
    found = search("en", wanted, homeless)
    assert len(late(found, wanted, 2)) > 10 * allowed(wanted)
    assert len(overtaken(found, wanted)) > allowed(wanted)
