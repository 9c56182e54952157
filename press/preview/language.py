"""One language of the preview: made once as a whole, then page by page, with mkdocs' own steps."""

import logging
import shutil
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from press import BUILD, CONFIGS, hooks
from press.preview import mistakes
from press.preview.publish import publish

MADE = BUILD / "preview"
SHOWN = BUILD / "served"
UNSEEN = ("search/search_index.json",)  # no reason to load a page again


class Site(NamedTuple):
    """What mkdocs knows of a language before it converts the first page."""

    language: str
    config: Any
    files: Files
    nav: Navigation
    env: Any


class Outcome(NamedTuple):
    """What a build says: mistakes; whether every page was made, one looks different."""

    mistakes: tuple[str, ...] = ()
    sound: bool = False
    seen: bool = False
    retitled: bool = False


class Warnings(logging.Handler):
    """Keeps what mkdocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not text.startswith(("Error reading page", "Error building page")):
            self.said.append(text)

    def take(self) -> list[str]:
        """What was said since the last time."""
        said, self.said = self.said, []
        return said


def load(language: str, folder: Path) -> Site:
    """All that comes before the pages: settings, files, navigation."""
    config = load_config(str(CONFIGS[language]), site_dir=str(folder))
    config.plugins.on_startup(command="build", dirty=False)
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    env = config.theme.get_env()
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    nav = config.plugins.on_nav(nav, config=config, files=files)
    env = config.plugins.on_env(env, config=config, files=files)
    for file in files.documentation_pages():
        if file.page is None:
            Page(None, file, config)
    return Site(language, config, files, nav, env)


def attempt(site: Site, page: Page, step, *arguments) -> str | None:
    """One step of mkdocs for a page; what stopped it, if anything."""
    try:
        step(page, site.config, *arguments)
    except Exception as error:
        return mistakes.of_page(Path(page.file.abs_src_path), error)
    return None


def make(site: Site, pages: list[Page]) -> list[str]:
    """Convert pages and write them. One that fails is left; why is returned."""
    said = [attempt(site, page, _populate_page, site.files) for page in pages]
    sound = [
        page for page, trouble in zip(pages, said, strict=True) if not trouble
    ]
    site.files.copy_static_files()
    documents = site.files.documentation_pages()
    for page in sound:
        forget(site, page)
        said.append(
            attempt(site, page, _build_page, documents, site.nav, site.env)
        )
    for document in documents:
        document.page.validate_anchor_links(
            files=site.files, log_level=logging.WARNING
        )
    site.config.plugins.on_post_build(config=site.config)
    return [trouble for trouble in said if trouble]


def finish(
    site: Site, failed: list[str], warnings: Warnings, whole: bool
) -> Outcome:
    """Show what was made."""
    made, shown = MADE / site.language, SHOWN / site.language
    differ = publish(made, shown, whole and not failed)
    said = [mistakes.of_log(site.language, text) for text in warnings.take()]
    return Outcome((*failed, *said), not failed, not differ <= set(UNSEEN))


def everything(language: str, warnings: Warnings) -> tuple[Site, Outcome]:
    """Make the whole language."""
    folder = MADE / language
    shutil.rmtree(folder, ignore_errors=True)
    site = load(language, folder)
    pages = [file.page for file in site.files.documentation_pages()]
    failed = make(site, pages)
    return site, finish(site, failed, warnings, True)


def forget(site: Site, page: Page) -> None:
    """What the search holds of a page makes room for what it will hold."""
    index = site.config.plugins["material/search"].search_index
    index.entries = [
        entry
        for entry in index.entries
        if entry["location"].partition("#")[0] != page.url
    ]


def some(site: Site, sources: list[Path], warnings: Warnings) -> Outcome:
    """Make the pages of these files again."""
    wanted = {str(source) for source in sources}
    pages = [
        file.page
        for file in site.files.documentation_pages()
        if file.abs_src_path in wanted
    ]
    hooks.add_shared(site.files, site.config)
    titles = [page.title for page in pages]
    for page in pages:
        hooks.offer(page.file, site.files, site.config)
    set_exclusions(site.files, site.config)
    failed = make(site, pages)
    outcome = finish(site, failed, warnings, False)
    return outcome._replace(retitled=titles != [page.title for page in pages])
