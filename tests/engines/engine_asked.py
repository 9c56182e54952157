"""Guess first, and do you still know, in each engine: pressed, typed, answered, remembered."""

from selenium.webdriver.common.keys import Keys

from tests.engines.blocks import anew

LSTM = "recurrent/lstm"
GUESS = "#first-page"
HIDDEN = f"""return !document.querySelector('.asked:has({GUESS}) pre')
  .checkVisibility();"""
MARKED = f"""return [...document.querySelectorAll('{GUESS} [data-told]')].map(
  option => ["chosen" in option.dataset, "right" in option.dataset]);"""
REMEMBERED = """return JSON.parse(localStorage.getItem("progress"))
  .pages[arguments[0]]?.[arguments[1]];"""
FIRST, SECOND = [True, False], [False, True]  # what was chosen, what is right
LISTS = """document.querySelector(arguments[0]).scrollIntoView({ block: "center" });
return [...document.querySelectorAll("ol.recall")].map(
  list => list.childElementCount).join() === arguments[1];"""
ANSWERED = (
    "return document.querySelector(`${arguments[0]} .said`)?.dataset.right;"
)
PLACES = (
    "return document.querySelectorAll(`${arguments[0]} [data-place]`).length;"
)
ANSWER = (
    "return document.querySelector(`${arguments[0]} input`).dataset.answer;"
)
FOLD = ".recall-part"


def come(engine, address, path: str, lists: str) -> None:
    """To the questions, as soon as there are so many in each list."""
    anew(engine, address + path)
    engine.wait(LISTS, "ol.recall", lists)


def question(number: int) -> str:
    """One of the chapter's own three."""
    return f"#recall ~ ol.recall > li:nth-child({number})"


def answered(engine, where: str) -> str:
    return engine.wait(ANSWERED, where)


def test_a_guess_opens_the_output_and_is_remembered(engine, address):
    anew(engine, f"{address}en/{LSTM}/")
    assert engine.run(HIDDEN)
    engine.click(f"{GUESS} li:not([data-right]) button")
    engine.wait(f"return !(() => {{ {HIDDEN} }})()")
    assert sorted(engine.run(MARKED)) == [SECOND, FIRST]
    engine.open(f"{address}zh/{LSTM}/")
    engine.wait(f"return !(() => {{ {HIDDEN} }})()")
    assert sorted(engine.run(MARKED)) == [SECOND, FIRST]
    assert [*engine.run(REMEMBERED, LSTM, "guessed")] == [GUESS[1:]]


def test_an_option_and_a_number_are_judged_and_remembered(engine, address):
    """In this chapter the second of three questions asks for a number."""
    come(engine, address, "en/convolution/conv/", "3,2")
    option, number = question(1), question(2)
    engine.click(f"{option} button:not([data-right])")
    assert answered(engine, option) == "false"
    engine.click(f"{number} input")
    engine.type(engine.run(ANSWER, number), Keys.ENTER)
    assert answered(engine, number) == "true"
    found = engine.run(REMEMBERED, "convolution/conv", "recalled")
    assert {n: told[0] for n, told in found.items()} == {"0": "-", "1": "+"}


def test_an_order_is_pressed_in_its_order(engine, address):
    come(engine, address, "zh/foundations/backprop/", "3,2")
    where = question(2)
    for place in range(engine.run(PLACES, where)):
        engine.click(f'{where} [data-place="{place}"]')
    assert answered(engine, where) == "true"


def test_the_overview_of_a_part_asks_five(engine, address):
    anew(engine, f"{address}en/recurrent/")
    engine.click(f"{FOLD} summary")
    engine.wait(LISTS, FOLD, "5")
