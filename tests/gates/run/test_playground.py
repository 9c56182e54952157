"""The playground: choose a program, run it, draw data, send it on."""

import subprocess
import sys

from press import ROOT
from tests.kit.waiting import until

BLOCK = "code-1"
NETWORK = "snippets.foundations.perceptron"


def choose(tab, label: str, path: str = "en/play/") -> str:
    """Begin from a program; what stands in the editor then."""
    tab.open(path)
    tab.page.locator(".play select").select_option(label=label)
    tab.page.locator(".play button").click()
    until(tab.page, "document.querySelector('.highlight[data-changed]')")
    return tab.edit(BLOCK)


def test_a_network_runs_as_its_file_does(tab):
    code = choose(tab, "感知器", "zh/play/")
    assert f"from {NETWORK} import" in code
    assert tab.run(BLOCK).endswith("这是改过的程序")
    told = subprocess.run(
        [sys.executable, "-m", NETWORK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert tab.output(BLOCK) == told
    assert tab.page.evaluate(
        "document.documentElement.scrollWidth <= innerWidth"
    )


def test_data_are_drawn_and_undo_brings_back_what_stood_there(tab):
    code = choose(tab, "Handwritten digits, 8 × 8")
    tab.run(BLOCK)
    pictures = tab.page.locator(f"#panel-{BLOCK} .run-images svg")
    assert pictures.count() == 8
    tab.page.locator(f"#edit-{BLOCK} > .run-tools button").first.click()
    assert tab.edit(BLOCK) != code
    assert "np.tanh" in tab.edit(BLOCK)


def test_a_link_brings_the_program(tab):
    code = choose(tab, "Handwritten digits, 8 × 8")
    tab.page.locator(f"#edit-{BLOCK} > .run-tools button").nth(3).click()
    until(
        tab.page,
        "document.querySelector('#edit-code-1 > .run-note').textContent",
    )
    link = tab.page.evaluate("navigator.clipboard.readText()")
    tab.page.evaluate("localStorage.clear()")
    tab.page.goto("about:blank")
    tab.page.goto(link)
    field = tab.page.locator(f"#edit-{BLOCK} > .run-editor textarea")
    field.wait_for(state="attached")
    assert field.input_value() == code
