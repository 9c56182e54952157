"""A phone whose browser has run Python before, so that a test does not wait for all of it."""

import pytest

from tests.gates.run import small_kept
from tests.gates.run.tab import Tab
from tests.kit import line as lines
from tests.kit.reader import PHONE

OWN = "local_storage,session_storage"  # what a reader has done; Python stays


@pytest.fixture(scope="session")
def warm(browser, address):
    """One browser for many readers, with Python's memory on its shelf."""
    context = browser.new_context(viewport=PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = Tab(context.new_page(), address).open()
    tab.run("code-1")
    assert tab.keep() == "kept"
    tab.page.close()
    yield context
    context.close()


@pytest.fixture
def tab(warm, address):
    """A tab of somebody who has changed and solved nothing."""
    found = Tab(warm.new_page(), address)
    tools = warm.new_cdp_session(found.page)
    origin = address.removesuffix("/nn/")
    asked = {"origin": origin, "storageTypes": OWN}
    tools.send("Storage.clearDataForOrigin", asked)
    yield found
    for page in warm.pages:
        page.close()
    warm.unroute_all()


@pytest.fixture
def small(browser, tmp_path):
    """A reader of the small site, whose worker has perhaps a fault."""
    opened = []

    def begun(changes: dict[str, str]) -> small_kept.Small:
        site = small_kept.site(tmp_path / "site", changes)
        laid = lines.laid(site, tmp_path / "over")
        context = browser.new_context()
        opened.extend([context.close, lambda: laid.__exit__(None, None, None)])
        return small_kept.Small(context.new_page(), laid.__enter__())

    yield begun
    for close in opened:
        close()
