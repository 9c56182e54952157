"""Graded exercises: the starter fails, each mistake is told apart, the solution passes."""

import pytest

from press import CONFIGS, DOCS
from tests.gates.pages import graded
from tests.gates.pages.alone import PAGES, members
from tests.gates.pages.mutants import mutants, survivors
from tests.gates.pages.verdict import page_at
from tests.kit.findings import none
from tests.kit.small_page import block, fence
from tests.kit.small_page import page as small_page

CHAPTERS = [
    page
    for page in PAGES
    if "/" in page and not page.startswith("help/") and page.endswith(".md")
]
ALIVE = 0.05  # of all mutants, as many may be equal to the solution
chapters = pytest.mark.parametrize("page", CHAPTERS)


@pytest.mark.parametrize("language", CONFIGS)
@chapters
def test_every_exercise_says_what_it_takes(language, page):
    text = (DOCS / language / page).read_text("utf-8")
    none(graded.unsaid(text, language))


@chapters
def test_both_languages_say_that_it_takes_the_same(page):
    efforts = {
        language: [
            graded.effort(section, language)
            for section in graded.sections(
                (DOCS / language / page).read_text("utf-8")
            )
        ]
        for language in CONFIGS
    }
    assert efforts["zh"] == efforts["en"]


@pytest.mark.parametrize("language", CONFIGS)
@chapters
def test_every_mistake_has_a_sentence(language, page):
    none(graded.unanswered((DOCS / language / page).read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_answers_are_judged(page):
    found = page_at(DOCS / "en" / page)
    none(graded.disorder(found) or graded.misjudged(found))


@chapters
def test_mutants_of_solutions_are_rejected(page, record_property):
    found = page_at(DOCS / "en" / page)
    programs = {program[-1]: program for program in members(found)}
    alive, number = [], 0
    for each in graded.exercises(found):
        lived, made = survivors(found, programs[each.solution])
        alive, number = alive + lived, number + made
    told = "\n\n".join(alive)
    assert len(alive) <= ALIVE * number, f"of {number} live:\n\n{told}"
    record_property("mutants", number)
    record_property("alive", len(alive))


CHECK = """def check(answer):
    for a in (1, 2):
        right = answer(a) == 2 * a + 1
        print(f"f({a}):", "1 of 1 right" if right else f"is {answer(a)}; 0 of 1 right")"""
ANSWER = "def f(a):\n    return {}\n\n\ncheck(f)"
TOLD = "f(1): is {}; 0 of 1 right\nf(2): is {}; 0 of 1 right"
SOUND = "f(1): 1 of 1 right\nf(2): 1 of 1 right"
SENTENCE = "**{}** A sentence that answers this mistake."
ANSWERS = {  # by the name of the answer: its kind, its code, its output
    "starter": ("exercise", "0", TOLD.format(0, 0)),
    "one": ("mistake", "2 * a", TOLD.format(2, 4)),
    "two": ("mistake", "a + 1", TOLD.format(2, 3)),
    "solution": ("solution", "2 * a + 1", SOUND),
}


def text(**changes: tuple[str, str, str]) -> str:
    """A graded exercise, with other answers in the place of some."""
    parts = [fence(CHECK, "{ .python .check }")]
    for name, (kind, code, output) in (ANSWERS | changes).items():
        made = block(ANSWER.format(code), output)
        parts += [
            SENTENCE.format(name),
            made.replace("```python", f"```{{ .python .{kind} }}", 1),
        ]
    return "\n\n".join(parts)


def test_a_sound_exercise():
    page = small_page(text())
    assert graded.disorder(page) == graded.misjudged(page) == []
    assert graded.unanswered(text()) == []
    (each,) = graded.exercises(page)
    assert each == graded.Graded(0, 1, (2, 3), 4)


PLANTED = {
    "a starter that passes": (
        {"starter": ("exercise", "2 * a + 1", SOUND)},
        "block 2: the exercise passes",
    ),
    "a mistake that passes": (
        {"two": ("mistake", "a + a + 1", SOUND)},
        "block 4: the mistake passes",
    ),
    "a solution that fails": (
        {"solution": ("solution", "2 + a", TOLD.format(3, 4))},
        "block 5: the solution fails",
    ),
    "two mistakes told the same": (
        {"two": ("mistake", "a * 2", TOLD.format(2, 4))},
        "two wrong answers are told the same",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_answers_that_are_misjudged(name):
    changes, told = PLANTED[name]
    assert graded.misjudged(small_page(text(**changes))) == [told]


def test_an_answer_that_asks_otherwise():
    other = text().replace(
        "2 * a + 1\n\n\ncheck(f)", "2 * a + 1\n\n\ncheck(max)"
    )
    assert "block 5: asks otherwise" in graded.misjudged(small_page(other))
    other = text().replace(
        "def f(a):\n    return 2 * a + 1", "def f(b):\n    return b"
    )
    (found,) = graded.misjudged(small_page(other))
    assert found == "block 5: does not define {'f': 'a'}"


@pytest.mark.parametrize("missing", ["one", "solution", "starter"])
def test_an_exercise_that_lacks_a_part(missing):
    kind, code, output = ANSWERS[missing]
    made = block(ANSWER.format(code), output)
    fenced = made.replace("```python", f"```{{ .python .{kind} }}", 1)
    (found,) = graded.disorder(small_page(text().replace(fenced, "")))
    assert found.startswith("not check, exercise")


def test_a_mistake_without_a_sentence():
    same = text().replace(SENTENCE.format("two"), SENTENCE.format("one"))
    assert len(graded.unanswered(same)) == 2
    bare = text().replace(SENTENCE.format("two"), "")
    assert graded.unanswered(bare) == ["mistake 2: no sentence of its own"]


def test_a_check_that_is_too_kind():
    """It looks at one number only: at 1, twice is as good as half."""
    assert survivors(small_page(text()), (0, 4))[0] == []
    kind = text().replace("in (1, 2)", "in (1,)")
    alive, number = survivors(small_page(kind), (0, 4))
    assert len(alive) > ALIVE * number
    assert "return 2 / a + 1" in alive[0]


def test_a_mutant_without_an_end():
    loop = "def f(a):\n    while a < 9:\n        a += 1\n    return a"
    made = mutants(f"{loop}\n\n\nprint(f(1))")
    assert any("a -= 1" in code for code in made)
    alive, _ = survivors(
        small_page(block(f"{loop}\n\n\nprint(f(1))", "9")), (0,)
    )
    assert all("a -= 1" not in code for code in alive)


EFFORTS = {
    "*Pencil and paper, 5 minutes, easy.* Q": (True, 5, 0, False),
    "*20 minutes, hard, graded.* Q": (False, 20, 2, True),
    "*20 minutes, medium; pencil and paper first.* Q": (False, 20, 1, False),
    "**20 minutes, medium.** Q": None,
    "*20 minutes.* Q": None,
}


@pytest.mark.parametrize("said", EFFORTS)
def test_what_an_exercise_takes(said):
    assert graded.effort(said, "en") == EFFORTS[said]


def test_exercises_that_do_not_say_it():
    body = "### Exercise 1: a { #a }\n\nHow?\n\n### Exercise 2: b { #b }\n\n"
    body += "*5 minutes, easy, graded.* Write it.\n"
    assert graded.unsaid(body, "en") == [
        "exercise 1: no minutes and level",
        "exercise 2: graded, or not?",
        "no exercise for pencil and paper",
    ]


def test_mutants():
    made = mutants(
        "def f(a):\n    b = -a\n    return b * 2, a.T\n\n\nprint(f(1))"
    )
    assert len(made) == 6
    assert all(each.endswith("print(f(1))") for each in made)
