"""What a reader does with a block, in any engine: run it, change it, read what it says."""

from tests.engines.browsers import Engine, until

PAGE = "en/foundations/neuron/"
BLOCK = "code-1"
START = 120  # seconds that Python may take to start
PRESS = """document.getElementById(arguments[0]).closest(".highlight")
  .querySelector(arguments[1]).click();"""
SAID = """const box = document.querySelector(`#panel-${arguments[0]}`);
return box && !box.hasAttribute("data-busy")
  ? box.querySelector(".run-status").textContent : "";"""
TEXT = "return document.querySelector(`#panel-${arguments[0]} ${arguments[1]}`)?.textContent;"
FORGET = """const said = document.querySelector(`#panel-${arguments[0]} .run-status`);
if (said) said.textContent = "";"""
FIELD = "document.querySelector(`#edit-${arguments[0]} > .run-editor textarea`)"
WRITE = f"""const field = {FIELD};
if (!field) return false;
field.value = arguments[1];
field.dispatchEvent(new Event("input"));
return true;"""


def anew(engine: Engine, url: str) -> None:
    """Open a page as somebody who has done nothing yet."""
    engine.open(url)
    engine.run("localStorage.clear()")
    engine.open(url)


def press(engine: Engine, block: str = BLOCK) -> None:
    """Press Run, or Stop; what was said before is forgotten."""
    engine.run(FORGET, block)
    engine.run(PRESS, block, "[data-run]")


def ran(engine: Engine, block: str = BLOCK) -> str:
    """Run a block to its end; what it says then."""
    press(engine, block)
    return until(lambda: engine.run(SAID, block), "the program to end", START)


def text(engine: Engine, part: str, block: str = BLOCK) -> str | None:
    """What stands below a block, in a part of it."""
    return engine.run(TEXT, block, part)


def output(engine: Engine, block: str = BLOCK) -> str | None:
    return text(engine, ".run-output", block)


def edit(engine: Engine, code: str, block: str = BLOCK) -> None:
    """Write into the editor of a block; it is opened first."""
    if not engine.run(f"return Boolean({FIELD})", block):
        engine.run(PRESS, block, "[data-edit]")
    until(lambda: engine.run(WRITE, block, code), "the editor")


def written(engine: Engine, block: str = BLOCK) -> str | None:
    """What stands in the editor of a block, as soon as it is open."""
    engine.wait(f"return Boolean({FIELD})", block)
    return engine.run(f"return {FIELD}.value", block)
