"""Where the links of a built site lead, and what it would fetch from elsewhere."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

FETCHING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "link": "href",
}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
CSS_URL = re.compile(r"url\(\s*['\"]?(?!data:)([^)'\"]+)")


class Site:
    """A built site below an address, its pages parsed once."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base
        self.pages = {
            path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
            for path in sorted(folder.rglob("*.html"))
        }
        self.ids = {
            path: {tag["id"] for tag in soup.select("[id]")}
            for path, soup in self.pages.items()
        }

    def target(self, page: Path, link: str) -> Path | None:
        """The file behind a link, or None where it leaves the site."""
        if link.startswith(self.base):
            link = "/" + link.removeprefix(self.base)
        elif link.startswith(urlsplit(self.base).path):
            link = "/" + link.removeprefix(urlsplit(self.base).path)
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        start = self.folder if path.startswith("/") else page.parent
        file = (start / path.lstrip("/")).resolve() if path else page
        return file / "index.html" if file.is_dir() else file

    def broken(self) -> list[str]:
        """Links to files or anchors that are not there."""
        problems = []
        for page, soup in self.pages.items():
            where = page.relative_to(self.folder)
            for tag in soup.select("[href], [src]"):
                link = tag.get("href") or tag.get("src") or ""
                if link.startswith(("mailto:", "data:", "javascript:")):
                    continue
                file = self.target(page, link)
                anchor = unquote(urlsplit(link).fragment)
                if file is None:
                    continue
                if not file.is_file():
                    problems.append(f"{where}: no file {link}")
                elif anchor and anchor not in self.ids.get(file, {anchor}):
                    problems.append(f"{where}: no anchor {link}")
        return problems

    def foreign(self) -> list[str]:
        """What a browser would fetch from another host, in pages and styles."""
        problems = []
        for page, soup in self.pages.items():
            for name, attribute in FETCHING.items():
                for tag in soup.select(f"{name}[{attribute}]"):
                    rel = set(tag.get("rel") or ())
                    if name == "link" and not rel & FETCHED_LINKS:
                        continue
                    if self.target(page, tag[attribute]) is None:
                        problems.append(f"{page.name}: {tag[attribute]}")
        for style in self.folder.rglob("*.css"):
            problems += [
                f"{style.name}: {url}"
                for url in CSS_URL.findall(style.read_text("utf-8"))
                if urlsplit(url).netloc
            ]
        return problems
