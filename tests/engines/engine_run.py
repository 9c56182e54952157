"""Run, Stop, Edit and a link with a version, in each engine; what runs reaches no other host."""

from urllib.parse import urlsplit

from tests.engines.blocks import (
    PAGE,
    START,
    anew,
    edit,
    output,
    press,
    ran,
    text,
    written,
)
from tests.engines.browsers import until

PYTHON = """const source = document.querySelector("[src$='site.js']").src;
return import(source.replace("site.js", "run/python.js"))."""
NOTE = "return document.querySelector('#edit-code-1 > .run-note')?.textContent"
REACH = """import js
try:
    request = js.XMLHttpRequest.new()
    request.open("GET", "http://127.0.0.1:{port}/other", False)
    request.send()
    print("reached", request.status)
except Exception as error:
    print("refused")
"""


def test_a_program_runs_and_is_compared_with_the_page(engine, address):
    anew(engine, address + PAGE)
    assert ran(engine).endswith("the same as on the page")


def test_the_second_visit_begins_from_what_was_kept(engine, address):
    engine.open(address + PAGE)
    ran(engine)
    if engine.run(PYTHON + "then(({ python }) => python.begins)") == "plain":
        told = engine.run(PYTHON + "then(({ python }) => python.keep())")
        assert told == "kept"
    engine.open(address + PAGE)
    assert ran(engine).endswith("the same as on the page")
    begins = engine.run(PYTHON + "then(({ python }) => python.begins)")
    assert begins == "kept"


def test_stop_ends_an_endless_loop_and_the_next_run_works(engine, address):
    engine.open(address + PAGE)
    edit(engine, "print('begun')\nwhile True:\n    pass")
    press(engine)
    until(lambda: output(engine) == "begun\n", "the loop to begin", START)
    press(engine)
    until(lambda: text(engine, ".run-status") == "Stopped.", "Stop")
    edit(engine, "print(6 * 7)")
    assert ran(engine).endswith("this is your version")
    assert output(engine) == "42\n"


def test_what_runs_reaches_no_other_host(engine, address):
    engine.open(address + PAGE)
    other = urlsplit(address).port + 1
    edit(engine, REACH.format(port=other))
    ran(engine)
    assert output(engine) == "refused\n"


def test_a_link_brings_a_version_and_does_not_run_it(engine, address):
    engine.open(address + PAGE)
    found = engine.run(
        """const source = document.querySelector("[src$='site.js']").src;
        return import(source.replace("site.js", "run/share.js")).then(
          ({ packed }) => packed(JSON.stringify(["print('改过')\\n", null])))"""
    )
    engine.open(f"{address}en/")
    engine.run("localStorage.clear()")
    engine.open(f"{address}{PAGE}#run=code-1.{found}")
    until(lambda: engine.run(NOTE), "the note")
    assert "somebody's version" in engine.run(NOTE)
    assert written(engine) == "print('改过')\n"
    assert not output(engine)
