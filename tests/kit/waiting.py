"""Wait for what a page says, where its policy lets nobody evaluate text in it."""

import time

PAUSE = 0.05  # seconds
PATIENCE = 120  # seconds that a page may take to load while both cores are busy


def until(page, expression: str, arg=None, seconds: float = 30) -> None:
    """Ask until it holds. AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"still not: {expression}"
        time.sleep(PAUSE)


def load(page, url: str) -> None:
    """Open an address, until it is read and all that it asks for has come.

    On a busy machine the network can be silent before the page has been read.
    """
    page.goto(url, timeout=1000 * PATIENCE)
    page.wait_for_load_state("networkidle", timeout=1000 * PATIENCE)
