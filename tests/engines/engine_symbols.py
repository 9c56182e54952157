"""Symbols answer in each engine: to a mouse that rests, to keys, to a finger."""

import time

import pytest
from selenium.webdriver.common.keys import Keys

from tests.engines.browsers import PHONE

PAGES = (
    "en/foundations/backprop",
    "zh/recurrent/lstm",
    "en/attention/attention",
    "zh/generative/vae",
    "en/reinforcement/policy_gradient",
)
MANY = 10  # of each page
APART = 0.5  # seconds; two taps sooner after each other are a double tap
# Ten symbols of formulas of their own line each, marked 0 to 9: what each is called,
# and how many steps of the arrow lead to it within its formula.
MARKED = """const place = document.querySelector("[src$='site.js']").src;
const { key, signs } = await import(place.replace("site.js", "asks.js"));
document.querySelectorAll("details").forEach((fold) => { fold.open = true });
const known = new Map();
for (const line of document.querySelectorAll(".symbols tbody tr"))
  line.cells[0].querySelectorAll("math").forEach((sign) => known.set(key(sign), line));
const told = new Map();
for (const box of document.querySelectorAll("article div.math[tabindex]")) {
  const maths = [...box.querySelectorAll("math")];
  maths.flatMap((math) => signs(math, known)).forEach(([part, line], step) => {
    if (told.has(line) || told.size === arguments[0]) return;
    part.dataset.test = told.size;
    told.set(line, [line.cells[3].textContent.trim(), step]);
  });
}
return [...told.values()];"""
MARK = f"return (async function () {{ {MARKED} }}).apply(null, arguments);"
SAID = """const card = document.querySelector(".answer");
return Boolean(card) && !card.hidden && card.textContent.includes(arguments[0]);"""
SILENT = """const card = document.querySelector(".answer");
return !card || card.hidden;"""
FOCUS = """document.querySelector(arguments[0]).closest("div.math")
  .focus({ preventScroll: true });"""


def answered(engine, words: str) -> None:
    """The card says it, and goes: it may lie over what is asked next."""
    engine.wait(SAID, words)
    engine.type(Keys.ESCAPE)
    engine.wait(SILENT)


@pytest.fixture(params=PAGES)
def asked(engine, address, request):
    """An engine before a page, and ten symbols of it: where, its words, its step."""
    how = request.function.__name__
    if how.endswith("finger"):
        engine.resize(*PHONE)
    engine.open(f"{address}{request.param}/?{how}")
    engine.run("window.scrollTo(0, 0);")
    found = engine.wait(MARK, MANY)
    assert len(found) == MANY
    return engine, [
        (f"[data-test='{n}']", words, step)
        for n, (words, step) in enumerate(found)
    ]


def test_ten_symbols_answer_a_mouse(asked):
    engine, symbols = asked
    for where, words, _ in symbols:
        engine.rest(where)
        answered(engine, words)


def test_ten_symbols_answer_keys(asked):
    engine, symbols = asked
    for where, words, step in symbols:
        engine.run(FOCUS, where)
        engine.type(*[Keys.ARROW_RIGHT] * (step + 1))
        answered(engine, words)


def test_ten_symbols_answer_a_finger(asked):
    engine, symbols = asked
    for where, words, _ in symbols:
        engine.tap(where)
        answered(engine, words)
        time.sleep(APART)
