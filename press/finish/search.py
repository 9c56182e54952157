"""A search that finds Chinese: terms of the glossary as words, and two repairs of the theme's worker."""

import json
import re
from pathlib import Path

from press import BUILD, DOCS
from press.cache import write

HEADING = re.compile(r"^### (.+?) · .+?\{ #[\w-]+ \}$", re.MULTILINE)
BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)
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


def without_repeats(sections: list[dict]) -> None:
    """Drop the blocks that a page shows again: whole files, sections in tabs.

    Whoever searches for a line of theirs is led to where it is explained.
    """
    shown: dict[str, set[str]] = {}
    for section in sections:
        page, _, anchor = section["location"].partition("#")
        lines = shown.setdefault(page, set()) if anchor else set()
        section["text"] = BLOCK.sub(
            lambda block, lines=lines: first_time(block[0], lines),
            section["text"],
        )


def first_time(block: str, lines: set[str]) -> str:
    """A block, or nothing where four fifths of its lines have been shown."""
    own = [line for line in block.split("\n") if line.strip()]
    again = sum(line in lines for line in own)
    lines.update(own)
    return "" if again > 0.8 * len(own) else block


def compact(index: str) -> str:
    """The index without repeats, as UTF-8 instead of ASCII escapes."""
    content = json.loads(index)
    without_repeats(content["docs"])
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def finish(site: Path) -> None:
    """Repair the worker and shrink the index of a built language."""
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    worker.write_text(repair_worker(worker.read_text("utf-8")), "utf-8")
    index = site / "search" / "search_index.json"
    index.write_text(compact(index.read_text("utf-8")), "utf-8")
