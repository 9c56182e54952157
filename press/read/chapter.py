"""Which files of snippets/ belong to a chapter.

lstm.py is the chapter's network and lstm_torch.py its twin. A chapter of two
ideas has a file for each: dqn_replay.py belongs to dqn, since no page is
called dqn_replay.
"""

from pathlib import Path

from press import CONFIGS, DOCS, ROOT

BESIDE = ("_torch", "_data", "_env", "_fast")  # of a network


def slug_of(path: Path, docs: Path = DOCS) -> str:
    """The chapter of a file of code: the longest beginning of its name with a page."""
    family, name = path.parent.name, path.stem
    for ending in BESIDE:
        name = name.removesuffix(ending)
    words = name.split("_")
    beginnings = ("_".join(words[:n]) for n in range(len(words), 0, -1))
    for slug in beginnings:
        page = f"{family}/{slug}.md"
        if any((docs / language / page).is_file() for language in CONFIGS):
            return slug
    return name


def parts(family: str, slug: str, root: Path = ROOT) -> list[Path]:
    """The further files of a chapter that a reader copies whole, in order."""
    files = (root / "snippets" / family).glob(f"{slug}_*.py")
    return sorted(
        path
        for path in files
        if not path.stem.endswith(BESIDE)
        if slug_of(path, root / "docs") == slug
    )
