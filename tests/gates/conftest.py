"""The built site, a server for it, and a browser that reaches nothing else."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.gates.site.downloads import Executions
from tests.gates.site.links import Site
from tests.gates.site.visits import Visits
from tests.kit import server, together, turned
from tests.kit.built import build_once
from tests.kit.reader import Reader
from tests.kit.server import BASE

BUILT = pytest.StashKey[Future[Path]]()
VISITS = pytest.StashKey[Visits]()
EXECUTIONS = pytest.StashKey[Executions]()


def begun(session) -> Future[Path]:
    """The build of both languages, which goes on while other tests run."""
    if BUILT not in session.stash:
        built = ThreadPoolExecutor(1).submit(
            build_once, together.drawn_elsewhere(session)
        )
        session.stash[BUILT] = built
    return session.stash[BUILT]


def users_of(session) -> list[pytest.Item]:
    """The tests that ask for the site, and whose turn it is."""
    return [
        i
        for i in session.items
        if "site" in getattr(i, "fixturenames", ()) and not turned.is_left(i)
    ]


def start_build(session) -> None:
    """The build, if any test asks for the site."""
    if users_of(session):
        begun(session)


def start_readers(session) -> None:
    """The visits and the downloads, if any test asks for them."""
    users = users_of(session)
    visited = [
        i.callspec.params["url"] for i in users if "visits" in i.fixturenames
    ]
    if visited:
        urls = list(dict.fromkeys(visited))
        session.stash[VISITS] = Visits(begun(session), urls)
    executed = [
        i.callspec.params["page"]
        for i in users
        if "executions" in i.fixturenames
    ]
    if executed:
        pages = list(dict.fromkeys(executed))
        session.stash[EXECUTIONS] = Executions(begun(session), pages)


together.ahead["pages"].append(start_build)
together.ahead["site"].append(start_readers)


@pytest.hookimpl
def pytest_sessionfinish(session):
    """Whoever stops early does not wait for the pages that nobody asks for."""
    if visits := session.stash.get(VISITS, None):
        visits.stop()
    if executions := session.stash.get(EXECUTIONS, None):
        executions.stop()


@pytest.fixture(scope="session")
def site(request) -> Path:
    """Where both languages have been built."""
    return begun(request.session).result()


@pytest.fixture(scope="session")
def visits(request, site) -> Visits:
    """What a visit to each page has shown."""
    return request.session.stash[VISITS]


@pytest.fixture(scope="session")
def executions(request, site) -> Executions:
    """What the downloads of the pages do, run alone."""
    return request.session.stash[EXECUTIONS]


@pytest.fixture(scope="session")
def parsed(site) -> Site:
    return Site(site, BASE)


@pytest.fixture(scope="session")
def address(site):
    """Where the site is served; ends in a slash."""
    running = server.start(site, "/nn/")
    yield f"http://127.0.0.1:{running.server_address[1]}/nn/"
    running.shutdown()
    running.server_close()


@pytest.fixture
def reader(browser, address):
    """A desktop reader with a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Reader(context.new_page(), address)
    context.close()
