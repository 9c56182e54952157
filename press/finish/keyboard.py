"""Where the keyboard stops on a page, and how it gets past what it need not see."""

from press.finish.tree import Node, Tree, element, first_words, wrap

MENU = {"zh": "打开或关闭菜单", "en": "Open or close the menu"}
SKIPS = {
    "zh": ("跳到正文", "跳到章节列表"),
    "en": ("Skip to the text", "Skip to the chapters"),
}
OVERVIEW = {"zh": "本部分概览", "en": "Overview of this part"}
BACK = {"zh": "返回上一级", "en": "Back"}
PANEL = '.md-nav--primary label:is([for^="__nav"], [for="__toc"])'


def skips(tree: Tree, language: str) -> None:
    """Two links before all others: to the text, and to the list of chapters."""
    beside = tree.css_first(".md-sidebar--primary:not([hidden])")
    chapters = beside or tree.css_first(".md-tabs")
    for skip in tree.css("a.md-skip"):
        text, list_of_all = SKIPS[language]
        skip.inner_html = text
        if chapters:
            chapters.attrs["id"] = "__chapters"
            further = element(tree, "a", class_="md-skip", href="#__chapters")
            first_words(further, list_of_all)
            skip.insert_after(further)


def button(node: Node, name: str) -> None:
    """What is in a label, so that its click reaches the label."""
    node.attrs["role"], node.attrs["tabindex"] = "button", "0"
    node.attrs["aria-label"] = name


def menu(tree: Tree, language: str) -> None:
    """What a finger presses there is a button for a key, too."""
    for icon in tree.css('header label[for="__drawer"] > svg'):
        opens = wrap(icon, element(tree, "span", aria_expanded="false"))
        button(opens, MENU[language])
    for icon in tree.css(f"{PANEL} > .md-nav__icon"):
        label = icon.parent
        is_title = label.css_matches(".md-nav__title")
        words = label.text().strip() or label.parent.text().strip()
        button(icon, BACK[language] if is_title else words)


def overviews(tree: Tree, language: str) -> None:
    """The drawer of a narrow screen shows the overview of a part above its chapters."""
    for link in tree.css(".md-nav--primary .md-nav__container > a"):
        chapters = link.parent.parent.css_first("ul.md-nav__list")
        item = element(tree, "li", class_="md-nav__item of-part")
        made = element(
            tree, "a", class_="md-nav__link", href=link.attributes["href"]
        )
        first_words(made, OVERVIEW[language])
        item.insert_child(made)
        chapters.first_child.insert_before(item)


def stops(tree: Tree, language: str) -> None:
    """All of the above."""
    skips(tree, language)
    overviews(tree, language)
    menu(tree, language)
