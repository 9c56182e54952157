"""Gate 3 on every page of the built site."""

import pytest

from press import CONFIGS, DOCS
from press.check.verdict import page_at, ran
from press.read.page import sources
from tests.gates.built.coverage import (
    small_code,
    source_of,
    unaccounted,
    unexecuted,
)
from tests.kit.findings import none

PAGES = [path for language in CONFIGS for path in sources(language)]


def test_every_code_on_every_built_page_is_accounted_for(site):
    problems, seen = [], set()
    for language in CONFIGS:
        for built in sorted((site / language).rglob("*.html")):
            source = source_of(built, site / language, DOCS / language)
            html = built.read_text("utf-8")
            where = built.relative_to(site).parent.as_posix()
            if source is None:
                found = unaccounted(html, (), []) + small_code(html)
            elif source.suffix == ".ipynb":
                found = unexecuted(html, page_at(source).blocks)
            else:
                page = page_at(source)
                found = unaccounted(html, page.blocks, ran(page))
            seen.add(source)
            problems += [f"{where}: {problem}" for problem in found]
    none(problems, "show only blocks that ran and their outputs")
    none(sorted(set(PAGES) - seen), "these pages were not built")


@pytest.mark.parametrize("name", ["index.html", "404.html", "offline.html"])
def test_root_pages_show_no_code(site, name):
    html = (site / name).read_text("utf-8")
    none(unaccounted(html, (), []) + small_code(html))
