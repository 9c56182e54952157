"""Which files of code belong to a chapter: the page decides."""

import pytest

from press.read.chapter import parts, slug_of


@pytest.fixture
def root(tmp_path):
    """Two chapters, one named like a part of the other would be."""
    for name in ("zh/toy/net.md", "en/toy/net.md", "zh/toy/net_of_nets.md"):
        page = tmp_path / "docs" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.touch()
    (tmp_path / "snippets/toy").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("net", "net"),
        ("net_torch", "net"),
        ("net_norm", "net"),
        ("net_norm_fast", "net"),
        ("net_of_nets", "net_of_nets"),
        ("net_of_nets_data", "net_of_nets"),
        ("net_of_others", "net"),
        ("network", "network"),
        ("other", "other"),
    ],
)
def test_the_longest_name_of_a_page_is_the_chapter(root, stem, slug):
    path = root / "snippets/toy" / f"{stem}.py"
    assert slug_of(path, root / "docs") == slug


def test_the_further_files_of_a_chapter(root):
    files = ("net", "net_b", "net_a", "net_torch", "net_fast", "net_of_nets")
    for stem in files:
        (root / "snippets/toy" / f"{stem}.py").touch()
    found = [path.stem for path in parts("toy", "net", root)]
    assert found == ["net_a", "net_b"]
    assert parts("toy", "net_of_nets", root) == []
