"""Whether a page as Markdown says what the built page says, read by somebody else's parser."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from press.finish.texts import NAME
from press.finish.tree import Node, Tree
from press.read.mathml import to_mathml
from tests.gates.site.links import Site

BLOCKS = {
    *("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd"),
    *("summary", "label", "figcaption", "ul", "ol", "table", "pre"),
}
TOOLS = (  # of the page alone: what is pressed, and where to go
    "a.headerlink, .md-content__button, .tools, .md-code__nav, [data-page], .within, "
    ".chart, .recall-part, .guess > button, .time button, .spoken, svg:not([role]), "
    ".recall p:has(input), .play, script, style, .only-dark, .map-tools"
)
OUTPUT = re.compile(r"^(?:Output|输出)(?:[ （(].*?([\d.]+%?)[)）])?[:：]$")
ANSWER = re.compile(r"^(?:Answer: |答案：)")
TRIED = re.compile(r"^(\d+(?: of |/)\d+)[:：]")
KEPT = re.compile(r"[\w*]")
TAG = re.compile(r"<[^/>]+>")
FORMULA = "x-formula"  # an element of neither


class Said(NamedTuple):
    """What a page says: in its order, or where the options of a guess are shuffled, how often."""

    headings: list[str]
    codes: list[str]
    outputs: list[int]
    within: list[str]
    captions: list[str]
    pictures: list[str]
    links: Counter
    formulas: Counter
    answers: list[str]
    tried: list[str]
    words: Counter


def letters(text: str) -> str:
    return "".join(KEPT.findall(text))


def own_text(node: Node) -> str:
    """The text of a block without that of the blocks in it, and without formulas."""
    found = []
    for each in node.iter(include_text=True):
        if each.is_text_node:
            found.append(each.text_content or "")
        elif each.tag not in (*BLOCKS, "math", FORMULA):
            found.append(own_text(each))
    return "".join(found)


def mathml(html: str) -> str:
    """A formula, however often it was parsed, with its attributes in order."""
    math = Tree(html).css_first("math")
    if "aria-hidden" in math.attrs:
        del math.attrs["aria-hidden"]
    return TAG.sub(
        lambda tag: " ".join(sorted(tag[0][1:-1].split())), math.html
    )


def shown(tree: Tree, base: str) -> dict:
    """What both kinds of HTML show in the same way."""
    return {
        "headings": [
            f"{each.tag} {letters(own_text(each))}"
            for each in tree.css("h1, h2, h3, h4, h5, h6")
        ],
        "codes": [each.text().rstrip("\n") for each in tree.css("pre code")],
        "links": Counter(
            urljoin(base, each.attributes["href"])
            for each in tree.css("a[href]")
        ),
    }


def of_page(html: str, address: str) -> Said:
    """What a built page says."""
    tree = Tree(Tree(html).css_first("article").html)
    right = [*answers(tree)]
    for tool in tree.css(TOOLS):
        tool.decompose()
    tried = tree.css("details.claims > summary")
    counts = [TRIED.match(each.text())[1] for each in tried]
    for each in tried:  # its formulas have lost their marks
        each.decompose()
    blocks = tree.css("pre")
    return Said(
        **shown(tree, address),
        outputs=[n for n, pre in enumerate(blocks) if is_output(pre)],
        within=[
            each.text().removeprefix("± ")
            for each in Tree(html).css("article a.within")
        ],
        captions=[
            letters(own_text(each))
            for each in tree.css("figcaption, p.caption, blockquote p")
        ],
        pictures=[
            each.attributes.get("alt") or each.attributes["aria-label"]
            for each in tree.css("img, svg[role=img]")
        ],
        formulas=Counter(mathml(each.html) for each in tree.css("math")),
        answers=right,
        tried=counts,
        words=Counter(spoken(tree)),
    )


def is_output(pre: Node) -> bool:
    return "output" in (pre.parent.attributes.get("class") or "").split()


def spoken(tree: Tree) -> Iterator[str]:
    """The words of every block."""
    for each in tree.css(", ".join(BLOCKS - {"ul", "ol", "table", "pre"})):
        if found := letters(own_text(each)):
            yield found
    for name in tree.css(".filename"):
        yield letters(name.text())


def answers(tree: Tree) -> Iterator[str]:
    """The answers to what a page asks at its end."""
    for item in tree.css("ol.recall > li"):
        if field := item.css_first("[data-answer]"):
            asked = field.attributes
            within = asked["data-within"].removeprefix("0")
            yield letters(asked["data-answer"]) + letters(
                within and asked["data-within"]
            )
        elif item.attributes["data-kind"] == "order":
            parts = item.css("[data-place]")
            parts.sort(key=lambda part: int(part.attributes["data-place"]))
            yield letters("".join(own_text(part) for part in parts))
        else:
            yield letters(own_text(item.css_first("[data-right]")))


def math_inline(state, silent: bool) -> bool:
    """A rule for a parser: what stands between dollars is TeX."""
    text, start = state.src, state.pos
    if text[start] != "$":
        return False
    mark = "$$" if text.startswith("$$", start) else "$"
    end = text.find(mark, start + len(mark))
    if end < 0:
        return False
    if not silent:
        token = state.push("math", FORMULA, 0)
        token.content, token.markup = text[start + len(mark) : end], mark
    state.pos = end + len(mark)
    return True


def math_block(state, first: int, last: int, silent: bool) -> bool:
    """The same for formulas that stand alone, whatever their lines begin with."""

    def line(number: int) -> str:
        begin = state.bMarks[number] + state.tShift[number]
        return state.src[begin : state.eMarks[number]].strip()

    if line(first) != "$$":
        return False
    end = next((n for n in range(first + 1, last) if line(n) == "$$"), None)
    if end is None:
        return False
    if not silent:
        token = state.push("math", FORMULA, 0)
        token.markup = "$$"
        token.content = "\n".join(line(n) for n in range(first + 1, end))
        state.line = end + 1
    return True


def parser() -> MarkdownIt:
    """CommonMark with tables, as everywhere, and formulas between dollars."""
    made = MarkdownIt("commonmark").enable("table")
    made.inline.ruler.before("escape", "math", math_inline)
    made.block.ruler.before("fence", "math", math_block, {"alt": ["paragraph"]})
    made.add_render_rule("math", lambda *_: f"<{FORMULA}></{FORMULA}>")
    return made


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def formulas(tokens: list[Token]) -> Iterator[str]:
    """What a page would show of each formula, but for those of claims and answers."""
    for token in tokens:
        said = token.content
        if ANSWER.match(said) or (said[:2] == "**" and TRIED.match(said[2:])):
            continue
        for each in flat([token]):
            if each.type == "math":
                latex = each.content.strip()
                yield mathml(to_mathml(latex, each.markup == "$$"))


class Aside(NamedTuple):
    """What Markdown says by a line of its own, and a page by its looks."""

    outputs: list[int]
    within: list[str]
    answers: list[str]
    tried: list[str]


def taken_out(tree: Tree) -> Aside:
    """These lines, which are taken out of the Markdown."""
    found, number, is_next = Aside([], [], [], []), 0, False
    for each in tree.css("p, pre"):
        said = each.text().strip()
        if each.tag == "pre":
            found.outputs.extend([number] if is_next else [])
            number, is_next = number + 1, False
            continue
        if output := OUTPUT.match(said):
            is_next = True
            found.within.extend([output[1]] if output[1] else [])
        elif ANSWER.match(said):
            found.answers.append(letters(ANSWER.sub("", own_text(each))))
        elif (tried := TRIED.match(said)) and each.css_first("strong"):
            found.tried.append(tried[1])
        else:
            continue
        each.decompose()
    return found


def of_text(text: str, address: str) -> Said:
    """What Markdown says; its last line tells where it is from."""
    made = parser()
    tokens = made.parse(text.rpartition("\n---\n")[0])
    tree = Tree(made.renderer.render(tokens, made.options, {}))
    aside = taken_out(tree)
    return Said(
        **shown(tree, address),
        **aside._asdict(),
        captions=[letters(own_text(p)) for p in tree.css("blockquote p")],
        pictures=[
            "".join(part.content for part in each.children or ())
            for each in flat(tokens)
            if each.type == "image"
        ],
        formulas=Counter(formulas(tokens)),
        words=Counter(spoken(tree)),
    )


def differences(html: str, text: str, address: str) -> Iterator[str]:
    """Where a page and its Markdown do not say the same."""
    page, own = of_page(html, address), of_text(text, address)
    for kind, ours, theirs in zip(Said._fields, page, own, strict=True):
        if ours == theirs:
            continue
        if isinstance(ours, Counter):
            lost, added = ours - theirs, theirs - ours
            yield from (f"{kind}: not in the Markdown: {w}" for w in lost)
            yield from (f"{kind}: not on the page: {w}" for w in added)
            continue
        pairs = zip([*ours, "nothing"], [*theirs, "nothing"], strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), pairs)
        yield f"{kind}: the page has {first[0]!r}, its Markdown {first[1]!r}"


def lost(text: str, site: Site) -> Iterator[str]:
    """Links and pictures that lead nowhere once the text has left the site."""
    for token in flat(parser().parse(text)):
        link = token.attrs.get("href") or token.attrs.get("src")
        if link and not urlsplit(link).scheme:
            yield f"leads nowhere without the site: {link}"
        elif link and (problem := site.problem(site.folder / NAME, link)):
            yield problem
