"""A symbol of a formula or a name in the code answers, and is what the gate takes it for."""

import gzip

import pytest
import rjsmin
from playwright.sync_api import expect

from press import ROOT
from press.finish.tree import Tree
from press.read import answers, bound, signs
from press.read.program import codes
from press.read.symbols import entries
from tests.kit import server, small_symbols
from tests.kit.waiting import load

NAME = "recurrent/lstm"
JS = ROOT / "press/theme/js"
WEIGHT = 4_000  # bytes of the scripts, compressed
ALL = """async (keys) => {
  const { signs } = await import("../assets/js/asks.js")
  const known = new Map(keys.map((key) => [key, key]))
  return [...document.querySelectorAll("article math")].map(
    (math) => signs(math, known).map(([, key]) => key))
}"""


@pytest.mark.parametrize(
    ("latex", "known", "asked", "unknown"),
    [
        ("c_t", "c_t", ["c_t"], []),
        ("c_{t-1}", "c", ["c"], []),
        ("c_{t-1}", "c_t", [], ["c"]),
        ("W_{xi} + W_x", "W W_x", ["W", "W_x"], []),
        (r"g_t^2 + \hat y_t", r"g \hat{y}", ["g", "yˆ"], []),
        (r"x^n", "x n", ["x", "n"], []),
        (r"x^\top W", "x", ["x"], ["W"]),
        (r"Q^*(s) - Q", "Q^* Q s", ["Q^∗", "s", "Q"], []),
        (r"\sum_t x_t", "x", ["x"], []),
        (r"\prod_{s=1}^t f_s", "f", ["f"], ["t"]),
        (r"\max_a Q(s, a)", "Q s", ["Q", "s"], []),
        (r"\max_a Q(s, a)", "Q s a", ["Q", "s", "a"], []),
        (r"\mathbb E_{a \sim \pi}[R_a]", "R", ["R"], []),
        ("dc_t", "c", ["c"], []),
        ("d", "c", [], ["d"]),
        ("dc_t", "c d", ["d", "c"], []),
        ("e^{-a}", "a", ["a"], []),
        (r"\frac{\partial L}{\partial w}", "L", ["L"], ["w"]),
        (r"\operatorname{softmax}(z)", "z", ["z"], []),
        (r"\tanh^2 c_t + \ln f", "c f", ["c", "f"], []),
    ],
)
def test_the_symbols_of_a_formula(latex, known, asked, unknown):
    math, keys = signs.math_of(latex), {signs.key_of(k) for k in known.split()}
    assert signs.asked(math, keys) == asked
    assert signs.unknown(math, keys) == unknown


def test_what_an_operator_binds():
    math = signs.math_of(r"\sum_{s=1}^t \max_{a \ne b} x_s \lim_{n \to m} y")
    assert bound.of(math) == {"s", "a", "n"}
    assert bound.of(math, bound.BINDING) == {"s", "n"}


CODE = '''def f(
    x,  # (B, D)
    n=1,
):
    """Of x (B, D) and h_0, c_0 (B, H)."""
    i, g = split(x)  # 2 × (B, H)
    self.a += i  # (B, H)
    for v in x:  # (D,)
        pass
    return i  # (B, H)


class P(NamedTuple):
    W: np.ndarray  # (D, 4H)
'''


def test_shapes_are_those_of_comments_and_docstrings():
    found = answers.shapes([CODE])
    assert {name: sorted(each) for name, each in found.items()} == {
        "x": ["(B,D)"],
        "i": ["(B,H)"],
        "g": ["(B,H)"],
        "a": ["(B,H)"],
        "v": ["(D)"],
        "W": ["(D,4H)"],
        "h_0": ["(B,H)"],
        "c_0": ["(B,H)"],
    }


def test_the_scripts_are_light():
    names = ("asks.js", "symbols.js")
    texts = (rjsmin.jsmin((JS / name).read_text("utf-8")) for name in names)
    assert sum(len(gzip.compress(t.encode())) for t in texts) <= WEIGHT


