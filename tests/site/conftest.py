"""The built site, a server for it, and a browser that reaches nothing else."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.site import server
from tests.site.chromium import FLAGS, chromium
from tests.site.links import Site
from theme import BUILD
from theme.build import build

BASE = "https://example.org/nn/"
REPOSITORY = "https://code.example.org/repository"


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
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS
        )
        yield running
        running.close()


class Reader:
    """A page of the browser, with what went wrong on it."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("response", self.on_response)
        page.on("websocket", lambda socket: self.foreign(socket.url))
        page.context.route("**/*", self.on_request)
        page.context.on("page", lambda opened: self.foreign(opened.url))
        page.context.on(
            "serviceworker", lambda worker: self.foreign(worker.url)
        )

    def on_console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"console: {message.text}")

    def on_response(self, response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def on_request(self, route) -> None:
        url = route.request.url
        host = self.address.removesuffix("nn/")
        if url.startswith((host, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign(url)
            route.abort()

    def foreign(self, url: str) -> None:
        """Requests to elsewhere; sockets, windows and service workers to anywhere."""
        self.errors.append(f"third party: {url}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path, wait_until="networkidle")


@pytest.fixture
def reader(browser, address):
    """A desktop reader with a fresh profile."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Reader(context.new_page(), address)
    context.close()
