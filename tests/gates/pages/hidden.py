"""A page hides nothing: its tags, attributes and classes come from these lists."""

import re
from collections.abc import Iterator

from bs4 import Tag

from tests.gates.pages.letters import odd
from tests.kit.soup import soup_of

ANYWHERE = {"id", "class", "lang", "title"}
INLINE = "a br code em strong del sub sup kbd span img input label"
BOXES = (
    "p h1 h2 h3 h4 h5 h6 hr div pre blockquote details summary figure "
    "figcaption ul ol li dl dt dd table thead tbody tr th td"
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "name", "checked"},
    "label": {"for"},
    "div": {
        "data-within",
        "data-from",
        "data-block",
        "data-tabs",
        "data-search-exclude",
        "data-map",
        *("data-play", "data-changes", "data-shelf"),  # the build makes them
        "tabindex",
    },
    "span": {"data-search-exclude", "data-minutes"},  # the build fills them
    "details": {"open"},
    "figure": {"data-live"},  # comes alive
    "ol": {"start"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan"},
}
TAGS = {*INLINE.split(), *BOXES.split()}
KINDS = (
    "note abstract info tip success question warning failure danger bug "
    "example quote inline end"
)
CLASSES = {
    "a": "headerlink home footnote-ref footnote-backref md-button md-button--primary",
    "div": f"{KINDS} admonition footnote math highlight output plain hero beside playground "
    "exercise check mistake solution "
    "doors tabbed-set tabbed-alternate tabbed-labels tabbed-content tabbed-block",
    "details": f"{KINDS} build why rows",
    "p": "admonition-title caption claim home lead predict promise",
    **dict.fromkeys(("h2", "h3", "li", "figcaption"), "claim"),
    "span": "math filename",
}
TABBED = {
    "tabbed-block": "tabbed-content",
    "tabbed-content": "tabbed-set",
    "tabbed-labels": "tabbed-set",
}
LANGUAGE = re.compile(r"language-[a-z]+")
WITHOUT_CODE = re.compile(r"(?!\s*[a-z]+:)|(https?|mailto):", re.IGNORECASE)
ALIGNED = re.compile(r"text-align: (left|right|center);")
HOLDERS = {*BOXES.split()} - {"pre", "summary", "figcaption", "dt"}


def classes(tag: Tag) -> list[str]:
    """The classes of a tag that may hide it, for all that one knows."""
    known = CLASSES.get(tag.name, "").split()
    return [
        f"class {name!r} of <{tag.name}>"
        for name in tag.get("class", ())
        if name not in known
        and not (tag.name == "div" and LANGUAGE.fullmatch(name))
    ]


def attributes(tag: Tag) -> list[str]:
    """The attributes of a tag that may hide it."""
    known = ANYWHERE | ATTRIBUTES.get(tag.name, set())
    found = [
        f"attribute {name!r} of <{tag.name}>"
        for name in tag.attrs
        if name not in known
    ]
    style = tag.get("style", "text-align: left;")
    if tag.get("lang", "zh") not in ("zh", "en"):
        found.append(f"language {tag['lang']!r}")
    for link in (tag.get("href", ""), tag.get("src", "")):
        if not WITHOUT_CODE.match(link):
            found.append(f"an address that holds what it shows: {link[:20]!r}")
    if tag.name == "input" and tag.get("type") != "radio":
        found.append(f"<input> of type {tag.get('type')!r}")
    return found + ([] if ALIGNED.fullmatch(style) else [f"style {style!r}"])


def tabs(tag: Tag) -> list[str]:
    """Tabs that nobody can open: without a button, or away from the others."""
    own, box = tag.get("class", ()), tag.parent.get("class", ())
    for part, whole in TABBED.items():
        if part in own and whole not in box:
            return ["a tab outside of its tabs"]
    if "tabbed-set" not in own:
        return []
    inputs = tag.find_all("input", recursive=False)
    labels = tag.select(":scope > .tabbed-labels > label")
    blocks = tag.select(":scope > .tabbed-content > .tabbed-block")
    same = [box["id"] for box in inputs] == [name["for"] for name in labels]
    if same and len(labels) == len(blocks) > 0:
        return []
    return ["tabs without a button for each"]


def refused(tag: Tag) -> list[str]:
    """Why a reader may not see what is in a tag."""
    if tag.name == "math":  # made of TeX: press/read/mathml.py
        return []
    if tag.name not in TAGS:
        return [f"<{tag.name}>"]
    found = classes(tag) + attributes(tag) + tabs(tag)
    if tag.name == "pre":
        around = [inside.name for inside in tag.parents if inside.parent]
        wrong = [name for name in around if name not in HOLDERS]
        found += [f"code in <{name}>" for name in wrong]
    if tag.name == "code":
        found += [f"{sign} in code" for sign in odd(tag.get_text())]
    return found


def outer(tag: Tag) -> Iterator[Tag]:
    """Every tag of a page, but what is within formulas and blocks of code."""
    for inner in tag.find_all(True, recursive=False):
        yield inner
        if inner.name not in ("math", "pre"):
            yield from outer(inner)


def hidden(html: str) -> list[str]:
    """What on a page the reader may not see, each kind once."""
    found = [each for tag in outer(soup_of(html)) for each in refused(tag)]
    return [f"may be hidden: {each}" for each in dict.fromkeys(found)]
