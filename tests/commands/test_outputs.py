"""make outputs writes what the blocks print, and nothing where one failed."""

import pytest

from press import CONFIGS
from press.check.process import Outcome
from press.check.verdict import start, verdicts
from press.read.page import read_text, site_config
from tests.commands import outputs
from tests.gates.pages import printed
from tests.kit.small_page import FRONT, block, fence, inside

OPTIONS = '{ .text .output within="0.1" }'


def written(body: str) -> tuple[str, list[str]]:
    """The body of a page after make outputs, and what was left alone."""
    text = f"{FRONT}{body}\n"
    page = read_text(text, site_config(CONFIGS["zh"]), coloured=False)
    wrong = {n for n, v in enumerate(verdicts(page)) if v.problem}
    outcomes = start(page).result()
    changes, left = outputs.edits(page, text, outcomes, wrong)
    new = outputs.rewritten(text, changes)
    return new.removeprefix(FRONT).removesuffix("\n"), left


SAME = block("print(1)", "1")
CASES = {  # a body, and what it becomes
    "nothing to do": (SAME, SAME),
    "a stale output": (block("print(2)", "1"), block("print(2)", "2")),
    "a missing output": (
        f"{block('print(2)')}\n\nT.",
        f"{block('print(2)', '2')}\n\nT.",
    ),
    "an output of nothing": (
        f"{block('x = 1', '1')}\n\nT.",
        f"{block('x = 1')}\n\nT.",
    ),
    "longer": (block("print('a\\nb')", "1"), block("print('a\\nb')", "a\nb")),
    "options": (
        f"{block('print(2)')}\n\n{fence('1', OPTIONS)}",
        f"{block('print(2)')}\n\n{fence('2', OPTIONS)}",
    ),
    "folded": (
        inside('??? tip "T"\n\n', block("print(2)", "1")),
        inside('??? tip "T"\n\n', block("print(2)", "2")),
    ),
    "folded and missing": (
        inside('??? tip "T"\n\n', block("print(2)")) + "\n\nT.",
        inside('??? tip "T"\n\n', block("print(2)", "2")).replace(
            "\n    \n", "\n\n"
        )
        + "\n\nT.",
    ),
    "two of the same": (
        f"{block('print(3)', '1')}\n\nT.\n\n{block('print(3)', '3')}",
        f"{block('print(3)', '3')}\n\nT.\n\n{block('print(3)', '3')}",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_outputs_are_written(name):
    before, after = CASES[name]
    assert written(before) == (after, [])


def test_nothing_is_written_where_a_block_failed():
    body = f"{block('print(2)', '1')}\n\nT.\n\n{block('print(1 / 0)', '7')}"
    rest = f"\n\nT.\n\n{block('print(3)')}"
    new, left = written(body + rest)
    assert new == body.replace("output }\n1", "output }\n2") + rest
    assert [line.split(" ", 1)[1] for line in left] == [
        "failed, its output stays as it is: ZeroDivisionError: division by zero",
        "never ran: a block before it failed",
    ]


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """A folder of pages; docs(body) writes one in both languages."""

    def write(body):
        for code in CONFIGS:
            path = tmp_path / code / "a" / "b.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{FRONT}{body}\n", "utf-8")
        return tmp_path

    config = site_config(CONFIGS["zh"])

    def read(path, **how):
        return read_text(path.read_text("utf-8"), config, path, **how)

    monkeypatch.setattr(outputs, "read", read)
    monkeypatch.setattr(outputs.pool, "shutdown", lambda: None)
    monkeypatch.setattr(outputs, "measure", lambda name: False)
    monkeypatch.setattr(printed, "LOCK", tmp_path / "printed.lock")
    return write


def test_an_output_that_was_typed_is_written_anew(docs):
    """Seen: three means moved by 0.7, where 0.8 is allowed; and no run said so."""
    honest = block("print(94.0)", "94.0", "0.8")
    folder = docs(honest)
    assert outputs.main("a/b.md", folder) == 0
    page = read_text(FRONT + honest, site_config(CONFIGS["zh"]))
    assert printed.by_hand("a/b.md", page) == []
    typed = honest.replace("94.0\n```", "94.7\n```")
    page = read_text(FRONT + typed, site_config(CONFIGS["zh"]))
    assert [verdict.problem for verdict in verdicts(page)] == [None]
    (found,) = printed.by_hand("a/b.md", page)
    assert found.code.strip() == "94.7"
    docs(typed)
    assert outputs.main("a/b.md", folder) == 0
    text = (folder / "en/a/b.md").read_text("utf-8")
    assert text == f"{FRONT}{honest}\n"


def test_what_another_machine_has_printed_stays(docs):
    other = block("print(94.0)", "94.1", "0.8")
    folder = docs(other)
    printed.lock("a/b.md", read_text(FRONT + other, site_config(CONFIGS["zh"])))
    assert outputs.main("a/b.md", folder) == 0
    assert "\n94.1\n" in (folder / "en/a/b.md").read_text("utf-8")


def test_both_languages_are_written_and_shown(docs, monkeypatch, capsys):
    tmp_path, measured = docs(block("print(2)", "1")), []
    monkeypatch.setattr(outputs, "measure", measured.append)
    assert outputs.main("a/b.md", tmp_path) == 0
    assert measured == ["a/b.md"]
    said = capsys.readouterr().out
    assert said.count("\n-1\n+2\n") == 2
    assert "outputs: 2 pages changed, 0 blocks left alone" in said
    for code in CONFIGS:
        assert "\n2\n" in (tmp_path / code / "a" / "b.md").read_text("utf-8")
    assert outputs.main("a/b.md", tmp_path) == 0
    assert "b.md: as it was" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "a/nothing.md", "a/b.ipynb"])
def test_a_page_that_is_not_there_is_refused_in_one_line(
    name, tmp_path, capsys
):
    assert outputs.main(name, tmp_path) == 1
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("recurrent/lstm.md", ["recurrent/lstm.md"]),
        ("docs/zh/recurrent/lstm.md", ["recurrent/lstm.md"]),
        ("lstm", ["recurrent/lstm.md"]),
        ("nothing", []),
    ],
)
def test_a_page_is_known_by_path_or_by_slug(name, pages):
    assert outputs.meant(name) == pages
    assert len(outputs.meant("index")) == 1  # the home page, not the families'


def test_what_an_included_text_prints_is_left_to_it():
    page = read_text(FRONT + SAME, site_config(CONFIGS["zh"]), coloured=False)
    found, left = outputs.edits(page, "no fence", (Outcome("2", None),), {0})
    assert found == []
    assert "comes from an included text" in left[0]
