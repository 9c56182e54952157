"""Every page in every engine: its figures, its formulas, its width on a phone."""

import functools

import pytest

from tests.engines import looks
from tests.engines.browsers import DESK, PHONE
from tests.kit.findings import none
from tests.kit.reader import urls


@pytest.fixture(scope="session")
def model(chromium, address):
    """Where Chromium puts the letters of a page's formulas."""

    @functools.cache
    def letters(url: str) -> list:
        chromium.resize(*DESK)
        chromium.open(address + url)
        chromium.wait("return document.fonts.status === 'loaded'")
        return chromium.run(looks.LETTERS)

    return letters


@pytest.mark.parametrize("url", urls())
def test_page(engine, address, model, url):
    engine.open(address + url)
    engine.wait("return document.fonts.status === 'loaded'")
    none(engine.run(looks.FIGURES))
    none(looks.unlike(engine.run(looks.LETTERS), model(url)))
    engine.resize(*PHONE)
    engine.open(address + url)
    assert engine.run(looks.SIDEWAYS) == 0
