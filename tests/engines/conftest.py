"""A browser of each engine, and the built site for them."""

import os
from pathlib import Path

import pytest

from tests.engines.browsers import DESK, STARTS
from tests.kit import server
from tests.kit.built import build_once

ENGINES = list(STARTS)
# WebKitWebDriver has no command that prints
PRINTERS = [name for name in ENGINES if name != "webkit"]


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """Where the site has been built; SITE names a folder that is built already."""
    folder = os.environ.get("SITE")
    return Path(folder) if folder else build_once(False)


@pytest.fixture(scope="session")
def address(site_folder):
    """Where the site is served."""
    running = server.start(site_folder, "/nn/")
    yield f"http://127.0.0.1:{running.server_address[1]}/nn/"
    running.shutdown()
    running.server_close()


def opened(name: str):
    @pytest.fixture(scope="session", name=name)
    def running():
        with STARTS[name](dark=False) as found:
            yield found

    return running


chromium, firefox, webkit = map(opened, ENGINES)


@pytest.fixture
def engine(request):
    """The engine of this test, on a desk."""
    found = request.getfixturevalue(request.param)
    found.resize(*DESK)
    return found


@pytest.fixture
def printer(request):
    """An engine that can print."""
    return request.getfixturevalue(request.param)


def pytest_generate_tests(metafunc):
    for name, engines in (("engine", ENGINES), ("printer", PRINTERS)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, engines, indirect=True)
