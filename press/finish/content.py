"""What a build adds to a page that mkdocs has converted: time, downloads, proof.

The page as Markdown gets the same, so that both say the same.
"""

from pathlib import Path

from press import DOCS
from press.finish import (
    changes,
    downloads,
    play,
    proof,
    symbols,
    texts,
    times,
)


def finished(html: str, page, config, tex: bool = False) -> str:
    """Below the title what can be taken away at once; at the end what was compared.

    tex: its formulas are TeX, as they were written.
    """
    language = config.theme["language"]
    folder = DOCS / language
    html += symbols.fold(html, page.meta, language, tex)
    html += proof_line(folder / page.file.src_uri, page, config)
    if page.is_homepage:
        return times.filled(html, folder, language)
    offered = config.extra["takeaways"][page.file.src_uri]
    links = {
        file.src_uri.rpartition("/")[2]: file.url_relative_to(page.file)
        for file in offered
    }
    needs = config.extra["needs"].get(page.file.src_uri, [])
    html = play.filled(html, language)
    html = changes.filled(html, language)
    entry = texts.entry(language)
    html = downloads.title_line(html, links, needs, entry)
    return times.below_title(html, page.url, folder, language)


def proof_line(source: Path, page, config) -> str:
    """At the end of a page: what the last green run compared, if nothing changed."""
    green = config.extra["green"]
    found = green.of_page(source)
    if not found:
        return ""
    way = "../" * page.url.count("/") + "help/verified/"
    versions = green.record["versions"]
    return proof.line(found, versions, config.theme["language"], way)


def write_text(html: str, page, config) -> None:
    """The page as Markdown, beside where mkdocs will write it."""
    language, rights = config.theme["language"], config.copyright
    url = "" if page.is_homepage else page.url
    text = texts.page(html, language, url, config.site_url, rights)
    texts.put(Path(config.site_dir), page.file.dest_uri, text)
