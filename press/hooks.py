"""The events of a build; each hands its work to a plain function of press/."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import rjsmin
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File
from mkdocs.structure.pages import _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from press import BUILD, ROOT
from press.compute import cards, coming, figures, hero
from press.finish import (
    changes,
    content,
    downloads,
    executed,
    facts,
    fonts,
    live,
    markup,
    notebook,
    play,
    policy,
    proof,
    recall,
    running,
    search,
    styles,
    texts,
)
from press.read.bundle import bundle
from press.read.chapter import parts
from press.read.heads import needed
from press.read.page import extensions, read, read_notebook
from press.read.program import above, codes, programs_of
from press.run import able, site

SHARED = {
    "assets": ROOT / "docs" / "assets",
    "assets/css": ROOT / "press/theme/css",
    "assets/js": ROOT / "press/theme/js",
    "assets/vendor": ROOT / "vendor",
}
PARTS = ("_data", "_env")
ALT = {"zh": "单元输出的图", "en": "Picture from cell"}
REMOTE = re.compile(r"^(?:git@([^:]+):|https?://([^/]+)/)(.+?)(?:\.git)?$")


def language_of(config) -> str:
    return config.theme["language"]


def repository() -> str | None:
    """Where the sources are, so that pages can link to them: REPO_URL or the remote."""
    if os.environ.get("REPO_URL"):
        return os.environ["REPO_URL"].rstrip("/")
    remote = subprocess.run(
        ["git", "remote", "get-url", "origin"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    match = REMOTE.match(remote)
    return f"https://{match[1] or match[2]}/{match[3]}" if match else None


@event_priority(100)
def on_config(config):
    """Before the plugins: addresses, formulas, the words of the search."""
    language = language_of(config)
    if os.environ.get("SITE_URL"):
        base = os.environ["SITE_URL"].rstrip("/")
        config.site_url = f"{base}/{language}/"
    config.repo_url = repository()
    if config.repo_url is None:
        config.edit_uri = None
    else:
        config.repo_name = config.repo_url.split("/", 3)[-1]
    config.extra["base_url"] = config.site_url.removesuffix(f"{language}/")
    path = "/" + config.extra["base_url"].split("/", 3)[3]
    config.extra["scope"] = path  # a choice of colours or tabs holds everywhere
    config.markdown_extensions = extensions(config)
    if language == "zh":
        plugin = config.plugins["material/search"]
        plugin.config.jieba_dict_user = str(search.write_dictionary())
    return config


def generated(config, uri: str, **source) -> File:
    return File.generated(config, uri, **source)


def put(file, files) -> None:
    """Add a file, in place of the one that has its address if there is one."""
    if old := files.get_file_from_path(file.src_uri):
        files.remove(old)
    files.append(file)


def on_files(files, config):
    """What both builds share, the figures, and each chapter to take away.

    make serve draws them beside, and offers each chapter when its turn comes.
    """
    later = config.extra.get("later", False)
    if not later:
        figures.draw_all()
    add_shared(files, config)
    add_run(files, config)
    config.extra["green"] = proof.green()
    shared = sorted((ROOT / "snippets").glob("[!_]*.py"))  # by all chapters
    every = sorted((ROOT / "snippets").glob("*/*.py"))
    shown = [path for path in every if path.stem.endswith(PARTS)]
    for path in (*shared, *shown):  # of which pages show parts
        uri = path.relative_to(ROOT / "snippets").as_posix()
        text = downloads.headed(
            path.read_text("utf-8"), config.site_url, language_of(config)
        )
        put(generated(config, uri, content=text), files)
    drawing = hero.training()
    put(generated(config, "assets/training.live.svg", content=drawing), files)
    feed = "" if later else feed_of(config)  # nobody subscribes to a preview
    put(generated(config, changes.FEED, content=feed), files)
    for kind in (
        "takeaways",
        "unreadable",
        "programs",
        "runs",
        "needs",
        "texts",
    ):
        config.extra[kind] = {}
    for file in [] if later else list(files.documentation_pages()):
        offer(file, files, config)
    return files


def feed_of(config) -> str:
    """What changed, for a reader of feeds."""
    return changes.feed(language_of(config), config.site_name, config.site_url)


def add_shared(files, config) -> None:
    """The files that are not below docs/<language>/, as many as are new."""
    folders = [*SHARED.items(), ("assets", figures.FOLDER)]
    if language_of(config) == "zh":
        folders.insert(-1, ("assets", figures.CHINESE))
    if config.extra.get("later"):
        folders.append(("assets", coming.BOXES))
    drawn = figures.FOLDER, figures.CHINESE, coming.BOXES
    for file in list(files):  # a figure may have got words, or lost them
        source = Path(file.abs_src_path or "")
        if any(source.is_relative_to(folder) for folder in drawn):
            files.remove(file)
    for prefix, folder in folders:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder).as_posix()
            uri = f"{prefix}/{inner}"
            known = files.get_file_from_path(uri)
            if path.is_file() and not path.name.startswith(".") and not known:
                files.append(generated(config, uri, abs_src_path=str(path)))
    for uri, text in live.published().items():
        put(generated(config, uri, content=text), files)


def add_run(files, config) -> None:
    """Where the scripts of a page find Python, if this site has it."""
    runtime = os.environ.get("RUNTIME", "")
    config.extra["runtime"] = runtime
    if runtime:
        name, size = runtime.split()
        text = site.where(name, int(size))
        put(generated(config, "assets/js/run/where.js", content=text), files)
        library = play.library()
        put(generated(config, "assets/snippets.zip", content=library), files)


def offer(file, files, config) -> list[File]:
    """Put what can be taken away of a page among the files, and tell which.

    Why a page cannot be read is said when its turn comes: on_pre_page.
    """
    offered, unreadable = config.extra["takeaways"], config.extra["unreadable"]
    unreadable.pop(file.src_uri, None)
    try:
        page = read(Path(file.abs_src_path), tex=True, coloured=False)
        found = takeaways(file, page, config)
    except (ValueError, SyntaxError) as error:
        unreadable[file.src_uri] = str(error)
        offered.setdefault(file.src_uri, [])
        return []
    config.extra["needs"][file.src_uri] = needed(*codes(page))
    config.extra["texts"][file.src_uri] = texts.as_on_the_page(
        page.html, file.src_uri, config.site_url, file.url
    )
    offered[file.src_uri] = [
        generated(config, uri, **source) for uri, source in found.items()
    ]
    mine = [*offered[file.src_uri], *programs(file, page, config)]
    for takeaway in mine:
        put(takeaway, files)
    return mine


def programs(file, page, config) -> list[File]:
    """The program of every block, a file beside its page."""
    found = programs_of(page, urljoin(config.site_url, file.url))
    lengths = [text.count("\n") for text in found]
    none = [0] * len(codes(page))
    config.extra["programs"][file.src_uri] = lengths or none
    config.extra["runs"][file.src_uri] = tuple(
        able.judged(text, block)._replace(above=above(text, block).count("\n"))
        for text, block in zip(found, codes(page), strict=False)
    )
    folder = Path(file.dest_uri).parent
    return [
        generated(config, f"{folder}/code-{number}.py", content=text)
        for number, text in enumerate(found, 1)
    ]


def run_offers(page, config) -> running.Offers:
    """What the blocks of a page do in a browser, if this site has Python for it."""
    found = config.extra["runs"].get(page.file.src_uri, ())
    if not config.extra["runtime"] or not found:
        return running.NONE
    books = (
        each.url_relative_to(page.file)
        for each in config.extra["takeaways"][page.file.src_uri]
        if each.src_uri.endswith(".ipynb")
    )
    return running.Offers(found, next(books))


def picture_in(language: str):
    """Where the pictures are that a notebook takes along, by their address."""

    def file(address: str) -> Path | None:
        if address.endswith(".live.svg"):
            return hero.alone()
        return figures.pixels(language, address)

    return file


def takeaways(file, page, config) -> dict[str, dict]:
    """The downloads of a page: its program, and the tested files it explains."""
    if not any(block.is_python for block in page.blocks):
        return {}
    address = urljoin(config.site_url, file.url)
    stem = file.src_uri.rsplit(".", 1)[0]
    family, _, slug = stem.rpartition("/")
    language = language_of(config)
    script = downloads.script(page, address, language)
    found = {f"{stem}_page.py": {"content": script}}
    inner = f"/{slug}" if page.path.suffix == ".ipynb" else ""
    book = notebook.notebook(
        page, file.src_uri, config.site_url, language, picture_in(language)
    )
    found[f"{stem}{inner}.ipynb"] = {"content": book}
    snippets = ROOT / "snippets" / family
    further = [path.stem for path in parts(family, slug)]
    for name in (slug, *further, f"{slug}_fast", f"{slug}_torch"):
        if (snippets / f"{name}.py").is_file():
            uri = f"{family}/{name}.py"
            text = bundle(snippets / f"{name}.py")
            text = downloads.headed(text, address, language)
            found[uri] = {"content": text}
    test = ROOT / "tests/networks" / family / f"test_{slug}.py"
    if test.is_file():
        found[f"{family}/{test.name}"] = {"abs_src_path": str(test)}
    return found


def on_pre_page(page, config, files):
    """A page that cannot be read stops its build; a notebook runs elsewhere."""
    trouble = config.extra["unreadable"].get(page.file.src_uri)
    if trouble:
        raise PluginError(trouble)
    if page.file.src_uri.endswith(".ipynb"):
        path = Path(page.file.abs_src_path)
        name = page.file.src_uri.removesuffix(".ipynb")
        folder = BUILD / "notebooks" / language_of(config) / name
        page.file.abs_src_path = str(executed.alone(path, folder))
    return page


def on_page_content(html, page, config, files):
    """What is special to notebooks; what a build adds to every page; the page as Markdown."""
    if page.file.src_uri.endswith(".ipynb"):
        html = notebook_content(html, page, config, files)
    text = config.extra["texts"][page.file.src_uri]
    text = content.finished(text, page, config, tex=True)
    content.write_text(text, page, config)
    return content.finished(search.without_answers(html), page, config)


def notebook_content(html, page, config, files):
    """A notebook page becomes a page like all others."""
    path = Path(page.file.abs_src_path)
    links = _RelativePathTreeprocessor(page.file, files, config)
    source = read_notebook(path, config, extend=links._register)
    page.toc = get_toc(source.toc_tokens)
    page.title = page.toc.items[0].title if page.toc.items else path.stem
    page.meta["description"] = first_sentence(source.html)
    page.meta["title"] = page.title
    page.meta["symbols"] = source.meta.get("symbols")
    page.present_anchor_ids = set(re.findall(r'\bid="([^"]+)"', source.html))
    alt = ALT[language_of(config)]
    cells = executed.executed_cells(html)
    html, pictures = executed.present(source.html, cells, alt, path.stem)
    for name, data in pictures.items():
        uri = f"{page.file.src_uri.removesuffix('.ipynb')}/{name}"
        put(generated(config, uri, content=data), files)
    texts = config.extra["texts"]
    text = executed.present(texts[page.file.src_uri], cells, alt, path.stem)
    texts[page.file.src_uri] = text[0]
    for file in config.extra["takeaways"][page.file.src_uri]:
        if file.src_uri.endswith(".ipynb"):
            text = notebook.with_outputs(file.content_string, cells)
            put(generated(config, file.src_uri, content=text), files)
    return html


def first_sentence(html: str) -> str:
    """The text of the first paragraph, as the page's description."""
    paragraph = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", paragraph[1]) if paragraph else ""


