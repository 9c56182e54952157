"""What is said of a page that does something else than it says: which line, and what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import CONFIGS, ROOT
from press.check import __main__ as check
from press.check import verdict
from press.check.difference import difference
from press.read.page import normal, read_text, site_config
from press.read.within import alike, tolerance
from tests.kit.small_page import FRONT, block, fence, program

LINES = "a 1.00\nb 2.00\nc 3.00\nd 4.00\ne 5.00\nf 6.00"
DIFFERENCES = {  # shown, printed, within: the line that is named, and what of it
    "a number": (LINES, LINES.replace("4.0", "4.1"), "", 4, "'d 4.00', the"),
    "outside": (
        LINES.replace("5.", "5.9"),
        LINES.replace("1.00", "1.01"),
        "0.02",
        5,
        "'e 5.900', within 0.02, the block prints 'e 5.00'",
    ),
    "more": ("a", "a\nb", "", 2, "says nothing more, the block prints 'b'"),
    "less": ("a\nb", "a", "", 2, "says 'b', the block prints nothing more"),
    "in between": ("a\nb", "a\nc\nb", "", 2, "'b', the block prints 'c'"),
    "blanks below a number that is near": (
        "1.00\n  a 2",
        "1.05\na 2",
        "0.1",
        2,
        "says '  a 2', within 0.1, the block prints 'a 2'",
    ),
    "blanks": ("1.0\n  a 2.0", "1.0\na 2.0", "0.1", 2, "'  a 2.0', within"),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_wrong_line_is_named(name):
    shown, printed, within, line, told = DIFFERENCES[name]
    found = difference(shown, printed, within)
    assert found.line == line - 1
    assert found.told.startswith(f"line {line} of the output: the page says")
    assert told in found.told.split("\n")[0]


TEXT = st.text("ab1. \n", max_size=12)


@given(shown=TEXT, printed=TEXT)
def test_a_wrong_line_is_found_exactly_where_the_texts_differ(shown, printed):
    found = difference(shown, printed, "0.02")
    same = alike(normal(shown), normal(printed), tolerance("0.02"))
    assert (found is None) == same


def test_what_stands_around_is_told_too_and_no_more():
    shown = LINES.replace("d 4.00", "d 4.50")
    printed = LINES.replace("a 1.00", "a 1.01")
    _, *rest = difference(shown, printed, "0.02").told.split("\n")
    assert rest[1:] == [" b 2.00", " c 3.00", "-d 4.50", "+d 4.00", " e 5.00", " f 6.00"]  # fmt: skip
    assert difference("1", "2").told.count("\n") == 0


FAULTS = program(
    ("print('same')\nprint(3)", "same\n2"),
    ("print('%.2f' % 1)", "1"),
    "print(1)",
    "x = y",
    "print(4)",
)
PAGES = {  # the body of a page, and all that is said of it
    "sound": (block("print(2)", "2"), ["every block does what the page says"]),
    "faulty": (
        FAULTS,
        [
            ":15: line 2 of the output: the page says '2', the block prints '3'",
            ":25: line 1 of the output: the page says '1', the block prints '1.00'",
            ":31: prints, but the page shows no output: 1",
            ":37: NameError: name 'y' is not defined",
            "its code changed, so that it offers no program to copy until",
        ],
    ),
    "no code": ("Words.", ["every block does what the page says"]),
}


@pytest.mark.parametrize("name", PAGES)
def test_check_says_a_line_for_each_fault(name, monkeypatch, capsys):
    """Also that the lock no longer knows the page: its buttons are gone."""
    body, expected = PAGES[name]
    path = ROOT / "docs/en/recurrent/lstm.md"
    made = read_text(f"{FRONT}{body}\n", site_config(CONFIGS["en"]), path)
    monkeypatch.setattr(check, "page_at", lambda path: made)
    monkeypatch.setattr(check, "judge", lambda path: verdict.verdicts(made))
    monkeypatch.setattr(check.pool, "shutdown", lambda: None)
    if name != "faulty":
        monkeypatch.setattr(check, "is_known", lambda blocks: True)
    status = check.main(["docs/en/recurrent/lstm.md"])
    said = capsys.readouterr().out.splitlines()
    assert [line for line, what in zip(said, expected, strict=True) if what not in line] == []  # fmt: skip
    assert all(line.startswith("docs/en/recurrent/lstm.md:") for line in said)
    assert status == (name == "faulty")


def test_a_page_that_is_not_there_is_no_page(capsys):
    assert check.main(["recurrent/nothing.md"]) == 1
    assert "no page docs/zh/recurrent/nothing.md" in capsys.readouterr().out


def test_both_languages_of_a_name_are_meant():
    both = [ROOT / f"docs/{code}/recurrent/lstm.md" for code in CONFIGS]
    assert check.meant("recurrent/lstm.md") == both
    assert check.meant("docs/en/recurrent/lstm.md") == both[1:]


def test_the_line_of_an_output_that_opens_with_an_empty_one():
    """The fence as it stands in the file, not as it is compared."""
    output = fence("\n2", "{ .text .output }")
    body = f"{fence('print(3)')}\n\n{output}"
    made = read_text(f"{FRONT}{body}\n", site_config(CONFIGS["en"]))
    (found,) = verdict.verdicts(made)
    text = f"{FRONT}{body}\n".split("\n")
    assert text[found.line - 1] == "2"
