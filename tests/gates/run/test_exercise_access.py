"""An exercise open and solved, a guess made, a question answered: for all, in both schemes."""

from pathlib import Path

import pytest

from tests.gates.run.exercise import code, come, said
from tests.gates.site.visits import AXE
from tests.kit.findings import none
from tests.kit.waiting import until

SOLVED = {"zh": "做对了。", "en": "Solved."}
SCHEMES = {"light": "default", "dark": "slate"}
GUESS = ".asked .guess"
RECALL = "ol.recall > li[data-kind=choice]"
FAULTS = """() => axe.run("article", {runOnly: ["wcag2a", "wcag2aa", "best-practice"]}).then(
  found => found.violations.map(each => each.id + " " + each.nodes[0].html.slice(0, 200)))"""
# WCAG 2.2, 2.5.8: a target is 24 pixels wide and high
SMALL = """() => [...document.querySelectorAll(
  ".guess button, ol.recall button, .exercise .tools button, .run-tools button")].filter(
  part => part.checkVisibility() && Math.min(part.offsetWidth, part.offsetHeight) < 24).map(
  part => part.outerHTML.slice(0, 120))"""


def used(tab, language: str) -> None:
    """The page of the neuron after a reader has worked on it."""
    block = come(tab, f"{language}/foundations/neuron/")
    tab.page.locator(f"{GUESS} li:not([data-right]) button").first.click()
    until(tab.page, "document.querySelector('.guess [data-told]')")
    tab.edit(block, code(tab, "solution"))
    tab.run(block)
    assert said(tab, block) == SOLVED[language]
    tab.page.locator(f"{RECALL} button").first.click()
    until(tab.page, f"document.querySelector('{RECALL} [data-told]')")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", SOLVED)
def test_what_was_used_has_no_fault(tab, language, scheme):
    tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    used(tab, language)
    body = tab.page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == SCHEMES[scheme]
    tab.page.evaluate(Path(AXE).read_text("utf-8"))
    none(tab.page.evaluate(FAULTS))
    none(tab.page.evaluate(SMALL))
    assert tab.page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    )


@pytest.mark.parametrize(
    ("style", "question"),
    [
        (".guess li > span { color: #ccc !important }", FAULTS),
        (".guess button { min-height: 0 !important; height: 9px }", SMALL),
    ],
)
def test_what_is_pale_or_small_is_found(tab, style, question):
    tab.open("en/foundations/neuron/")
    tab.page.locator(f"{GUESS} li:not([data-right]) button").first.click()
    until(tab.page, "document.querySelector('.guess [data-told]')")
    tab.page.evaluate(Path(AXE).read_text("utf-8"))
    tab.page.add_style_tag(content=style)
    assert tab.page.evaluate(question)
