"""A copy of this repository with few pages, for tests of the commands."""

import shutil
from pathlib import Path

from press import CONFIGS, ROOT

FOLDERS = ("press", "snippets", "studies", "tests")
FILES = (
    "conftest.py",
    "pyproject.toml",
    "mkdocs.yml",
    "mkdocs.en.yml",
    ".gitignore",
)
KEPT = shutil.ignore_patterns("__pycache__")


def copy(root: Path) -> Path:
    """What a chapter needs, with the pages of help/ alone."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=KEPT)
    for name in (*FILES, "translations.lock"):
        shutil.copy(ROOT / name, root / name)
    for code in CONFIGS:
        pages = Path("docs", code, "help")
        shutil.copytree(ROOT / pages, root / pages)
    return root
