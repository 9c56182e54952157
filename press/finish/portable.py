"""Words and pictures of a page that are whole without the site: Markdown for a notebook."""

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

SOURCE = re.compile(r"(/index)?\.(md|ipynb)(?=[?#]|$)")

Attachments = dict[str, dict[str, str]]  # by name, as nbformat wants them
Picture = Callable[[str], Path | None]  # the PNG of what lies below assets/


class ToMarkdown(MarkdownConverter):
    """Markdown that shows the page's text; TeX between dollars stays TeX."""

    def __init__(self, **options) -> None:
        super().__init__(heading_style="ATX", escape_misc=False, **options)

    def escape(self, text: str, parent_tags: set) -> str:
        if re.fullmatch(r"(\$\$?).+\1", text, re.DOTALL):
            return text
        return super().escape(text, parent_tags).replace("<", "&lt;")

    def convert_details(self, el: Tag, text: str, parent_tags: set) -> str:
        return f"\n\n{fold(title(el), text)}\n\n"

    def convert_summary(self, el: Tag, text: str, parent_tags: set) -> str:
        return ""  # its fold says it

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set) -> str:
        return self.convert_blockquote(el, text, parent_tags)


def title(details: Tag) -> str:
    """What opens a fold, as HTML."""
    return details.find("summary").decode_contents()


def fold(summary: str, text: str) -> str:
    """Words below what opens them; between empty lines they are Markdown."""
    inner = f"<summary>{summary}</summary>\n\n{text.strip()}\n\n"
    return f"<details>\n{inner}</details>"


def bold(html: str) -> str:
    """A line that names what follows."""
    return ToMarkdown().convert(f"<p><strong>{html}</strong></p>").strip()


def address_of(link: str, source: str, site: str) -> str:
    """Where a link in a source of the site leads to, from anywhere."""
    address = urljoin(site + source, link)
    if address == site + source.removesuffix(".md") + ".ipynb":
        return address  # the notebook of the page
    return SOURCE.sub("/", address) if address.startswith(site) else address


def absolute(soup: BeautifulSoup, source: str, site: str) -> None:
    """Links and pictures work from anywhere."""
    for tag, attribute in (("a", "href"), ("img", "src")):
        for node in soup.find_all(tag, {attribute: True}):
            node[attribute] = address_of(node[attribute], source, site)


def attach(soup: BeautifulSoup, site: str, picture: Picture) -> Attachments:
    """The pictures of the site that come along; one that has no file stays there."""
    found = {}
    for image in soup.find_all("img", src=True):
        address = image["src"].removeprefix(f"{site}assets/")
        file = picture(address)
        if file is not None:
            name = address.split(".")[0].replace("/", "-") + ".png"
            data = b64encode(file.read_bytes()).decode()
            found[name] = {"image/png": data}
            image["src"] = f"attachment:{name}"
    return found
