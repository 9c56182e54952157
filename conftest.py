"""pytest-markdown-docs reads pages with the site's parser and runs them as programs."""

import os
import sys

# Before NumPy comes: threads that wait for each other make small products slow.
if "--benchmark-enable" not in sys.argv:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from markdown_it.token import Token
from pytest_markdown_docs._runners import DefaultRunner, register_runner
from pytest_markdown_docs.plugin import (
    MarkdownDocstringCodeModule,
    MarkdownInlinePythonItem,
    MarkdownTextFile,
)

from press import CONFIGS, DOCS
from press.check.verdict import judge, page_at, pool, told
from press.read.page import Page, PageError, read_text, site_config
from tests.kit import together, wholes

pytest_plugins = ["tests.kit.minutes", "tests.kit.turned"]
known: dict[str, Page] = {}  # what a collected text was read as


class SiteParser:
    """What pytest-markdown-docs asks of a parser: fences, as the site finds them."""

    def parse(self, text: str) -> list[Token]:
        page = known.get(text)
        if page is None:
            page = read_text(text, site_config(CONFIGS["zh"]), coloured=False)
        return [
            Token(
                "fence",
                "code",
                0,
                info="python",
                content=block.code,
                map=[block.line, block.line + 1],
            )
            for block in page.blocks
            if block.is_python
        ]


class BlockFailed(AssertionError):
    """A block that does not do what the page says."""


@register_runner(default=True)
class PageRunner(DefaultRunner):
    """Runs the page once, as one program, and reports each block on its own."""

    def runtest(self, test, args, *, asyncio_runner=None) -> None:
        mine = [
            verdict
            for verdict in judge(test.source_path)
            if verdict.block.line + 1 == test.start_line
            and test.source.endswith(verdict.block.code)
        ]
        if not mine:
            raise BlockFailed(f"no block at line {test.start_line}")
        for verdict in mine:
            if verdict.problem:
                raise BlockFailed(told(test.source_path, verdict))

    def repr_failure(self, test, excinfo, style=None):
        """What is wrong, and nothing of how it was found; the first line sums up."""
        return excinfo.getrepr(style="value")


def start_programs(session) -> None:
    """The programs of the pages run ahead, as many at a time as there are cores."""
    items = session.items
    pages = [i.path for i in items if isinstance(i, MarkdownInlinePythonItem)]
    for path in dict.fromkeys(pages):
        wholes.start(path)


together.ahead["pages"].append(start_programs)


@pytest.hookimpl
def pytest_collection_finish(session):
    if not session.config.option.collectonly and together.alone(session.config):
        together.begin(session)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Of several processes, each begins what the group at work needs."""
    together.begin(item.session, together.group(item.nodeid))
    if isinstance(item, MarkdownInlinePythonItem):
        wholes.tell(item)


@pytest.hookimpl
def pytest_xdist_auto_num_workers():
    """A process for each group, since they wait for programs and a browser."""
    return max(len(together.GROUPS), os.cpu_count() or 1)


@pytest.hookimpl
def pytest_xdist_make_scheduler(config, log):
    return together.Together(config, log)


@pytest.hookimpl
def pytest_unconfigure():
    """Whoever stops early does not wait for the programs that have not begun."""
    pool.shutdown(wait=False, cancel_futures=True)


@pytest.hookimpl
def pytest_markdown_docs_markdown_it() -> SiteParser:
    return SiteParser()


class SitePage(MarkdownTextFile):
    """A page; one that cannot be read is one line that says where and why."""

    def collect(self):
        if self.path.is_relative_to(DOCS):
            try:
                known[self.path.read_text("utf-8")] = page_at(self.path)
            except PageError as error:
                raise self.CollectError(str(error)) from None
        yield from super().collect()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(parent):
    """Pages are documents to verify; docstrings are not."""
    collectors = yield
    return [
        SitePage.from_parent(parent, path=collector.path)
        if isinstance(collector, MarkdownTextFile)
        else collector
        for collector in collectors
        if not isinstance(collector, MarkdownDocstringCodeModule)
    ]


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call():
    """A test that reads a faulty page says what is wrong with the page."""
    try:
        return (yield)
    except PageError as error:
        pytest.fail(str(error), pytrace=False)
