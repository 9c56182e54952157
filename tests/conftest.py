"""Shared fixtures; shape comments are checked while any test runs."""

import numpy as np
import pytest

from press import ROOT
from tests.gates.snippets import shape_comments, shape_instrument
from tests.gates.snippets.planted_shapes import plant
from tests.kit.bench import pytest_terminal_summary, ratio

__all__ = ["plant", "pytest_terminal_summary", "ratio", "rng"]


def pytest_configure(config):
    """Instrument snippets/, unless what they cost is to be measured."""
    if not config.getoption("benchmark_enable", False):
        shape_instrument.install()


def pytest_collection_modifyitems(items):
    """What nobody waits for first, what needs all others last.

    The pages' programs, the build and the downloads run beside the tests of
    the networks. Gate 3 asks which blocks have passed, so it follows the pages.
    Whether each comment has been checked is asked when all else is done.
    """
    items.sort(
        key=lambda item: (
            item.name in shape_comments.LAST,
            not item.path.is_relative_to(ROOT / "tests/networks"),
            not item.path.is_relative_to(ROOT / "tests/press"),
            not item.path.is_relative_to(ROOT / "tests/commands"),
        )
    )


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)
