"""The switch of the home page, in each engine: kept, read and run without a network, erased."""

import pytest

from press.finish import kept
from tests.engines.blocks import PAGE, ran
from tests.engines.browsers import Chromium, Firefox, until
from tests.gates.run.keeping import HOME, NEVER, STATUS, WHOLE
from tests.kit import line as lines

# WebKitGTK's browser ends where a worker answers for a host that does not
OFFLINE = (Chromium, Firefox)
# elsewhere a worker that begins as a blob does not ask what is kept
RUNS = (Chromium,)
FILL = 120  # seconds that the files may take
PRESS = "document.querySelector('#keep button').click()"
SAID = f"return document.querySelector('{STATUS}')?.textContent"
TITLE = "return document.querySelector('h1').textContent"
LEFT = """const all = await navigator.serviceWorker.getRegistrations()
return all.length + (await caches.keys()).length"""


@pytest.fixture
def line(site_folder, tmp_path):
    with lines.laid(site_folder, tmp_path) as found:
        yield found


def told(engine) -> str:
    return engine.run(SAID) or ""


def counted(engine, script: str):
    """What a function of JavaScript that is waited for returns."""
    return engine.run(f"return ({script})()")


def without_a_network(engine, line) -> None:
    """What was visited opens, and what was not says so."""
    line.is_cut = True
    engine.open(line.address + PAGE)
    assert "neuron" in engine.run(TITLE)
    if isinstance(engine, RUNS):
        assert ran(engine).endswith("the same as on the page")
    engine.open(line.address + NEVER)
    assert "this page is not kept" in engine.run(TITLE)
    line.is_cut = False


def test_what_was_visited_is_there_without_a_network(engine, line):
    assert (line.site / kept.TOLD).is_file()
    engine.open(line.address + HOME)
    until(
        lambda: engine.run(
            "return Boolean(document.querySelector('#keep button'))"
        ),
        "the switch",
    )
    engine.run(PRESS)
    until(lambda: "MB" in told(engine), "all to be kept", FILL)
    engine.open(line.address + PAGE)
    until(lambda: counted(engine, WHOLE), "the page to be kept", FILL)
    if isinstance(engine, OFFLINE):
        without_a_network(engine, line)
    engine.open(line.address + HOME)
    until(lambda: "MB" in told(engine), "the switch to count")
    assert "2 pages" in told(engine), told(engine)
    engine.run(PRESS)
    until(lambda: "erased" in told(engine), "the end of it")
    assert counted(engine, f"async () => {{ {LEFT} }}") == 0
