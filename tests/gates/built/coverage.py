"""Gate 3: whatever the built site shows as code is a block that ran, its output, or plain."""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Tag

from press.read.page import PAGES, Block, normal, trimmed
from tests.kit.soup import soup_of

LANGUAGE = re.compile(r"^language-(.+)$")
RAW_MARKUP = re.compile(
    r"""^\s*(?: ``` | ~~~ | !!!\s? | \?\?\?\+?\s | ===[!+]?\s )  # a container
    | --8<-- | ``` | \*\* | \*\[  # a block, bold, an abbreviation
    | \$(?!\d) | \\[()\[\]] | \\[a-zA-Z]{2,}  # a formula
    | \]\( | \[\^\w+\] | \{:?\s?[\#.][a-zA-Z]  # a link, a footnote, attributes
    """,
    re.MULTILINE | re.VERBOSE,
)
SMALL_CODE = {"code", "samp", "kbd", "tt"}
SMALL_CODE |= {"textarea", "xmp", "listing", "plaintext"}
PRIVATE = re.compile("[\ue000-\uf8ff]")  # signs that only the build knows
STYLES = re.compile("white-space|monospace")
ASIDE = ["tools", "guess"]  # the buttons of a block, the options of a guess
UNSEEN = {"iframe", "object", "embed"}
HIDDEN = ["pre", "code", "math", "script", "style", "template"]


def classes_of(tag: Tag | None) -> set[str]:
    return set(tag.get("class") or ()) if tag else set()


def classes_around(pre: Tag) -> set[str]:
    """The classes of a <pre>, of its code and of the boxes that hold only it."""
    tags = [pre, *pre.find_all("code"), *list(pre.parents)[:2]]
    return set().union(*map(classes_of, tags))


def language_of(pre: Tag) -> str:
    for name in classes_around(pre):
        if match := LANGUAGE.match(name):
            return match[1]
    return ""


def item(pre: Tag) -> tuple[str, str, bool]:
    """What a <pre> is: language, text, whether it is an output."""
    is_output = "output" in classes_around(pre)
    return language_of(pre), seen(pre.get_text(), is_output), is_output


def seen(text: str, is_output: bool) -> str:
    """A text as it is compared: of an output what is visible, of code all."""
    return normal(text) if is_output else trimmed(text)


def expected(blocks: tuple[Block, ...]) -> list[tuple[str, str, bool]]:
    """What the page may show, from its source."""
    return [
        (b.language, seen(b.code, b.is_output), b.is_output) for b in blocks
    ]


def home(pre: Tag) -> Tag:
    """The tab, list item, admonition… that a block stands in."""
    return next(
        tag
        for tag in pre.parents
        if tag.name != "p" and "highlight" not in classes_of(tag)
    )


def neighbour(pre: Tag) -> Tag | None:
    """The <pre> right before, where neither words nor pictures are between."""
    for node in pre.previous_elements:
        if isinstance(node, Tag) and node.name == "pre":
            return node if home(node) is home(pre) else None
        if isinstance(node, Tag):
            between = node.name == "img"
        else:
            if before := node.find_parent("pre"):
                return before if home(before) is home(pre) else None
            label = {"filename", "within"} & {*classes_of(node.parent)}
            between = node.strip() and not label
            between = between and not node.find_parent(class_=ASIDE)
        if between:
            return None
    return None


def misplaced(pre: Tag) -> list[str]:
    """Text right after a block is its output, an output right after its block."""
    language, text, is_output = item(pre)
    before = neighbour(pre)
    follows = before is not None and language_of(before) == "python"
    first = text.split("\n")[0][:60]
    if is_output and language != "text":
        return [f"output in language {language}: {first!r}"]
    if is_output and not follows:
        return [f"an output away from its block: {first!r}"]
    if follows and not is_output and language != "python":
        return [f"{language} in the place of an output: {first!r}"]
    return []


def unaccounted(html: str, blocks: tuple[Block, ...], ran: list[bool]) -> list:
    """Every code on a page that no gate has looked at; ran is per Python block."""
    soup = soup_of(html)
    problems, allowed, waiting = [], expected(blocks), list(ran)
    for pre in soup.select("pre"):
        shown = item(pre)
        first = shown[1].split("\n")[0][:60]
        if shown not in allowed:
            problems.append(f"not a block of the page: {shown[0]} {first!r}")
            continue
        position = allowed.index(shown)
        missed, allowed = allowed[:position], allowed[position + 1 :]
        problems += [f"not shown, or out of order: {m[1]!r}" for m in missed]
        for passed_by in (*missed, shown):
            if passed_by[0] == "python" and not waiting.pop(0):
                problems.append(f"did not run: {first!r}")
        problems += misplaced(pre)
    problems += [f"not shown: {m[1]!r}" for m in allowed]
    return problems + broken_markup(html)


