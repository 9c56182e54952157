"""Each page as Markdown, a file beside it: index.md beside index.html."""

from pathlib import Path
from urllib.parse import urldefrag, urljoin

from mkdocs.utils import get_relative_url

from press.cache import write
from press.finish import claims
from press.finish.markdown import Writer
from press.finish.portable import address_of
from press.finish.recall import shuffled
from press.finish.tree import Tree, element, first_words
from press.read.recall import HEADING, items_of, listed_below, question_of

NAME = "index.md"
COPY = {"zh": "复制整页 Markdown", "en": "Copy page as Markdown"}
ANSWER = {"zh": "答案：", "en": "Answer: "}
FROM = {"zh": "出处：", "en": "From "}
LINKS = (("a", "href"), ("img", "src"))


def entry(language: str) -> str:
    """Below the title: the link that a script makes a button that copies."""
    return f'<a href="{NAME}" data-page>{COPY[language]}</a>'


def as_on_the_page(html: str, source: str, site: str, url: str) -> str:
    """The links of a source as mkdocs writes them into the page of an address."""
    tree, url = Tree(html), url.removeprefix("./")
    for tag, attribute in LINKS:
        for node in tree.css(f"{tag}[{attribute}]"):
            found = address_of(node.attrs[attribute], source, site)
            place, mark = urldefrag(found)
            if place == site + url and mark:
                found = f"#{mark}"
            elif found.startswith(site):
                inner = get_relative_url(place.removeprefix(site) or ".", url)
                found = f"{inner}#{mark}" if mark else inner
            node.attrs[attribute] = found
    return tree.body.inner_html


def formulas(tree: Tree) -> None:
    """TeX between dollars, as it was written."""
    for node in tree.css(".arithmatex"):
        latex = node.text()[2:-2].strip()
        display = node.tag == "div"
        node.inner_html = ""
        first_words(node, f"$$\n{latex}\n$$" if display else f"${latex}$")


def answered(tree: Tree, language: str) -> None:
    """Do you still know? The options in the order of the page; then the answer."""
    heading = tree.css_first(HEADING)
    if heading is None:
        return
    for item in items_of(listed_below(heading)):
        listed = item.css_first("ul, ol")
        question = question_of(Tree(item.html).css_first("li"))
        right = (
            question.items if question.kind == "order" else question.items[:1]
        )
        if question.kind != "number":
            options = element(tree, "ul")
            for inner in shuffled([*question.items]):
                option = element(tree, "li")
                option.inner_html = inner
                options.insert_child(option)
            listed.insert_before(options)
        answer = element(tree, "p")
        answer.inner_html = ANSWER[language] + " → ".join(right)
        listed.replace_with(answer)


def page(html: str, language: str, url: str, site: str, rights: str) -> str:
    """The Markdown of a page; html: what stands below its address, formulas as TeX."""
    tree = Tree(f"<article>{html}</article>")
    for tool in tree.css("[data-page], .chart, .recall-part"):
        tool.decompose()
    formulas(tree)
    claims.present(tree, language, url)
    answered(tree, language)
    for tag, attribute in LINKS:
        for node in tree.css(f"{tag}[{attribute}]"):
            node.attrs[attribute] = urljoin(site + url, node.attrs[attribute])
    text = Writer(language).text(tree.css_first("article"))
    return f"{text}\n\n---\n\n{FROM[language]}<{site}{url}> · {rights}\n"


def beside(page: str) -> str:
    """Where the Markdown of a page is."""
    return page.removesuffix("index.html") + NAME


def put(folder: Path, page: str, text: str) -> None:
    write(folder / beside(page), text)
