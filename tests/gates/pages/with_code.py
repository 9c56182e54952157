"""The pages that have blocks of Python, by their name in both languages.

The lock tells them without reading any; that it has every page is a test of its own.
"""

from press import DOCS, ROOT
from press.read.program import read_lock

PAGES = [page for page in read_lock() if (DOCS / "en" / page).is_file()]
CHAPTERS = [  # what explains a network: no overview, no help, no notebook
    page
    for page in PAGES
    if (ROOT / "snippets" / page).parent != ROOT / "snippets"
    and (ROOT / "snippets" / page).parent.is_dir()
    and page.endswith(".md")
    and not page.endswith("/index.md")
]
