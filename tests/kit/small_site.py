"""A small site like this one, for tests that plant a fault in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from press import ROOT
from tests.kit.server import BASE

SHARED = ("press", "snippets", "studies", "vendor", "docs/assets")
CACHES = (
    "build/hero",
    "build/fonts",
    "build/cards",
    "build/run",
)  # what they hold is hashed
PAGE = """---
title: {title}
description: {title}.
---

# {title} {{ #{name} }}

$x$ [link]({link})

```python
print(1 + 1)
```

```{{ .text .output }}
2
```
"""
GLOSSARY = "---\ntitle: T\ndescription: T.\n---\n\n# T { #t }\n\n### 池化 · pooling { #pooling }\n"
BUILD = """import sys
from pathlib import Path
from press import build
process = build.start("en", Path("site"))
print(process.communicate()[0])
sys.exit(process.returncode)
"""


def left_out(folder: str, names: list[str]) -> set[str]:
    """What a small site does without: caches, and the figures of all chapters."""
    study = Path(folder).is_relative_to(ROOT / "studies")
    unwanted = {"__pycache__", "figures.py"} if study else {"__pycache__"}
    return unwanted & {*names}


def notebook(*cells: str, written: str = "") -> str:
    """A notebook of these code cells, below a title and other Markdown."""
    title = nbformat.v4.new_markdown_cell(f"# Book {{ #book }}\n\n{written}")
    codes = [nbformat.v4.new_code_cell(cell) for cell in cells]
    book = nbformat.v4.new_notebook(cells=[title, *codes])
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return nbformat.writes(book)


def project(root: Path, pages: dict[str, str]) -> Path:
    """A copy of this repository with other pages."""
    warm = [name for name in CACHES if (ROOT / name).is_dir()]
    for name in (*SHARED, *warm):
        shutil.copytree(
            ROOT / name, root / name, ignore=left_out, dirs_exist_ok=True
        )
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        text = (ROOT / name).read_text("utf-8").split("\nnav:")[0] + "\n"
        (root / name).write_text(text, "utf-8")
    page = PAGE.format(title="Home", name="home", link="help/glossary.md")
    sound = {"index.md": page, "help/glossary.md": GLOSSARY} | pages
    for language in ("zh", "en"):
        for name, text in sound.items():
            path = root / "docs" / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return root


def run(root: Path, *command: str, stdout=subprocess.PIPE) -> subprocess.Popen:
    """Begin a command in a copy of the repository."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"SITE_URL": BASE},
        stdout=stdout,
        stderr=subprocess.STDOUT,
        text=True,
    )