def unexecuted(html: str, blocks: tuple[Block, ...]) -> list[str]:
    """Every code on a notebook's page that is not one of its executed cells."""
    soup = soup_of(html)
    cells = [trimmed(b.code) for b in blocks if b.is_python]
    problems = [
        f"written by hand: {block.language} {normal(block.code)[:60]!r}"
        for block in blocks
        if block.is_output or not block.is_python
    ]
    for pre in soup.select("pre"):
        around, text = classes_around(pre), trimmed(pre.get_text())
        before = classes_of(pre.parent.find_previous_sibling())
        if "output" in around:
            if not before & {"cell", "output", "cell-picture"}:
                problems.append(f"an output of no cell: {text[:60]!r}")
        elif "cell" not in around:
            problems.append(f"not executed: {text[:60]!r}")
        elif not cells or cells.pop(0) != text:
            problems.append(f"not a cell in this place: {text[:60]!r}")
    problems += [f"not shown: {cell[:60]!r}" for cell in cells]
    return problems + broken_markup(html)


def prose(soup: BeautifulSoup) -> list[str]:
    """Every text outside of code and formulas, also those of attributes."""
    hidden = {
        id(text)
        for tag in soup.find_all(HIDDEN)
        for text in tag.find_all(string=True)
    }
    texts = [
        str(text)
        for text in soup.find_all(string=True)
        if not isinstance(text, Comment) and id(text) not in hidden
    ]
    named = soup.select("[alt], [title], meta[content]")
    names = ("alt", "title", "content")
    return texts + [tag[n] for tag in named for n in names if tag.has_attr(n)]


def is_styled(tag: Tag) -> bool:
    """Whether a tag looks like code, by its style or its class."""
    looks = STYLES.search(tag.get("style", ""))
    return tag.name != "pre" and bool(looks or "highlight" in classes_of(tag))


def follows_line(code: Tag) -> bool:
    """Whether code stands right below code: code, br, code."""
    before = code.find_previous_sibling()
    if before is None or before.name != "br":
        return False
    above = before.find_previous_sibling()
    return above is not None and above.name == "code"


def broken_markup(html: str) -> list[str]:
    """Markdown that reached the reader as text, code outside of any block."""
    soup = soup_of(html)
    tags = [tag for tag in soup.descendants if isinstance(tag, Tag)]
    small = [tag for tag in tags if tag.name in SMALL_CODE]
    small = [code for code in small if not code.find_parent("pre")]
    problems = [
        f"a block shown as inline code: {code.get_text()[:60]!r}"
        for code in small
        if "\n" in code.get_text().strip() or code.find("br")
    ]
    problems += [
        f"a block shown line by line: {code.get_text()[:60]!r}"
        for code in small
        if code.name == "code" and follows_line(code)
    ]
    problems += [
        f"Markdown in the text: {text.strip()[:60]!r}"
        for text in prose(soup)
        if RAW_MARKUP.search(text)
    ]
    problems += [
        f"code without <pre>: {tag.get_text()[:60]!r}"
        for tag in tags
        if is_styled(tag) and not tag.find("pre")
    ]
    problems += [
        f"no gate looks inside: {str(tag)[:60]}"
        for tag in tags
        if tag.name in UNSEEN
    ]
    if found := PRIVATE.findall(html):
        problems.append(f"signs of the build in the text: {found[0]!a}")
    if html.lstrip("\ufeff \n").startswith(("{", "[")):
        problems.append("a raw notebook served as a page")
    return problems


def small_code(html: str) -> list[str]:
    """Code in the words of a page without a source, which gate 2 has not read."""
    return [
        f"code without a source: {code.get_text()!r}"
        for code in soup_of(html).find_all(SMALL_CODE)
    ]


def source_of(page: Path, site: Path, docs: Path) -> Path | None:
    """The source of a built page, or None where it has none."""
    if page.name != "index.html":
        return None
    folder = page.relative_to(site).parent
    for stem in (folder, folder / "index", folder / "README"):
        for suffix in sorted(PAGES):
            source = docs / f"{stem.as_posix()}{suffix}"
            if source.is_file():
                return source
    return None
