"""Shared fixtures; shape comments are checked while any test runs."""

import numpy as np
import pytest

from press.check import shape_comments
from press.chromium import FLAGS, chromium
from tests.gates.snippets import shape_instrument
from tests.gates.snippets.planted_shapes import plant
from tests.kit import together
from tests.kit.bench import pytest_terminal_summary, ratio

__all__ = ["plant", "pytest_terminal_summary", "ratio", "rng"]


def pytest_configure(config):
    """Instrument snippets/ and studies/, unless what they cost is to be measured."""
    if not config.getoption("benchmark_enable", False):
        shape_instrument.install()


def pytest_collection_modifyitems(config, items):
    """Whether each comment has been checked is asked when all else is done."""
    shared = not together.alone(config)
    items.sort(
        key=lambda item: (
            item.name in shape_comments.LAST,
            *together.order(item.nodeid, shared),
        )
    )


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture(scope="session")
def browser():
    """Chromium, one for all tests of a process: Playwright must not run twice in it."""
    from playwright.sync_api import sync_playwright

    path = chromium()  # asks Playwright itself
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
