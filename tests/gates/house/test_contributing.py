"""What CONTRIBUTING and the READMEs say of the project is so."""

import re

import pytest

from press import ROOT
from tests.gates.snippets.layout import LINES
from tests.kit.asked import asked
from tests.kit.findings import none

GATES = ("snippets", "pages", "built", "languages", "site")
UNTOLD = {"clean", "build"}  # no part of a contributor's way
README = ("README.md", "README.zh.md")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def unexplained(guide: str, makefile: str) -> list[str]:
    """Targets that only one of the Makefile and its guide names."""
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    named = set(re.findall(r"make (\w+)", guide))
    return sorted((targets ^ named) - UNTOLD)


def test_every_command_is_explained():
    none(unexplained(read("CONTRIBUTING.md"), read("Makefile")))


def test_a_planted_command_is_seen():
    assert unexplained("`make teh`", "the:\n") == ["teh", "the"]


def unlike_make(guide: str, makefile: str) -> list[str]:
    """Commands of the table that `make` does not run, or runs otherwise."""
    rows = re.findall(
        r"^\| `make (\w+).*\| `([^`|]+)` \|$", guide, re.MULTILINE
    )
    found = [f"{len(rows)} rows"] if len(rows) < 10 else []
    for target, plain in rows:
        recipe = makefile.partition(f"\n{target}: ")[2].partition("\n\n")[0]
        if recipe.startswith("build"):
            recipe = makefile.partition("\nbuild: ")[2].partition("\n\n")[0]
        module, *options = plain.split()
        wanted = [f"-m {module}", *(o for o in options if o[:2] == "--")]
        found += [f"make {target}: no {w}" for w in wanted if w not in recipe]
    return found


def test_what_is_said_without_make_is_what_make_does():
    guide, makefile = read("CONTRIBUTING.md"), read("Makefile")
    none(unlike_make(guide, makefile))
    assert unlike_make(guide.replace("commands.quick", "kwik"), makefile)
    assert unlike_make(guide, makefile.replace("tests/gates/built", ""))


@pytest.mark.parametrize(
    ("words", "page"),
    [([], "a"), (["PAGE=b=c"], "b=c"), (["PAGE"], "a"), (["PAGE="], "none")],
)
def test_what_a_command_is_asked_for(monkeypatch, words, page):
    """As make puts it; behind the command, it has the last word."""
    monkeypatch.setenv("PAGE", "a")
    monkeypatch.setattr("sys.argv", ["command", *words])
    assert asked("PAGE", "none") == page
    assert asked("PLANTED") == ""


def test_the_folders_of_the_map_are_there():
    text = read("CONTRIBUTING.md").split("```")[3]
    wanted = [
        *("docs/zh", "docs/en", "docs/assets", "snippets", "studies"),
        *("press/read", "press/compute", "press/check", "press/finish"),
        *("tests/networks", "tests/press", "tests/gates", "tests/commands"),
    ]
    none(name for name in wanted if not (ROOT / name).is_dir())
    none(name for name in wanted if name.split("/")[-1] not in text)


def test_the_limits_are_those_of_the_gate():
    text = read("CONTRIBUTING.md")
    snippet, file, function, copy = (
        LINES[name] for name in ("snippet", "file", "function", "copy")
    )
    assert f"at most {snippet} lines in `snippets/` and `studies/`" in text
    assert (
        f"has at most {file} lines, and elsewhere a function {function}."
        in text
    )
    assert f"at most {copy} lines" in text


@pytest.mark.parametrize("name", [*README, "CONTRIBUTING.md"])
def test_the_gates_have_their_numbers(name):
    rows = re.findall(r"^\| (\d)\. (.+?) \|", read(name), re.MULTILINE)
    assert [int(number) for number, _ in rows] == [1, 2, 3, 4, 5]
    for (_, title), gate in zip(rows, GATES, strict=True):
        assert gate in title.lower(), title
        assert (ROOT / "tests" / "gates" / gate).is_dir()
