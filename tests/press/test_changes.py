"""What changed is read from the history of a repository, and told on a page and in a feed."""

import os
import subprocess
from xml.etree import ElementTree

import pytest

from press import DOCS, ROOT
from press.finish import changes
from press.finish.tree import Tree
from press.read import history

PAGE = "# T\n\nThe loss is {}.\n\n```python\nprint({})\n```\n\n```{{ .text .output }}\n{}\n```\n"
ATOM = f"{{{changes.ATOM}}}"
PLACE = "<div data-changes></div>"


class Repository:
    """A repository in an empty folder, with commits of given days."""

    def __init__(self, root) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, **variables: str) -> None:
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(
            ["git", *name, *words],
            cwd=self.root,
            check=True,
            env=os.environ | variables,
        )

    def commit(self, when: str, **pages: str | None) -> "Repository":
        """Write pages, or remove those that are None."""
        for name, text in pages.items():
            path = self.root / "docs" / "en" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text, "utf-8")
        self.git("add", "-A")
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        self.git("commit", "-q", "--allow-empty", "-m", "x", **dates)
        return self

    def days(self) -> list[history.Day]:
        return history.days("docs/en", self.root)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path)


def test_a_page_that_comes_and_numbers_that_change(repository):
    first = PAGE.format("0.5", "7", "7")
    repository.commit("2026-01-01T12:00:00Z", a=first, b="3 4")
    repository.commit("2026-01-02T12:00:00Z", a=PAGE.format("0.25", "8", "8"))
    newest, oldest = repository.days()
    assert oldest == ("2026-01-01", ("a.md", "b.md"), {})
    assert newest == ("2026-01-02", (), {"a.md": 2})  # 0.5 and 7, no code


def test_words_and_code_are_no_numbers(repository):
    repository.commit("2026-01-01T12:00:00Z", a=PAGE.format("1", "7", "7"))
    other = PAGE.format("1", "3 + 4", "7").replace("The loss", "It")
    repository.commit("2026-01-02T12:00:00Z", a=other)
    assert repository.days()[0].numbers == {}


def test_a_day_is_told_as_it_ends(repository):
    """What was tried in the morning and taken back is no change."""
    repository.commit("2026-01-01T12:00:00Z", a="1")
    repository.commit("2026-01-02T09:00:00Z", a="2", b="5")
    repository.commit("2026-01-02T23:00:00Z", a="1")
    assert repository.days()[0] == ("2026-01-02", ("b.md",), {})


def test_a_day_is_that_of_greenwich(repository):
    repository.commit("2026-01-02T01:00:00+08:00", a="1")
    assert [day.date for day in repository.days()] == ["2026-01-01"]


def test_other_folders_and_files_are_not_asked(repository):
    repository.commit("2026-01-01T12:00:00Z", a="1")
    (repository.root / "docs" / "en" / "a.txt").write_text("1")
    (repository.root / "README.md").write_text("1")
    repository.commit("2026-01-02T12:00:00Z")
    repository.commit("2026-01-03T12:00:00Z", b="短 1")
    dates = {day.date: day.added for day in repository.days()}
    assert dates["2026-01-03"] == ("b.md",)
    assert dates["2026-01-02"] == ()


def test_without_a_history_or_with_a_part_of_it_nothing_is_told(
    repository, tmp_path_factory
):
    """A shallow clone would tell that all pages came on its first day."""
    repository.commit("2026-01-01T12:00:00Z", a="1")
    repository.commit("2026-01-02T12:00:00Z", a="2")
    part, none = (tmp_path_factory.mktemp(name) for name in ("part", "none"))
    address = repository.root.as_uri()
    repository.git("clone", "-q", "--depth", "1", address, str(part))
    assert history.days("docs/en", part) == []
    assert history.days("docs/en", none) == []


@pytest.fixture
def known(monkeypatch):
    """Two days, of pages that there are, of one that is gone, and an empty one."""

    def put(*found: history.Day) -> None:
        changes.days.cache_clear()
        monkeypatch.setattr(history, "days", lambda folder: [*found])

    put(
        history.Day("2026-01-03", ("gone.md",), {}),
        history.Day("2026-01-02", (), {"recurrent/lstm.md": 3, "gone.md": 1}),
        history.Day("2026-01-01", ("index.md", "recurrent/index.md"), {}),
    )
    yield put
    changes.days.cache_clear()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_leads_to_each_page_that_is_still_there(language):
    html = changes.filled(f"<p>A</p>{PLACE}", language)
    assert html.startswith("<p>A</p><dl")
    assert html.count("<dt") == 2
    assert 'href="../../recurrent/lstm/"' in html
    assert 'href="../../recurrent/"' in html
    assert 'href="../../"' in html
    assert "3" in html[html.index("lstm/") :]
    assert "gone" not in html


@pytest.mark.usefixtures("known")
def test_the_page_as_markdown_has_the_list_too():
    """Its HTML has been read and written once more by then."""
    written = Tree(PLACE).body.inner_html
    assert "<dt" in changes.filled(written, "en")


def test_a_notebook_is_called_as_its_heading_says():
    path = DOCS / "en" / "convolution" / "ex_max_pool.ipynb"
    assert changes.title(path)[0].isupper()


def test_a_copy_without_history_says_so(known):
    known()
    assert changes.NONE["en"] in changes.filled(PLACE, "en")
    assert "<entry" not in changes.feed("en", "T", "https://example.org/en/")


@pytest.mark.usefixtures("known")
def test_the_feed_says_the_same():
    """Atom wants an id, a title and a date of the feed and of each entry, and an author."""
    site = "https://example.org/en/"
    root = ElementTree.fromstring(changes.feed("en", "T & U", site).encode())
    assert root.find(f"{ATOM}title").text == "T & U"
    assert root.find(f"{ATOM}author/{ATOM}name").text
    entries = root.findall(f"{ATOM}entry")
    for part in (root, *entries):
        assert part.find(f"{ATOM}id").text.startswith(site)
        assert part.find(f"{ATOM}title").text
        assert part.find(f"{ATOM}updated").text.endswith("T00:00:00Z")
    assert root.find(f"{ATOM}updated").text == "2026-01-02T00:00:00Z"
    told = [entry.find(f"{ATOM}content").text for entry in entries]
    assert f'href="{site}recurrent/lstm/"' in told[0]
    assert "New:" in told[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_pages_have_a_place_for_the_list(language):
    text = (DOCS / language / "help" / "changes.md").read_text("utf-8")
    assert PLACE in text
    assert f"(../{changes.FEED})" in text


def test_the_deployed_site_is_built_with_all_of_the_history():
    flow = (ROOT / ".github/workflows/pages.yml").read_text("utf-8")
    assert "fetch-depth: 0" in flow
