"""HTML → HTML: what the theme writes becomes what the reader should get.

A page is parsed once, every pass changes the one tree, and it is written once.
"""

import json
import re
from pathlib import Path

import rjsmin

from press import HTML_LANG
from press.finish import (
    boxes,
    claims,
    guess,
    keyboard,
    live,
    pictures,
    recall,
    running,
)
from press.finish.tree import Tree, element, first_words

SEARCH = {"zh": "搜索", "en": "Search"}
OTHER = {"zh": ("en", "English", "EN"), "en": ("zh", "简体中文", "中文")}
KEPT = {"pre", "script", "textarea", "style"}
WHITE = re.compile(r"\s*\n\s*")
# not itself the look of code: names, operators, punctuation, white space
PLAIN = ", ".join(
    f'span[class="{kind}"]' for kind in ("n", "o", "ow", "p", "w")
)


def less_white(tree: Tree) -> None:
    """A page without the empty lines and the indents that the theme's templates leave."""
    below = [tree.root]
    while below:
        node = below.pop()
        if node.is_text_node:
            text = node.text_content
            if "\n" in text and (short := WHITE.sub("\n", text)) != text:
                node.replace_with(short)
        elif node.tag not in KEPT:
            below += node.iter(include_text=True)


def short_style(css: str) -> str:
    """A style sheet without comments and most of its white space; strings stay."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    parts = re.split(r'("[^"]*")', css)
    parts[::2] = [
        re.sub(r"([:,])\s+", r"\1", re.sub(r"\s*([{};])\s*", r"\1", part))
        for part in parts[::2]
    ]
    return "".join(parts).strip()


def language_links(tree: Tree, base: str, language: str, url: str) -> None:
    """Absolute hreflang, and one link to this page in the other language.

    The blank in `alternate ` hides the links from the theme's script, which
    would fetch the map of the other site from each of them.
    """
    for old in tree.css('link[rel="alternate"][hreflang]'):
        old.decompose()
    homes = [(code, name) for name, code in HTML_LANG.items()]
    for code, name in (*homes, ("x-default", "en")):
        href = f"{base}{name}/{url}"
        link = element(tree, "link", rel="alternate ", hreflang=code, href=href)
        tree.head.insert_child(link)
    up = "../" * (url.count("/") + 1)
    name, title, short = OTHER[language]
    switch = element(
        tree,
        "a",
        class_="md-header__button language",
        href=f"{up}{name}/{url}",
        hreflang=HTML_LANG[name],
        lang=HTML_LANG[name],
        title=title,
    )
    first_words(switch, short)
    if select := tree.css_first("div.md-select"):
        select.replace_with(switch)


def accessible(tree: Tree, language: str) -> None:
    """Names for what the theme leaves nameless; no call to a code host's API."""
    tree.css_first("html").attrs["lang"] = HTML_LANG[language]
    for dialog in tree.css('[data-md-component="search"][role="dialog"]'):
        dialog.attrs["aria-label"] = SEARCH[language]
    for source in tree.css('[data-md-component="source"]'):
        del source.attrs["data-md-component"]
    for link in tree.css("a.headerlink[title]"):
        link.attrs["aria-label"] = link.attrs["title"]
        del link.attrs["title"]
    for nav in tree.css('nav[aria-labelledby^="__nav_"]'):
        name = nav.attrs["aria-labelledby"].removesuffix("_label") + "_title"
        if title := nav.css_first("label.md-nav__title"):
            nav.attrs["aria-labelledby"] = title.attrs["id"] = name
    for nested in tree.css('nav[class="md-nav"][aria-label]'):
        del nested.attrs["aria-label"]
        nested.attrs["role"] = "none"
    boxes.named_headers(tree)


# of the theme's features, those that its templates ask for and its script does not
OF_TEMPLATES = {
    "content.action.edit",
    "navigation.footer",
    "navigation.indexes",
    "navigation.prune",
    "navigation.sections",
    "navigation.tabs",
    "navigation.top",
    "search.share",
}


def short_settings(tree: Tree) -> None:
    """What the theme tells its script, in as few bytes; what nobody asks of a page."""
    if settings := tree.css_first("script#__config"):
        told = json.loads(settings.text())
        kept = {
            name: value for name, value in told.items() if value is not None
        }
        kept["features"] = [
            f for f in kept["features"] if f not in OF_TEMPLATES
        ]
        kept["translations"].pop("select.version", "")  # there are no versions
        short = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        settings.inner_html = short
    for generator in tree.css('meta[name="generator"]'):
        generator.decompose()


def scripts(tree: Tree) -> None:
    """The scripts in a page, short; those that follow one another are one.

    Of each the policy holds a hash, which nothing compresses.
    """
    last = None
    for script in tree.css("script:not([src]):not([type])"):
        text = rjsmin.jsmin(script.text())
        before = script.prev
        while before is not None and not before.is_element_node:
            before = before.prev
        if (
            last is not None
            and before is not None
            and before.mem_id == last.mem_id
        ):
            last.inner_html = f"{last.text()};{text}"
            script.decompose()
        else:
            script.inner_html, last = text, script


def light(tree: Tree) -> None:
    """A third of the elements, and one file less to fetch.

    Names, operators and punctuation have the colour of code and need no
    element; site.css and site.js replace the theme's palettes, whose script
    styles the whole page three times; files are for keeping.
    """
    for plain in tree.css(PLAIN):
        if not any(part.is_element_node for part in plain.iter()):
            plain.unwrap()
    for sheet in tree.css('link[rel="stylesheet"][href*="/palette."]'):
        sheet.decompose()
    for palette in tree.css('[data-md-component="palette"]'):
        del palette.attrs["data-md-component"]
        palette.attrs["id"] = "palette"
    for link in tree.css('a[href$=".py"], a[href$=".ipynb"]'):
        if ":" not in link.attrs["href"] and set(link.attributes) == {"href"}:
            link.attrs["download"] = None
    for marked in tree.css("[data-search-exclude], [data-block]"):
        for name in ("data-search-exclude", "data-block"):
            if name in marked.attrs:
                del marked.attrs[name]


def finish(
    html: str,
    site: Path,
    base: str,
    language: str,
    url: str,
    lengths: list[int],
    offers: running.Offers,
) -> str:
    """All of the above for a complete page of the built site."""
    tree = Tree(html)
    less_white(tree)
    pictures.present(tree, site / url)
    live.present(tree, url)
    language_links(tree, base, language, url)
    claims.present(tree, language, url)
    guess.present(tree, language)
    recall.present(tree, language)
    boxes.tolerances(tree, language, url)
    boxes.code_boxes(tree, language, lengths, offers)
    boxes.table_boxes(tree, language)
    boxes.bound_formulas(tree)
    boxes.long_formulas(tree)
    accessible(tree, language)
    keyboard.stops(tree, language)
    light(tree)
    scripts(tree)
    short_settings(tree)
    return tree.html
