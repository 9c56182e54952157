"""The built site, a server for it, and a browser that reaches nothing else."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from press import BUILD
from press.build import build
from tests.gates.site.links import Site
from tests.kit import server
from tests.kit.chromium import FLAGS, chromium
from tests.kit.reader import Reader
from tests.kit.server import BASE, REPOSITORY


@pytest.fixture(scope="session")
def site() -> Path:
    """Both languages, built strictly as for a project page of a code host."""
    folder = BUILD / "tested"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SITE_URL", BASE)
        patch.setitem(os.environ, "REPO_URL", REPOSITORY)
        build(folder)
    return folder


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


@pytest.fixture(scope="session")
def browser():
    path = chromium()  # asks Playwright itself, which must not run twice
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def reader(browser, address):
    """A desktop reader with a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Reader(context.new_page(), address)
    context.close()
