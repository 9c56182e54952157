"""Gate 2: a score on the digits says which of them were for the test."""

import pytest

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.compute import records, results
from press.read import program
from press.read.page import Page
from tests.gates.languages.sources import pairs
from tests.gates.pages.splits import python, split_by_hand, unnamed
from tests.kit.findings import none
from tests.kit.small_page import block, fence, page

DIGITS = [
    name
    for name in pairs()
    if "load_digits" in (DOCS / "en" / name).read_text("utf-8")
    and not name.startswith("help/")  # looked up: each block stands alone
]


def needs_of(found: Page) -> list[list[int]]:
    blocks = program.codes(found)
    assert program.is_known(blocks), "run `make programs`"
    return program.lock()[program.key(blocks)]


def rows_of(name: str) -> list[dict]:
    """The claims of a page, as they were recorded."""
    file = (ROOT / "studies" / name).with_suffix("") / "claims.py"
    return records.rows_of(file) if file.is_file() else []


def results_of(name: str) -> list[str]:
    file = (ROOT / "studies" / name).with_suffix("") / "results.py"
    return results.told(file) if file.is_file() else []


def test_there_are_digits():
    assert DIGITS


@pytest.mark.parametrize("name", DIGITS)
def test_the_helper_splits_the_digits(name):
    found = page_at(DOCS / "en" / name)
    none(
        split_by_hand(found, needs_of(found)),
        "take the rows of digits_split, see CONTRIBUTING.md",
    )


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", DIGITS)
def test_scores_name_their_split(name, language):
    found = page_at(DOCS / language / name)
    none(
        unnamed(
            found, language, needs_of(found), rows_of(name), results_of(name)
        ),
        "say there which split it is: shuffled, in the file's order, by writer",
    )


LOAD = "from sklearn.datasets import load_digits\n\nx, y = load_digits()"
HELPER = fence(
    '--8<-- "snippets/challenges/data_hands.py:split"',
    'python title="snippets/challenges/data_hands.py"',
)
SHUFFLED = 'train, test = digits_split("shuffled", 597, rng)'
IN_ORDER = 'first, last = digits_split("in order", 500)'
BY_HAND = {
    "order = rng.permutation(1797)": "rng.permutation(1797)",
    "order = rng.permutation(len(y))": "rng.permutation(len(y))",
    "order = torch.randperm(len(x))": "torch.randperm(len(x))",
    "from sklearn.model_selection import KFold": "from sklearn.model_selection",
    "a, b = x[:1297], x[1297:]": "cut at 1297",
    "a, b = h[:1200, :32], h[1200:, :32]": "cut at 1200",
    "a, b = h[:-300], h[-300:]": "cut at 1497",
    "a, b = x[:N], x[N:]": "cut at N",
    "known, new = order[:898], order[898:1796]": "cut at 898",
    "known, new = rows[:, :1437], rows[:, 1437:]": "cut at 1437",
    "train, test = slice(0, 1297), slice(1297, 1797)": "cut at 1297",
    "train, test = np.arange(1297), np.arange(1297, 1797)": "cut at 1297",
}
BY_HELPER = (
    SHUFFLED,
    f"{SHUFFLED}\norder = np.append(train, test)\na, b = h[:1200], h[1200:]",
    f"{SHUFFLED}\nfew, spare = train[:N], train[N:]",
    f"{SHUFFLED}\nfor n in rng.permutation(1200):\n    print(h[n])",
    f"{SHUFFLED}\nlot = rng.permutation(y)",
    "some = x[:256]",
    "gate = a[:, 32:64]",
    "# Not by digits_split: each is asked once.\nfold = rng.permutation(1797) % 4",
)


def every_earlier(found: Page) -> list[list[int]]:
    return [[*range(n)] for n in range(len(python(found)))]


def by_hand(*codes: str) -> list[str]:
    made = page("\n\n".join([HELPER, *map(block, codes)]))
    return [*split_by_hand(made, every_earlier(made))]


@pytest.mark.parametrize("code", BY_HAND)
def test_a_block_that_splits_by_hand(code):
    (found,) = by_hand(LOAD, code)
    assert found.startswith("block 3: ")
    assert BY_HAND[code] in found


