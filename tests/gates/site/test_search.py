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
    spelled_otherwise,
    terms,
    textbook,
    titles,
)
from tests.kit.finder import ask_for_items, pages
from tests.kit.findings import none

PROMISED = {
    "stride": "convolution/conv/",
    "strides": "convolution/conv/",
    "步幅": "convolution/conv/",
    "output size": "convolution/conv/",
    "cross entropy": "foundations/loss/",
    "交叉熵": "foundations/loss/",
    "门控循环": "recurrent/gru/",
    "Q 学习": "reinforcement/qlearning/",
    "Q-learning": "reinforcement/qlearning/",
    "lstm_step": "recurrent/lstm/",
    "conv_rows": "convolution/conv/",
}
SECTIONS = {  # the best section, which must be open
    "en": {
        "convolution backward": "convolution/conv/#backward",
        "DQN experience replay": "reinforcement/dqn/#replay",
        "gradient checking": "help/verified/#own-gradient",
        "numerical stability": "foundations/loss/#overflow",
        "MNIST without a download": "challenges/data/#mnist",
    },
    "zh": {
        "卷积 反向": "convolution/conv/#backward",
        "DQN 经验回放": "reinforcement/dqn/#replay",
        "梯度检查": "help/verified/#own-gradient",
        "数值稳定": "foundations/loss/#overflow",
        "不联网 MNIST": "challenges/data/#mnist",
    },
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
LEAD = "lead it there: { .home } or another name in the glossary, press/theme/js/search.js"
every_language = pytest.mark.parametrize("language", CONFIGS)


def allowed(queries) -> int:
    """At most 3 % of so many queries may miss."""
    return len(queries) * 3 // 100


def index_of(site, language: str) -> dict:
    path = site / language / "search/search_index.json"
    return json.loads(path.read_text("utf-8"))


@pytest.fixture(scope="module")
def search(browser, site, address):
    """Asks the worker of a language, with its index or what is made of it."""
    page = browser.new_page()
    page.goto(f"{address}404.html")

    def search(language: str, queries, change=lambda index: index) -> dict:
        url = f"{address}{language}/assets/js/search-worker.js"
        index = change(index_of(site, language))
        return ask_for_items(page, url, index, queries)

    yield search
    page.close()


@pytest.fixture(scope="module")
def lists(search, site):
    """What all queries find in each language, its index loaded once."""
    return {
        language: search(
            language,
            [
                *terms(language),
                *spelled_otherwise(terms(language)),
                *parts(language),
                *messages(language),
                *textbook(language),
                *titles(index_of(site, language)),
                *(*PROMISED, *SECTIONS[language], *TYPED),
            ],
        )
        for language in CONFIGS
    }


@pytest.fixture(scope="module")
def found(lists):
    """The pages that each query finds."""
    return {
        language: {query: pages(items) for query, items in of.items()}
        for language, of in lists.items()
    }


def judge(found: dict, wanted: dict, first: int, least: int) -> None:
    """Print how many of so many queries lead there; red below 97 %."""
    assert len(wanted) >= least
    missed = late(found, wanted, first)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} queries")
    none(missed if len(missed) > allowed(wanted) else [], LEAD)


@every_language
def test_term_gives_its_page_first(found, language):
    judge(found[language], terms(language), 1, 800)


@every_language
def test_plural_and_the_other_spelling_lead_there_too(found, language):
    judge(found[language], spelled_otherwise(terms(language)), 1, 300)


@every_language
def test_query_of_another_book_gives_a_page_about_it_first(found, language):
    judge(found[language], textbook(language), 1, 120)


@every_language
def test_glossary_does_not_come_before_the_chapter(found, language):
    none(overtaken(found[language], terms(language)), LEAD)


@every_language
def test_part_of_a_chinese_term_finds_the_whole(found, language):
    judge(found[language], parts(language), 2, 200)


@every_language
def test_message_leads_to_troubleshooting(found, language):
    wanted = dict.fromkeys([*messages(language), *TYPED], TROUBLE)
    assert len(wanted) >= 20
    none(late(found[language], wanted, 1), LEAD)


@every_language
def test_promised_query_hits(found, language):
    none(late(found[language], PROMISED, 1), LEAD)


def opened(items: list[list[dict]]) -> list[str]:
    """The sections of the first page that the theme does not fold, as it decides."""
    first = items[0] if items else []
    return [s["location"] for s in first if s["score"] >= first[0]["score"]]


def folded(lists: dict, wanted: dict[str, str]) -> list[str]:
    """Queries whose section is not open on the first page of the list."""
    return [
        f"{query}: {' '.join(opened(lists[query])) or 'nothing'}, not {section}"
        for query, section in wanted.items()
        if section not in opened(lists[query])
    ]


@every_language
def test_best_section_is_open(lists, language):
    none(folded(lists[language], SECTIONS[language]), LEAD)


@every_language
def test_section_whose_title_has_all_words_comes_first(lists, site, language):
    wanted = titles(index_of(site, language))
    assert len(wanted) >= 500
    missed = folded(lists[language], wanted)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} sections")
    none(missed if len(missed) > allowed(wanted) else [], LEAD)


def homeless(index: dict) -> dict:
    """The index of a build that forgot what the glossary says."""
    return index | {"config": index["config"] | {"terms": []}}


def test_terms_miss_without_their_homes(search):
    """Planted: no section knows what is at home in it."""
    wanted = terms("en")
    found = search("en", wanted, homeless)
    found = {query: pages(items) for query, items in found.items()}
    assert len(late(found, wanted, 1)) > 10 * allowed(wanted)
    assert len(overtaken(found, wanted)) > allowed(wanted)
