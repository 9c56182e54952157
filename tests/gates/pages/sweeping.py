"""Words that say more than any experiment can, where nothing bears them out."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from press.read.page import Page
from tests.kit.soup import own_soup_of

WORDS = {
    "en": re.compile(
        r"\b(?:no (?:better|worse) than|(?<!not )always (?:better|worse|wins?|helps?)"
        r"|(?:cannot|can never|never) (?:learns?|solves?|be learn(?:ed|t)|be beaten)"
        r"|best of all|by far the|prove[sdn]? that|without exception|of no help"
        r"|the only (?:way|reason|cause|remedy)|in every case)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"不比[^，。；：]{1,12}(?:好|强|差|快|慢)|总是更|(?<!不)总比|(?<!不是)学不会"
        r"|解决不了|证明了|唯一的?(?:办法|原因|出路)|毫无(?:例外|帮助|疑问)"
        r"|没有任何(?:区别|差别|帮助|用处)|必定|必然|一定(?:更|会|能)|无济于事"
    ),
}
SOURCE = re.compile(r"\b(?:1[89]|20)\d\d\b")
PLACES = ["p", "li", "dd", "figcaption", "h1", "h2", "h3", "h4", "summary"]
NOT_OURS = ("exercises", "references")  # sections that conclude nothing


def borne_out(place: Tag) -> bool:
    """By a claim's table, by a formula, or by somebody's paper."""
    marked = place.find_parent(class_="claim") or place.select_one(".claim")
    return bool(
        "claim" in place.get("class", ())
        or marked
        or place.find("math")
        or SOURCE.search(place.get_text())
    )


def concluding(page: Page) -> BeautifulSoup:
    """A page without code, without the exercises and the bibliography."""
    soup = own_soup_of(page.html)
    for name in NOT_OURS:
        heading = soup.find("h2", id=name)
        for tag in heading.find_next_siblings() if heading else ():
            if tag.name == "h2":
                break
            tag.extract()
    for code in soup.find_all(["pre", "code"]):
        code.replace_with(" ")
    return soup


def sweeping(page: Page, language: str) -> Iterator[str]:
    """Such words in the title, the description and the sentences of a page."""
    for key in ("title", "description"):
        if found := WORDS[language].search(str(page.meta.get(key, ""))):
            yield f"{key}: {found[0]}"
    for place in concluding(page).find_all(PLACES):
        if place.find(PLACES) or borne_out(place):
            continue
        text = re.sub(r"\s+", " ", place.get_text())
        for found in WORDS[language].finditer(text):
            yield f"{found[0]}: {text[max(0, found.start() - 60) : found.end() + 40]}"
