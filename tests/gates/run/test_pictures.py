"""What a program draws: pictures in order with what it prints, their text beside them."""

import contextlib
import io
import subprocess
import sys

import pytest

from snippets import pictures
from tests.gates.run.tab import Tab
from tests.gates.site.visits import AXE
from tests.kit.waiting import load, until

BLOCK = "code-1"
PAGE = "en/foundations/activation/"
DRAWN = """import numpy as np

print("before")
show(np.eye(3) - 0.5, "eye")
print("between")
curves([0, 1, 4, 1], [4, np.nan, 1, 2], labels=("up", "gap"))
show([[np.nan, 1.0, 2.0]])
print("after")
"""
ORDER = """block => [...document.querySelector(`#panel-${block} .run-output`).children].map(
  part => part.className)"""
SAID = """block => [...document.querySelectorAll(
  `#panel-${block} :is(.stdout, .stderr)`)].map(part => part.textContent).join("")"""
SQUARES = """() => {
  const found = {plus: 0, minus: 0, odd: 0}
  for (const part of document.querySelectorAll(".run-images path"))
    found[part.getAttribute("class")] += part.getAttribute("d").match(/M/g).length
  return found
}"""
COLOURS = """scheme => {
  document.body.dataset.mdColorScheme = scheme
  const of = (part, what) => getComputedStyle(document.querySelector(`.run-picture ${part}`))[what]
  return [of(".plus", "fill"), of(".minus", "fill"), of(".line-0", "stroke"), of(".line-1", "stroke")]
}"""
BESIDE = """() => [...document.querySelectorAll(".run-picture svg, .run-curves, .run-legend")].filter(
  part => !part.closest("[aria-hidden=true]")).length"""
UNFOLDED = """() => document.querySelectorAll("article details").forEach(
  fold => { fold.open = true })"""
FAULTS = """() => axe.run(".run", {runOnly: ["wcag2a", "wcag2aa", "best-practice"]}).then(
  found => found.violations.map(each => each.id + " " + each.nodes[0].html))"""


def plain(code: str) -> str:
    """What a program prints where there is no screen."""
    names = {"show": pictures.show, "curves": pictures.curves}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(code, names)
    return said.getvalue()


@pytest.fixture(scope="module")
def tab(browser, address):
    """A reader with a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Tab(context.new_page(), address).open()
    context.close()


@pytest.fixture
def drawn(tab):
    """The page after a program that has been typed there, with nothing imported."""
    tab.edit(BLOCK, DRAWN)
    assert tab.run(BLOCK).endswith("this is your version")
    return tab


def test_pictures_stand_in_order_with_their_text(drawn):
    page = drawn.page
    kinds = ["stdout", "run-picture"] * 2 + ["run-picture", "stdout"]
    assert page.evaluate(ORDER, BLOCK) == kinds
    assert page.evaluate(SAID, BLOCK) == plain(DRAWN)
    assert page.evaluate(SQUARES) == {"plus": 3 + 2, "minus": 6, "odd": 1}
    assert page.locator(".run-curves polyline").count() == 1 + 2
    assert page.locator(".run-legend").inner_text().split() == ["up", "gap"]
    assert drawn.left == []
    assert all(url.startswith(drawn.address[:21]) for url in drawn.asked)


def test_a_picture_fits_a_phone_and_its_text_is_what_is_read(drawn):
    page = drawn.page
    assert page.evaluate(BESIDE) == 0
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    fold = page.locator(".run-picture details").first
    head = fold.locator("summary").inner_text().strip()
    assert head == "eye: (3, 3), from -0.5 to 0.5"
    fold.locator("summary").press("Enter")
    assert fold.locator("summary + .stdout").is_visible()
    assert page.evaluate(wide)
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(FAULTS) == []


def test_the_colours_are_those_of_the_scheme(drawn):
    light, dark = (
        drawn.page.evaluate(COLOURS, scheme) for scheme in ("default", "slate")
    )
    assert light == [light[0], light[1]] * 2
    assert light[0] != light[1]
    assert not {*light} & {*dark}


def test_of_a_flood_of_pictures_twenty_are_drawn(tab):
    code = "for n in range(25):\n    show([[n, 1]])\nprint('end')"
    tab.edit(BLOCK, code)
    tab.run(BLOCK)
    assert tab.page.locator(".run-picture").count() == 20
    assert tab.page.evaluate(SAID, BLOCK) == plain(code)
    assert "first 20 pictures" in tab.text(BLOCK, ".run-note")


def test_a_wrong_picture_is_refused_in_a_sentence(tab):
    tab.edit(BLOCK, "show(['a'])")
    assert "error" in tab.run(BLOCK)
    assert "array must be numbers with 1 to 3 axes" in tab.output(BLOCK)


def test_what_is_copied_brings_along_what_it_draws_with(tab, tmp_path):
    code = "import numpy as np\n\nshow(np.eye(2))\n"
    tab.edit(BLOCK, code)
    tab.page.evaluate(
        """block => document.querySelector(`#${block}`).closest(".highlight").querySelector("[data-program]").click()""",
        BLOCK,
    )
    copied = "() => navigator.clipboard.readText().then(text => text.includes('def show(') && text)"
    until(tab.page, copied)
    file = tmp_path / "copied.py"
    file.write_text(tab.page.evaluate(copied), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", file], capture_output=True, text=True, check=True
    )
    assert ran.stdout == plain(code)


def test_a_page_that_draws_is_compared_as_any_other(tab):
    """Planted: a page that says something else; the line is marked in its fold."""
    load(tab.page, tab.address + PAGE)
    tab.page.evaluate(UNFOLDED)
    block, shown = tab.page.evaluate(
        """() => {
          for (const output of document.querySelectorAll(".output pre code")) {
            if (!output.textContent.includes("▁")) continue
            const name = output.closest(".output").previousElementSibling.querySelector(".tools a").getAttribute("href")
            return [name.replace(".py", ""), output.textContent]
          }
        }"""
    )
    assert tab.run(block).endswith("the same as on the page")
    assert tab.page.evaluate(SAID, block).rstrip() == shown.rstrip()
    assert tab.page.locator(".run-curves").count() == 1
    assert tab.page.locator(".run-picture mark").count() == 0
    tab.page.evaluate(
        """() => {
          const found = [...document.querySelectorAll(".output pre code")].find(({ textContent }) => textContent.includes("▁"))
          found.textContent = found.textContent.replace("▁", "█")
        }"""
    )
    assert "1 line differs" in tab.run(block)
    marked = tab.page.locator(".run-picture details[open] mark")
    assert marked.count() == 1
    assert "▁" in marked.inner_text()