def before_search(context, page, config, nav):
    """The search reads a page without the thousands of spans of its colours."""
    config.extra["coloured"] = page.content
    page.content = search.plain(page.content)
    return context


def after_search(context, page, config, nav):
    """The page as its readers see it, and where its social card is."""
    page.content = config.extra.pop("coloured")
    name = page.url.strip("/").replace("/", "-") or "index"
    path = cards.write_card(
        config.site_name,
        page.meta.get("title") or page.title,
        page.meta.get("description") or config.site_description,
    )
    target = Path(config.site_dir) / "assets" / "cards" / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
    context["card"] = f"{config.site_url}assets/cards/{name}.png"
    if not config.extra.get("later"):
        context["facts"] = facts.of_page(page, config)
    return context


on_page_context = CombinedEvent(
    event_priority(50)(before_search), event_priority(-50)(after_search)
)


def on_post_page(output, page, config):
    """The complete page, finished; the preview adds scripts of its own to it."""
    html = markup.finish(
        search.own_worker(output),
        Path(config.site_dir),
        config.extra["base_url"],
        language_of(config),
        page.url,
        config.extra["programs"].get(page.file.src_uri, []),
        run_offers(page, config),
    )
    return html if config.extra.get("later") else policy.guarded(html)


def on_post_build(config):
    """The font of the formulas, the search; what nobody asks for is removed."""
    target = Path(config.site_dir)
    built = [path.read_text("utf-8") for path in target.rglob("*.html")]
    font = target / "assets" / "fonts" / "math.woff2"
    font.parent.mkdir(parents=True, exist_ok=True)
    font.write_bytes(fonts.math_font(built))
    search.finish(target, language_of(config))
    recall.finish(target, language_of(config))
    styles.finish(target)
    for style in (target / "assets" / "css").glob("*.css"):
        style.write_text(markup.short_style(style.read_text("utf-8")), "utf-8")
    for script in (target / "assets" / "js").rglob("*.js"):
        script.write_text(rjsmin.jsmin(script.read_text("utf-8")), "utf-8")
    for junk in target.rglob("*.map"):
        junk.unlink()
