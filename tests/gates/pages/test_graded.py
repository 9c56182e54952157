"""Graded exercises: the starter fails, each mistake is told apart, the solution passes."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at
from tests.gates.pages import graded, running
from tests.gates.pages.mutants import SPOIL, mutants, trial, wrapped
from tests.gates.pages.with_code import PAGES
from tests.kit.findings import none
from tests.kit.small_page import block, fence
from tests.kit.small_page import page as small_page

CHAPTERS = [*filter(running.is_chapter, PAGES)]
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
            for _, section in graded.sections(
                (DOCS / language / page).read_text("utf-8")
            )
        ]
        for language in CONFIGS
    }
    assert efforts["zh"] == efforts["en"]


@pytest.mark.parametrize("language", CONFIGS)
@chapters
def test_a_chapter_judges_twice_and_a_part_ends_with_a_larger_task(
    language, page
):
    text = (DOCS / language / page).read_text("utf-8")
    asks = graded.without_task if page.endswith("/index.md") else graded.missing
    none(asks(text, language))


def sized(*minutes: int, name: str = "exercise-part", more: str = "") -> str:
    """A page with graded exercises of so many minutes."""
    parts = [
        f"### Exercise {n}: a task {{ #{name} }}\n\n*{m} minutes, easy, graded.* Do it.{more}"
        for n, m in enumerate(minutes, 1)
    ]
    return "\n\n".join(["## Your turn { #exercises }", *parts])


def test_too_few_too_long_and_no_task_are_found():
    assert graded.missing(sized(10, 20), "en") == []
    assert len(graded.missing(sized(20), "en")) == 2
    table = "\n\n| Asked for | Judged by |"
    assert graded.without_task(sized(10, 60, more=table), "en") == []
    assert len(graded.without_task(sized(60), "en")) == 1
    assert len(graded.without_task(sized(30, more=table), "en")) == 1
    other = sized(60, name="exercise-1", more=table)
    assert len(graded.without_task(other, "en")) == 1


@pytest.mark.parametrize("language", CONFIGS)
@chapters
def test_every_mistake_has_a_sentence(language, page):
    none(graded.unanswered((DOCS / language / page).read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_answers_are_judged(page):
    found = page_at(DOCS / "en" / page)
    none(graded.disorder(found) or graded.misjudged(found))


@chapters
def test_mutants_of_solutions_are_rejected(page, request):
    running.take(request.node, "mutants", page)
    none(running.mutants(page))


CHECK = """def check(answer):
    for a in (1, 2):
        told, want = answer(a), 2 * a + 1
        count = f"{told == want:d} of 1 right"
        wrong = f" is {told}, should be {want};"
        print(f"f({a})" + (wrong if told != want else ":"), count)"""
ANSWER = "def f(a):\n    return {}\n\n\ncheck(f)"
SOUND = "f(1): 1 of 1 right\nf(2): 1 of 1 right"
SENTENCE = "**The {}.** A sentence that answers this mistake."


def told(one: int, two: int) -> str:
    """What the check says of two numbers, both wrong."""
    words = "f({}) is {}, should be {}; 0 of 1 right"
    return words.format(1, one, 3) + "\n" + words.format(2, two, 5)


ANSWERS = {  # by the name of the answer: its kind, its code, its output
    "starter": ("exercise", "0", told(0, 0)),
    "one": ("mistake", "2 * a", told(2, 4)),
    "two": ("mistake", "a + 1", told(2, 3)),
    "solution": ("solution", "2 * a + 1", SOUND),
}


def text(within: str = "", **changes: tuple[str, str, str]) -> str:
    """A graded exercise, with other answers in the place of some."""
    parts = [fence(CHECK, "{ .python .check }")]
    for name, (kind, code, output) in (ANSWERS | changes).items():
        made = block(ANSWER.format(code), output, within)
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
    assert not trial(page, (0, 4)).spoilt


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
        {"solution": ("solution", "2 + a", told(3, 4))},
        "block 5: the solution fails",
    ),
    "two mistakes told the same": (
        {"two": ("mistake", "a * 2", told(2, 4))},
        "two wrong answers are told the same",
    ),
    "an answer that prints": (
        {"two": ("mistake", "print('x') or a + 1", f"x\n{told(2, 3)}")},
        "block 4: prints 'x'",
    ),
    "nothing to judge": (
        {"two": ("mistake", "a + 1", "f: 0 of 0 right")},
        "block 4: prints 'f: 0 of 0 right'",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_answers_that_are_misjudged(name):
    changes, said = PLANTED[name]
    assert graded.misjudged(small_page(text(**changes))) == [said]


def test_answers_whose_numbers_may_differ():
    found = graded.misjudged(small_page(text(within="1")))
    assert found == [f"block {n}: within" for n in range(2, 6)]


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


NO_SENTENCES = {
    "none": "",
    "that of the first": SENTENCE.format("one"),
    "a comment": "<!-- **The two.** Nobody will ever see this. -->",
    "dots": "**The two.** ...................",
    "no name": "A sentence that has no name before it.",
    "no end": "**The two.** A sentence",
}


@pytest.mark.parametrize("name", NO_SENTENCES)
def test_a_mistake_without_a_sentence(name):
    other = text().replace(SENTENCE.format("two"), NO_SENTENCES[name])
    assert "mistake 2: no sentence of its own" in graded.unanswered(other)


def test_a_hint_is_no_sentence_for_the_first_mistake():
    hint = (
        f'**A hint.** It helps.\n\n??? failure "F"\n\n{SENTENCE.format("one")}'
    )
    assert graded.unanswered(text().replace(SENTENCE.format("one"), hint)) == []
    bare = hint.replace(SENTENCE.format("one"), "")
    other = text().replace(SENTENCE.format("one"), bare)
    assert graded.unanswered(other) == ["mistake 1: no sentence of its own"]


def test_a_short_chinese_sentence_is_one():
    other = text().replace(
        SENTENCE.format("two"), "**少了一半。** 要除以 $N$。"
    )
    assert graded.unanswered(other) == []


def test_a_check_that_is_too_kind():
    """It looks at one number only: at 1, twice is as good as half."""
    sound = trial(small_page(text()), (0, 4))
    assert sound.alive == []
    kind = trial(small_page(text().replace("in (1, 2)", "in (1,)")), (0, 4))
    assert len(kind.alive) > running.ALIVE * kind.made
    assert any("return 2 / a + 1" in code for code in kind.alive)


SPOILT = """import numpy as np


