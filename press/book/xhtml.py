"""A chapter as a document of an EPUB: XHTML, with its links and pictures in the book."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlparse

from press import HTML_LANG
from press.book.turned import INNER
from press.finish.tree import Node, Tree

VOID = {"br", "hr", "img", "wbr", "input", "col", "mspace"}
SPACES = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
# what an SVG says of its making, which no reader needs
TALK = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<metadata>.*?</metadata>"
    r'| id="image[0-9a-f]+"',  # the name of its bytes, twice where they are
    re.DOTALL,
)
# how a formula is set: browsers know it of each element, the schema of these alone
SET = {
    "displaystyle": {"math", "mstyle", "mtable"},
    "scriptlevel": {"mstyle"},
}
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
SHELL = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">'
    "<head><title>{title}</title>"
    '<link rel="stylesheet" type="text/css" href="book.css"/></head>'
    "<body>{body}</body></html>\n"
)


def text(said: str) -> str:
    """Words as XML has them."""
    return escape(NOT_XML.sub("", said), quote=False)


def written(node: Node) -> str:
    """A node and all that it holds, as XML."""
    if node.is_text_node:
        return text(node.text_content or "")
    if not node.is_element_node:
        return ""
    attributes = {
        name: "" if value is None else value
        for name, value in node.attributes.items()
        if not name.startswith("xmlns")
    }
    if node.tag in SPACES:
        attributes = {"xmlns": SPACES[node.tag], **attributes}
    outer = {
        name: attributes.pop(name)
        for name, known in SET.items()
        if name in attributes and node.tag not in known
    }
    inner = "".join(map(written, node.iter(include_text=True)))
    made = tagged(node.tag, attributes, inner)
    return tagged("mstyle", outer, made) if outer else made


def tagged(tag: str, attributes: dict[str, str], inner: str) -> str:
    """An element as XML."""
    told = "".join(
        f' {name}="{escape(value)}"' for name, value in attributes.items()
    )
    if not inner and tag in VOID:
        return f"<{tag}{told}/>"
    return f"<{tag}{told}>{inner}</{tag}>"


def document(title: str, body: str, language: str) -> str:
    """A whole file."""
    return SHELL.format(lang=HTML_LANG[language], title=text(title), body=body)


def file_of(url: str) -> str:
    """What the chapter is called in the book."""
    return f"{url.strip('/').replace('/', '-') or 'home'}.xhtml"


def inside(href: str, here: str) -> str:
    """A link of a chapter as the book has it."""
    if not href.startswith(INNER):
        return href
    url, _, name = unquote(href.removeprefix(INNER)).partition("#")
    file = "" if name and url == here else file_of(url)
    return f"{file}#{name}" if name else file


def picture_name(path: Path, folder: Path) -> str:
    """A picture is named by its place on the site."""
    inner = path.relative_to(folder) if path.is_relative_to(folder) else path
    return "images/" + "-".join(inner.parts).lstrip("/").replace(" ", "_")


def picture(path: Path) -> bytes:
    """Its bytes; of a drawing what is drawn."""
    if path.suffix != ".svg":
        return path.read_bytes()
    return TALK.sub("", path.read_text("utf-8")).strip().encode()


def body(html: str, here: str, add: Callable[[Path], str]) -> str:
    """A chapter's body; add: puts a picture into the book, and tells its name there."""
    tree = Tree(f"<body>{html}</body>")
    for link in tree.css("a[href]"):
        link.attrs["href"] = inside(link.attributes["href"], here)
    for image in tree.css("img[src]"):
        path = Path(unquote(urlparse(image.attributes["src"]).path))
        image.attrs["src"] = add(path)
        if image.attributes.get("alt") is None:
            image.attrs["alt"] = ""
    for listed in tree.css("ul, ol"):  # an e-reader is strict: no words between
        for each in listed.iter(include_text=True):
            if each.is_text_node and each.text_content.strip():
                raise ValueError(f"{here}: words in a list, beside its items")
    return "".join(map(written, tree.body.iter(include_text=True)))
