"""Words that were left in the other language."""

import functools
import re
from collections.abc import Iterator

from press import DOCS
from press.read.page import Page
from tests.gates.languages.readme import OTHER
from tests.gates.languages.texts import placed, texts
from tests.kit.soup import own_soup_of

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Han, kana, and the punctuation and letters that are as wide as they are
WIDE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff]+"
)
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")
NAME = re.compile(r"[A-Za-z’'-]+[A-Z][A-Za-z’'-]*")  # NumPy, LSTM
# what says itself that it is of another language, or leads there
MARKED = "[lang]:not([lang|={}]), a[href='" + OTHER + "']"
NAMES = {"Huber", "Nesterov", "leaky", "ms", "tanh"}  # as Chinese has them
AUTHOR = r"(?:[A-Z][\w’'-]*|al\.|d[eu]|et|v[ao]n|der|等)[,、]?"
CITATION = re.compile(
    rf"\s*(?!(?:By|From|In|Since|Until)\b)(?:{AUTHOR} ?)+ (?:1[89]|20)\d\d\. "
)
ADDRESS = re.compile(r"[\w.:-]*/[\w./:-]*|\w+\.(?:py|md|com|org)\b")
# a quotation, or in brackets what Chinese has just said
ASIDE = re.compile(r"“[^”]*”|（[^（）\u2e80-\u9fff]*）")
ERROR = re.compile(r"^\s*\w+(?:Error|Warning): ")
SMALL = set(
    re.findall(
        r"\w+",
        "an and are as at be been but by can do does for from had has have "
        "how if in is it its may more no not of on one or so than that the "
        "their then there these they this to was we were what when where "
        "which while who why will with you your",
    )
)


def read_by(page: Page, language: str) -> dict[str, str]:
    """What one reads of a page but for what is marked as of another language.

    The headings of the glossary give each term in both languages.
    """
    soup = own_soup_of(page.html)
    for tag in soup.select(MARKED.format(language)):
        tag.clear()
    found = texts(page.meta, placed(soup))
    if page.path.name == "glossary.md":
        return {w: t for w, t in found.items() if not w.endswith(" heading")}
    return found


def chinese(page: Page) -> list[str]:
    """Han and wide punctuation in what one reads of an English page."""
    return [
        f"{where}: {found}"
        for where, text in read_by(page, "en").items()
        for found in WIDE.findall(text)
    ]


@functools.cache
def kept() -> set[str]:
    """The words that the Chinese glossary leaves as they are."""
    glossary = (DOCS / "zh" / "help" / "glossary.md").read_text("utf-8")
    terms = re.findall(r"^### (.+?) · ", glossary, re.MULTILINE)
    return {word for term in terms for word in WORD.findall(term)}


def squeezed(text: str) -> str:
    return " ".join(text.lower().split())


def printed(page: Page) -> str:
    """What programs print on a page: outputs, and messages that it shows."""
    return squeezed(" ".join(b.code for b in page.blocks if not b.is_python))


def is_sentence(found: list[str]) -> bool:
    """Whether words in a row are more than a term."""
    small = SMALL & {word.lower() for word in found}
    return len(found) > 5 or (len(found) > 3 and bool(small))


def untranslated(text: str, said: str) -> Iterator[str]:
    """The English in a Chinese text, but for names and for what programs said."""
    text = ASIDE.sub("", ADDRESS.sub("", ERROR.sub("", text)))
    alone = not HAN.search(text)
    for part in WIDE.split(text):
        found = [
            word
            for word in WORD.findall(part)
            if word not in NAMES | kept() and not NAME.fullmatch(word)
        ]
        left = bool(found) if alone else is_sentence(found)
        if left and squeezed(part) not in said:
            yield " ".join(part.split())


def english(page: Page) -> list[str]:
    """English in a Chinese page; titles of papers stay as they are."""
    said = printed(page)
    return [
        f"{where}: {found}"
        for where, text in read_by(page, "zh").items()
        if not CITATION.match(text)
        for found in untranslated(text, said)
    ]


def chinese_around(config) -> list[str]:
    """Han in what the English build shows on every page."""
    shown = [config.site_name, config.site_description, config.copyright]
    shown += [config.nav, config.theme["palette"]]
    shown += [config.mdx_configs[name] for name in ("toc", "footnotes")]
    return WIDE.findall(str(shown))
