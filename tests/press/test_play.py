"""The playground: a program of every network, which imports what it calls."""

import ast
import builtins
import contextlib
import io

import pytest

from press import CONFIGS, ROOT
from press.finish import play
from tests.gates.snippets.layout import networks

PROGRAMS = play.programs("en")
SNIPPET = """import os
from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count

LEAST = 3


def f(x):
    return x


if __name__ == "__main__":
    x = np.arange(LEAST)
    expect("x", f(x), "N")
"""


def heads(code: str) -> str:
    tree = ast.parse(code)
    kinds = ast.Import | ast.ImportFrom
    return "\n".join(ast.unparse(n) for n in tree.body if isinstance(n, kinds))


def test_every_network_that_does_something_is_there():
    text = "".join(program.code for program in PROGRAMS)
    lost = [
        name
        for name in networks(ROOT)
        if f"snippets.{name.replace('/', '.')}" not in text
        and play.demo(ROOT / f"snippets/{name}.py")
    ]
    assert not lost
    assert len(PROGRAMS) > 70


def test_both_languages_have_the_same_programs():
    chinese = play.programs("zh")
    assert [p.code for p in chinese] == [p.code for p in PROGRAMS]
    assert [p.name for p in chinese] != [p.name for p in PROGRAMS]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.name)
def test_what_a_program_calls_it_has_or_imports(program, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "snippets"))
    names: dict = {}
    exec(heads(program.code), names)
    tree = ast.parse(program.code)
    stored = {
        n.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    kinds = ast.FunctionDef | ast.ClassDef
    stored |= {n.name for n in ast.walk(tree) if isinstance(n, kinds)}
    stored |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    read = {n.id for n in ast.walk(tree) if play.is_read(n)}
    known = {*vars(builtins)}
    assert read <= stored | {*names} | known
    assert max(map(len, program.code.split("\n"))) <= 79


def test_a_program_is_the_end_of_its_file_with_what_it_calls(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(play, "ROOT", tmp_path)
    path = tmp_path / "snippets/family/net.py"
    path.parent.mkdir(parents=True)
    path.write_text(SNIPPET)
    assert play.demo(path) == (
        "import numpy as np\n"
        "from snippets.foundations.neuron import expect\n"
        "from snippets.family.net import LEAST, f\n\n"
        'x = np.arange(LEAST)\nexpect("x", f(x), "N")'
    )
    path.write_text(SNIPPET.split("if __name__")[0])
    assert play.demo(path) == ""


@pytest.mark.parametrize(
    "path", sorted(play.DATA.glob("*.py")), ids=lambda p: p.stem
)
def test_the_data_are_there(path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "snippets"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(play.data(path, "en").code, {})
    assert len(printed.getvalue().split("\n")) > 2


@pytest.mark.parametrize("language", CONFIGS)
def test_the_page_offers_them(language):
    html = play.chooser(language)
    assert html.count("<option") == len(PROGRAMS) + 1
    assert "<script" not in html
    page = (ROOT / f"docs/{language}/play.md").read_text("utf-8")
    assert page.count(play.PLACE) == 1


def test_no_other_page_waits_for_them(monkeypatch):
    monkeypatch.setattr(play, "chooser", lambda language: f"all {language}")
    assert play.filled(f"<p>{play.PLACE}</p>", "zh") == "<p>all zh</p>"
    monkeypatch.setattr(play, "chooser", pytest.fail)
    assert play.filled("<p>another page</p>", "zh") == "<p>another page</p>"
