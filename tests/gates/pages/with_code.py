"""The pages that have blocks of Python, by their name in both languages.

The lock tells them without reading any; that it has every page is a test of its own.
"""

from press import DOCS
from press.read.needs import names
from press.read.program import read_lock

PAGES = [page for page in read_lock() if (DOCS / "en" / page).is_file()]
CHAPTERS = [  # of the map, without the overviews of its parts
    f"{name}.md"
    for name in names((DOCS / "en" / "index.md").read_text("utf-8"))
    if not name.endswith("/index") and (DOCS / f"en/{name}.md").is_file()
]
