"""What the site tells once it is asked: guesses, recall, hints and solutions.

A guess is answered below the output; hints and solutions, and the answers of what one
should still know, stand at the end of the chapter.
"""

from html import escape

from press.finish.tree import Node, Tree, element, first_words

YOURS = {"zh": "你猜会打印什么？", "en": "What will it print, do you think?"}
TOLD = {"zh": "各个猜法：", "en": "What each guess means:"}
SOLUTIONS = {"zh": "提示与解答", "en": "Hints and solutions"}
RIGHT = {"zh": "对", "en": "right"}
ANSWERS = {"zh": "“还记得吗”的答案", "en": "Answers to “Do you still know?”"}
LATER = {
    "zh": "提示与解答在本章末尾",
    "en": "Hints and solutions: at the end of the chapter",
}
FOLDED = {"tip", "success", "failure"}  # hint, solution, mistakes and the check
MARKS = "abcdefghij"
PREFIX = "book-"  # ids that the book adds


def guesses(tree: Tree, language: str) -> None:
    """The options above the output, what becomes of each below it."""
    for box in tree.css("div.guess"):
        options = box.css("li")
        asked, told = "", ""
        for item in options:
            code = item.css_first("code").html
            why = item.css_first("span")
            mark = f" ({RIGHT[language]})" if "data-right" in item.attrs else ""
            asked += f"<li>{code}</li>"
            told += f"<li>{code}{mark}: {why.inner_html if why else ''}</li>"
        output = box.parent
        above = element(tree, "div", class_="guess", id=box.attributes["id"])
        above.inner_html = f"<p>{YOURS[language]}</p><ul>{asked}</ul>"
        below = element(tree, "div", class_="guess answered")
        below.inner_html = f"<p>{TOLD[language]}</p><ul>{told}</ul>"
        box.decompose()
        output.insert_before(above)
        output.insert_after(below)


def answer(item: Node) -> str:
    """What answers a question, in HTML."""
    if field := item.css_first("input"):
        within = field.attributes.get("data-within") or "0"
        number = field.attributes["data-answer"]
        return number if within == "0" else f"{number} ± {within}"
    options = item.css("ul > li")
    if item.attributes.get("data-kind") == "order":
        buttons = [each.css_first("button") for each in options]
        order = sorted(
            range(len(buttons)),
            key=lambda at: int(buttons[at].attributes["data-place"]),
        )
        return ", ".join(MARKS[at] for at in order)
    return next(
        f"{mark}: {each.css_first('button').inner_html}"
        for mark, each in zip(MARKS, options, strict=False)
        if each.css_first("button[data-right]")
    )


def recalled(tree: Tree, language: str) -> None:
    """Questions with lettered options; the answers wait for the end."""
    for listed in tree.css("ol.recall"):
        items = [each for each in listed.iter() if each.tag == "li"]
        told = "".join(f"<li>{answer(item)}</li>" for item in items)
        for item in items:
            options = item.css_first("ul")
            for option in options.css("li") if options else ():
                option.inner_html = option.css_first("button").inner_html
            for field in item.css("input"):
                field.parent.decompose()
        end = ending(tree, language)
        name = f'<h3 id="{PREFIX}recall">{ANSWERS[language]}</h3>'
        added(tree, end, f"{name}<ol>{told}</ol>")


def ending(tree: Tree, language: str) -> Node:
    """The end of the chapter, where what is told later stands."""
    name = f"{PREFIX}solutions"
    if (found := tree.css_first(f"#{name}")) is None:
        heading = element(tree, "h2", id=name)
        first_words(heading, SOLUTIONS[language])
        tree.body.insert_child(heading)
        tree.body.insert_child(element(tree, "div", class_="ending"))
    elif found.tag != "h2":
        raise ValueError(f"#{name} is the book's own")
    return tree.css_first("div.ending")


def added(tree: Tree, end: Node, html: str) -> None:
    """Write into the end of a chapter."""
    part = element(tree, "div")
    part.inner_html = html
    end.insert_child(part)


def following(heading: Node) -> list[Node]:
    """The elements of an exercise, up to the next heading."""
    found, node = [], heading.next
    while node is not None and node.tag not in ("h1", "h2", "h3"):
        if node.is_element_node:
            found.append(node)
        node = node.next
    return found


def solutions(tree: Tree, language: str) -> None:
    """Of each exercise: the hints and the solution go to the end of the chapter."""
    for heading in tree.css('h3[id^="exercise"], h2[id^="exercise-"]'):
        own = [
            each
            for each in following(heading)
            if each.tag == "details"
            and FOLDED & {*(each.attributes.get("class") or "").split()}
        ]
        if not own:
            continue
        name = heading.attributes["id"]
        title = "".join(
            part.html if part.is_element_node else escape(part.text_content)
            for part in heading.iter(include_text=True)
            if part.tag != "a"
        )
        later = element(tree, "p", class_="later")
        target = f"{PREFIX}{name}"
        later.inner_html = f'<a href="#{target}">{LATER[language]}</a>'
        own[0].insert_before(later)
        told = f'<h3 id="{target}"><a href="#{name}">{title}</a></h3>'
        told += "".join(each.html for each in own)
        for each in own:
            each.decompose()
        added(tree, ending(tree, language), told)
