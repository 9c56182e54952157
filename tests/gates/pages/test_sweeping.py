"""Gate 2: what says "no better than" or "cannot learn" has a claim, a proof or a source."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.page import read_text, site_config
from tests.gates.languages.sources import pairs
from tests.gates.pages.sweeping import sweeping
from tests.kit.findings import none
from tests.kit.small_page import page

SOUND = (
    "An LSTM is no better than guessing.\n{ .claim #guess }",
    "- An LSTM is no better than guessing.\n    { .claim #guess }",
    "A line cannot learn it: $w_1 + w_2 > 0$ and $w_1 + w_2 < 0$.",
    "Minsky and Papert (1969) prove that it has no line.",
    "`proves that` is a name in code.",
    "## Exercises { #exercises }\n\nShow that a line cannot learn it.",
    "In these runs it was not better than guessing.",
)
SWEEPING = {
    "An LSTM is no better than guessing.": "no better than",
    "## A line cannot learn it { #line }": "cannot learn",
    "![A line](line.svg){ .figure }\n\n- The run proves that it helps.": "proves that",
    "The only\nway is more data.": "The only way",
    "A claim.\n{ .claim #one }\n\nDepth is always better.": "always better",
}
CHINESE = {
    "LSTM 并不比瞎猜好。": "不比瞎猜好",
    "这样的网络学不会。": "学不会",
    "这个实验证明了它有用。": "证明了",
    "唯一的办法是更多数据。": "唯一的办法",
}


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", pairs())
def test_no_sentence_sweeps(name, language):
    none(
        sweeping(page_at(DOCS / language / name), language),
        "say what was seen here, or make it a claim, prove it, cite it",
    )


@pytest.mark.parametrize("text", SOUND)
def test_a_sentence_that_is_borne_out(text):
    assert not [*sweeping(page(text), "en")]


@pytest.mark.parametrize("text", SWEEPING)
def test_a_sentence_that_sweeps(text):
    (found,) = sweeping(page(text), "en")
    assert found.startswith(f"{SWEEPING[text]}: ")


@pytest.mark.parametrize("text", CHINESE)
def test_a_chinese_sentence_that_sweeps(text):
    (found,) = sweeping(page(text), "zh")
    assert found.startswith(f"{CHINESE[text]}: ")


def test_a_title_and_a_description_that_sweep():
    text = "---\ntitle: By far the best\ndescription: It proves that.\n---\n\n# T\n"
    found = sweeping(read_text(text, site_config(CONFIGS["en"])), "en")
    assert [*found] == ["title: By far the", "description: proves that"]
