"""Gate 2: a text that no block printed is what its source says; and it goes red."""

import itertools
import sys

import pytest

from press import CONFIGS, ROOT
from press.check.verdict import page_at
from press.read.page import Block, sources
from tests.commands import broken
from tests.gates.pages import origin, plain
from tests.gates.pages.origin import untold
from tests.gates.pages.planted import problems
from tests.kit.findings import none
from tests.kit.small_page import fence

PAGES = [path for language in CONFIGS for path in sources(language)]
TOLD = "python -m tests.commands.told"
NAMED = {  # a source and a text of it
    "a file": ("mkdocs.yml", "strict: true\nuse_directory_urls: true"),
    "a part": ("mkdocs.yml", "admonition: {}\nattr_list: {}"),
    "a page": ("recurrent/lstm.md", None),
    "a command": (TOLD, "loss 0.31\nend"),
}
PLANTED = {  # a source, a text, what is reported
    "another number": ("mkdocs.yml", "strict: 1", "does not say"),
    "another order": (
        "mkdocs.yml",
        "use_directory_urls: true\nstrict: true",
        "does not say",
    ),
    "lines left out": ("mkdocs.yml", "strict: true\nedit_uri:", "does not say"),
    "a part of a line": ("mkdocs.yml", "strict", "does not say"),
    "no file": ("nowhere.txt", "a", "no file, no page"),
    "a file elsewhere": ("../../etc/hostname", "a", "no file, no page"),
    "the page itself": ("docs/en/index.md", "a", "cannot bear itself out"),
    "the lock": (
        "tests/gates/pages/plain.lock",
        "a",
        "cannot bear itself out",
    ),
    "no output of the page": ("recurrent/lstm.md", "loss 0.31", "not say"),
    "words of the page": ("help/verified.md", "Try it.", "does not say"),
    "another command": ("python -m http.server", "a", "no command of this"),
    "no module": ("python -m", "a", "no command of this"),
    "a command that fails": (f"{TOLD} 1", "a", "told failed"),
    "lines of a command": (TOLD, "end\nloss 0.31", "does not say"),
}


@pytest.fixture
def told(monkeypatch):
    """A command that says three lines, and fails if it is given an argument."""
    code = "import sys; print('loss 0.31\\nmore\\nend'); sys.exit(len(sys.argv) > 1)"
    real = origin.subprocess.run

    def run(command, **how):
        assert command[:3] == [sys.executable, "-m", "tests.commands.told"]
        return real([sys.executable, "-c", code, *command[3:]], **how)

    monkeypatch.setattr(origin.subprocess, "run", run)
    yield
    origin.said.cache_clear()


@pytest.mark.parametrize("name", NAMED)
def test_sound(told, name):
    source, text = NAMED[name]
    text = text or origin.said(source)[0]
    assert untold(Block("text", text, ("plain",), source=source)) is None


@pytest.mark.parametrize("name", PLANTED)
def test_planted(told, name):
    source, text, expected = PLANTED[name]
    assert expected in untold(Block("text", text, ("plain",), source=source))


@pytest.mark.parametrize("info", ["{ .text .plain }", "json", "yaml", "toml"])
def test_a_text_without_a_source_is_refused_though_somebody_read_it(
    info, monkeypatch
):
    text = '{"loss": 0.31}' if info == "json" else '[a]\nloss = "0.31"'
    text = "loss: 0.31" if info == "yaml" else text
    monkeypatch.setattr(plain, "known", lambda: {*map(plain.key, blocks)})
    blocks = [
        Block(info.strip("{} .").split(" ")[0], text, source=source)
        for source in ("", "mkdocs.yml")
    ]
    (found,) = plain.troubles(blocks[0])
    assert "does not say where it comes from" in found
    assert plain.troubles(blocks[1]) == []


def test_an_attribute_says_it():
    """It reaches the block, hides nothing, and belongs to no program."""
    (found,) = problems(
        fence("loss 0.31", '{ .text .plain from="mkdocs.yml" }')
    )
    assert "nobody has read" in found
    for info in ('{ .python from="a" }', '{ .bash from="a" }'):
        assert any("from=" in f for f in problems(fence("x = 1", info)))


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A repository of one file and one test."""
    (tmp_path / "a.py").write_text("A = 1\nB = 1\n", "utf-8")
    test = "from a import A\n\n\ndef test_a():\n    assert A == 1\n"
    (tmp_path / "test_a.py").write_text(test, "utf-8")
    monkeypatch.setattr(broken, "ROOT", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("A = 1", "A = 2", 0, "assert 2 == 1"),
        ("B = 1", "B = 2", 1, "no test notices it"),
        ("= 1", "= 2", 2, "a.py holds '= 1' 2 times"),
        ("C", "D", 2, "a.py holds 'C' 0 times"),
    ],
)
def test_what_is_broken_is_told(copy, capsys, old, new, code, said):
    assert broken.main(["a.py", old, new, "test_a.py"]) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("name", ["CI", "BUILD_NUMBER"])
def test_the_report_has_the_same_lines_on_every_machine(
    copy, tmp_path, capsys, monkeypatch, name
):
    """Where these are set, pytest writes the whole reason behind a failed test."""
    test = "from a import A\n\n\ndef test_a():\n    assert A == 1, 'why' * 99\n"
    (tmp_path / "test_a.py").write_text(test, "utf-8")
    monkeypatch.setenv(name, "true")
    monkeypatch.setenv("COLUMNS", "200")
    broken.main(["a.py", "A = 1", "A = 2", "test_a.py"])
    said = capsys.readouterr().out.splitlines()
    (line,) = [x for x in said if x.startswith("FAILED")]
    assert len(line) <= 80


def test_without_a_fault_to_plant_it_says_how():
    assert broken.main([]) == 2


def test_every_text_says_what_its_source_says():
    blocks = itertools.chain.from_iterable(page_at(p).blocks for p in PAGES)
    known = {(b.source, b.code): b for b in blocks if b.source}
    none(
        filter(None, map(untold, known.values())),
        f"copy the lines of the source, or mend it: {ROOT.name}",
    )
