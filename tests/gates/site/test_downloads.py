"""Gate 5, what can be taken away: it is the page's, it runs alone, it prints what the page says."""

import re

import nbformat
import pytest

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.read.bundle import bundle
from press.read.chapter import parts
from press.read.heads import needed
from press.read.includes import includes
from press.read.page import read, sources, trimmed
from press.read.program import codes
from tests.gates.site import downloads, notebooks
from tests.gates.site.downloads import Output, notebook_of, script_of
from tests.gates.snippets.layout import fasts, networks
from tests.kit.findings import none

ALL = [path.relative_to(DOCS / "zh") for path in sources("zh")]
PAGES = [
    page
    for page in ALL
    if any(block.is_python for block in page_at(DOCS / "zh" / page).blocks)
]
CALLED = {"sklearn": "scikit-learn", "skimage": "scikit-image"}
INSTALLED = {"numpy", "torch", "matplotlib", "scipy", "gymnasium", *CALLED}
ADVICE = "what is downloaded does what the page says, alone in a folder"
each_page = pytest.mark.parametrize("page", PAGES, ids=str)
each_to_run = pytest.mark.parametrize("page", downloads.to_run(PAGES), ids=str)


def code(language, page) -> list[str]:
    blocks = page_at(DOCS / language / page).blocks
    return [trimmed(block.code) for block in blocks if block.is_python]


def outputs(language, page) -> list[Output]:
    blocks = page_at(DOCS / language / page).blocks
    return [Output(b.code, b.within) for b in blocks if b.is_output]


def book(site, language, page):
    path = site / language / notebook_of(page)
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("language", CONFIGS)
def test_every_page_with_code_has_its_downloads(site, language):
    folder = site / language
    made = [*folder.rglob("*.ipynb"), *folder.rglob("*_page.py")]
    assert sorted(path.relative_to(folder) for path in made) == sorted(
        file for page in PAGES for file in (notebook_of(page), script_of(page))
    )


@each_page
def test_downloads_are_the_program_of_the_page(site, page):
    for language in CONFIGS:
        blocks = code(language, page)
        text = (site / language / script_of(page)).read_text("utf-8")
        assert text.split("\n\n", 1)[1] == "\n\n".join(blocks) + "\n"
        cells = downloads.codes(book(site, language, page))
        assert [cell.source for cell in cells] == blocks


@each_page
def test_downloads_say_what_they_need(site, page):
    """In the second line of a program and the first cell of a notebook."""
    imports = {
        name.partition(".")[0]
        for block in code("en", page)
        for name in re.findall(r"^\s*(?:from|import) ([\w.]+)", block, re.M)
    }
    wanted = {CALLED.get(name, name) for name in imports & INSTALLED}
    for language in CONFIGS:
        text = (site / language / script_of(page)).read_text("utf-8")
        line = text.split("\n")[1]
        told = re.findall(r"[\w-]+", line)
        assert wanted <= {*told}, line
        first = book(site, language, page).cells[0].source
        if wanted:
            assert first.startswith("%pip install ")
            assert wanted <= {*first.split()}


@each_page
def test_notebooks_are_whole(site, page):
    """With its list, its figures, and folded what its page folds."""
    for language in CONFIGS:
        source = read(DOCS / language / page, tex=True, coloured=False)
        text = (site / language / notebook_of(page)).read_text("utf-8")
        wanted = {*needed(*codes(source))}
        none(
            list(notebooks.faults(text, source, wanted)),
            "press/finish/notebook.py makes it of the page",
        )


@each_page
def test_both_languages_have_the_same_program(page):
    """Gate 4 says so, too; here it means that one of them need not be run."""
    assert code("zh", page) == code("en", page)


@each_page
def test_links_in_a_notebook_lead_to_the_site(parsed, page):
    none(
        [
            f"{language}/{notebook_of(page)}: {problem}"
            for language in CONFIGS
            for problem in downloads.lost(
                book(parsed.folder, language, page), parsed
            )
        ],
        "a link in a download has its whole address",
    )


@each_page
def test_notebook_has_the_outputs_of_its_page(site, parsed, page):
    """What the built page shows as outputs, in text and in pictures."""
    for language in CONFIGS:
        folder = site / language / page.with_suffix("")
        folder = folder.parent if page.stem == "index" else folder
        soup = parsed.pages[folder / "index.html"]
        cells = book(site, language, page).cells
        stored = [downloads.shows(c) for c in cells if c.cell_type == "code"]
        shown = "\n".join(pre.get_text() for pre in soup.select(".output pre"))
        said = "\n".join(text for text, *_ in stored)
        assert said.split() == shown.split()
        pictures = soup.select(".cell-picture img")
        assert sum(count for _, count, _ in stored) == len(pictures)


@each_to_run
def test_notebook_runs_and_shows_what_it_says(site, executions, page):
    executed = executions.notebooks[page].result()
    for language in CONFIGS:
        stored = book(site, language, page)
        none(list(downloads.differences(stored, executed)), ADVICE)


@each_to_run
def test_script_runs_and_prints_what_the_page_says(site, executions, page):
    run = executions.scripts[page].result()
    for language in CONFIGS:
        if page.suffix == ".ipynb":
            cells = downloads.codes(book(site, language, page))
            shown = [Output(downloads.shows(cell)[0]) for cell in cells]
        else:
            shown = outputs(language, page)
        none(list(downloads.unlike(run, shown)), ADVICE)


@pytest.mark.parametrize("network", networks(ROOT))
def test_tested_files_are_those_that_run_alone(site, network):
    """The text that gate 1 has run: tests/gates/snippets/test_programs.py."""
    names = [f"{network}.py", f"{network}_torch.py"]
    names += [f"{fast}.py" for fast in fasts(ROOT) if fast == f"{network}_fast"]
    names += [
        path.relative_to(ROOT / "snippets").as_posix()
        for path in parts(*network.split("/"))
    ]
    for language in CONFIGS:
        for name in names:
            text = (site / language / name).read_text("utf-8")
            text = text.split("\n\n", 1)[1]
            assert text == bundle(ROOT / "snippets" / name), name


def test_twins_run_alone(site):
    """As they are downloaded: in an empty folder, without this repository."""
    files = [site / "en" / f"{name}_torch.py" for name in networks(ROOT)]
    none(list(downloads.unlike(downloads.run_many(files), [])), ADVICE)


@pytest.mark.parametrize("page", ALL, ids=str)
def test_files_that_a_page_embeds_can_be_downloaded(site, page):
    text = (DOCS / "zh" / page).read_text("utf-8")
    for name in {found.file for found in includes(text)}:
        assert name.startswith("snippets/"), name
        assert (site / "zh" / name.removeprefix("snippets/")).is_file(), name
