"""What a page asks: where the options of a guess go, and what the questions at its end become."""

import json

import nbformat
import pytest

from press.finish import guess, notebook, recall, search
from press.finish.tree import Tree
from press.read.length import lengths
from tests.kit.small_asked import ASKED, CODE, LAST, ORDER, SOUND
from tests.kit.small_page import block, page

BODY = ASKED + block(CODE, "4")


def test_options_stand_in_the_output_and_the_question_stays():
    tree = Tree(page(BODY).html)
    guess.present(tree, "en")
    output = tree.css_first(".output.asked")
    assert output.css_first(".guess").attributes["id"] == "sum"
    right = output.css(".guess li[data-right]")
    assert [item.css_first("code").text() for item in right] == ["4"]
    assert output.css_first(".guess ~ pre").text().strip() == "4"
    assert len(tree.css("li")) == 3
    assert "What is printed?" in [p.text() for p in tree.css("p")]


def test_the_right_guess_is_not_always_in_one_place():
    places = set()
    for n in range(9):
        tree = Tree(page(BODY.replace("#sum", f"#sum-{n}")).html)
        guess.present(tree, "en")
        options = tree.css(".guess li")
        places.add(["data-right" in o.attributes for o in options].index(True))
    assert places == {0, 1, 2}


def test_a_guess_without_an_output_stops_the_build():
    tree = Tree(page(ASKED + block(CODE)).html)
    with pytest.raises(ValueError, match="guess 'sum': no output"):
        guess.present(tree, "en")


def test_options_are_no_words_of_a_first_reading():
    with_options = lengths(BODY + "\n\nTwo words.\n")
    question = lengths("What is printed?\n\n" + block(CODE, "4"))
    assert with_options.first.words == question.first.words + 2
    assert with_options.first.lines == 2


def test_the_search_finds_no_option():
    html = search.without_answers(page(BODY).html)
    assert html.count("<ul data-search-exclude>") == 1
    other = page("Words.\n\n- `4`: an item.\n").html
    assert search.without_answers(other) == other


def test_a_notebook_asks_and_does_not_answer():
    text = notebook.notebook(page(BODY, tex=True), "a/b.md", "https://x/", "en")
    cells = nbformat.reads(text, as_version=4).cells
    asked, code = cells[-2:]
    assert "What is printed?" in asked.source
    assert all(f"`{option}`" in asked.source for option in ("4", "22", "0"))
    assert "this is what texts do" not in text
    assert code.source == CODE


def recalled(text: str) -> Tree:
    tree = Tree(page(text).html)
    recall.present(tree, "en")
    return tree


def test_questions_can_be_answered():
    tree = recalled(SOUND)
    kinds = [li.attributes["data-kind"] for li in tree.css("ol.recall > li")]
    assert kinds == ["choice", "number", "choice"]
    right = [button.text() for button in tree.css("button[data-right]")]
    assert right == ["Remembers.", "the forget gate"]
    field = tree.css_first(".recall input").attributes
    assert (field["data-answer"], field["data-within"]) == ("0.72", "0.01")


def test_an_order_is_shuffled_and_known():
    tree = recalled(SOUND.replace(LAST, ORDER))
    buttons = tree.css("button[data-place]")
    named = {b.attributes["data-place"]: b.text() for b in buttons}
    assert named == {
        "0": "the forget gate",
        "1": "the input gate",
        "2": "the output gate",
    }


def test_the_right_option_is_not_always_in_one_place():
    places = set()
    for n in range(9):
        tree = recalled(SOUND.replace("Remembers.", f"Remembers {n}."))
        options = tree.css_first("ol.recall ul").css("button")
        places.add(["data-right" in b.attributes for b in options].index(True))
    assert places == {0, 1, 2}


def test_questions_of_all_chapters_lead_to_their_pages(tmp_path):
    folder = tmp_path / "recurrent/lstm"
    folder.mkdir(parents=True)
    html = recalled(SOUND).html
    (folder / "index.html").write_text(html, "utf-8")
    recall.finish(tmp_path, "en")
    told = json.loads((tmp_path / recall.TOLD).read_text("utf-8"))
    assert [*told] == ["recurrent/lstm"]
    assert len(told["recurrent/lstm"]) == 3
    assert 'href="recurrent/lstm/#gates"' in told["recurrent/lstm"][0]
