"""What stands above both languages: the chooser, the 404, the sitemap, robots.txt.

And what a reader finds who has no network: sw.js brings it (kept.py).
"""

from pathlib import Path
from string import Template
from urllib.parse import quote

from press import HTML_LANG, ROOT
from press.finish import policy

TEMPLATES = ROOT / "press/theme/root"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" \
xmlns:xhtml="http://www.w3.org/1999/xhtml">"""


def page_urls(site: Path) -> list[str]:
    """The addresses of all pages below a language, the same in every language."""
    urls = {
        language: {
            path.relative_to(site / language)
            .as_posix()
            .removesuffix("index.html")
            for path in (site / language).rglob("index.html")
        }
        for language in HTML_LANG
    }
    if urls["zh"] != urls["en"]:
        alone = sorted(urls["zh"] ^ urls["en"])
        raise ValueError(f"pages in one language only: {', '.join(alone)}")
    return sorted(urls["zh"])


def sitemap(urls: list[str], base: str) -> str:
    """Every page in every language, each with its alternates."""
    lines = [HEAD]
    for url in urls:
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" '
            f'href="{base}{language}/{quote(url)}"/>'
            for language, code in HTML_LANG.items()
        )
        lines += [
            f"<url><loc>{base}{language}/{quote(url)}</loc>{alternates}</url>"
            for language in HTML_LANG
        ]
    return "\n".join([*lines, "</urlset>\n"])


def fill(name: str, base: str) -> str:
    """A page of press/theme/root with its shared style and address."""
    style = (TEMPLATES / "style.css").read_text("utf-8")
    template = Template((TEMPLATES / name).read_text("utf-8"))
    path = "/" + base.split("/", 3)[3]
    html = template.substitute(base=base, path=path, style=style)
    return policy.guarded(html)


def finish(site: Path, base: str) -> int:
    """Write the files of the root. Returns the number of pages per language."""
    urls = page_urls(site)
    write(site, urls, base)
    return len(urls)


def write(site: Path, urls: list[str], base: str) -> None:
    """Write the files of the root, and remove what they replace."""
    for language in HTML_LANG:
        for pattern in ("sitemap.xml*", "404.html"):
            for path in (site / language).glob(pattern):
                path.unlink()
    robots = f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"
    made = {
        "index.html": fill("index.html", base),
        "404.html": fill("404.html", base),
        "offline.html": fill("offline.html", base),
        "sitemap.xml": sitemap(urls, base),
        "robots.txt": robots,
        ".nojekyll": "",
    }
    for name, text in made.items():
        (site / name).write_text(text, "utf-8")
