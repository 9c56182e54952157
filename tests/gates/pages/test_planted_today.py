"""Gate 2 goes red where a block asks which day it is: its page is true on that day."""

import pytest

from tests.gates.pages.structure import structure
from tests.kit.small_page import block, page

PLANTED = {
    "today": (
        "from datetime import date\n\nprint(date.today().year - 1958)",
        "date.today",
    ),
    "now": (
        "import datetime as dt\n\nprint(dt.datetime.now(dt.UTC).year)",
        "dt.datetime.now",
    ),
    "in Greenwich": ("print(datetime.utcnow())", "datetime.utcnow"),
    "seconds since 1970": ("import time\n\nprint(time.time())", "time.time"),
    "their name alone": ("from time import time", "time.time"),
    "whatever there is": ("from time import *", "time.*"),
    "time by another name": ("import time as t", "import time as t"),
    "the hour here": ("print(time.localtime().tm_year)", "time.localtime"),
    "as a text": ("print(time.strftime('%Y'))", "time.strftime"),
    "the zone": ("import time\n\nprint(time.tzname)", "time.tzname"),
    "of a file": (
        "from pathlib import Path\n\nprint(Path('a').stat().st_mtime)",
        "Path('a').stat().st_mtime",
    ),
    "of a file by its name": (
        "from os.path import getmtime",
        "os.path.getmtime",
    ),
    "of NumPy": (
        "import numpy as np\n\nprint(np.datetime64('today'))",
        "np.datetime64('today')",
    ),
    "by its text": (
        "print(getattr(date, 'today')())",
        "getattr(date, 'today')",
    ),
    "handed on": ("print(*map(str, iter(date.today, None)))", "date.today"),
    "in a function": ("def f():\n    return date.today()", "date.today"),
}
SOUND = [
    "from time import perf_counter, process_time, sleep",
    "import time\n\nstart = time.perf_counter()\nprint(time.process_time() > 0)",
    "from datetime import date\n\nprint(date(1958, 7, 8).strftime('%Y'))",
    "import numpy as np\n\nprint(np.datetime64('1958-07-08'))",
    "now = today = time = 1  # now\nprint('today', now, today, time)",
    "steps.time = net.time(1)",
]


def found(code: str) -> list[str]:
    told = ": a reader runs it on another day"
    return [e for e in structure(page(block(code)).blocks) if told in e]


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    code, what = PLANTED[name]
    (told,) = found(code)
    assert f": {what}: " in f": {told}"


@pytest.mark.parametrize("code", SOUND)
def test_sound(code):
    assert found(code) == []
