"""make quick runs what a change touches, and is red for a typo in one language."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from press import ROOT
from tests.commands import quick
from tests.commands.copied import copy

BOTH = ["docs/zh/recurrent/lstm.md", "docs/en/recurrent/lstm.md"]


def run(*files: str) -> list[str]:
    """What make quick hands to pytest for these changes."""
    rooms = quick.house(list(files))
    return quick.targets(quick.reach(list(files)), rooms)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_a_page_is_run_in_both_languages(code):
    found = run(f"docs/{code}/recurrent/lstm.md")
    gates = quick.LANGUAGES, *quick.gates(), quick.RESULTS, quick.LOCK
    assert {*BOTH, *gates, *quick.ALWAYS} == set(found)


def test_of_the_gates_only_what_looks_at_the_page_runs():
    file = "docs/en/recurrent/lstm.md"
    only = quick.Only(quick.chosen(quick.reach([file]), []))
    depths, splits = (
        f"tests/gates/pages/test_{n}.py" for n in ("depths", "splits")
    )
    assert {depths, splits} <= {*quick.gates()}
    wanted = {
        item.name
        for path in (depths, splits)
        for name in collected(path)
        if only.wanted(item := SimpleNamespace(path=ROOT / path, name=name))
    }
    assert wanted == {
        "test_a_first_reading_ends_soon_and_is_a_whole[recurrent/lstm.md-zh]",
        "test_a_first_reading_ends_soon_and_is_a_whole[recurrent/lstm.md-en]",
        "test_the_helper_splits_the_digits[recurrent/lstm.md]",
        "test_scores_name_their_split[recurrent/lstm.md-zh]",
        "test_scores_name_their_split[recurrent/lstm.md-en]",
    }


def test_a_gate_that_changed_looks_at_every_page():
    files = ["tests/gates/pages/depths.py", "press/compute/claims.py"]
    files += ["docs/en/recurrent/lstm.md"]
    words = quick.chosen(quick.reach(files), quick.house(files))
    assert not {*quick.gates(), quick.RESULTS} & set(words)
    words = quick.chosen(quick.reach(files[2:]), [])
    assert {*quick.gates(), quick.RESULTS} <= set(words)
    assert words[quick.RESULTS] == ("-lstm]",)


def test_a_lock_brings_no_room():
    assert quick.house(["tests/gates/pages/printed.lock"]) == []
    assert quick.house(["tests/gates/pages/depths.py"]) == [quick.PAGES]


def test_a_snippet_brings_its_tests_its_users_and_their_pages():
    found = run("snippets/convolution/conv.py")
    assert "tests/networks/convolution/test_conv.py" in found
    assert "tests/networks/convolution/test_cnn.py" in found
    assert "docs/zh/convolution/cnn.md" in found
    assert quick.PROGRAMS in found
    assert "tests/networks/recurrent/test_lstm.py" not in found


def test_a_fast_version_brings_the_tests_of_its_network():
    file = "snippets/recurrent/lstm_fast.py"
    it = quick.Reach([], [file], [], [quick.network(file)], [], [], [])
    assert "tests/networks/recurrent/test_lstm.py" in quick.targets(it, [])
    words = quick.chosen(it, [])
    assert "[recurrent/lstm_fast]" in words[quick.PROGRAMS]
    assert "[recurrent/lstm_fast." in words[quick.DOORS]


def test_a_figure_is_drawn_and_no_program_runs():
    file = "studies/recurrent/lstm/figures.py"
    found = run(file)
    assert {quick.LANGUAGES, *quick.gates(), quick.FIGURES} <= set(found)
    assert not {*BOTH, "tests/networks/recurrent/test_lstm.py"} & set(found)
    assert not {quick.PROGRAMS, quick.DOORS} & set(found)
    only = quick.Only(quick.chosen(quick.reach([file]), []))
    items = [
        SimpleNamespace(path=ROOT / quick.FIGURES, name=name)
        for name in collected(quick.FIGURES)
    ]
    wanted = [item.name for item in items if only.wanted(item)]
    dark = "test_what_is_recoloured_is_what_is_drawn_in_the_dark"
    tests = ("test_figures_draw", dark)
    assert wanted == [f"{test}[recurrent/lstm]" for test in tests]


def collected(file: str) -> list[str]:
    """The names of the tests that pytest finds in a file."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return re.findall(r"::(\S+)$", done.stdout, re.MULTILINE)


def test_what_builds_on_it_in_many_places_is_named_and_left():
    it = quick.reach(["snippets/foundations/neuron.py"])
    assert len(it.far) == quick.FAR
    assert it.left
    assert not set(it.left) & set(it.networks)
    said = "\n".join(quick.reasons(it, []))
    assert f"NOT those that also build on it: {', '.join(it.left)}" in said
    assert "make check runs them" in said


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("tests/gates/pages/plain.py", "tests/gates/pages"),
        ("press/check/verdict.py", "tests/gates/pages"),
        ("press/read/page.py", "tests/press"),
        ("tests/commands/quick.py", "tests/commands"),
        (".github/workflows/test.yml", "tests/gates/house"),
        ("tests/networks/recurrent/test_lstm.py",) * 2,
    ],
)
def test_a_change_of_the_house_runs_the_tests_of_its_room(file, target):
    assert target in run(file)


@pytest.mark.parametrize("file", ["tests/gates/site/links.py", "LICENSE"])
def test_what_needs_the_whole_site_is_left_to_make_test(file):
    assert run(file) == list(quick.ALWAYS)


def test_only_what_was_touched_is_kept():
    only = quick.Only(
        quick.chosen(quick.reach(["docs/en/recurrent/lstm.md"]), [])
    )

    def item(file, name):
        return SimpleNamespace(path=ROOT / file, name=name)

    wanted = "test_languages_agree[recurrent/lstm.md]"
    assert only.wanted(item(quick.LANGUAGES, wanted))
    assert not only.wanted(item(quick.LANGUAGES, wanted.replace("ls", "r")))
    wanted = "test_the_lock_knows_the_page[recurrent/lstm.md]"
    assert wanted in collected(quick.LOCK)
    assert only.wanted(item(quick.LOCK, wanted))
    assert not only.wanted(item(quick.LOCK, wanted.replace("ls", "r")))
    alone = wanted.replace("the_lock_knows_the_page", "every_block_runs_alone")
    assert not only.wanted(item(quick.LOCK, alone))
    assert only.wanted(item("tests/networks/recurrent/test_lstm.py", "any"))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A small repository with a commit."""
    root = copy(tmp_path_factory.mktemp("repository"))
    me = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
    for words in (["init", "-q"], ["add", "-A"], [*me, "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root


def test_changes_are_those_since_the_base_and_new_files(root):
    assert quick.changed("HEAD", root) == []
    (root / "docs/zh/新.md").write_text("new", "utf-8")
    assert quick.changed("HEAD", root) == ["docs/zh/新.md"]
    (root / "docs/zh/新.md").unlink()
    with pytest.raises(SystemExit, match="nowhere"):
        quick.changed("nowhere", root)


def test_a_typo_in_one_language_is_red(root):
    command = [sys.executable, "-m", "tests.commands.quick"]
    page = root / "docs/en/help/notation.md"
    sound = page.read_text("utf-8")
    assert " the " in sound
    page.write_text(sound.replace(" the ", " teh ", 1), "utf-8")
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "help/notation.md changed: this page, in both" in done.stdout
    assert "changed in en\n→ read both languages" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("quick: ")
    page.write_text(sound, "utf-8")
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False
    )
    assert done.stdout == "quick: nothing changed since HEAD\n", done.stderr
