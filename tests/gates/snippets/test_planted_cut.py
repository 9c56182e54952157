"""Gate 1 goes red where a section shows a statement without a part of it."""

import pytest

from tests.gates.snippets.cut import faults

START, END = "# --8<-- [start:f]\n", "    # --8<-- [end:f]\n"
FUNCTION = "@cache\ndef f(x):\n    expect(x)\n    return x\n"
INSIDE = "the {} of section f stands inside a statement"
PLANTED = {
    "without its last line": (
        START + FUNCTION.replace("    return", END + "    return"),
        INSIDE.format("end"),
    ),
    "without its decorator": (
        FUNCTION.replace("def", START + "def") + END,
        INSIDE.format("start"),
    ),
    "without its head": (
        FUNCTION.replace("    expect", f"    {START}    expect") + END,
        INSIDE.format("start"),
    ),
    "without a method": (
        f"{START}class F:\n    x = 1\n{END}    def f(self):\n        pass\n",
        INSIDE.format("end"),
    ),
    "without a branch": (
        f"{START}if x:\n    f()\n{END}else:\n    g()\n",
        INSIDE.format("end"),
    ),
    "within a text": (f'{START}x = """\n{END}"""\n', INSIDE.format("end")),
    "up to the end of the file": (START + FUNCTION, "section f has no end"),
    "backwards": (
        f"{END}x = 1\n{START}",
        "the end of section f has no start above it",
    ),
}
SOUND = [
    START + FUNCTION + END,
    f"x = 1\n\n\n{START}{FUNCTION}\n\n{FUNCTION}{END}\n\nx = 2\n",
    f"{START}x = (\n    1,\n){END}".replace("    #", "\n#"),
    "# --8<-- [start:both]\n"
    + START
    + FUNCTION
    + END
    + FUNCTION
    + "# --8<-- [end:both]\n",
]


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    source, fault = PLANTED[name]
    assert fault in list(faults(source))


@pytest.mark.parametrize("source", SOUND)
def test_sound(source):
    assert list(faults(source)) == []
