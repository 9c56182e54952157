"""A symbol of general mathematics is linked to its explanation where the site first uses it."""

import re
from collections.abc import Iterator
from pathlib import Path

from press.read import needs
from press.read.length import Line, lines_of, source_text

SYMBOLS = {  # the sections of help/mathematics, and the signs that they explain
    "partial": r"\\partial(?![a-z])",
    "sum": r"\\sum(?![a-z])",
    "product": r"\\top(?![a-z])|\\in \\mathbb R",
    "exp": r"\\exp(?![a-z])|\\ln(?![a-z])|\\log(?![a-z])|\be\^\{?-?[a-z]",
    "mean": r"\\mathbb\{?E(?![a-z])|\\operatorname\{Var\}",
    "distribution": r"\\sim(?![a-z])|\\mathcal\{?N(?![a-z])",
}
TEX = re.compile(r"\$[^$\n]+\$")


def chapters(folder: Path) -> list[Path]:
    """The files of the chapters in the order of the map."""
    home = (folder / "index.md").read_text("utf-8")
    return [needs.path_of(folder, name) for name in needs.names(home)]


def seen(text: str) -> list[Line]:
    """What one sees of prose and formulas with every fold closed."""
    kinds = "text", "formula"
    return [e for e in lines_of(text) if e.kind in kinds and not e.fold]


def uses(line: Line, sign: str) -> bool:
    """Whether a line holds a sign in a formula."""
    tex = [line.text] if line.kind == "formula" else TEX.findall(line.text)
    return any(re.search(sign, each) for each in tex)


def unlinked(name: str, text: str, wanted: dict[str, str]) -> Iterator[str]:
    """The signs whose first use has no link above it, or in its section."""
    lines = seen(text)
    for section, sign in wanted.items():
        first = next((e for e in lines if uses(e, sign)), None)
        if first is None:
            continue
        last = max(n for n, e in enumerate(lines) if e.section == first.section)
        link = f"help/mathematics.md#{section})"
        if not any(link in e.text for e in lines[: last + 1]):
            yield f"{name}: {first.text.strip()[:60]!r} is the first {sign}"


def first_uses(folder: Path) -> Iterator[str]:
    """Where a sign is met for the first time, and nothing says what it is."""
    wanted = dict(SYMBOLS)
    for path in chapters(folder):
        text = source_text(path)
        lines = seen(text)
        met = {
            s: p for s, p in wanted.items() if any(uses(e, p) for e in lines)
        }
        yield from unlinked(path.relative_to(folder).as_posix(), text, met)
        wanted = {s: p for s, p in wanted.items() if s not in met}
