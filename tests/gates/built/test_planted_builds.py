"""Gates 3 and 5 go red in real builds: tiny sites with the settings of this one."""

import shutil

import nbformat
import pytest

from press.finish import root
from press.read.page import Page, read_notebook, read_text, site_config
from tests.gates.built.coverage import unaccounted, unexecuted
from tests.gates.site.links import Site
from tests.kit import small_site as planted
from tests.kit.server import BASE

PRINTS = planted.notebook("print(1)", "1 / 2")
WRITES = (
    "from pathlib import Path\nPath('left').touch()\nprint(*Path().iterdir())"
)
LIES = planted.notebook("print(40 + 2)", WRITES)
LINKS = "[a](missing.md) [b](help/glossary.md#nope)"
INCLUDE = '```python\n--8<-- "snippets/recurrent/lstm.py:parms"\n```'
BUILDS = {  # pages, what the build says
    "cell that raises": (
        {"book.ipynb": planted.notebook("raise ValueError('planted')")},
        "CellExecutionError",
    ),
    "formula": (
        {"formula.md": "# T { #t }\n\n$\\frac{1}$\n"},
        r"ValueError: formula '\\frac{1}'",
    ),
    "include": (
        {"include.md": f"# T {{ #t }}\n\n{INCLUDE}\n"},
        "docs/en/include.md: line 4: no section 'parms'",
    ),
    "link": (
        {"links.md": f"# T {{ #t }}\n\n{LINKS}\n"},
        "2 warnings in strict mode",
    ),
}


def saved(text: str) -> str:
    """A notebook with a false output in a cell that is not to be executed."""
    book = nbformat.reads(text, as_version=4)
    cell = book.cells[1]
    cell.metadata["tags"] = ["skip-execution"]
    cell.outputs = [nbformat.v4.new_output("stream", text="a lie")]
    cell.execution_count = 7
    return nbformat.writes(book)


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """All builds at once: the sound one of both languages, the faulty ones in English."""
    folder = tmp_path_factory.mktemp("builds")
    pages = {"book.ipynb": PRINTS, "lies.ipynb": saved(LIES)}
    sound = planted.project(folder / "sound", pages)
    running = {"sound": planted.run(sound, "-m", "press.build", "site")}
    for name, (pages, _) in BUILDS.items():
        copy = planted.project(folder / name, pages)
        running[name] = planted.run(copy, "-c", planted.BUILD)
    said = {name: p.communicate()[0] for name, p in running.items()}
    codes = {name: p.returncode for name, p in running.items()}
    return sound, {name: (codes[name], said[name]) for name in running}


@pytest.mark.parametrize("name", BUILDS)
def test_build_fails_because_of(builds, name):
    """The command of make build ends with an error that names the fault."""
    code, said = builds[1][name]
    assert code == 1, said
    assert BUILDS[name][1] in said


def test_sound_site_is_built(builds):
    """The control: the same site without a fault builds, and every gate accepts it."""
    folder, done = builds
    code, said = done["sound"]
    assert code == 0, said
    site = Site(folder / "site", BASE)
    assert site.broken() == []
    assert site.foreign() == []
    names = {"index.html", "404.html", "offline.html"}
    assert {page.name for page in site.pages} == names


def built(folder, name: str) -> tuple[str, Page]:
    """A page of the sound site in English: what is served, and its source."""
    config = site_config(folder / "mkdocs.en.yml")
    source = next((folder / "docs" / "en").glob(f"{name}.*"))
    inner = "index.html" if name == "index" else f"{name}/index.html"
    html = (folder / "site" / "en" / inner).read_text("utf-8")
    if source.suffix == ".ipynb":
        return html, read_notebook(source, config)
    return html, read_text(source.read_text("utf-8"), config)


def test_gate_3_knows_the_html_of_the_theme(builds):
    """In the complete page of the theme, too, a changed and an unproven block are seen."""
    html, page = built(builds[0], "index")
    assert unaccounted(html, page.blocks, [True]) == []
    assert "did not run" in unaccounted(html, page.blocks, [False])[0]
    other = html.replace('<span class="mi">1</span>', "3", 1)
    assert "not a block" in unaccounted(other, page.blocks, [True])[0]
    assert "not a block of the page" in unaccounted(html, (), [])[0]


def test_gate_3_knows_the_html_of_a_notebook(builds):
    """The cells of the built notebook are its source's, each with what it showed."""
    html, page = built(builds[0], "book")
    assert unexecuted(html, page.blocks) == []
    assert "not shown" in unexecuted(html, (*page.blocks, page.blocks[0]))[0]
    assert "0.5" in html
    assert (
        "not executed" in unexecuted(html.replace(" cell", ""), page.blocks)[0]
    )


def test_a_cell_is_executed_whatever_the_file_says(builds):
    """The page and the download show what came out, not what was saved."""
    html, page = built(builds[0], "lies")
    assert unexecuted(html, page.blocks) == []
    book = (builds[0] / "site/en/lies/lies.ipynb").read_text("utf-8")
    for text in (html, book):
        assert "42" in text
        assert "a lie" not in text
        assert "skip-execution" not in text


def test_a_cell_runs_in_a_folder_of_its_own(builds):
    html, _ = built(builds[0], "lies")
    assert "left lies.ipynb" in html or "lies.ipynb left" in html
    assert list((builds[0] / "docs").rglob("left")) == []


def test_page_that_lost_its_other_language(builds, tmp_path):
    """A page of one language stops the build's last step, and its link is broken."""
    copy = shutil.copytree(builds[0] / "site", tmp_path / "site")
    (copy / "en" / "book" / "index.html").unlink()
    with pytest.raises(ValueError, match="in one language only: book/"):
        root.finish(copy, BASE)
    found = Site(copy, BASE).broken()
    assert [line for line in found if line.startswith("zh/book/index.html")]
