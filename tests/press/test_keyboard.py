"""Where the keyboard stops on a page of the theme."""

import pytest

from press.finish import keyboard
from press.finish.tree import Tree

SIDEBAR = '<div class="md-sidebar md-sidebar--primary"{}></div>'
HTML = (
    '<a href="#t" class="md-skip">Skip to content</a>'
    '<header><label for="__drawer"><svg></svg></label></header>'
    '<nav class="md-tabs"></nav>{}'
    '<nav class="md-nav md-nav--primary"><label for="__drawer"></label>'
    '<div class="md-nav__container"><a href="a/">A</a>'
    '<label for="__nav_1"><span class="md-nav__icon"></span></label></div>'
    '<label for="__nav_1" class="md-nav__title">A'
    '<span class="md-nav__icon"></span></label>'
    '<ul class="md-nav__list"><li>B</li></ul>'
    '<label for="__toc">B<span class="md-nav__icon"></span></label></nav>'
)


@pytest.mark.parametrize(
    ("hidden", "list_of_chapters"),
    [("", ".md-sidebar--primary"), (" hidden", ".md-tabs")],
)
def test_two_links_lead_past_the_head(hidden, list_of_chapters):
    tree = Tree(HTML.format(SIDEBAR.format(hidden)))
    keyboard.stops(tree, "en")
    assert [(a.text(), a.attrs["href"]) for a in tree.css("a.md-skip")] == [
        ("Skip to the text", "#t"),
        ("Skip to the chapters", "#__chapters"),
    ]
    (chapters,) = tree.css("#__chapters")
    assert chapters.css_matches(list_of_chapters)


def test_a_page_without_chapters_has_one_link():
    tree = Tree(HTML.format("").replace("md-tabs", "none"))
    keyboard.stops(tree, "zh")
    assert [a.text() for a in tree.css("a.md-skip")] == ["跳到正文"]


def test_what_opens_a_menu_is_a_button_with_a_name():
    tree = Tree(HTML.format(""))
    keyboard.stops(tree, "en")
    buttons = tree.css('label > [role="button"][tabindex="0"]')
    assert [
        (found.parent.attrs["for"], found.attrs["aria-label"])
        for found in buttons
    ] == [
        ("__drawer", "Open or close the menu"),
        ("__nav_1", "A"),
        ("__nav_1", "Back"),
        ("__toc", "B"),
    ]
    assert buttons[0].attrs["aria-expanded"] == "false"
    assert buttons[0].css_first("svg")


def test_the_drawer_shows_the_overview_of_a_part_first():
    tree = Tree(HTML.format(""))
    keyboard.stops(tree, "en")
    first, second = tree.css(".md-nav__list > li")
    link = first.css_first("a")
    assert link.attributes["href"] == "a/"
    assert (link.text(), second.text()) == ("Overview of this part", "B")
