"""The worker that keeps the site, asked on a site of a few files."""

import pytest

from tests.gates.run import keeps


@pytest.mark.parametrize("question", keeps.ALL, ids=lambda each: each.__name__)
def test_the_worker(small, question):
    question(small({}))
