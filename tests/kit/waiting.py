"""Wait for what a page says, where its policy lets nobody evaluate text in it."""

import time

PAUSE = 0.05  # seconds


def until(page, expression: str, arg=None, seconds: float = 30) -> None:
    """Ask until it holds. AssertionError after so many seconds."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"still not: {expression}"
        time.sleep(PAUSE)