@pytest.fixture(scope="module")
def chapter(tmp_path_factory):
    """The LSTM alone, and where it is served."""
    folder = tmp_path_factory.mktemp("symbols")
    page = small_symbols.site(folder, NAME, "en")
    running = server.start(folder, "/")
    yield page, f"http://127.0.0.1:{running.server_address[1]}/t/"
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def tab(browser, chapter):
    """A reader with a mouse, on a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True
    )
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    load(page, chapter[1])
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    yield page
    context.close()


@pytest.fixture
def asking(tab):
    """The same, with nothing asked."""
    tab.mouse.move(0, 0)
    tab.keyboard.press("Escape")
    yield tab
    assert tab.errors == []


def test_the_page_answers_as_the_gate_reads(chapter, tab):
    page, _ = chapter
    keys = [signs.key_of(s) for e in entries(page.meta) for s in e.signs]
    tree = Tree(small_symbols.inside(page, "en"))
    wanted = [signs.asked(math, {*keys}) for math in tree.css("math")]
    assert tab.evaluate(ALL, keys) == wanted
    assert sum(map(len, wanted)) > 300


def formula(tab, number: int):
    return tab.locator("article div.math").nth(number)


def test_a_pointer_asks(asking):
    sign = formula(asking, 0).locator("msub", has_text="W").first
    sign.hover()
    card = asking.locator(".answer")
    expect(card).to_contain_text("the part of")
    assert card.get_attribute("aria-live") == "off"
    assert asking.locator("math [data-asked]").count() > 8
    assert sign.get_attribute("data-asked") == "here"
    asking.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert asking.locator("[data-asked]").count() == 0


SPOT = r"""word => {
  const named = new RegExp(`\\b${word}\\b`)
  const code = [...document.querySelectorAll("article pre code")].find(
    each => named.test(each.textContent))
  code.scrollIntoView({ block: "center" })
  const text = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
  while (text.nextNode()) {
    const at = text.currentNode.data.search(named)
    if (at < 0) continue
    const range = document.createRange()
    range.setStart(text.currentNode, at)
    range.setEnd(text.currentNode, at + word.length)
    const { x, y, width, height } = range.getBoundingClientRect()
    return [x + width / 2, y + height / 2]
  }
}"""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("W_x", "weights of the input"),
        ("W_x", "(D, 4H) D width of the input, H units"),
        ("dc", "gradient of the loss with respect to what stands behind"),
    ],
)
def test_a_name_in_code_answers(asking, name, words):
    asking.mouse.move(*asking.evaluate(SPOT, name))
    card = asking.locator(".answer")
    expect(card).to_be_visible()
    expect(card).to_contain_text(words)
    assert asking.evaluate("CSS.highlights.get('asked').size") > 5


def test_a_tap_asks_and_another_closes(asking):
    formula(asking, 1).locator("msub", has_text="c").first.tap()
    card = asking.locator(".answer")
    expect(card).to_contain_text("memory cell")
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    asking.locator("#forward").tap(position={"x": 5, "y": 5})
    expect(card).to_be_hidden()


def test_the_keyboard_walks_through_a_formula(asking):
    box = formula(asking, 1)
    box.focus()
    card = asking.locator(".answer")
    expect(card).to_be_hidden()
    asking.keyboard.press("ArrowRight")
    expect(card).to_contain_text("memory cell")
    assert card.get_attribute("aria-live") == "polite"
    asking.keyboard.press("ArrowRight")
    expect(card).to_contain_text("forget gate")
    asking.keyboard.press("ArrowLeft")
    expect(card).to_contain_text("memory cell")
    asking.keyboard.press("Tab")
    assert asking.evaluate("document.activeElement.matches('.answer a')")
    asking.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert box.evaluate("box => box === document.activeElement")


def test_every_symbol_of_the_list_answers(asking):
    """Also where a card is open, nothing sticks out of a phone."""
    told = asking.evaluate(
        """async () => {
          const found = []
          for (const math of document.querySelectorAll(".symbols td:first-child math")) {
            const sign = math.firstElementChild
            sign.dispatchEvent(new MouseEvent("click", { bubbles: true }))
            const card = document.querySelector(".answer")
            const { scrollWidth, clientWidth } = document.documentElement
            found.push([!card.hidden, card.textContent, scrollWidth - clientWidth])
          }
          return found
        }"""
    )
    assert all(
        is_shown and "on this page" in text for is_shown, text, _ in told
    )
    assert {wide for *_, wide in told} == {0}


def test_without_a_script_there_is_the_list(chapter):
    page, _ = chapter
    tree = Tree(small_symbols.inside(page, "en"))
    assert len(tree.css("details.symbols tbody tr")) == len(entries(page.meta))
    links = [a.attributes["href"] for a in tree.css(".symbols td a")]
    step = next(
        n for n, c in enumerate(codes(page), 1) if "def lstm_step(" in c
    )
    assert f"#code-{step}" in links
    assert "#exercise-2" in links
    assert all(tree.css(f"[id='{link[1:]}']") for link in links)
