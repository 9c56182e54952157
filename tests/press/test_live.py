"""Figures that compute: where their modules are on the site, and which pages load them."""

import json

import pytest

from press import ROOT
from press.finish import live
from press.finish.tree import Tree

PAGE = '<html><body><figure data-live="{}"><img></figure></body></html>'
START = '<script defer="" src="../../assets/js/live/start.js"></script>'


@pytest.fixture
def root(tmp_path):
    """A figure with its data, and a twin."""
    files = {
        "snippets/arrays.mjs": "export const a = 1\n",
        "snippets/toy/net.mjs": 'import { a } from "../arrays.mjs"\n',
        "studies/toy/net/live.mjs": 'import data from "./live.json"\n'
        'import { a } from "../../../snippets/toy/net.mjs"\n'
        'const later = () => import("../../../snippets/arrays.mjs")\n',
        "studies/toy/net/live.json": json.dumps({"rows": [{"x": [1, "零"]}]}),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_imports_lead_to_where_the_site_has_them(root):
    assert live.published(root) == {
        "assets/js/live/snippets/arrays.js": "export const a = 1\n",
        "assets/js/live/snippets/toy/net.js": 'import { a } from "../arrays.js"\n',
        "assets/js/live/toy/net.js": 'import data from "./net.data.js"\n'
        'import { a } from "../snippets/toy/net.js"\n'
        'const later = () => import("../snippets/arrays.js")\n',
        "assets/js/live/toy/net.data.js": 'export default {"x":[1,"零"]}',
    }


def test_a_figure_has_the_files_that_it_builds_on(root):
    assert live.names(root) == ["toy/net"]
    assert live.files("toy/net", root) == [
        "assets/js/live/snippets/arrays.js",
        "assets/js/live/snippets/toy/net.js",
        "assets/js/live/toy/net.data.js",
        "assets/js/live/toy/net.js",
    ]


def test_every_import_of_the_project_is_on_the_site():
    theme = {live.target(path) for path in live.THEME.rglob("*.js")}
    known = {*live.published(), *theme}
    for place, text in live.published().items():
        for _, there in live.IMPORT.findall(text):
            found = (ROOT / place).parent / there
            assert found.resolve().relative_to(ROOT).as_posix() in known


def test_an_import_of_nothing_stops_the_build(root):
    (root / "snippets/arrays.mjs").unlink()
    with pytest.raises(ValueError, match=r"net.mjs: there is no \.\./arrays"):
        live.published(root)


def test_a_page_with_a_figure_loads_what_waits_for_it(root):
    tree = Tree(PAGE.format("toy/net"))
    live.present(tree, "toy/net/", root)
    assert tree.html.count(START) == 1
    assert START + "</body>" in tree.html


def test_a_page_without_one_stays_as_it_is(root):
    tree = Tree("<html><body><figure><img></figure></body></html>")
    before = tree.html
    live.present(tree, "toy/net/", root)
    assert tree.html == before


@pytest.mark.parametrize("name", ["toy/other", ""])
def test_a_figure_that_is_not_there_stops_the_build(root, name):
    with pytest.raises(ValueError, match="data-live="):
        live.present(Tree(PAGE.format(name)), "toy/net/", root)
