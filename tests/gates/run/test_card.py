"""A symbol asked, its card open: no fault for axe-core, in either scheme, at either width."""

from pathlib import Path

import pytest

from tests.gates.site.visits import ALL, AXE, SHOWN
from tests.kit.findings import none
from tests.kit.waiting import until

PAGES = (
    "en/foundations/backprop/",
    "zh/recurrent/lstm/",
    "en/attention/attention/",
    "zh/generative/vae/",
    "en/reinforcement/policy_gradient/",
)
LOOKS = ("light", 1280), ("dark", 1280), ("dark", 390), ("light", 390)
OPEN = "() => document.querySelector('.answer')?.hidden === false"
SHUT = "() => document.querySelector('.answer')?.hidden !== false"
FAULTS = """([include, runOnly]) => axe.run(
  {include}, {runOnly, resultTypes: ["violations"]}).then(
  found => found.violations.flatMap(each => each.nodes.map(
    node => each.id + " " + node.html.slice(0, 160))))"""
MARKED = "[data-asked]"
ASKED = [[".answer"], [MARKED]]
PALE = """.answer, .answer * { color: #808080 !important;
  background: #909090 !important }"""


def opened(tab, url: str):
    """A page, with axe-core."""
    tab.page.emulate_media(reduced_motion="reduce")
    tab.open(url)
    tab.page.evaluate(Path(AXE).read_text("utf-8"))
    return tab.page


def asked(page, scheme: str, width: int) -> list[str]:
    """What is at fault when the first symbol of the first formula is asked."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    until(page, SHOWN, scheme)
    page.locator("article div.math[tabindex]").first.focus()
    page.keyboard.press("ArrowRight")
    until(page, OPEN)
    assert page.locator(MARKED).count() > 0
    found = page.evaluate(FAULTS, [ASKED, ALL])
    page.keyboard.press("Escape")
    until(page, SHUT)
    return [f"{scheme}, {width} px: {each}" for each in found]


@pytest.mark.parametrize("url", PAGES)
def test_an_open_card_has_no_fault(tab, url):
    page = opened(tab, url)
    none([fault for look in LOOKS for fault in asked(page, *look)])


def test_a_pale_card_is_found(tab):
    page = opened(tab, PAGES[0])
    page.add_style_tag(content=PALE)
    for look in LOOKS:
        assert any("color-contrast" in each for each in asked(page, *look))
