"""Gate 2: what is needed is one thing on a page, on the map and on the routes."""

import pytest

from press import CONFIGS, DOCS
from press.finish import chart, times
from press.read import needs as read
from tests.gates.pages.needs import disagreeing, torn
from tests.kit.findings import none


def of(language: str) -> tuple[str, read.Graph]:
    folder = DOCS / language
    home = (folder / "index.md").read_text("utf-8")
    return home, read.graph(folder, read.names(home))


@pytest.mark.parametrize("language", CONFIGS)
def test_pages_and_front_matter_agree(language):
    _, needs = of(language)
    found = []
    for chapter in needs:
        path = read.path_of(DOCS / language, chapter)
        if path.suffix == ".md":
            found += disagreeing(path.read_text("utf-8"), chapter, needs)
        found += [
            f"{chapter} needs {n}, which is no chapter"
            for n in needs[chapter]
            if n not in needs
        ]
    none(found, "mend needs: in the front matter, or the sentence")


@pytest.mark.parametrize("language", CONFIGS)
def test_a_route_contains_what_it_needs(language):
    home, needs = of(language)
    none(torn(home, needs), "mend the route or what a chapter needs")


def test_both_languages_need_the_same_in_the_same_order():
    (zh, chinese), (en, english) = of("zh"), of("en")
    assert chinese == english
    assert [*chinese] == [*english]
    assert times.ROUTE.findall(zh) == times.ROUTE.findall(en)


NEEDS = {"a/index": (), "a/one": ("a/index",), "b/two": ("a/one",), "b/x": ()}
TEXT = "# T\n\nFine. You need [one](../a/one.md), [x](x.md#part).\n\n## B\n\nYou need [y](y.md)."


def test_planted_sentences_and_routes():
    assert disagreeing(TEXT, "b/two", NEEDS) == [
        "b/two: the text needs b/x, the front matter does not"
    ]
    assert disagreeing(TEXT.replace("need", "like"), "b/two", NEEDS) == []
    chinese = (
        "# T\n\n好。你需要会用 NumPy，读过[一](../a/one.md)；[x](x.md) 不必。"
    )
    assert disagreeing(chinese, "b/two", NEEDS) == []
    assert disagreeing(chinese, "b/x", NEEDS) == [
        "b/x: the text needs a/one, the front matter does not"
    ]
    route = '<span data-minutes="a/index b/two"></span>'
    assert torn(route, NEEDS) == [
        "b/two needs a/one, which the route has not before it"
    ]
    assert torn(route.replace("a/index", "a/index a/one"), NEEDS) == []


def test_a_circle_is_told():
    with pytest.raises(ValueError, match="a → b → a: a circle"):
        read.before({"a": ("b",), "b": ("a",)}, "a")


def test_what_follows_has_no_line():
    needs = NEEDS | {"b/two": ("a/one", "a/index")}
    assert read.reduced(needs)["b/two"] == ("a/one",)
    assert read.level(needs, "b/two") == 2
    places, bands = chart.placed([*needs], needs)
    assert places["b/two"] == chart.Place(1, 2, 1)
    assert places["b/x"] == chart.Place(1, 0, 1)
    assert bands == [(0, 1), (1, 1)]


def test_the_map_is_drawn():
    names = {chapter: chapter.upper() for chapter in NEEDS}
    minutes = dict.fromkeys(NEEDS, 7)
    judged = dict.fromkeys(NEEDS, 2)
    labels = ["First & one", "Second"]
    made = chart.drawn(names, NEEDS, labels, minutes, judged, "en")
    assert made.count('data-graded="2"') == 4
    assert made.count("<path") == 2
    assert made.count("<a ") == 4
    assert 'href="a/"' in made
    assert 'href="b/two/"' in made
    assert "First &amp; one" in made
    assert "B/TWO <small>7</small>" in made
