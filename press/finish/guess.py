"""Guess first: the options stand where the output will, until one of them is chosen."""

from press.cache import fingerprint
from press.finish.tree import Node, Tree, element
from press.read.guess import QUESTION, below, holds, next_of, option_of

YOURS = {"zh": "你猜会打印什么", "en": "What will it print, do you think"}
SHOW = {"zh": "直接看输出", "en": "Show me"}


def option(tree: Tree, item: Node, is_right: bool) -> Node:
    """A button, and what is said once it is pressed."""
    found = option_of(item)
    marks = {"data_right": None} if is_right else {}
    made = element(tree, "li", **marks)
    made.insert_child(element(tree, "button", type="button"))
    code = element(tree, "code")
    code.insert_child(found.printed)
    made.first_child.insert_child(code)
    why = element(tree, "span")
    why.inner_html = found.why
    made.insert_child(why)
    return made


def form(
    tree: Tree, name: str, items: list[Node], shown: str, language: str
) -> Node:
    """The options, one stop of the keyboard; the output holds the right one."""
    box = element(tree, "div", class_="guess", id=name, role="toolbar")
    box.attrs["aria-orientation"] = "vertical"
    box.attrs["aria-label"] = YOURS[language]
    listed = element(tree, "ul")
    for item in items:
        is_right = holds(shown, option_of(item).printed)
        listed.insert_child(option(tree, item, is_right))
    box.insert_child(listed)
    button = element(tree, "button", type="button")
    button.insert_child(SHOW[language])
    box.insert_child(button)
    for later in box.css("button")[1:]:
        later.attrs["tabindex"] = "-1"  # arrows lead there
    return box


def shuffled(name: str, items: list[Node]) -> list[Node]:
    """In an order that says nothing, the same in both languages."""
    return sorted(
        items, key=lambda item: fingerprint([], name, option_of(item).printed)
    )


def present(tree: Tree, language: str) -> None:
    """Put the options of each question into the output of the block below it.

    The question itself stays above the block; without scripts it is all of it.
    """
    for question in tree.css(QUESTION):
        options, block = below(question)
        output = next_of(block)
        if output is None or "output" not in output.attributes.get("class", ""):
            raise ValueError(f"guess {question.attributes['id']!r}: no output")
        name = question.attributes["id"]
        items, shown = shuffled(name, options.css("li")), output.text()
        made = form(tree, name, items, shown, language)
        del question.attrs["id"], question.attrs["class"]
        output.attrs["class"] += " asked"
        output.first_child.insert_before(made)
        options.decompose()
