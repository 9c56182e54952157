"""Figures that compute, in every engine: they come, show Python's numbers, and move."""

import pytest

from press.finish.live import names
from tests.gates.scripts import live
from tests.kit.findings import none

READY = "return document.querySelector('[data-live]').live !== undefined"
SHOWN = """const { live } = document.querySelector("[data-live]");
return [live.numbers, live.spec.python(live.state)];"""
MOVED = """const { live } = document.querySelector("[data-live]");
const before = JSON.stringify(live.numbers);
const [key, { high }] = Object.entries(live.spec.ranges)[0];
live.move(key, high);
return live.state[key] === high && JSON.stringify(live.numbers) !== before;"""


@pytest.mark.parametrize("name", names())
def test_a_figure_computes(engine, address, name):
    engine.open(f"{address}en/{name}/#live={name}")
    engine.wait(READY)
    numbers, program = engine.run(SHOWN)
    none(live.unlike(numbers, live.printed(program)))
    assert engine.run(MOVED)
