"""Faults that were seen in one engine, or could be, planted on a page."""

from tests.engines import looks
from tests.engines.browsers import PHONE

PAGE = "en/generative/gan/"
FLOATS = """for (const over of document.querySelectorAll("mover[accent]"))
  over.setAttribute("accent", "false");"""
HANGS = """for (const low of document.querySelectorAll("msub > :last-child")) {
  const box = document.createElementNS(low.namespaceURI, "mpadded");
  box.setAttribute("voffset", "-.3em");
  low.before(box);
  box.append(low);
}"""


def styled(engine, css: str) -> None:
    engine.run(
        "const style = document.createElement('style');"
        "style.textContent = arguments[0]; document.head.append(style);",
        css,
    )


def test_a_hat_that_floats_and_an_index_that_hangs_are_seen(engine, address):
    engine.open(address + PAGE)
    engine.wait("return document.fonts.status === 'loaded'")
    sound = engine.run(looks.LETTERS)
    assert looks.unlike(sound, sound) == []
    for fault, letter in ((FLOATS, "ˆ by -"), (HANGS, " by +0.21")):
        engine.run(fault)
        found = looks.unlike(engine.run(looks.LETTERS), sound)
        assert any(letter in line for line in found), found


def test_figures_that_fail_are_seen(engine, address):
    engine.open(address + PAGE)
    engine.run("""const [first, , second] = document.querySelectorAll(
        "article img:not(.only-dark)");
      second.style = "width: 300px; height: 20px";
      return new Promise(done => {
        first.onerror = () => done(true);
        first.src = "none.svg";
      });""")
    found = engine.run(looks.FIGURES)
    assert [line.partition(" ")[2] for line in found] == [
        "does not load",
        "is 300 x 20",
    ]


def test_a_page_too_wide_for_a_phone_is_seen(engine, address):
    engine.resize(*PHONE)
    engine.open(address + PAGE)
    styled(engine, "article > p { width: 420px; }")
    assert engine.run(looks.SIDEWAYS) > 0
