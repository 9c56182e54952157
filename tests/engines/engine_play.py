"""The playground, in each engine: a program is chosen, runs, draws, is undone, goes on."""

import subprocess
import sys

from press import ROOT
from tests.engines.blocks import BLOCK, anew, edit, output, ran, written
from tests.engines.browsers import until

NETWORK = "snippets.foundations.perceptron"
CHOOSE = """const [select, load] = document.querySelectorAll(".play select, .play button");
const found = [...select.options].find(each => each.text === arguments[0]);
select.value = found.value;
load.click();
return found.value;"""
READY = "return !document.querySelector('.play').hidden;"
PICTURES = f"return document.querySelectorAll('#panel-{BLOCK} .run-images svg').length;"
TOOL = f"#edit-{BLOCK} > .run-tools button:nth-of-type"
PACK = """const source = document.querySelector("[src$='site.js']").src;
return import(source.replace("site.js", "run/share.js")).then(
  ({ link }) => link(arguments[0], { text: arguments[1], above: null }));"""


def choose(engine, url: str, label: str) -> str:
    """Begin from a program; what stands in the editor then."""
    anew(engine, url)
    engine.wait(READY)
    code = engine.run(CHOOSE, label)
    until(lambda: written(engine) == code, "the program in the editor")
    return code


def test_a_network_runs_as_its_file_does(engine, address):
    code = choose(engine, f"{address}zh/play/", "感知器")
    assert f"from {NETWORK} import" in code
    assert ran(engine).endswith("这是改过的程序")
    command = [sys.executable, "-m", NETWORK]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert output(engine) == told.stdout != ""


def test_data_are_drawn_and_undo_brings_back_what_stood_there(engine, address):
    code = choose(engine, f"{address}en/play/", "Handwritten digits, 8 × 8")
    ran(engine)
    assert engine.run(PICTURES) == 8
    engine.click(f"{TOOL}(1)")
    until(lambda: written(engine) != code, "Undo")
    assert "np.tanh" in written(engine)


def test_a_link_brings_the_program(engine, address):
    code = choose(engine, f"{address}en/play/", "Handwritten digits, 8 × 8")
    edit(engine, code + "# 改过")
    link = engine.run(PACK, BLOCK, code + "# 改过")
    anew(engine, f"{address}en/")
    engine.open(link)
    assert written(engine) == code + "# 改过"
    assert not output(engine)
