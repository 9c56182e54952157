"""Behind each conclusion, under how many settings it held; at the end, the tables."""

import json
from pathlib import Path

from press import ROOT
from press.compute.claims import Held, grouped, label
from press.finish.tree import Node, Tree, element, first_words

COUNT = {"zh": "{}/{}", "en": "{} of {}"}
SPOKEN = {
    "zh": "换了 {1} 种条件，其中 {0} 种成立；看是哪些",
    "en": "holds under {} of {} settings: which",
}
TITLE = {
    "zh": "换个条件，结论还成立吗？",
    "en": "Do the conclusions hold elsewhere?",
}
NOTE = {
    "zh": "每一行写明这次改动了什么，其余照旧；接着是据以判断的数；最后是结论成立（✓）与否（✗）。名字与程序里的相同。随机数是实验自己的：seed 0 的数未必是上文那些。",
    "en": "Each row says what was changed, and all else is left as it was; then come the numbers that decide; last, whether the conclusion holds (✓) or not (✗). The names are those of the code. The experiments draw random numbers of their own: their seed 0 need not be the page's.",
}
FIRST = {  # what the first count of a page means
    "zh": "{0}/{1} 是说：这句话在 {1} 种条件下试过（别的种子、大小、学习率、数据等），{2}成立。每一种都列在本页末尾。",
    "en": "{0} of {1}: the sentence was tried under {1} settings (other seeds, sizes, rates, data) and held {2}. All of them are listed at the end of the page.",
}
HELD = {"zh": ("每种都", "有 {0} 种"), "en": ("in each", "in {0} of them")}
HEADS = {"zh": ("条件", "成立"), "en": ("setting", "holds")}
SIGNS = {True: "✓", False: "✗"}
ENDS = {"zh": "。？！", "en": ".?!"}


def recorded(url: str, root: Path = ROOT) -> dict[str, Held]:
    """What make claims recorded for the page at an address of the site."""
    place = url.strip("/")
    for folder in (place, f"{place}/index"):
        file = root / "studies" / folder / "claims.json"
        if place and file.is_file():
            return grouped(json.loads(file.read_text("utf-8"))["rows"])
    return {}


def present(tree: Tree, language: str, url: str) -> None:
    """Behind each mark its count, which leads to its table."""
    found = recorded(url)
    marks = [m for m in tree.css(".claim[id]") if m.attrs["id"] in found]
    if not marks:
        return
    box = element(tree, "section", class_="claims", aria_label=TITLE[language])
    for words in TITLE, NOTE:
        line = element(tree, "p")
        first_words(line, words[language])
        box.insert_child(line)
    for mark in marks:
        claim = found[mark.attrs["id"]]
        box.insert_child(fold(tree, claim, sentence(mark, language), language))
        mark.insert_child(" ")
        mark.insert_child(count(tree, claim, language))
    explain(tree, marks, found, language)
    place(tree, box)


def explain(
    tree: Tree, marks: list[Node], found: dict[str, Held], language: str
) -> None:
    """Below the first count that one sees: what such a count means."""
    open_ones = [m for m in marks if not is_folded(m)]
    first = (open_ones or marks)[0]
    claim = found[first.attrs["id"]]
    numbers = claim.count, len(claim.rows)
    always, often = HELD[language]
    times = always if claim.count == len(claim.rows) else often.format(*numbers)
    note = element(tree, "p", class_="held-note")
    first_words(note, FIRST[language].format(*numbers, times))
    if first.tag == "li":
        first.insert_child(note)
    else:
        first.insert_after(note)


def is_folded(node: Node) -> bool:
    """Whether a fold holds it."""
    above = node.parent
    while above is not None and above.tag != "details":
        above = above.parent
    return above is not None


def place(tree: Tree, box: Node) -> None:
    """The tables come last, above the line of the proof if there is one."""
    proof = tree.css_first("article .proof")
    if proof:
        proof.insert_before(box)
    else:
        tree.css_first("article").insert_child(box)


def sentence(mark: Node, language: str) -> str:
    """The first sentence of a marked paragraph."""
    words = " ".join(mark.text().split())
    ends = ENDS[language]
    for at, letter in enumerate(words):
        follows = words[at + 1 : at + 2]
        if letter in ends and (language == "zh" or follows in ("", " ")):
            return words[: at + 1]
    return words


def count(tree: Tree, claim: Held, language: str) -> Node:
    """In how many settings a claim held."""
    numbers = claim.count, len(claim.rows)
    link = element(
        tree,
        "a",
        class_="held" if claim.stands else "held partly",
        href=f"#{claim.name}-varied",
        title=SPOKEN[language].format(*numbers),
    )
    first_words(link, COUNT[language].format(*numbers))
    return link


def fold(tree: Tree, claim: Held, words: str, language: str) -> Node:
    """The settings of a claim, folded below its sentence."""
    made = element(tree, "details", class_="claims", id=f"{claim.name}-varied")
    summary = element(tree, "summary")
    told = COUNT[language].format(claim.count, len(claim.rows))
    first_words(summary, f"{told}{'：' if language == 'zh' else ': '}{words}")
    made.insert_child(summary)
    made.insert_child(table(tree, claim, language))
    return made


def table(tree: Tree, claim: Held, language: str) -> Node:
    """A row for each setting: what was varied, the numbers, whether it held."""
    names = [*dict.fromkeys(n for each in claim.rows for n in each["numbers"])]
    varied, holds = HEADS[language]
    made = element(tree, "table")
    made.insert_child(row(tree, "th", [varied, *names, holds]))
    for each in claim.rows:
        found = each["numbers"]
        numbers = (number(found[n]) if n in found else "" for n in names)
        cells = [label(each["setting"]), *numbers, SIGNS[each["holds"]]]
        made.insert_child(row(tree, "td", cells))
    return made


def number(value: float) -> str:
    """Three digits of it; thousands whole, and not as 1.23e+03."""
    whole = 999.5 <= abs(value) < 1_000_000
    return f"{value:.0f}" if whole else f"{value:.3g}"


def row(tree: Tree, kind: str, words: list[str]) -> Node:
    made = element(tree, "tr")
    for word in words:
        cell = element(tree, kind)
        first_words(cell, word)
        made.insert_child(cell)
    return made
