"""Code, outputs, formulas and tables of a finished page, each in its box."""

import itertools
import re

from press.finish import running
from press.finish.tree import Node, Tree, element, first_words, wrap

MAY_DIFFER = {
    "zh": "换一台机器，这里的数最多相差 {}",
    "en": "On another machine these numbers may differ by {}",
}
COPY = {"zh": "复制代码", "en": "Copy the code"}
PROGRAM = {"zh": "复制程序", "en": "Copy program"}
STARTER = {"zh": "复制起始代码", "en": "Copy starter"}  # of an exercise
SPOKEN = {  # what a box is called where nobody sees it
    "code": {"zh": "代码 {}", "en": "Code {}"},
    "text": {"zh": "文本", "en": "Text"},
    "output": {"zh": "代码 {} 的输出", "en": "Output of code {}"},
}
TABLE = {"zh": "表格", "en": "Table"}
TOLD = {
    "zh": "{} {}：这一段和它用到的前文，共 {} 行",
    "en": "{}, {}: this block and what it needs, {} lines",
}
STALE = {
    "zh": "这一页的代码改过了，运行 make outputs 之后才能再复制程序。",
    "en": "The code of this page has changed: its programs can be copied again after make outputs.",
}
OPENS = "（“("
LONG = 9  # letters of a formula that may be wider than a phone
CLOSES = re.compile(r"[，。；：、）”？！,.;:)?!]+")


def code_boxes(
    tree: Tree,
    language: str,
    lengths: list[int],
    offers: running.Offers = running.NONE,
) -> None:
    """Code scrolls in a box of its own, which the theme's script leaves alone.

    That script would measure every block, one after the other, and lay out
    the page as often. Its copying and its message after it stay in use.
    lengths: how many lines the program of each Python block has; none where
    programs.lock does not know the page any more. offers: what each of them
    does in a browser.
    """
    others, last = itertools.count(1), ""
    for code in tree.css("pre > code"):
        pre, block = code.parent, code.parent.parent
        for empty in pre.css("span:empty"):  # where the highlighter begins
            empty.decompose()
        number = block.attributes.get("data-block")
        known = number is not None and int(number) <= len(lengths)
        name = f"code-{number}" if known else f"text-{next(others)}"
        code.attrs["id"] = name
        kinds = (block.attributes.get("class") or "").split()
        last = number or last  # the block that has printed an output
        said = f"output-{last}" if "output" in kinds else name
        lines = wrap(code, scrolling(tree, said, language))
        if "output" not in kinds:
            lines.insert_before(copy_button(tree, name, language))
        if known and (length := lengths[int(number) - 1]):
            is_graded = "exercise" in kinds
            label = (STARTER if is_graded else PROGRAM)[language]
            told = TOLD[language].format(label, f"{name}.py", length)
            row = tools(tree, f"{name}.py", label, told)
            if offers.runs:
                running.offer(tree, row, language, offers, number, is_graded)
            pre.insert_after(row)
        elif number == "1" and known:
            pre.insert_after(stale(tree, language))


def scrolling(tree: Tree, name: str, language: str) -> Node:
    """A box that scrolls, for the keyboard and for those who listen: output-3."""
    kind, _, number = name.partition("-")
    return element(
        tree,
        "span",
        class_="lines",
        tabindex="0",
        role="group",
        aria_label=SPOKEN[kind][language].format(number),
    )


def copy_button(tree: Tree, name: str, language: str) -> Node:
    """At the corner of a block: its text to copy."""
    corner = element(tree, "span", class_="md-code__nav")
    corner.insert_child(
        element(
            tree,
            "button",
            class_="md-code__button",
            aria_label=COPY[language],
            data_md_type="copy",
            data_clipboard_target=f"#{name}",
        )
    )
    return corner


def tools(tree: Tree, file: str, label: str, told: str) -> Node:
    """Below a block: its program to copy, and as a file."""
    box = element(tree, "div", class_="tools")
    button = element(tree, "button", data_program=file, aria_label=told)
    first_words(button, label)
    link = element(tree, "a", href=file)
    first_words(link, file)
    box.insert_child(button)
    box.insert_child(link)
    return box


def stale(tree: Tree, language: str) -> Node:
    """In the place of buttons that would copy what the code was before."""
    box = element(tree, "div", class_="tools")
    first_words(box, STALE[language])
    return box


def tolerances(tree: Tree, language: str, url: str) -> None:
    """An output whose numbers may differ says by how much, and where that is explained."""
    way = "../" * url.count("/") + "help/verified/#tolerance"
    for output in tree.css(".output[data-within]"):
        within = output.attrs["data-within"]
        del output.attrs["data-within"]
        words = MAY_DIFFER[language].format(within)
        link = element(tree, "a", class_="within", href=way, title=words)
        first_words(link, f"± {within}")
        output.first_child.insert_before(link)


def bound_formulas(tree: Tree) -> None:
    """No line begins with the comma after a formula or ends with its bracket."""
    for formula in tree.css("span.math"):
        before, after = formula.prev, formula.next
        if before and before.is_text_node:
            text = before.text_content
            if text[-1:] and text[-1] in OPENS:
                before.replace_with(text[:-1])
                first_words(formula, text[-1])
        if after and after.is_text_node:
            text = after.text_content
            if closing := CLOSES.match(text):
                follows = after.next if closing[0] == text else None
                if follows and follows.tag == "span":
                    # Firefox would keep both formulas on one line
                    follows.insert_before(element(tree, "wbr"))
                after.replace_with(text[closing.end() :])
                formula.insert_child(closing[0])


def long_formulas(tree: Tree) -> None:
    """What may be wider than a phone scrolls there, within its line."""
    for formula in tree.css("span.math"):
        if len(formula.text().strip()) > LONG:
            formula.attrs["class"] = "math long"


def table_boxes(tree: Tree, language: str) -> None:
    """A table too wide for a phone scrolls, with or without a script."""
    for table in tree.css("table"):
        if not table.attributes:
            table.attrs["class"] = "data"
            box = element(tree, "div", class_="table", tabindex="0")
            box.attrs["role"] = "group"
            box.attrs["aria-label"] = TABLE[language]
            wrap(table, box)


def named_headers(tree: Tree) -> None:
    """The head of a column that is only a formula is read out as its letters."""
    for head in tree.css("th"):
        formulas, letters = head.css("math"), head.text().strip()
        inside = "".join(formula.text() for formula in formulas).strip()
        if not formulas or letters != inside:
            continue
        for formula in formulas:
            formula.attrs["aria-hidden"] = "true"
        spoken = element(tree, "span", class_="spoken")
        first_words(spoken, letters)
        head.first_child.insert_before(spoken)
