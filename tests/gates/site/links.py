"""Where the links of a built site lead, and what it would fetch from elsewhere."""

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import Tag

from tests.kit.soup import soup_of

ATTRIBUTES = ("href", "src", "poster", "xlink:href", "background", "ping")
NOT_FETCHED = {"canonical", "alternate", "prev", "next", "license", "author"}
LISTED = ("srcset", "imagesrcset")
REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
CSS_URL = re.compile(
    r"""(?:(?:@import\s+|image-set\(\s*)?url\(\s*|@import\s+|image-set\(\s*)
    ['"]?(?!data:)([^)'"\s;]+)""",
    re.VERBOSE,
)
ANYWHERE = ("404.html", "offline.html")
INSIDE = ("data:", "blob:", "about:", "javascript:", "mailto:", "tel:")
THIS_MACHINE = {"localhost", "127.0.0.1", "0.0.0.0"}


def addresses(tag: Tag) -> list[str]:
    """Every address in the attributes of a tag, fetched or only linked."""
    found = [tag[name] for name in ATTRIBUTES if tag.has_attr(name)]
    if tag.name == "object" and tag.has_attr("data"):
        found.append(tag["data"])
    if str(tag.get("http-equiv", "")).lower() == "refresh":
        found += REFRESH.findall(tag.get("content", ""))
    for name in LISTED:
        choices = str(tag.get(name, "")).split(",")
        found += [choice.split()[0] for choice in choices if choice.strip()]
    return [link for link in found if not link.lower().startswith(INSIDE)]


def fetched(tag: Tag) -> list[str]:
    """The addresses that a browser fetches before anybody clicks."""
    found = CSS_URL.findall(str(tag.get("style", "")))
    if tag.name == "style":
        found += CSS_URL.findall(tag.get_text())
    if tag.name in ("a", "area"):
        return found + ([tag["ping"]] if tag.has_attr("ping") else [])
    if tag.name == "link" and set(tag.get("rel") or ()) <= NOT_FETCHED | {""}:
        return found
    return found + addresses(tag)


def beside_formulas(tag: Tag) -> str:
    """What a link or a button says in words."""
    said = (
        text
        for text in tag.find_all(string=True)
        if text.find_parent("math") is None
    )
    return "".join(said).strip()


class Site:
    """A built site below an address, its pages parsed once."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base
        self.pages = {
            path: soup_of(path.read_text("utf-8"))
            for path in sorted(folder.rglob("*.html"))
        }
        self.ids = {
            path: {tag["id"] for tag in soup.select("[id]")}
            for path, soup in self.pages.items()
        }

    def absolute(self, file: Path, link: str) -> str:
        """The address that a link in a file of the site leads to."""
        inner = file.relative_to(self.folder).as_posix()
        inner = inner.removesuffix("index.html")
        return urljoin(self.base + inner, link.strip())

    def target(self, page: Path, link: str) -> Path | None:
        """The file behind a link, or None where it leaves the site."""
        url = self.absolute(page, link)
        if not url.startswith(self.base):
            return None
        path = unquote(urlsplit(url.removeprefix(self.base)).path)
        file = self.folder / path
        return file / "index.html" if file.is_dir() else file

    def problem(self, page: Path, link: str) -> str | None:
        """What a reader who follows a link would complain of."""
        file = self.target(page, link)
        if file is None:
            host = urlsplit(self.absolute(page, link)).hostname
            if host == urlsplit(self.base).hostname or host in THIS_MACHINE:
                return f"leaves the folder of the site: {link}"
            return None
        anchor = unquote(urlsplit(link).fragment)
        if not file.is_file():
            return f"no file {link}"
        if anchor and anchor not in self.ids.get(file, {anchor}):
            return f"no anchor {link}"
        relative = not urlsplit(link).netloc and link[:1] not in ("/", "#", "")
        if page.name in ANYWHERE and relative:
            return f"relative on a page that is served anywhere: {link}"
        return None

    def broken(self) -> list[str]:
        """Links to files or anchors that are not there."""
        return [
            f"{page.relative_to(self.folder)}: {problem}"
            for page, soup in self.pages.items()
            for tag in soup.find_all(True)
            for link in addresses(tag)
            if (problem := self.problem(page, link))
        ]

    def nameless(self) -> list[str]:
        """Links and buttons that are nothing but a formula: axe-core hears no name."""
        return [
            f"{page.relative_to(self.folder)}: {tag.get('href', tag.text)}"
            for page, soup in self.pages.items()
            for tag in soup.select("article :is(a[href], button):has(math)")
            if not tag.get("aria-label") and not beside_formulas(tag)
        ]

    def foreign(self) -> list[str]:
        """What a browser would fetch from another host, in pages and styles."""
        wanted = [
            (page, link)
            for page, soup in self.pages.items()
            for tag in soup.find_all(True)
            for link in fetched(tag)
        ]
        wanted += [
            (style, link)
            for style in sorted(self.folder.rglob("*.css"))
            for link in CSS_URL.findall(style.read_text("utf-8"))
        ]
        return [
            f"{file.relative_to(self.folder)}: {link}"
            for file, link in wanted
            if link and self.target(file, link) is None
        ]
