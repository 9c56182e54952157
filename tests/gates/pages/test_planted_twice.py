"""Gate 2 goes red on a page that runs once alone: it meets the files it has left."""

import pytest

from tests.gates.pages.planted import judged

PATH = "from pathlib import Path\n\n"
PLANTED = {
    "a folder": (PATH + "Path('run').mkdir()", "FileExistsError"),
    "folders": ("import os\n\nos.makedirs('run/a')", "FileExistsError"),
    "a new file": ("open('log', 'x').close()", "FileExistsError"),
    "a file that is moved into a folder": (
        PATH + "Path('a').write_text('a')\nPath('b').mkdir(exist_ok=True)\n"
        "import shutil\nshutil.move('a', 'b')",
        "already exists",
    ),
    "a link": ("import os\n\nos.symlink('a', 'b')", "FileExistsError"),
    "a file that grows": (
        (
            PATH + "with open('log', 'a') as log:\n    log.write('1 ')\n"
            "print(Path('log').read_text())",
            "1",
        ),
        "the block prints '1 1",
    ),
}
SOUND = {
    "a folder": PATH + "Path('run').mkdir(exist_ok=True)",
    "a file": (
        PATH + "Path('log').write_text('1')\nprint(Path('log').read_text())",
        "1",
    ),
    "a folder for a time": (
        "import tempfile\n\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    open(folder + '/a', 'x').close()"
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    block, told = PLANTED[name]
    (found,) = judged(block)
    assert "when it runs a second time in its folder" in found
    assert told in found


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    assert judged(SOUND[name]) == [None]


def test_a_block_that_stops_the_second_run():
    found = judged("x = 1", "import os\n\nos.mkdir('a')", ("print(x)", "1"))
    assert found[0] is None
    assert "FileExistsError" in found[1]
