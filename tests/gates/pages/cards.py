"""A page that uses data says whose they are, who is missing, and who is harmed."""

import ast
import re
from collections.abc import Iterable

from bs4 import Tag

from press.read.heads import distributions, imports_of
from press.read.page import Page
from tests.gates.pages.prose import MEASURED, backed, known
from tests.kit.soup import soup_of

ID = "data-card"
LINES = {
    "en": ("Source, licence", "Missing", "Labels", "Harm"),
    "zh": ("来源与许可", "缺什么", "标签由来", "谁受害"),
}
SHELVES = re.compile(r"\.(data|datasets)(\.|$)")  # sklearn.datasets
NO_SHELF = ("torch.utils.data", "snippets.", "studies.")
MAKES = re.compile(r"\.make_\w+$|\.binary_blobs$")  # what no one has gathered
TOLD = ("this", "pypinyin", "babel", "espeakng_loader")  # texts and voices
MADE = re.compile(r"snippets/\w+/\w+_data\.py")


def taken(code: str) -> set[str]:
    """What a program takes from a shelf of data, or a package that is data."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # the block is red when it runs
        return set()
    found = (
        f"{each.module}.{each.name}".rstrip(".")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in imports_of(node)
    )
    return {name for name in found if is_data(name)}


def is_data(name: str) -> bool:
    """Whether an imported name is data: not what makes them, `make_moons`."""
    if name.split(".")[0] in TOLD:
        return True
    shelf = SHELVES.search(name) and not name.startswith(NO_SHELF)
    return bool(shelf) and not MAKES.search(name)


def used(page: Page, studies: Iterable[str] = ()) -> set[str]:
    """The data behind a page: of its blocks, of its figures and results, or made."""
    codes = [block.code for block in page.blocks if block.is_python]
    made = {b.title for b in page.blocks if MADE.fullmatch(b.title)}
    return made.union(*map(taken, [*codes, *studies]))


def items(page: Page) -> list[Tag]:
    """The lines of the card of a page."""
    heading = soup_of(page.html).find(id=ID)
    below = heading and heading.find_next_sibling()
    return below.find_all("li", recursive=False) if is_list(below) else []


def is_list(tag: Tag | None) -> bool:
    return tag is not None and tag.name == "ul"


def uncarded(
    page: Page, language: str, data: set[str], recorded: str = ""
) -> list[str]:
    """What the card of a page lacks; without data none is needed."""
    if not soup_of(page.html).find(id=ID):
        return [f"no card for {name}" for name in sorted(data)]
    lines = {}
    for item in items(page):
        label = item.find("strong", recursive=False)
        name = label.get_text() if label else ""
        lines[name] = item.get_text().removeprefix(name).strip(" :：.。\n")
    if tuple(lines) != LINES[language]:
        return [f"its lines are {', '.join(lines) or 'none'}"]
    found = [f"{name}: says nothing" for name in lines if not lines[name]]
    source, harm = lines[LINES[language][0]], lines[LINES[language][-1]]
    found += [
        f"{name} is not named"
        for name in origins(data)
        if name not in source.lower()
    ]
    among = known(page, recorded)
    if harm and not any(backed(*n, among) for n in MEASURED.findall(harm)):
        found.append("no number of an error that the page has")
    return found


def origins(data: set[str]) -> list[str]:
    """What pip calls the packages that the data come from."""
    tops = {name.split(".")[0] for name in data if "/" not in name}
    return sorted(
        needs[top] for top in tops if top in (needs := distributions())
    )