def check(answer):
    a = np.ones(2)
    found = answer(a{0})
    print("f:", f"{{(found == a).sum()}} of 2 right")"""


@pytest.mark.parametrize(("copy", "spoilt"), [("", True), (".copy()", False)])
def test_a_check_that_an_answer_can_spoil(copy, spoilt):
    body = [fence(SPOILT.format(copy), "{ .python .check }")]
    body += [block(ANSWER.format("a + 0"), "f: 2 of 2 right")]
    page = small_page("\n\n".join(body))
    assert trial(page, (0, 1)).spoilt == spoilt


PAIR = """def check(answer):
    got = answer(3)
    {0}one, two = got
    {1}print("one:", f"{{one == 3:d}} of 1 right")
    {1}print("two:", f"{{two == 4:d}} of 1 right")"""


@pytest.mark.parametrize(
    ("asked", "errors"),
    [
        (("", ""), 4),
        (("if isinstance(got, tuple) and len(got) == 2:\n        ", "    "), 0),
    ],
)
def test_a_check_that_cannot_count(asked, errors):
    body = [fence(PAIR.format(*asked), "{ .python .check }")]
    sound = "one: 1 of 1 right\ntwo: 1 of 1 right"
    body += [block(ANSWER.format("a, a + 1"), sound)]
    assert len(trial(small_page("\n\n".join(body)), (0, 1)).untold) == errors


def test_the_function_that_is_asked_is_the_one_that_spoils():
    code = (
        "def g(a):\n    return a\n\n\ndef f(a):\n    return g(a)\n\n\ncheck(f)"
    )
    assert wrapped(code, SPOIL).endswith("f = spoiling(f)\n\n\ncheck(f)")


def test_a_mutant_without_an_end():
    loop = "def f(a):\n    while a < 9:\n        a += 1\n    return a"
    made = mutants(f"{loop}\n\n\nprint(f(1))")
    assert any("a -= 1" in code for code in made)
    page = small_page(block(f"{loop}\n\n\nprint(f(1))", "9"))
    assert all("a -= 1" not in code for code in trial(page, (0,)).alive)


EFFORTS = {
    "*Pencil and paper, 5 minutes, easy.* Q": (True, 5, 0, False, False),
    "*20 minutes, hard, graded.* Q": (False, 20, 2, True, False),
    "*20 minutes, medium; pencil and paper first.* Q": (
        False,
        20,
        1,
        False,
        True,
    ),
    "**20 minutes, medium.** Q": None,
    "*0 minutes, medium.* Q": None,
    "*20 minutes.* Q": None,
}


@pytest.mark.parametrize("said", EFFORTS)
def test_what_an_exercise_takes(said):
    assert graded.effort(said, "en") == EFFORTS[said]


def test_exercises_that_do_not_say_it():
    body = """## Before { #before }

### Exercise 9: of another section { #z }

## Your turn { #exercises }

### Exercise 1: a { #a }

How?

### Exercise 3: b { #b }

*5 minutes, easy, graded.* Write it.

```python
### Exercise 7: a comment
```

#### Exercise 3: c { #c }

*Pencil and paper, 5 minutes, easy, graded.* Write it.
"""
    assert graded.unsaid(body, "en") == [
        "exercise 1: no minutes and level",
        "not the heading of exercise 2: ### Exercise 3: b { #b }",
        "exercise 2: graded, or not?",
        "not the heading of exercise 3: #### Exercise 3: c { #c }",
        "exercise 3: graded, or not?",
        "exercise 3: pencil and paper, and more?",
    ]
    assert graded.unsaid("", "zh") == [
        "no exercise for pencil and paper",
        "no graded exercise",
    ]


def test_mutants():
    made = mutants(
        "def f(a):\n    b = -a\n    return b * 2, a.T\n\n\nprint(f(1))"
    )
    assert len(made) == 6
    assert all(each.endswith("print(f(1))") for each in made)


def test_a_docstring_makes_no_mutant():
    code = 'def f(a):\n    """Do."""\n    b: int = 2\n    return b\n\n\nprint(f(1))'
    assert len(mutants(code)) == 2


def test_one_argument_for_another():
    code = "def f(a, b):\n    return a[len(b)]\n\n\nprint(f([1], []))"
    assert [made.split("\n")[1] for made in mutants(code)] == [
        "    return b[len(b)]"
    ]
