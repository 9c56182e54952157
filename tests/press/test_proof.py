"""What the last green run compared stands below a page, and goes when anything changes."""

from types import SimpleNamespace

import pytest

from press import DOCS, ROOT
from press.finish import content, proof
from press.finish.proof import Green, harness, state
from tests.commands import green

TREE = {
    "docs/en/page.md": "# A\n",
    "press/build.py": "a = 1\n",
    "snippets/family/net.py": "b = 2\n",
    "studies/family/net/results.json": "{}\n",
    "tests/gates/test_page.py": "c = 3\n",
    "conftest.py": "d = 4\n",
    "docs/en/conftest.py": "e = 5\n",
    "pytest.ini": "[pytest]\n",
    "requirements.txt": "numpy\n",
    "programs.lock": "{}\n",
    "README.md": "words\n",
}
PAGE = "docs/en/page.md"


@pytest.fixture
def tree(tmp_path):
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def shown(tree, record: dict) -> bool:
    """Whether the page of a tree would show the line now."""
    now = Green(record, harness(tree))
    return now.of_page(tree / PAGE, tree) is not None


def recorded(tree) -> dict:
    made = state(tree / PAGE, harness(tree))
    return {"pages": {PAGE: {"state": made}}}


def test_the_line_stands_while_all_is_as_it_was(tree):
    record = recorded(tree)
    assert shown(tree, record)
    (tree / "README.md").write_text("other words\n", "utf-8")
    (tree / "tests/__pycache__").mkdir()
    (tree / "tests/__pycache__/a.pyc").write_bytes(b"\0")
    (tree / "tests/.note.swp").touch()
    assert shown(tree, record)
    assert not shown(tree, {})


@pytest.mark.parametrize("name", [name for name in TREE if name != "README.md"])
def test_a_change_takes_the_line_away(tree, name):
    record = recorded(tree)
    with (tree / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert not shown(tree, record)


@pytest.mark.parametrize("folder", ["press", "snippets", "studies", "tests"])
def test_so_does_a_new_file(tree, folder):
    record = recorded(tree)
    (tree / folder / "new.py").touch()
    assert not shown(tree, record)


def test_a_page_that_changed_while_tests_ran_is_not_recorded():
    pages = green.states()
    first, second, *_ = pages
    made = green.record(
        pages | {first: "another"}, {n: pages[n] for n in (first, second)}
    )
    assert [*made["pages"]] == [second]


def test_what_is_counted():
    assert (
        green.gradients("recurrent/lstm") == 6
    )  # dW_x, dW_h, db, dxs, dh_0, dc_0
    assert green.gradients("help/verified") == 0
    made = green.counts(DOCS / "en/recurrent/lstm.md")
    assert made["blocks"] > made["outputs"] > made["gradients"] == 6


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "this page: 3 blocks, 2 outputs; Python 3.11, NumPy 2.4. "),
        ("zh", "本页共验证：3 个代码块、2 处输出；Python 3.11、NumPy 2.4。"),
    ],
)
def test_the_line_of_a_page(language, words):
    source = DOCS / language / "recurrent/lstm.md"
    code = harness()
    page = {
        "blocks": 3,
        "outputs": 2,
        "gradients": 0,
        "state": state(source, code),
    }
    name = source.relative_to(ROOT).as_posix()
    record = {"versions": "Python 3.11, NumPy 2.4", "pages": {name: page}}
    config = SimpleNamespace(
        theme={"language": language}, extra={"green": Green(record, code)}
    )
    place = SimpleNamespace(url="recurrent/lstm/")
    made = content.proof_line(source, place, config)
    assert words in made
    assert 'href="../../help/verified/"' in made
    config.extra["green"] = Green(record, "other code")
    assert content.proof_line(source, place, config) == ""


def test_one_is_singular_and_nothing_is_no_line():
    page = {"blocks": 1, "outputs": 1, "gradients": 0}
    assert "page: 1 block, 1 output; Python" in proof.line(
        page, "Python", "en", ""
    )
    assert "1 个代码块、1 处输出；" in proof.line(page, "Python", "zh", "")
    assert proof.line(dict.fromkeys(page, 0), "Python", "en", "") == ""


def test_a_run_that_may_have_left_tests_out_is_not_recorded(
    monkeypatch, capsys
):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k lstm")
    monkeypatch.setattr(green.sys, "argv", ["green", "end"])
    green.main()
    assert "not recorded" in capsys.readouterr().out


def test_a_record_is_written_and_read(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    for module, name in ((green, "GREEN"), (proof, "GREEN"), (green, "BEGUN")):
        monkeypatch.setattr(module, name, tmp_path / f"{name}.json")
    for word in ("begin", "end"):
        monkeypatch.setattr(green.sys, "argv", ["green", word])
        green.main()
    made = proof.green(tmp_path / "GREEN.json")
    assert made.of_page(DOCS / "zh/index.md")["blocks"] > 0
    monkeypatch.setattr(green.sys, "argv", ["green", "begin"])
    green.main()
    assert proof.green(tmp_path / "GREEN.json").record == {}
