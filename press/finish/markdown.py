"""HTML → Markdown that is whole without the site: for machines, and to be copied.

What it is given is the page as mkdocs converted it, with formulas still in TeX.
Marks of the page's own grammar become words: a fold a bold line above what it
holds, a tab its name, a caption a quotation below its picture.
"""

import re
from collections.abc import Iterable, Iterator

from press.finish.tree import Node

OUTPUT = {"zh": "输出：", "en": "Output:"}
WITHIN = {
    "zh": "输出（换一台机器，数最多相差 {}）：",
    "en": "Output (on another machine its numbers may differ by {}):",
}
SPECIAL = re.compile(
    r"[\\`*~]|(?<!\w)_|_(?!\w)|<(?=[\w/!?])|\](?=[(:])|&(?=#?\w+;)"
)
FORMULA = re.compile(r"(\$[^$]+\$)")
BEGINS = re.compile(r"^(\d+(?=[.)] )|(?=[#+-]+ |>|---))")
TICKS = re.compile("`+")
WHITE = re.compile(r"\s+")
STOP = re.compile(r"[^\w\s]")
CHINESE_STOP = re.compile("[。，：；？！、]")
MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
ELEMENTS = {"**": "strong", "*": "em"}
WORDS = {"a", "b", "br", "code", "em", "i", "img", "span", "strong"}
DROPPED = {"button", "input", "link", "script", "style", "svg"}
ALIGNED = {"left": ":---", "center": ":---:", "right": "---:"}


def classes(node: Node) -> list[str]:
    return (node.attributes.get("class") or "").split()


def children(node: Node) -> Iterator[Node]:
    """The elements in a node, without the text between them."""
    return (each for each in node.iter() if each.is_element_node)


def escaped(text: str) -> str:
    """Words as Markdown that says the same; a formula between dollars stays."""
    parts = FORMULA.split(text)
    parts[::2] = [SPECIAL.sub(r"\\\g<0>", part) for part in parts[::2]]
    return "".join(parts)


def fence(text: str, least: int) -> str:
    """Backticks that a text does not hold."""
    return "`" * max(least, max(map(len, TICKS.findall(text)), default=0) + 1)


