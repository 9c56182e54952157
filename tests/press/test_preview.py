"""What the preview shows and tells, in parts and as a whole."""

import os
from types import SimpleNamespace

import pytest

from press import DOCS
from press.preview import language, mistakes
from press.preview.publish import publish
from tests.kit import small_site
from tests.kit.served import Served, until

MLP = DOCS / "en" / "feedforward" / "mlp.md"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("docs/en/a.md: line 4: no section 'b'", "docs/en/a.md:4: no section"),
        ("a mistake", "docs/en/feedforward/mlp.md: a mistake"),
        ("\x1b[31ma\x1b[0m\n╭─ x\n│ y\n", "docs/en/feedforward/mlp.md: a"),
        ("1\n" * 20 + "NameError: x\n", "docs/en/feedforward/mlp.md: NameErr"),
    ],
)
def test_a_mistake_of_a_page_is_one_line(text, line):
    told = mistakes.of_page(MLP, ValueError(text))
    assert told.startswith(line)
    assert "\n" not in told
    assert "╭" not in told


def test_what_is_quoted_is_found():
    lines = MLP.read_text("utf-8").split("\n")
    link = next(n for n, line in enumerate(lines, 1) if "(mlp.py)" in line)
    told = "Doc file 'feedforward/mlp.md' contains a link 'mlp.py', but"
    place = f"docs/en/feedforward/mlp.md:{link}: contains a link"
    assert mistakes.of_log("en", told).startswith(place)
    assert mistakes.of_log("en", "any\nother") == "en: any other"
    error = SyntaxError("no", ("snippets/a.py", 3, 1, "x"))
    assert mistakes.of_code(error) == "snippets/a.py:3: no"


def test_only_a_whole_build_removes_what_is_shown(tmp_path):
    made, shown = tmp_path / "made", tmp_path / "shown"
    for path, text in (
        (made / "a", "1"),
        (made / "b/c", "2"),
        (shown / "d", "3"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert publish(made, shown, whole=False) == {"a", "b/c"}
    assert (shown / "d").read_text() == "3"
    assert publish(made, shown, whole=True) == {"d"}
    assert not (shown / "d").exists()
    assert publish(made, shown, whole=True) == set()


OTHER = small_site.PAGE.format(title="Other", name="other", link="index.md")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    running = Served(tmp_path_factory.mktemp("served"), {"other.md": OTHER})
    until(lambda: "all of it" in running.told() or running.process.poll())
    yield running
    running.process.terminate()
    running.process.wait()


def test_a_save_is_shown_and_nothing_else_is_made(served):
    other = served.folder / "build/served/zh/other/index.html"
    before = other.stat().st_mtime_ns
    served.edit("docs/en/other.md", "Other.", "Other words")
    served.edit("docs/en/other.md", "[link]", "$\\theta$ saved [link]")
    until(lambda: "saved" in served.page("en/other/"))
    until(lambda: "built docs/en/other.md in" in served.told())
    assert other.stat().st_mtime_ns == before
    assert "saved" in served.page("en/other.ipynb")
    index = served.page("en/search/search_index.json")
    assert "saved" in index
    assert index.count('"location":"other/"') == 1


def test_a_page_is_shown_before_the_rest_is_done(monkeypatch, tmp_path):
    steps = []
    page = SimpleNamespace(url="other/", title="Other")
    file = SimpleNamespace(page=page, abs_src_path=str(tmp_path / "other.md"))
    files = SimpleNamespace(
        documentation_pages=lambda: [file],
        copy_static_files=lambda: steps.append("files"),
    )
    site = SimpleNamespace(language="en", files=files, config=None)
    monkeypatch.setattr(language.hooks, "add_shared", lambda *_: None)
    monkeypatch.setattr(language, "set_exclusions", lambda *_: None)
    monkeypatch.setattr(language, "make_one", lambda *_: (True, None))
    monkeypatch.setattr(language, "close", lambda _: steps.append("search"))
    monkeypatch.setattr(language, "finish", lambda *_: language.Outcome())
    language.some(site, [tmp_path / "other.md"], None, steps.append)
    assert steps == [language.Made("other", True), "files", "search"]


def test_a_mistake_is_told_and_the_site_stays(served):
    include = (
        '```python\n--8<-- "snippets/recurrent/lstm.py:parms"\n```\n\n# Other'
    )
    served.edit("docs/en/other.md", "# Other", include)
    told = (
        "docs/en/other.md:7: no section 'parms' in snippets/recurrent/lstm.py"
    )
    until(lambda: told in served.told())
    assert "saved" in served.page("en/other/")
    served.edit("mkdocs.en.yml", "site_name: ", "site_name: Renamed ")
    until(lambda: "Renamed" in served.page("en/"))
    until(lambda: served.told().count(told) == 2)  # all but that page is made
    assert "saved" in served.page("en/other/")
    served.edit("docs/en/other.md", include, "# Other\n\nmended")
    until(lambda: "mended" in served.page("en/other/"))
    assert "Traceback" not in served.told()


def test_settings_that_are_wrong_leave_everything_as_it_was(served):
    served.edit("mkdocs.yml", "strict: true", "strict: [true")
    until(lambda: "zh: what failed stays" in served.told())
    assert "<h1" in served.page("zh/other/")
    served.edit("mkdocs.yml", "strict: [true", "strict: true")
    built = served.told().count("built zh")
    until(lambda: served.told().count("built zh") > built)


def test_without_a_server_no_builder_stays(served):
    served.process.terminate()
    served.process.wait()
    if os.path.isdir("/proc"):
        until(lambda: not builders(served.folder))


def builders(folder) -> list[str]:
    """The processes that work in a folder."""
    found = []
    for process in os.listdir("/proc"):
        try:
            if process.isdigit() and os.readlink(f"/proc/{process}/cwd") == str(
                folder
            ):
                found.append(process)
        except OSError:
            continue
    return found
