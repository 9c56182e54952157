"""What a chapter asks at its end is answered by the section to which the question leads."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from press.read.page import Page
from press.read.recall import NUMBER, Question, questions

COUNT = 3  # of a chapter's own
CHOICES = 2  # of them, at least
SIZES = {"choice": (3, 4), "number": (1, 1), "order": (3, 5)}
LEVEL = re.compile(r"h([1-6])")
ENDS = " .,;:!?。，；：！？"


def plain(text: str) -> str:
    """Words as one compares them."""
    return " ".join(text.casefold().split()).strip(ENDS)


def text_of(html: str) -> str:
    return plain(LexborHTMLParser(html).body.text())


def beside(node: LexborNode) -> list[LexborNode]:
    """The elements after a heading, up to the next that is no part of it."""
    level, found = int(LEVEL.fullmatch(node.tag)[1]), []
    after = node.next
    while after is not None:
        match = LEVEL.fullmatch(after.tag or "")
        if match and int(match[1]) <= level:
            break
        found.append(after)
        after = after.next
    return found


def section(page: Page, name: str) -> str | None:
    """The text of a section; nothing if the page has no heading of that name."""
    heading = LexborHTMLParser(page.html).css_first(f'[id="{name}"]')
    if heading is None or not LEVEL.fullmatch(heading.tag):
        return None
    return plain(" ".join(node.text() for node in beside(heading)))


def answers(question: Question) -> list[str]:
    """What has to stand in the section."""
    if question.kind == "number":
        return [NUMBER.fullmatch(question.items[0])[1]]
    items = [text_of(item) for item in question.items]
    return items if question.kind == "order" else items[:1]


def place(answer: str, text: str) -> int:
    """Where an answer stands in a text as whole words; -1 if it does not."""
    begins = r"(?<![\w.])" if answer[:1].isascii() else ""
    ends = r"(?!\w|\.\d)" if answer[-1:].isascii() else ""
    found = re.search(begins + re.escape(answer) + ends, text)
    return found.start() if found else -1


def unanswered(question: Question, text: str | None) -> list[str]:
    """Why a section does not answer a question."""
    name = text_of(question.asked)
    if text is None:
        return [f"{name}: no heading #{question.section}"]
    wanted = answers(question)
    places = [place(answer, text) for answer in wanted]
    if -1 in places:
        lost = wanted[places.index(-1)]
        return [f"{name}: #{question.section} does not say {lost!r}"]
    is_sorted = places == sorted(places)
    return (
        [] if is_sorted else [f"{name}: #{question.section} has another order"]
    )


def shapeless(question: Question) -> list[str]:
    """Too few items, too many, or one twice."""
    name, size = text_of(question.asked), len(question.items)
    least, most = SIZES[question.kind]
    found = []
    if not least <= size <= most:
        found.append(f"{name}: {size} items, not {least} to {most}")
    if len({text_of(item) for item in question.items}) < size:
        found.append(f"{name}: an item stands there twice")
    return found


def faults(page: Page) -> list[str]:
    """What is wrong with the questions of a page."""
    asked, found = questions(page.html), []
    if len(asked) != COUNT:
        found.append(f"{len(asked)} questions, not {COUNT}")
    if sum(each.kind == "choice" for each in asked) < CHOICES:
        found.append(f"fewer than {CHOICES} of choice")
    for each in asked:
        found += shapeless(each) or unanswered(
            each, section(page, each.section)
        )
    return found


def unlike(pages: dict[str, Page]) -> list[str]:
    """In what the questions of both languages differ, but for their words."""
    found = {
        language: [
            (
                each.section,
                each.kind,
                each.items if each.kind == "number" else len(each.items),
            )
            for each in questions(page.html)
        ]
        for language, page in pages.items()
    }
    zh, en = found["zh"], found["en"]
    return [] if zh == en else [f"zh: {zh}", f"en: {en}"]
