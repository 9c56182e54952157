"""Read a page with the site's own Markdown: what is converted here is what the reader sees."""

import functools
import logging
import re
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import markdown
import nbformat
import yaml
from mkdocs.config import load_config
from mkdocs.utils import markdown_extensions
from mkdocs.utils.meta import YAML_RE, get_data

from press import CONFIGS, DOCS, ROOT
from press.read.bundle import BundleExtension
from press.read.fences import fences
from press.read.highlight import BlockHighlight
from press.read.includes import BorderExtension, include, misnamed
from press.read.mathml import MathMLExtension
from press.read.numbering import NumberingExtension
from press.read.within import WithinExtension

PAGES = {*markdown_extensions, ".ipynb"}  # what mkdocs makes pages of
FRONT = ("needs", "symbols")  # what a notebook, too, says of itself


@dataclass(frozen=True)
class Block:
    """A code block as the page shows it, includes expanded; lines count from 0.

    lent: the lines of its code that an include took from snippets/;
    source: where a text that no gate runs comes from.
    """

    language: str
    code: str
    classes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    line: int = 0
    lent: frozenset[int] = frozenset()
    title: str = ""
    within: str = ""
    source: str = ""

    @property
    def is_python(self) -> bool:
        return self.language == "python"

    @property
    def is_output(self) -> bool:
        return "output" in self.classes


@dataclass(frozen=True)
class Page:
    """A page converted: its front matter, its HTML, its blocks in order."""

    path: Path
    meta: dict
    html: str
    blocks: tuple[Block, ...]
    toc_tokens: list


def trimmed(code: str) -> str:
    """Code without empty lines at either end; all else may be in a string."""
    return code.strip("\n")


def normal(output: str) -> str:
    """What a reader sees of an output: no trailing blanks, no empty ends."""
    lines = [line.rstrip() for line in output.expandtabs(4).split("\n")]
    return "\n".join(lines).strip("\n")


@functools.cache
def site_config(config_file: Path):
    """The configuration of a build; what plugins warn of at import is theirs."""
    log = logging.getLogger("mkdocs")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_config(str(config_file))
    finally:  # a strict build counts the warnings that come after
        log.setLevel(level)


def extensions(config, sink: list | None = None, coloured: bool = True) -> list:
    """What makes a page of its Markdown: the configuration's extensions and ours."""
    colours = config.mdx_configs["pymdownx.highlight"]
    names = [
        name
        for name in config.markdown_extensions
        if isinstance(name, str) and name != "pymdownx.highlight"
    ]
    own = [
        *(WithinExtension(), BundleExtension()),
        *(NumberingExtension(), MathMLExtension()),
    ]
    return [*names, BlockHighlight(sink, coloured, **colours), *own]


def converter(
    config, sink: list, tex: bool, coloured: bool
) -> markdown.Markdown:
    """The Markdown stack of a build, recording its blocks into sink."""
    own = extensions(config, sink, coloured)
    if tex:
        own = [each for each in own if not isinstance(each, MathMLExtension)]
    return markdown.Markdown(
        extensions=[*own, BorderExtension()],
        extension_configs=config.mdx_configs,
    )


def place(sink: list, text: str) -> list[int]:
    """The line of each recorded block; one from an included file has its include's."""
    places, last, rest = [], 0, fences(text)
    for src, language, *_ in sink:
        first = src.strip("\n").split("\n")[0].strip()
        for position, fence in enumerate(rest):
            fits = language in fence.info and (
                fence.first == first or include(fence.first)
            )
            if fits:
                last, rest = fence.start, rest[position + 1 :]
                break
        places.append(last)
    return places


class PageError(ValueError):
    """A page that cannot be converted: where, and why."""


def parts(text: str) -> tuple[str, dict]:
    """The Markdown of a page and its front matter. PageError if that is no YAML."""
    text = text.lstrip("\ufeff")
    if match := YAML_RE.match(text):
        try:
            yaml.safe_load(match[1])
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = 2 + (mark.line if mark else 0)
            raise PageError(
                f"line {line}: the front matter is not YAML ({error.problem}); "
                "put a value with a colon in quotation marks"
            ) from None
    return get_data(text)


def recorded(
    language: str, src: str, options: dict, line: int, lent: frozenset[int]
) -> Block:
    """A block from what the highlighter was given."""
    attributes = dict(options.get("attrs") or {})
    within = attributes.pop("data-within", "")
    source = attributes.pop("data-from", "")
    return Block(
        language,
        src,
        tuple(options.get("classes") or ()),
        tuple(attributes),
        line,
        lent,
        options.get("title") or "",
        within,
        source,
    )


def read_text(
    text: str,
    config,
    path: Path = Path("page.md"),
    tex: bool = False,
    coloured: bool = True,
    extend=lambda md: None,
) -> Page:
    """Convert the source of a page; with tex, formulas stay as they were written."""
    body, meta = parts(text)
    offset = text.count("\n") - body.count("\n")
    for line, trouble in misnamed(text):
        raise PageError(f"line {line + 1}: {trouble}")
    sink: list = []
    md = converter(config, sink, tex, coloured)
    extend(md)
    html = md.convert(body)
    blocks = tuple(
        recorded(language, src, options, line + offset, lent)
        for (src, language, options, lent), line in zip(
            sink, place(sink, body), strict=True
        )
    )
    return Page(path, meta, html, blocks, md.toc_tokens)


def fenced(code: str) -> str:
    """Code as a block of Markdown, also code that holds a fence in a string."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    mark = "`" * max(3, longest + 1)
    return f"{mark}python\n{code}\n{mark}"


def notebook_text(path: Path) -> str:
    """The cells of a notebook, as the Markdown of a page."""
    notebook = nbformat.read(path, as_version=4)
    return "\n\n".join(
        fenced(cell.source) if cell.cell_type == "code" else cell.source
        for cell in notebook.cells
    )


def read_notebook(path: Path, config, **how) -> Page:
    """Convert the Markdown cells of a notebook; its code cells are its blocks.

    What a page has in its front matter, it has in its metadata.
    """
    page = read_text(notebook_text(path), config, path, **how)
    given = nbformat.read(path, as_version=4).metadata
    return replace(page, meta={k: given[k] for k in FRONT if k in given})


def read(path: Path, **how) -> Page:
    """Convert a page of docs/<language>/."""
    language = path.resolve().relative_to(DOCS).parts[0]
    config = site_config(CONFIGS[language])
    try:
        if path.suffix == ".ipynb":
            return read_notebook(path, config, **how)
        return read_text(path.read_text("utf-8"), config, path, **how)
    except ValueError as error:  # also of a formula, or of a bundle
        where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        raise PageError(f"{where}: {error}") from None


def pages(folder: Path) -> list[Path]:
    """Every file below a folder that becomes a page."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in PAGES
        and not any(
            part.startswith(".") for part in path.relative_to(folder).parts
        )
    )


def sources(language: str) -> list[Path]:
    """Every page of a language, Markdown and notebooks."""
    return pages(DOCS / language)
