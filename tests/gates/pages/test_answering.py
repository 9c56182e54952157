"""Gate 2: a symbol that one has forgotten can be asked, and what it answers is true."""

from pathlib import Path

import pytest

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.finish import symbols
from press.read import needs
from press.read.page import pages, read_text, site_config
from press.read.symbols import Entry, entries
from tests.gates.pages import answering
from tests.kit.findings import none


def named(language: str) -> dict[str, Path]:
    """Every page of a language by its name, which has no ending."""
    folder = DOCS / language
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in pages(folder)
    }


def listed(language: str) -> list[str]:
    """The pages that have a list."""
    found = named(language).items()
    return [name for name, path in found if needs.meta(path).get("symbols")]


LISTED = listed("en")


@pytest.mark.parametrize("name", named("en"))
@pytest.mark.parametrize("language", CONFIGS)
def test_every_symbol_answers(language, name):
    """Of every page, whatever its kind: also of one that has no list."""
    path = needs.path_of(DOCS / language, name)
    none(answering.of_page(path, name), "mend symbols: in the front matter")


@pytest.mark.parametrize("name", LISTED)
def test_both_languages_answer_the_same(name):
    zh, en = (
        entries(needs.meta(needs.path_of(DOCS / language, name)))
        for language in ("zh", "en")
    )
    none(answering.differing(zh, en), "mend symbols: in the front matter")


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("language", CONFIGS)
def test_a_list_is_light(language, name):
    page = page_at(needs.path_of(DOCS / language, name))
    made = symbols.fold(page.html, page.meta, language)
    assert answering.weight(made) <= answering.WEIGHT


def test_the_same_chapters_have_lists():
    assert listed("zh") == LISTED


BODY = """# T { #t }

$$a = x W + b$$

$$L = \\sum_i a_i$$

```python
import numpy as np


def layer(x, W, b):
    a = x @ W + b  # (B, H)
    return a


W = np.zeros((2, 3))  # (D, H)
b = np.zeros(3)  # (H,)
x = np.zeros((4, 2))  # (B, D)
L = layer(x, W, b).sum()
```
"""
LIST = r"""$a$ | sum: what comes out | (B, H) | a | layer
$x$ | input | (B, D) | x
$W$ | weights | (D, H) | W
$b$ | bias | (H,) | b
$L$ | loss | () | L
$B$ | samples
$D$ | inputs
$H$ | outputs"""


def judged(listed: str, body: str = BODY) -> list[str]:
    """What is found on a page with a list; without one, where it is empty."""
    lines = "".join(f"  {line}\n" for line in listed.splitlines())
    front = f"symbols: |\n{lines}" if listed else ""
    text = f"---\ntitle: T\n{front}---\n\n{body}"
    page = read_text(text, site_config(CONFIGS["en"]), ROOT / "t.md")
    return [*answering.faults(answering.chapter(page, "none/none"))]


def test_a_sound_list_has_no_fault():
    assert judged(LIST) == []


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("$$L = 1$$", 1),
        ('??? why "W"\n\n    $$L = 1$$', 1),
        ("$$\\sum_i x_i = 1 + L$$\n\n$$x$$", 2),
        ("$$1 + 1 = 2$$", 0),  # nothing to ask
        ("So $L = 1$.", 0),  # the sentence says it
        ("| Letter | Meaning |\n| --- | --- |\n| $L$ | loss |", 0),
    ],
)
def test_a_page_that_displays_a_formula_needs_a_list(body, count):
    """Seen: a notebook without a list had five, and was not asked."""
    found = judged("", f"# T {{ #t }}\n\n{body}\n")
    assert len(found) == count
    assert all("no entry" in fault for fault in found)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("$b$ | bias | (H,) | b\n", "", "b stands in 1 displayed formulas and has no entry"),
        ("$H$ | outputs", "$H$ | outputs\n$Q$ | value", "Q: nothing on the page uses it"),
        ("(B, D) | x", "(B, D) | x, x_s", "x: no code of the page has the name x_s"),
        ("$b$ |", "$b$, $W$ |", "W stands for 2 things"),
        ("$L$ | loss | () | L", "$L$ | loss | () | b", "the name b stands for 2 things"),
        ("(D, H) | W", "(H, D) | W", "W: (H, D), but the code says (D,H) of W"),
        ("(D, H) | W", "(D, H)", "W: a shape needs a name in the code that has it"),
        ("\n$D$ | inputs", "", "x: its shape names D, which has no entry"),
        ("| layer", "| layers", "a: layers is no heading and no function of the page"),
    ],
)  # fmt: skip
def test_planted(old, new, fault):
    assert old in LIST
    assert fault in judged(LIST.replace(old, new, 1))


def test_a_sum_may_not_count_by_an_array():
    """In an LSTM i is a gate."""
    assert judged(LIST, BODY.replace("\\sum_i a_i", "\\sum_x a_x")) == [
        "x is 'input', and counts in L=∑xax"
    ]


@pytest.mark.parametrize(
    "line",
    ["a | words", "$a$", "$a$ | ", "$a$ | w | B, H", "$a$ | w | | | | |"],
)
def test_a_line_of_another_form_is_refused(line):
    with pytest.raises(ValueError, match="symbols: "):
        judged(line)


ONE = Entry(("a",), "at most 3 of `a`", "(B,)", ("a",))


@pytest.mark.parametrize(
    "other",
    [
        ONE._replace(signs=("b",)),
        ONE._replace(shape="(H,)"),
        ONE._replace(names=("b",)),
        ONE._replace(place="t"),
        ONE._replace(words="最多 4 个 `a`"),
        ONE._replace(words="最多 3 个 `b`"),
    ],
)
def test_languages_that_disagree(other):
    same = ONE._replace(words="最多 3 个 `a`")
    assert [*answering.differing([same], [ONE])] == []
    assert len([*answering.differing([other], [ONE])]) == 1
    assert len([*answering.differing([same, other], [ONE])]) == 1


def test_planted_weight():
    many = "".join(f"<td>{n**9}</td>" for n in range(2000))
    assert answering.weight(many) > answering.WEIGHT
