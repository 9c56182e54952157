"""What scripts say is the same once they are short: rjsmin takes spaces out of a text within a text."""

import re

import pytest
import rjsmin

from press import ROOT
from press.finish import live
from tests.kit.findings import none

# an opening `, and another one before its ${ is closed
WITHIN = re.compile(r"`[^`]*\$\{(?:[^{}`]|\{[^{}`]*\})*`")
PATHS = [*(ROOT / "press/theme").rglob("*.js"), *live.sources()]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_template_stands_within_a_template(path):
    found = WITHIN.findall(path.read_text("utf-8"))
    none(found, f"{path.relative_to(ROOT)}: name the inner one first")


def test_a_template_within_a_template_is_seen():
    """Planted: so the curve of the LSTM's figure was drawn above its axes."""
    inner = "`${x} ${y}`"
    faulty = f"d = `M${{all.map((x) => {inner}).join()}}`"
    assert "`${x}${y}`" in rjsmin.jsmin(faulty)
    assert WITHIN.search(faulty)
    sound = f"each = {inner}\nd = `M${{all.map((x) => {{ go(x) }})}} ${{each}}`"
    assert inner in rjsmin.jsmin(sound)
    assert not WITHIN.search(sound)
