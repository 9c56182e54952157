"""A symbol asked, its card open: axe-core finds no fault in either scheme, at either width."""

from pathlib import Path

import pytest

from tests.gates.site.visits import ALL, AXE
from tests.kit.findings import none
from tests.kit.waiting import until

PAGES = (
    "en/foundations/backprop/",
    "zh/recurrent/lstm/",
    "en/attention/attention/",
    "zh/generative/vae/",
    "en/reinforcement/policy_gradient/",
)
SCHEMES = {"light": "default", "dark": "slate"}
WIDTHS = 1280, 390
OPEN = "() => document.querySelector('.answer')?.hidden === false"
FAULTS = """runOnly => axe.run(document, {runOnly, resultTypes: ["violations"]}).then(
  found => found.violations.flatMap(each => each.nodes.map(
    node => each.id + " " + node.html.slice(0, 160))))"""
MARKED = "[data-asked]"


def asked(tab, url: str, scheme: str, width: int):
    """A page whose first formula has the focus, and whose first symbol was asked."""
    page = tab.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.open(url)
    body = page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == SCHEMES[scheme]
    page.locator("article div.math[tabindex]").first.focus()
    page.keyboard.press("ArrowRight")
    until(page, OPEN)
    page.evaluate(Path(AXE).read_text("utf-8"))
    return page


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("url", PAGES)
def test_an_open_card_has_no_fault(tab, url, scheme):
    for width in WIDTHS:
        page = asked(tab, url, scheme, width)
        assert page.locator(MARKED).count() > 0
        none(page.evaluate(FAULTS, ALL))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_pale_card_is_found(tab, scheme):
    page = asked(tab, PAGES[0], scheme, 390)
    page.add_style_tag(content=".answer * { color: #808080 !important }")
    page.add_style_tag(content=".answer { background: #909090 !important }")
    assert any("contrast" in each for each in page.evaluate(FAULTS, ALL))
