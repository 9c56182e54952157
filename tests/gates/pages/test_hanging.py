"""Gate 2: no paragraph falls out of its fold."""

import pytest

from press import CONFIGS, DOCS
from press.read.page import pages
from tests.gates.pages.hanging import hanging
from tests.kit.findings import none

SOURCES = [
    path.relative_to(DOCS).as_posix()
    for language in CONFIGS
    for path in pages(DOCS / language)
    if path.suffix == ".md"
]


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_indented_is_held(name):
    text = (DOCS / name).read_text("utf-8")
    none(hanging(text), "indent what stands between it and its fold")


FOLD = '??? why "x"\n\n    In it.\n\n'
CODE = "    ```python\n    x = 1\n    ```\n"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (FOLD + CODE, 0),
        (f"{FOLD}Fell out.\n\n{CODE}", 1),
        (f"{FOLD}Out, on purpose.\n", 0),
        (f"{FOLD}    - An item.\n\n        Of it.\n\n{CODE}", 0),
        (FOLD + CODE.replace("    ", " " * 8), 1),
        (f"- An item.\n\n{CODE}", 0),
        ('=== "A tab"\n\n' + CODE, 0),
        ("```python\ndef f():\n\n    return 1\n```\n", 0),
        ("A paragraph\n    that goes on.\n", 0),
        ("A paragraph.\n\n    ``` { .text }\n", 1),
    ],
)
def test_planted(text, count):
    assert len([*hanging(text)]) == count
