"""Gate 2: a chapter has a first reading that is a whole and ends soon."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from press.read.page import Page
from tests.gates.languages.sources import pairs
from tests.gates.pages import depths
from tests.kit.findings import none
from tests.kit.small_page import block, inside, page

CHAPTERS = [  # what is looked up in help/ nobody reads from top to bottom
    name
    for name in pairs()
    if name.endswith(".md") and not name.startswith("help/")
]


@pytest.mark.parametrize("language", CONFIGS)
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_first_reading_ends_soon_and_is_a_whole(name, language):
    found = page_at(DOCS / language / name)
    text = found.path.read_text("utf-8")
    none(
        depths.shallow(found, text, name, language),
        "fold it below (Build it, Why it is so, All rows), or explain it",
    )


def fold(kind: str, title: str, body: str) -> str:
    return inside(f'??? {kind} "{title}"\n\n', body)


BUILT = fold("build", "Build it: f", block("def f(x):\n    return x + 1"))
ROWS = "\n".join(["| a |", "| --- |", *["| 1 |"] * 7])
END = "## Exercises { #exercises }\n\n*5 minutes, easy.* Do it.\n"
SOUND = "\n\n".join(
    [
        "## Way { #way }",
        block("x = 1"),
        BUILT,
        "Now `f(x)` adds one:",
        block("print(f(x))", "2"),
        fold("rows", "All rows: of it", ROWS),
        END,
        fold("note", "The check: what it compares", ROWS),
        block("print(unknown)"),
    ]
)


def found_in(body: str, name: str = "a/b.md") -> list[str]:
    made: Page = page(body)
    return [*depths.shallow(made, body, name, "en")]


def test_a_sound_page():
    assert found_in(SOUND) == []


WORDS = "word " * 2400
FORMULA = "$$a$$\n\n"
PLANTED = {
    "2406 words": (END, f"{WORDS}\n\n{END}"),
    "takes 16 minutes": (END, "word " * 3100 + f"\n\n{END}"),
    "153 lines": (END, block("\n".join(["y = 1"] * 151)) + f"\n\n{END}"),
    "9 formulas": (END, FORMULA * 9 + END),
    "a fold of the kind note: Aside": (
        END,
        fold("note", "Aside", "b") + f"\n\n{END}",
    ),
    "How it is made does not begin": ("Build it: f", "How it is made"),
    "#way: a table of 7 rows": (END, f"{ROWS}\n\n{END}"),
    "f is explained nowhere above": ("Now `f(x)` adds one", "Now we add one"),
    "x is explained nowhere above": (
        block("x = 1"),
        fold("build", "Build it: x", block("x = 1")),
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_fault_is_found(fault):
    name = "a/index.md" if "minutes" in fault else "a/b.md"
    body = SOUND.replace(*PLANTED[fault])
    assert body != SOUND
    found = found_in(body, name)
    assert [each for each in found if fault in each], found


def test_what_takes_long_is_folded(monkeypatch):
    """Planted: the record tells six seconds, or that the output is another."""
    slow = depths.able.Run("", 6.0)
    monkeypatch.setattr(depths, "programs_of", lambda *_: ["x"] * 4)
    monkeypatch.setattr(depths.able, "judged", lambda *_: slow)
    told = [*depths.slow(page(SOUND))]
    assert told == [
        "code-1 takes 6 s in a browser",
        "code-3 takes 6 s in a browser",
    ]
    slow = depths.able.Run("torch", 0.0)
    assert "code-1 has no Run: torch" in [*depths.slow(page(SOUND))]
    slow = depths.able.Run("sklearn", 0.0)
    assert [*depths.slow(page(SOUND))] == []
