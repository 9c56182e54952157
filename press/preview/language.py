"""One language of the preview: made once as a whole, then page by page, with mkdocs' own steps."""

import json
import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from press import BUILD, CONFIGS, hooks
from press.finish import fonts, texts
from press.preview import mistakes
from press.preview.publish import add, publish

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


class Begun(NamedTuple):
    """What a build says first: the addresses of the pages that it will make."""

    urls: tuple[str, ...]


class Made(NamedTuple):
    """What a build says of each page: whether one that was there has changed."""

    url: str
    changed: bool


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
    config.extra["later"] = True
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
        name(file.page, config)
    return Site(language, config, files, nav, env)


def name(page: Page, config) -> None:
    """Give a page its title before it is converted: the others show it."""
    path = Path(page.file.abs_src_path)
    if path.suffix != ".ipynb":
        page.read_source(config)
        return
    cells = json.loads(path.read_text("utf-8"))["cells"]
    lines = "\n".join("".join(cell["source"]) for cell in cells).split("\n")
    titles = [line[2:] for line in lines if line.startswith("# ")]
    page.title = titles[0].partition(" {")[0] if titles else path.stem


def attempt(site: Site, page: Page, step, *arguments) -> str | None:
    """One step of mkdocs for a page; what stopped it, if anything."""
    try:
        step(page, site.config, *arguments)
    except Exception as error:
        return mistakes.of_page(Path(page.file.abs_src_path), error)
    return None


def build(site: Site, page: Page) -> str | None:
    """Put a page that has been converted into the theme, and write it."""
    forget(site, page)
    documents = site.files.documentation_pages()
    return attempt(site, page, _build_page, documents, site.nav, site.env)


def close(site: Site) -> None:
    """What comes after all pages: their links to each other, fonts, search."""
    for document in site.files.documentation_pages():
        document.page.validate_anchor_links(
            files=site.files, log_level=logging.WARNING
        )
    site.config.plugins.on_post_build(config=site.config)


def finish(
    site: Site, failed: list[str], warnings: Warnings, whole: bool
) -> Outcome:
    """Show what was made."""
    made, shown = MADE / site.language, SHOWN / site.language
    differ = publish(made, shown, whole and not failed)
    said = [mistakes.of_log(site.language, text) for text in warnings.take()]
    return Outcome((*failed, *said), not failed, not differ <= set(UNSEEN))


def everything(
    language: str,
    warnings: Warnings,
    order: Callable[[list[str]], Iterable[str]],
    tell: Callable[[Begun | Made], None],
) -> tuple[Site, Outcome]:
    """Make the whole language, a page after the other, in an order that readers change."""
    folder, shown = MADE / language, SHOWN / language
    shutil.rmtree(folder, ignore_errors=True)
    fresh = not (shown / "index.html").is_file()
    site = load(language, folder)
    lay_out(site, folder, shown)
    pages = {page.url.strip("./"): page for page in in_turn(site)}
    tell(Begun(tuple(pages)))
    titles, failed = [page.title for page in pages.values()], []
    for url in order(list(pages)):
        changed, trouble = make_one(site, pages[url], folder, shown)
        failed += [trouble] if trouble else []
        tell(Made(url, changed))
    if titles != [page.title for page in pages.values()]:
        failed += filter(None, (build(site, p) for p in pages.values()))
    site.files.copy_static_files()
    close(site)
    outcome = finish(site, failed, warnings, True)
    return site, outcome._replace(seen=outcome.seen and not fresh)


def in_turn(site: Site) -> list[Page]:
    """All pages in the order of the navigation; those that are run come last."""
    pages = [file.page for file in site.files.documentation_pages()]
    place = {page.url: number for number, page in enumerate(site.nav.pages)}
    return sorted(
        pages,
        key=lambda page: (
            page.file.src_uri.endswith(".ipynb"),
            place.get(page.url, len(place)),
        ),
    )


def lay_out(site: Site, made: Path, shown: Path) -> None:
    """What all pages need, where it is not shown yet; the font as it is, uncut."""
    site.files.copy_static_files()
    font = made / "assets" / "fonts" / "math.woff2"
    font.parent.mkdir(parents=True, exist_ok=True)
    font.write_bytes(fonts.FULL.read_bytes())
    add(made, shown)


def make_one(
    site: Site, page: Page, made: Path, shown: Path
) -> tuple[bool, str | None]:
    """Make a page and show it: whether one that was there changed, what stopped it."""
    before = set(site.files.src_uris)
    offered = hooks.offer(page.file, site.files, site.config)
    trouble = attempt(site, page, _populate_page, site.files)
    trouble = trouble or build(site, page)
    if trouble:
        return False, trouble
    new = [file for file in site.files if file.src_uri not in before]
    beside = {file.dest_uri: file for file in (*offered, *new)}
    for file in beside.values():
        file.copy_file()
    old = (shown / page.file.dest_uri).is_file()
    own = page.file.dest_uri, texts.beside(page.file.dest_uri)
    addresses = [*own, *beside]
    differ = publish(made, shown, False, addresses)
    return old and page.file.dest_uri in differ, None


def forget(site: Site, page: Page) -> None:
    """What the search holds of a page makes room for what it will hold."""
    index = site.config.plugins["material/search"].search_index
    index.entries = [
        entry
        for entry in index.entries
        if entry["location"].partition("#")[0] != page.url
    ]


def some(
    site: Site,
    sources: list[Path],
    warnings: Warnings,
    tell: Callable[[Made], None],
) -> Outcome:
    """Make the pages of these files again, and show each before the rest is done."""
    wanted = {str(source) for source in sources}
    pages = [
        file.page
        for file in site.files.documentation_pages()
        if file.abs_src_path in wanted
    ]
    folder, shown = MADE / site.language, SHOWN / site.language
    hooks.add_shared(site.files, site.config)
    set_exclusions(site.files, site.config)
    titles, failed = [page.title for page in pages], []
    for page in pages:
        changed, trouble = make_one(site, page, folder, shown)
        failed += [trouble] if trouble else []
        tell(Made(page.url.strip("./"), changed))
    site.files.copy_static_files()
    close(site)
    outcome = finish(site, failed, warnings, False)
    return outcome._replace(retitled=titles != [page.title for page in pages])
