"""A search that finds Chinese: terms of the glossary as words, and two repairs of the theme's worker."""

import json
import re
from pathlib import Path

from press import BUILD, DOCS
from press.cache import write

HEADING = re.compile(r"^### (.+?) · .+?\{ #[\w-]+ \}$", re.MULTILINE)
HAN = re.compile(r"[\u4e00-\u9fff]+")
REPAIRS = {
    # a word that ends the query was never looked up
    "for(let o=s+1;o<t.length;o++)t.slice(s,o)in e": (
        "for(let o=s+1;o<=t.length;o++)t.slice(s,o)in e"
    ),
    # the words of a query were alternatives: now all of them are required
    '].join("* "))': '].map(x=>"+"+x+"*").join(" "))',
}


def terms() -> list[str]:
    """Chinese terms of the glossary whose inside and end hold no other term.

    A term at the start hides nothing: a query ends in a wildcard.
    """
    glossary = (DOCS / "zh" / "help" / "glossary.md").read_text("utf-8")
    found = {
        term
        for heading in HEADING.findall(glossary)
        for term in HAN.findall(heading)
        if len(term) > 1
    }
    return sorted(
        term for term in found if not any(other in term[1:] for other in found)
    )


def write_dictionary() -> Path:
    """The terms in the form that jieba reads."""
    path = BUILD / "terms.txt"
    write(path, "".join(f"{term} 100000 n\n" for term in terms()))
    return path


def repair_worker(code: str) -> str:
    """Both repairs; a theme that changed is an error, not a silent loss."""
    for old, new in REPAIRS.items():
        if code.count(old) != 1:
            raise ValueError(f"search worker: {old!r} must occur exactly once")
        code = code.replace(old, new)
    return code


def compact(index: str) -> str:
    """The index as UTF-8 instead of ASCII escapes: a third smaller."""
    return json.dumps(
        json.loads(index), ensure_ascii=False, separators=(",", ":")
    )


def finish(site: Path) -> None:
    """Repair the worker and shrink the index of a built language."""
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    worker.write_text(repair_worker(worker.read_text("utf-8")), "utf-8")
    index = site / "search" / "search_index.json"
    index.write_text(compact(index.read_text("utf-8")), "utf-8")
