"""What a page tells machines of itself, in the words of schema.org.

Nothing is said that the front matter or the build does not know: the minutes are
those of the first reading, the level is how many chapters stand one behind the
other up to this one, and what is required are those that it builds on.
"""

import functools
import json
from pathlib import Path

from press import DOCS, HTML_LANG
from press.finish.times import stem
from press.read.length import lengths, source_text
from press.read.needs import Graph, graph, level, names, path_of

LICENCES = (
    "https://creativecommons.org/licenses/by/4.0/",  # text and figures
    "https://spdx.org/licenses/MIT",  # code
)
LEVEL = {"zh": "第 {} 级，共 {} 级", "en": "level {} of {}"}


@functools.cache
def needs_of(folder: Path) -> Graph:
    """What builds on what; a build asks for each page."""
    return graph(folder, names((folder / "index.md").read_text("utf-8")))


def of_chapter(chapter: str, language: str, site: str) -> dict:
    """How long it takes, how far it is from the beginning, what to read before."""
    folder = DOCS / language
    needs = needs_of(folder)
    if chapter not in needs:  # help is looked up
        return {}
    minutes = lengths(source_text(path_of(folder, chapter))).first.minutes
    step, steps = level(needs, chapter), max(level(needs, c) for c in needs)
    found = {
        "timeRequired": f"PT{minutes}M",
        "educationalLevel": LEVEL[language].format(step + 1, steps + 1),
    }
    before = [f"{site}{n.removesuffix('index')}" for n in needs[chapter]]
    if before:
        found["competencyRequired"] = [f"{n.rstrip('/')}/" for n in before]
    return found


def of_page(page, config) -> str:
    """The facts of a page as JSON-LD, which may stand in HTML."""
    language, site = config.theme["language"], config.site_url
    is_home = page.is_homepage
    name = page.meta.get("title") or page.title
    found = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": config.site_name if is_home else name,
        "description": page.meta.get("description") or config.site_description,
        "url": page.canonical_url,
        "inLanguage": HTML_LANG[language],
        "isAccessibleForFree": True,
        "license": LICENCES,
    }
    if not is_home:
        found["isPartOf"] = site
    found |= of_chapter(stem(page.url, DOCS / language), language, site)
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", r"\u003c")