@pytest.mark.parametrize("code", BY_HELPER)
def test_a_block_that_asks_the_helper(code):
    assert by_hand(LOAD, code) == []


def test_other_data_are_cut_as_one_likes():
    made = page("\n\n".join(map(block, (LOAD, "a, b = P[:600], P[600:]"))))
    assert [*split_by_hand(made, [[], []])] == []


def told(words: str, *blocks: str, language: str = "en", rows=()) -> list[str]:
    link = "[Splits](../challenges/data.md#splits)."
    made = page("\n\n".join([HELPER, link, *blocks, words]))
    needs = [[], *([0, 1][: n + 1] for n in range(len(blocks)))]
    return [*unnamed(made, language, needs, rows)]


MAIN = block(f"{LOAD}\n{SHUFFLED}\nprint(right(train, test))", "0.953")
OTHER = block(f"{IN_ORDER}\nprint(right(first, last))", "0.914")
NAMED = (
    "Shuffled, it reads 95.3%; in the file's order 91.4%.",
    "Shuffled.\n\n| Shuffled | File |\n| --- | --- |\n| 95.3% | 91.4% |",
    "Shuffled, it reads 95.3%.\n\nThe file's order is harder.",
)
UNNAMED = {
    "It reads 95.3%, then 91.4%. Shuffled.\n\nThe file.": (
        "#t paragraph 2: 91.4% is in order"
    ),
    "Shuffled, or as in the file.\n\n| A | B |\n| --- | --- |\n| 95.3% | 91.4% |": (
        "#t table 1: 91.4% is in order"
    ),
    "Shuffled, or as in the file.\n\nIt reads 91.4%.": (
        "#t paragraph 3: 91.4% is in order"
    ),
    "The file's order.": "shuffled: no word says it",
    "Shuffled.": "in order: no word says it",
}


@pytest.mark.parametrize("words", NAMED)
def test_scores_whose_split_is_named(words):
    assert told(words, MAIN, OTHER) == []


@pytest.mark.parametrize("words", UNNAMED)
def test_scores_whose_split_is_not_named(words):
    assert UNNAMED[words] in told(words, MAIN, OTHER)


def test_a_number_that_two_splits_have_says_nothing():
    both = block(
        f"{IN_ORDER}\nprint(right(first, last), right(last, first))",
        "0.914 0.953",
    )
    words = "Shuffled, or as in the file.\n\nIt reads 95.3%."
    assert told(words, MAIN, both) == []


def test_a_claim_of_another_split():
    row = {"setting": {"split": "file"}, "numbers": {"right": 0.914}}
    words = "Shuffled, it reads 95.3%.\n\nElsewhere 91.4%."
    assert told(words, MAIN) == []
    assert told(words, MAIN, rows=[row]) == [
        "#t paragraph 3: 91.4% is in order"
    ]


def test_an_output_of_two_splits():
    two = f"{IN_ORDER}\n{SHUFFLED}\nprint('{{}} 0.9, 0.8')"
    words = "Shuffled, or in the file's order."
    shown = block(two, "shuffled 0.9, in order 0.8")
    assert told(words, block(LOAD), shown) == []
    found = told(words, block(LOAD), block(two, "0.9, 0.8"))
    assert [each.partition(": ")[2] for each in sorted(found)] == [
        "an output of in order and others",
        "an output of shuffled and others",
    ]


def test_a_page_without_a_link():
    made = page("\n\n".join([HELPER, MAIN, "Shuffled, it reads 95.3%."]))
    found = [*unnamed(made, "en", [[], [0]], [])]
    assert found == ["no link to challenges/data.md#splits"]


def test_chinese_words():
    words = "打乱时认对 95.3%，{}认对 91.4%。"
    said = {"language": "zh"}
    assert told(words.format("按文件顺序"), MAIN, OTHER, **said) == []
    found = told(words.format("不打乱"), MAIN, OTHER, **said)
    assert found[-1] == "#t paragraph 2: 91.4% is in order"
