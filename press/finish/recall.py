"""Do you still know? The questions as one answers them, and all of a language in one file."""

import json
from pathlib import Path

from press import DOCS
from press.cache import fingerprint, write
from press.finish.tree import Node, Tree, element
from press.read.needs import names
from press.read.recall import (
    HEADING,
    NUMBER,
    Question,
    items_of,
    listed_below,
    question_of,
)

TOLD = "assets/recall.json"
CHECK = {"zh": "检查", "en": "Check"}
NUMBERED = {"zh": "你的答案", "en": "Your answer"}


def shuffled(items: list) -> list:
    """In an order that says nothing, and is the same in every build."""
    return sorted(items, key=lambda item: fingerprint([], repr(item)))


def button(tree: Tree, inner: str, **attributes: str | None) -> Node:
    """An item of a list that can be pressed."""
    item = element(tree, "li")
    item.insert_child(element(tree, "button", type="button", **attributes))
    item.first_child.inner_html = inner
    return item


def field(tree: Tree, number: str, language: str) -> Node:
    """Where a number is typed."""
    answer, within = NUMBER.fullmatch(number).groups()
    box = element(tree, "p")
    told = {"data_answer": answer.replace("−", "-")}
    box.insert_child(
        element(
            tree,
            "input",
            inputmode="decimal",
            aria_label=NUMBERED[language],
            data_within=within or "0",
            **told,
        )
    )
    check = element(tree, "button", type="button")
    check.insert_child(CHECK[language])
    box.insert_child(check)
    return box


def asked(tree: Tree, question: Question, language: str) -> Node:
    """An item with a question, and what can be pressed."""
    made = element(tree, "li", data_kind=question.kind)
    words = element(tree, "p")
    words.inner_html = question.asked
    made.insert_child(words)
    if question.kind == "number":
        made.insert_child(field(tree, question.items[0], language))
        return made
    options = element(tree, "ul")
    for place, inner in shuffled([*enumerate(question.items)]):
        told = {"data_place": str(place)} if question.kind == "order" else {}
        if question.kind == "choice" and not place:
            told = {"data_right": None}
        options.insert_child(button(tree, inner, **told))
    made.insert_child(options)
    return made


def present(tree: Tree, language: str) -> None:
    """Make the list below the heading one that answers."""
    heading = tree.css_first(HEADING)
    if heading is None:
        return
    old = listed_below(heading)
    new = element(tree, "ol", class_="recall")
    for item in items_of(old):
        new.insert_child(asked(tree, question_of(item), language))
    old.replace_with(new)


def of_page(html: str, page: str) -> list[str]:
    """The questions of a finished page, their links from the folder of its language."""
    tree = Tree(html)
    found = []
    for item in tree.css("ol.recall > li"):
        for link in item.css('a[href^="#"]'):
            link.attrs["href"] = f"{page}/{link.attributes['href']}"
        found.append(item.html)
    return found


def finish(site: Path, language: str) -> None:
    """Write the questions of all chapters of a built language, in the order of the map."""
    index = (DOCS / language / "index.md").read_text("utf-8")
    found = {}
    for page in names(index):
        path = site / page / "index.html"
        if path.is_file() and (own := of_page(path.read_text("utf-8"), page)):
            found[page] = own
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    write(site / TOLD, text)
