"""The pages that have blocks of Python, by their name in both languages."""

from press import DOCS
from press.check.verdict import page_at
from press.read.page import sources
from press.read.program import codes

PAGES = [
    path.relative_to(DOCS / "en").as_posix()
    for path in sources("en")
    if codes(page_at(path))
]
