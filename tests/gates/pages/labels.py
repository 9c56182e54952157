"""What stands on a tab, a fold or a link is what is behind it."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import Tag

from tests.kit.soup import soup_of

TORCH = re.compile(r"\b(torch|nn)\b")
USES_TORCH = {"NumPy": False, "PyTorch": True}  # the code below such a label
FILE = re.compile(r"[\w-]+\.(py|ipynb|json|npz|md)")
CODE = re.compile(r"(?:[\w-]+/)*[\w-]+\.py(?!\w)", re.ASCII)
BOXES = ".admonition, details"
TITLES = ":scope > summary, :scope > .admonition-title"


def tabs(tabbed: Tag) -> Iterator[str]:
    """The tabs of a set whose code is in the other dialect."""
    labels = tabbed.select(":scope > .tabbed-labels > label")
    blocks = tabbed.select(":scope > .tabbed-content > .tabbed-block")
    for label, block in zip(labels, blocks, strict=True):
        name = label.get_text().strip()
        code = "\n".join(pre.get_text() for pre in block.select("pre"))
        uses = bool(TORCH.search(code))
        if USES_TORCH.get(name, uses) != uses:
            yield f"below {name} stands what is not {name}'s"


def files(box: Tag) -> Iterator[str]:
    """What a title of a box names and the box has not, and the other way round."""
    title = box.select_one(TITLES)
    named = CODE.findall(title.get_text()) if title else []
    shown = [each.get_text() for each in box.select(".filename") if named]
    for name in named:
        if not any(f"/{each}".endswith(f"/{name}") for each in shown):
            yield f"below {name} stands no code of it"
    for each in dict.fromkeys(shown):
        if not any(f"/{each}".endswith(f"/{name}") for name in named):
            yield f"below {', '.join(named)} stands {each}"


def astray(link: Tag, slugs: set[str]) -> bool:
    """Whether a link names a file, or a chapter, and leads to another."""
    text, address = link.get_text().strip(), urlsplit(link["href"])
    name = address.path.rpartition("/")[2]
    if FILE.fullmatch(text):
        return name != text
    stem = name.rpartition(".")[0]
    chapters = {text.lower(), stem} <= slugs and not address.scheme
    return chapters and stem != text.lower()


def mislabelled(html: str, slugs: set[str]) -> list[str]:
    """The labels of a page that say something else than what they open."""
    soup = soup_of(html)
    found = [
        each for tabbed in soup.select(".tabbed-set") for each in tabs(tabbed)
    ]
    found += [each for box in soup.select(BOXES) for each in files(box)]
    return found + [
        f"{link.get_text()} leads to {link['href']}"
        for link in soup.select("a[href]")
        if astray(link, slugs)
    ]
