"""The symbols of a chapter, folded at its end; where a script runs, each answers."""

import re
from html import escape, unescape

from press.finish.tree import Tree
from press.read import answers
from press.read.mathml import WRAPPED, replace_wrapped
from press.read.symbols import SIGN, Entry, entries

ID = "symbols"
TITLE = {"zh": "符号", "en": "Symbols"}
HEADS = {
    "zh": ("符号", "代码里", "形状", "含义"),
    "en": ("Symbol", "In code", "Shape", "What it is"),
}
CODE = {"zh": "代码 {}", "en": "code {}"}
MADE = {"zh": "（{}）", "en": " ({})"}
QUOTED = re.compile(r"`([^`]+)`")


def formula(latex: str) -> str:
    """A formula in a line, as Markdown leaves it to be converted."""
    return f'<span class="arithmatex">\\({escape(latex)}\\)</span>'


def inline(words: str) -> str:
    """Words with `code` and $formulas$ as HTML."""
    html = escape(words, quote=False)
    html = QUOTED.sub(r"<code>\1</code>", html)
    return SIGN.sub(lambda sign: formula(unescape(sign[1])), html)


def codes(tree: Tree) -> list[str]:
    """The Python blocks of a page, by their numbers."""
    return [block.css_first("pre").text() for block in tree.css("[data-block]")]


def heading(tree: Tree, name: str) -> str | None:
    """The words of the heading of a section."""
    found = tree.css_first(f'[id="{name}"]')
    if found is None:
        return None
    for link in found.css(".headerlink"):
        link.decompose()
    return found.inner_html.strip()


def made(entry: Entry, tree: Tree, blocks: list[str], language: str) -> str:
    """A link to where a symbol is made, in brackets; nothing if no place is known."""
    number = answers.block_of(entry, blocks)
    if number is not None:
        told = CODE[language].format(number)
        return MADE[language].format(f'<a href="#code-{number}">{told}</a>')
    title = heading(tree, entry.place) if entry.place else None
    if title is None:
        return ""
    return MADE[language].format(f'<a href="#{entry.place}">{title}</a>')


def row(entry: Entry, made: str) -> str:
    """A line of the list."""
    signs = ", ".join(map(formula, entry.signs))
    names = ", ".join(f"<code>{name}</code>" for name in entry.names)
    words = inline(entry.words) + made
    cells = (signs, names, entry.shape, words)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def fold(html: str, meta: dict, language: str, tex: bool = False) -> str:
    """The list of a page; nothing where it has none."""
    found = entries(meta)
    if not found:
        return ""
    tree = Tree(html)
    blocks = codes(tree)
    rows = [row(each, made(each, tree, blocks, language)) for each in found]
    heads = "".join(f"<th>{head}</th>" for head in HEADS[language])
    made_of = (
        f'<details class="symbols" id="{ID}" data-search-exclude>'
        f"<summary>{TITLE[language]}</summary>\n<table>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table></details>"
    )
    return made_of if tex else WRAPPED.sub(replace_wrapped, made_of)