def quoted_code(text: str) -> str:
    """Code in a line."""
    mark = fence(text, 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{mark}{room}{text}{room}{mark}"


def address(link: str) -> str:
    return f"<{link}>" if re.search(r"[()\s]", link) else link


def picture(node: Node) -> str:
    alt = escaped(WHITE.sub(" ", node.attributes.get("alt") or ""))
    alt = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", alt)
    return f"![{alt}]({address(node.attributes['src'])})"


def marked(node: Node) -> str:
    """An element of a line."""
    inner = words(node)
    match node.tag:
        case "code":
            return quoted_code(node.text())
        case "img":
            return picture(node)
        case "br":
            return "\\\n"
        case "a" if "headerlink" in classes(node):
            return ""
        case "a" if href := node.attributes.get("href"):
            return f"[{inner}]({address(href)})"
    return inner


def stressed(mark: str, inner: str, before: str, after: str) -> str:
    """Words between two marks, where Markdown takes these for marks.

    Beside a letter no mark begins before a stop or ends behind one, and Chinese
    has no blanks: there stops go outside, or an element says it.
    """
    begins = not STOP.match(inner[0]) or not before[-1:].isalnum()
    ends = not STOP.match(inner[-1]) or not after[:1].isalnum()
    if begins and not ends and CHINESE_STOP.match(inner[-1]):
        return f"{mark}{inner[:-1]}{mark}{inner[-1]}"
    if begins and ends:
        return f"{mark}{inner}{mark}"
    return "<{0}>{1}</{0}>".format(ELEMENTS[mark], inner)


def line_of(nodes: Iterable[Node]) -> str:
    """Nodes that stand beside each other, as one line."""
    found, shown = "", [each for each in nodes if each.tag not in DROPPED]
    for each, follows in zip(shown, [*shown, None][1:], strict=True):
        if each.is_text_node:
            found += escaped(WHITE.sub(" ", each.text_content or ""))
        elif mark := MARKS.get(each.tag):
            after = follows.text() if follows else ""
            found += stressed(mark, words(each), found, after)
        else:
            found += marked(each)
    return found


def words(node: Node) -> str:
    """What stands in a node, as one line."""
    return line_of(node.iter(include_text=True))


def paragraph(text: str) -> str:
    """A line that Markdown takes for nothing else."""
    return BEGINS.sub(r"\1\\", text.strip())


def bold(node: Node) -> str:
    """A line that names what follows."""
    return f"**{words(node).strip().replace('**', '')}**"


def indented(text: str, first: str, further: str) -> str:
    """Lines behind a mark."""
    lines = text.split("\n")
    rest = (
        f"{further}{line}" if line else further.rstrip() for line in lines[1:]
    )
    return "\n".join([f"{first}{lines[0]}", *rest])


def quote(text: str) -> str:
    return indented(text, "> ", "> ")


class Writer:
    """Writes the blocks of a page, in a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def blocks(self, node: Node) -> Iterator[str]:
        """What stands in a node, block by block; words between blocks are one, too."""
        line: list[Node] = []
        for each in node.iter(include_text=True):
            if each.is_text_node or each.tag in WORDS:
                line.append(each)
                continue
            yield from self.loose(line)
            line = []
            yield from self.block(each)
        yield from self.loose(line)

    def loose(self, line: list[Node]) -> Iterator[str]:
        """Words that stand in no paragraph of their own."""
        text = line_of(line)
        if text.strip():
            yield paragraph(text)

    def block(self, node: Node) -> Iterator[str]:
        """One block; several where it holds others."""
        if node.tag in DROPPED:
            return
        write = getattr(self, f"write_{node.tag}", None)
        if write is None:
            yield from self.blocks(node)
        else:
            yield from write(node)

    def text(self, node: Node) -> str:
        return "\n\n".join(self.blocks(node))

    def heading(self, node: Node) -> Iterator[str]:
        yield f"{'#' * int(node.tag[1])} {words(node).strip()}"

    write_h1 = write_h2 = write_h3 = write_h4 = write_h5 = write_h6 = heading

    def write_p(self, node: Node) -> Iterator[str]:
        text = paragraph(words(node))
        if text:
            yield quote(text) if "caption" in classes(node) else text

    def quotation(self, node: Node) -> Iterator[str]:
        yield quote(self.text(node))

    write_blockquote = write_figcaption = quotation

    def write_section(self, node: Node) -> Iterator[str]:
        title, *rest = children(node)
        yield bold(title)
        for each in rest:
            yield from self.block(each)

    def write_details(self, node: Node) -> Iterator[str]:
        for each in children(node):
            if each.tag == "summary":
                yield bold(each)
            else:
                yield from self.block(each)

    def write_div(self, node: Node) -> Iterator[str]:
        kinds = classes(node)
        if "highlight" in kinds:
            yield from self.code(node)
        elif "arithmatex" in kinds:
            yield node.text().strip()
        elif "tabbed-set" in kinds:
            yield from self.tabs(node)
        else:
            yield from self.blocks(node)

    def code(self, node: Node) -> Iterator[str]:
        """A block of code, below its file; an output says that it is one."""
        text = node.css_first("pre").text().rstrip("\n")
        kind = next(k for k in classes(node) if k.startswith("language-"))
        mark = fence(text, 3)
        if name := node.css_first(".filename"):
            yield f"{quoted_code(name.text())}:"
        if "output" in classes(node):
            within = node.attributes.get("data-within")
            told = WITHIN if within else OUTPUT
            yield told[self.language].format(within)
        yield f"{mark}{kind.removeprefix('language-')}\n{text}\n{mark}"

    def tabs(self, node: Node) -> Iterator[str]:
        labels = node.css_first(".tabbed-labels").css("label")
        shown = children(node.css_first(".tabbed-content"))
        for label, block in zip(labels, shown, strict=True):
            yield bold(label)
            yield from self.blocks(block)

    def listed(self, node: Node) -> Iterator[str]:
        """A list; loose if one of its items holds paragraphs."""
        items = [*children(node)]
        is_loose = any(
            each.tag == "p" for item in items for each in item.iter()
        )
        between = "\n\n" if is_loose else "\n"
        first, found = int(node.attributes.get("start") or 1), []
        for number, item in enumerate(items, first):
            mark = f"{number}. " if node.tag == "ol" else "- "
            inner = between.join(self.blocks(item))
            found.append(indented(inner, mark, " " * len(mark)))
        yield between.join(found)

    write_ul = write_ol = listed

    def write_dl(self, node: Node) -> Iterator[str]:
        for each in children(node):
            yield bold(each) if each.tag == "dt" else self.text(each)

    def write_table(self, node: Node) -> Iterator[str]:
        rows = [[*children(row)] for row in node.css("tr")]
        lines = [self.row(cells) for cells in rows]
        styles = (cell.attributes.get("style") or "" for cell in rows[0])
        sides = (style.rstrip(";").rpartition(" ")[2] for style in styles)
        ruled = (ALIGNED.get(side, "---") for side in sides)
        yield "\n".join([lines[0], f"| {' | '.join(ruled)} |", *lines[1:]])

    def row(self, cells: list[Node]) -> str:
        """A line of a table, in which a bar stands only between cells."""
        inner = (words(cell).strip().replace("|", r"\|") for cell in cells)
        return f"| {' | '.join(inner)} |"
