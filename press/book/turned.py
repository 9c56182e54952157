"""A page of the site as a chapter: nothing to press, every fold open, every guess answered.

Links into the book are written book:recurrent/lstm/#idea, all others with their whole
address; what is printed and what an e-reader gets begin here alike.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from press.book import answers
from press.book.gather import Book, Page
from press.finish.tree import Node, Tree, element, first_words

INNER = "book:"
DROPPED = (
    "script, link, source, input, nav.chart, img.only-dark, .headerlink, .tools, "
    ".takeaways, .md-content__button, .md-code__nav, .spoken, .replay, "
    ".progress, .done, .kept-progress, .live-frame, [data-map], [data-shelf], "
    ".time button, .md-button"
)
OPENED = ".lines, picture"  # what holds something, and goes
LOST = (
    *("tabindex", "role", "aria-label", "aria-hidden", "aria-orientation"),
    *("loading", "decoding", "download", "data-live", "data-minutes"),
    *("data-block", "data-tabs", "data-kind"),
)
OUTPUT = {"zh": "输出", "en": "Output"}
EXERCISE = {"zh": "由你来写", "en": "Yours to write"}


class Heading(NamedTuple):
    """A heading of a chapter."""

    level: int
    id: str
    text: str


class Chapter(NamedTuple):
    """A page as a part of a book."""

    page: Page
    title: str
    body: str
    headings: list[Heading]


def classes(node: Node) -> list[str]:
    return (node.attributes.get("class") or "").split()


def outermost(tree: Tree, selector: str) -> Node | None:
    """The last of what a selector finds: what it holds comes before it is written anew."""
    found = tree.css(selector)
    return found[-1] if found else None


def open_folds(tree: Tree) -> None:
    """Folds in folds, too: the last one holds no other."""
    while fold := outermost(tree, "details"):
        opened(tree, fold)


def opened(tree: Tree, fold: Node) -> None:
    """One fold as a box below its name."""
    box = element(tree, "div", class_=" ".join(["fold", *classes(fold)]))
    if name := fold.attributes.get("id"):
        box.attrs["id"] = name
    if summary := fold.css_first("summary"):
        title = element(tree, "p", class_="fold-title")
        title.inner_html = summary.inner_html
        summary.replace_with(title)
    box.inner_html = fold.inner_html
    fold.replace_with(box)


def tabs(tree: Tree) -> None:
    """Beside each other on the site, below each other here."""
    while box := outermost(tree, ".tabbed-set"):
        labels = box.css_first(".tabbed-labels").css("label")
        blocks = [
            each
            for each in box.css_first(".tabbed-content").iter()
            if "tabbed-block" in classes(each)
        ]
        new = element(tree, "div", class_="tabs")
        new.inner_html = "".join(
            f'<p class="tab-title">{label.inner_html}</p>{block.inner_html}'
            for label, block in zip(labels, blocks, strict=True)
        )
        box.replace_with(new)


def code_boxes(tree: Tree, language: str) -> None:
    """A block says what it is, where a border and a colour say it on the site."""
    for kind, words in (("output", OUTPUT), ("exercise", EXERCISE)):
        for block in tree.css(f".highlight.{kind}"):
            told = element(tree, "p", class_="told")
            first_words(told, words[language])
            block.css_first("pre").insert_before(told)


def pictures(tree: Tree, page: Page, book: Book) -> None:
    """In the light scheme; what moves on the site stands as it comes to rest."""
    for image in tree.css("img"):
        source = image.attributes.get("src") or ""
        path = (book.folder / page.url / unquote(source)).resolve()
        image.attrs["src"] = path.as_uri()
    for style in tree.css("svg style"):
        text = re.sub(r"@keyframes.*", "", style.text(), flags=re.DOTALL)
        style.inner_html = re.sub(r"animation:[^};]*;?", "", text)


def links(tree: Tree, page: Page, book: Book) -> None:
    """Those into the book, and the others."""
    here, places = urljoin(book.base, page.url), book.numbers
    for link in tree.css("a[href]"):
        whole, _, name = urljoin(here, link.attributes["href"]).partition("#")
        inner = whole.removesuffix("index.html").removeprefix(book.base)
        if whole.startswith(book.base) and unquote(inner) in places:
            link.attrs["href"] = f"{INNER}{unquote(inner)}#{name}".rstrip("#")
        else:
            link.attrs["href"] = f"{whole}#{name}".rstrip("#")


def numbered(tree: Tree, page: Page) -> list[Heading]:
    """The headings, with the number of the chapter and of the section before them."""
    found, section = [], 0
    for node in tree.css("h1, h2, h3, h4"):
        level, number = int(node.tag[1]), ""
        text = " ".join(node.text().split())
        if level == 2:
            section += 1
        if page.number and level < 3:
            parts = [page.number] if level == 1 else [page.number, section]
            number = ".".join(map(str, parts))
            node.inner_html = (
                f'<span class="number">{number}</span> {node.inner_html}'
            )
            text = f"{number} {text}"
        found.append(Heading(level, node.attributes.get("id") or "", text))
    return found


def cleaned(tree: Tree) -> None:
    """Without what only a browser needs."""
    for node in tree.css(OPENED):
        node.unwrap()
    for node in tree.css(DROPPED):
        node.decompose()
    for name in LOST:
        for node in tree.css(f"[{name}]"):
            del node.attrs[name]


def twice(tree: Tree, page: Page) -> None:
    """ValueError where two things of a page have one id: a link could lead to either."""
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    if double := {name for name in ids if ids.count(name) > 1}:
        raise ValueError(f"{page.url}: {sorted(double)} twice")


def chapter(page: Page, book: Book) -> Chapter:
    """A page of the site as a chapter."""
    article = Tree(page.file.read_text("utf-8")).css_first("article")
    tree = Tree(f"<body>{article.inner_html}</body>")
    answers.guesses(tree, book.language)
    answers.recalled(tree, book.language)
    answers.solutions(tree, book.language)
    cleaned(tree)
    open_folds(tree)
    tabs(tree)
    code_boxes(tree, book.language)
    pictures(tree, page, book)
    links(tree, page, book)
    twice(tree, page)
    headings = numbered(tree, page)
    title = headings[0].text if headings else page.url
    return Chapter(page, title, tree.body.inner_html, headings)
