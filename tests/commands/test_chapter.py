"""The scaffold of a chapter: red where it says write, green once it is filled."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from press import CONFIGS, ROOT
from tests.commands import chapter
from tests.commands.copied import copy
from tests.gates.snippets import layout
from tests.kit.findings import none

FAMILY, SLUG = "toys", "tiny_line"
NAMES = chapter.words(FAMILY, SLUG, "A tiny line", "一条小直线")
GIVEN = {"FAMILY": FAMILY, "SLUG": SLUG, "EN": NAMES["EN"], "ZH": NAMES["ZH"]}
CAPTION = re.compile(r"(?<=<figcaption markdown=\"span\")>TODO[^<]*<")
TODO = re.compile(r'TODO[:：] *[^\n"\]<{]*[^\n"\]<{ ]')
SENTENCE = re.compile(r"(?<=\*\* )TODO: .*")
LINEAR = ROOT / "tests/commands/linear.py.txt"
JUDGES = (  # the gates that look at one chapter without the built site
    *(f"docs/{code}/{FAMILY}/{SLUG}.md" for code in CONFIGS),
    f"tests/networks/{FAMILY}/test_{SLUG}.py",
    "tests/gates/languages/test_languages.py",
    "tests/gates/pages/test_structure.py",
    "tests/gates/pages/test_graded.py",
    "tests/gates/pages/test_guesses.py",
    "tests/gates/pages/test_recall.py",
    "tests/gates/snippets/test_figures.py",
    "tests/gates/snippets/test_programs.py",
    "tests/gates/snippets/test_front_door.py",
)


def reds(root) -> dict[str, str]:
    """What pytest finds in a copy: each failed test with what it says."""
    measured = ["tests.commands.programs", f"PAGES={FAMILY}/{SLUG}.md"]
    subprocess.run([sys.executable, "-m", *measured], cwd=root, check=True)
    words = [f"{SLUG} or {FAMILY}", "--tb=short", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-rN", "-k", *words, *JUDGES],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert " passed" in done.stdout, done.stdout + done.stderr
    assert (
        f"test_mutants_of_solutions_are_rejected[{FAMILY}/{SLUG}.md"
        in done.stdout
    )
    parts = re.split(r"^_{2,} (.+?) _{2,}$", done.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def breaches(root) -> list[str]:
    """What gate 1 says of the layout of the new family."""
    found = [line for rule in layout.RULES for line in rule(root)]
    return [line for line in found if f"{FAMILY}/" in line or "mkdocs" in line]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A copy with a chapter laid out, as make chapter leaves it."""
    root = copy(tmp_path_factory.mktemp("fresh"))
    assert chapter.main(root, GIVEN) is None
    return root


def test_layout_is_whole_and_only_words_are_wanted(fresh):
    found = breaches(fresh)
    none([line for line in found if ": write: " not in line])
    wanted = {line.split(":")[0] for line in found}
    assert wanted >= {
        f"docs/zh/{FAMILY}/{SLUG}.md",
        f"docs/en/{FAMILY}/{SLUG}.md",
        f"snippets/{FAMILY}/{SLUG}.py",
        f"tests/networks/{FAMILY}/bench_{SLUG}.py",
        "mkdocs.yml",
    }


def test_style_is_clean(fresh):
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [
                *chapter.RUFF,
                *command,
                f"snippets/{FAMILY}",
                f"tests/networks/{FAMILY}",
            ],
            cwd=fresh,
            capture_output=True,
            text=True,
            check=False,
        )
        none(done.stdout.splitlines() if done.returncode else [])


def test_only_the_seven_tests_and_the_review_are_red(fresh):
    found = reds(fresh)
    seven = {
        name for name, said in found.items() if said.startswith("\nwrite: ")
    }
    assert len(seven) == 7, found
    others = found.keys() - seven
    unread = "test_both_languages_were_reviewed_together"
    none([f"{n}: {found[n]}" for n in others if not n.startswith(unread)])
    assert len(others) == 2  # the chapter and the index of its family


