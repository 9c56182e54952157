"""A phone whose browser has run Python before, so that a test does not wait for all of it."""

import pytest

from tests.gates.run.tab import Tab
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
