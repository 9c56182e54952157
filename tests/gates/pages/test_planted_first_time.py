"""Gate 2 in a new environment, on a busy machine: what happens once is no fault of a page."""

import pytest

from press.check import process
from tests.gates.pages.planted import judged

LIBRARY = (  # a library beside the page, without bytecode as after `uv pip install`
    "import sys\nimport tempfile\nfrom pathlib import Path\n\n"
    "folder = tempfile.mkdtemp()\nsys.path.append(folder)\n"
    "Path(folder, 'lib.py').write_text({text!r})"
)
WARNS = "import warnings\nwarnings.warn('old')"


@pytest.mark.parametrize("text", ["x = 1 is 1", "x = '\\d'", "assert (1, 2)"])
def test_what_python_says_of_the_text_of_a_library(text):
    """SyntaxWarning comes with the first import alone, when there is no bytecode."""
    assert judged(LIBRARY.format(text=text), "import lib") == [None, None]


def test_other_warnings_of_a_library_come_each_time():
    found = judged(LIBRARY.format(text=WARNS), "import lib")
    assert "UserWarning: old" in found[1]


def test_the_text_of_a_page_has_no_excuse():
    """Nor has code that it makes."""
    assert "SyntaxError" in judged("x = 1 is 1")[0]
    assert '"is" with' in judged("exec('x = 1 is 1')")[0]
    assert '"is" with' in judged("compile('x = 1 is 1', 'a', 'exec')")[0]


def test_a_page_makes_no_list_of_fonts():
    """Matplotlib says so where that takes 5 s; captum imports it for a page."""
    box = process.make_box((("x = 1", ()),))
    try:
        assert [*(box / "home").rglob(process.FONTS)]
    finally:
        process.discard(box)


def test_the_list_of_fonts_is_found():
    """Its timer fires at once, and Matplotlib has nothing to say."""
    found = judged(
        "import threading\n\nreal = threading.Timer\n\n\n"
        "def at_once(seconds, call):\n    return real(0, call)\n\n\n"
        "threading.Timer = at_once\nassert at_once(0, print)",
        "__import__('matplot' + 'lib.font_manager')\nassert real",
    )
    assert found[1] is None