def fill(root) -> None:
    """Write what the scaffold asks for, as briefly as can be."""
    every = root.glob(f"*/**/{FAMILY}/**/*")
    new = [p for p in every if p.is_file() and p.suffix != ".png"]
    for path in [*new, root / "mkdocs.yml"]:
        chinese = path.name == "mkdocs.yml" or "zh" in path.parts
        word = "此处有字" if chinese else "Words"
        below = "看这里" if chinese else "Look here"
        text = CAPTION.sub(f">{below}<", path.read_text("utf-8"))
        end = "。" if chinese else "."
        text = SENTENCE.sub(word + end, text)
        path.write_text(TODO.sub(word, text), "utf-8")
    tests = root / f"tests/networks/{FAMILY}/test_{SLUG}.py"
    text = chapter.filled(LINEAR.read_text("utf-8"), NAMES)
    tests.write_text(text, "utf-8")


def test_filled_in_it_is_green(fresh, tmp_path):
    root = shutil.copytree(fresh, tmp_path / "filled")
    fill(root)
    names = {"PAGES": f"{FAMILY}/{SLUG}.md {FAMILY}/index.md"}
    review = [sys.executable, "-m", "tests.gates.languages.reviewed"]
    subprocess.run(review, cwd=root, check=True, env=os.environ | names)
    none(breaches(root))
    none([f"{name}: {said}" for name, said in reds(root).items()])


@pytest.mark.parametrize("family", sorted(layout.families(ROOT)))
def test_the_calls_of_an_old_family_keep_what_they_have(family):
    path = ROOT / f"tests/networks/{family}/calls.py"
    old = path.read_text("utf-8")
    entry = chapter.filled(chapter.template("calls_entry"), NAMES)
    new = chapter.with_calls(old, family, SLUG, entry)
    before, after = (set(re.findall(r'"(\w+\.\w+)":', t)) for t in (old, new))
    assert after - before == {
        f"{SLUG}.init_{SLUG}",
        f"{SLUG}.{SLUG}_forward",
        f"{SLUG}.{SLUG}_backward",
        f"{SLUG}.train_{SLUG}",
    }
    assert before < after
    compile(new, str(path), "exec")


REFUSED = {
    "no family": ("", "net", "", "write: make chapter FAMILY=… SLUG=…"),
    "capitals": ("toys", "Net", "", "SLUG 'Net': write it in snake_case"),
    "a dash": ("toys", "a-net", "", "snake_case"),
    "a way out": ("../toys", "net", "", "FAMILY '../toys': write it in snake"),
    "Chinese": ("toys", "网络", "", "snake_case"),
    "long": ("toys", "n" * 21, "", "20 letters at most"),
    "a module": ("toys", "queue", "", "hides the module or word queue"),
    "a word": ("toys", "lambda", "", "hides the module or word lambda"),
    "a family that hides": ("torch", "net", "", "FAMILY 'torch' hides"),
    "a twin": ("toys", "net_torch", "", "has a meaning of its own"),
    "taken": ("recurrent", "lstm", "", "taken: snippets/recurrent/lstm.py"),
    "taken elsewhere": ("toys", "conv", "", "snippets/convolution/conv.py"),
    "a page": ("recurrent", "index", "", "docs/zh/recurrent/index.md"),
    "a section": ("toys", "first", "", "the id of a section"),
    "help": ("help", "net", "", "'help' has no networks"),
    "a title": ("toys", "net", "A [net] {x}", "has [ ] { }: use letters"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_name_is_refused_in_one_line(name, capsys):
    family, slug, title, expected = REFUSED[name]
    said = chapter.main(ROOT, {"FAMILY": family, "SLUG": slug, "EN": title})
    assert expected in said
    assert "\n" not in said
    assert capsys.readouterr().out == ""
    assert not (ROOT / "snippets" / "toys").exists()


def test_a_name_that_another_chapter_defines_is_refused():
    names = chapter.words("toys", "l_s_t_m", "", "")
    assert names["NAME"] == "LSTM"
    assert "would define LSTM" in chapter.taken(ROOT, "toys", "l_s_t_m")


def test_what_cannot_be_finished_is_undone(tmp_path):
    (tmp_path / "old.txt").write_text("old", "utf-8")
    (tmp_path / "folder").mkdir()
    texts = {
        tmp_path / "old.txt": "new",
        tmp_path / "new.txt": "new",
        tmp_path / "folder": "no file can be written here",
    }
    with pytest.raises(OSError, match="folder"):
        chapter.write(texts, tmp_path)
    assert (tmp_path / "old.txt").read_text("utf-8") == "old"
    assert not (tmp_path / "new.txt").exists()
