"""The index of the search: terms of the glossary as words, each known where it is explained.

theme/js/search.js reads it, and says what comes first.
"""

import html
import json
import posixpath
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from press import BUILD, CONFIGS, DOCS, ROOT
from press.cache import write
from press.read.spoken import line

GLOSSARY = "help/glossary/"
HEADING = re.compile(r"^### (.+?) · (.+?) \{ #([\w-]+) \}$", re.MULTILINE)
HOME = re.compile(r"(?:\]\(([^()\s]+)\)|^)\{ \.home \}", re.MULTILINE)
SHORT = re.compile(r"(.+) \((.+)\)")
HAN = re.compile(r"[\u4e00-\u9fff]+")
DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)
PROGRAM = "/#program"  # where a chapter shows its file
BLOCK = re.compile(
    r"(?:snippets/([\w/]+)\.py)?(<pre>(?:<[^>]+>)*)(.*?)((?:</[^>]+>)*</pre>)",
    re.DOTALL,
)
# marks that part nothing: beside them words end anyway
EDGE = re.compile("(?<![^\\W_])\u200b|\u200b(?![^\\W_])")
MATH = re.compile(
    r'<span class="math" data-search-exclude>(<math.*?</math>)</span>',
    re.DOTALL,
)
OPEN, CLOSE = "\ue000", "\ue001"  # around a formula, until its text is cut
FORMULA = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
SPAN = re.compile(r"</?span[^>]*>")
ANSWER = re.compile(r'(<details class="(?:tip|success|failure)")')
OPTIONS = re.compile(
    r'(<p class="predict"[^>]*>(?:(?!</p>).)*</p>\s*)<ul>', re.DOTALL
)
WORD = re.compile(r"[^\W\d_]\w+")
INLINE = re.compile(r"</?(?:a|b|code|em|i|kbd|span|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
SHOWN = 100  # how wide a section's beginning is, about, that a result can show
COMMON = 1 / 45  # of all sections: a word of more of them finds nothing
SMALL = re.compile(r"[\d.]+|\w", re.ASCII)  # a number or a letter
WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
OWN_WORKER = "assets/js/search-worker.js"
# what a definition says that a term is called, too
ALSO = re.compile(r"又称\s*([^。；：，（]+)|[Aa]lso called ([^.;:(]+)")
BETWEEN = re.compile(r"、| 或 |或|, or |, | or ")
ARTICLE = re.compile(r"^(?:the|an?) ")


class Term(NamedTuple):
    """An entry of the glossary: its two names, its homes, which should be one, other names."""

    id: str
    names: tuple[str, str]
    homes: list[str]
    also: tuple[str, ...] = ()


def location(link: str) -> str:
    """Where a link of the glossary leads, as the index writes it."""
    path, mark, name = link.partition("#")
    page = PurePosixPath(posixpath.normpath(f"help/{path}")).with_suffix("")
    page = page.parent if page.name == "index" else page
    return f"{page}/{mark}{name}"


def entries(glossary: str) -> list[Term]:
    """The terms of a glossary.

    Home is where the link leads that { .home } marks, or the entry itself,
    if the mark stands below it.
    """
    found = []
    pieces = HEADING.split(glossary)[1:]
    for one, other, name, text in zip(*[iter(pieces)] * 4, strict=True):
        own = f"{GLOSSARY}#{name}"
        links = HOME.findall(text)
        homes = [location(link) if link else own for link in links]
        found.append(Term(name, (one, other), homes, other_names(text)))
    return found


def other_names(text: str) -> tuple[str, ...]:
    """What stands behind 又称 or "also called" in a definition."""
    said = [zh or en for zh, en in ALSO.findall(text)]
    names = [name for names in said for name in BETWEEN.split(names)]
    return tuple(ARTICLE.sub("", name.strip(" *")) for name in names)


def read_entries(language: str) -> list[Term]:
    """The terms of the glossary in a language."""
    path = DOCS / language / "help" / "glossary.md"
    return entries(path.read_text("utf-8"))


def terms() -> list[str]:
    """Chinese terms of the glossary whose inside and end hold no other term.

    A term at the start hides nothing: a query ends in a wildcard.
    """
    found = {
        word
        for term in read_entries("zh")
        for word in HAN.findall(" ".join((*term.names, *term.also)))
        if len(word) > 1
    }
    return sorted(
        term for term in found if not any(other in term[1:] for other in found)
    )


def write_dictionary() -> Path:
    """The terms in the form that jieba reads."""
    path = BUILD / "terms.txt"
    write(path, "".join(f"{term} 100000 n\n" for term in terms()))
    return path


def forms(name: str) -> list[str]:
    """What a reader may call a term: with its abbreviation, without, or by it."""
    short = SHORT.fullmatch(name)
    return [name, *short.groups()] if short else [name]


def names(glossaries: Iterable[list[Term]]) -> dict[str, list[str]]:
    """All that each term is called in any language, by its id.

    What is the name of another term leads there.
    """
    found: dict[str, list[str]] = {}
    terms = [term for glossary in glossaries for term in glossary]
    for term in terms:
        called = found.setdefault(term.id, [])
        called += [form for name in term.names for form in forms(name)]
    taken = {name.casefold() for called in found.values() for name in called}
    for term in terms:
        found[term.id] += [n for n in term.also if n.casefold() not in taken]
    return {name: list(dict.fromkeys(called)) for name, called in found.items()}


def lead_home(
    index: dict, glossary: list[Term], called: dict[str, list[str]]
) -> dict:
    """The index with the names of every term: its home and its entry by number."""
    places = [doc["location"] for doc in index["docs"]]
    found = []
    for term in glossary:
        entry = places.index(f"{GLOSSARY}#{term.id}")
        for home in term.homes:
            place = home if home in places else home.split("#")[0]
            if place not in places:
                raise ValueError(f"glossary: #{term.id}: no section {home}")
            at = places.index(place)
            found.append({"home": at, "entry": entry, "names": called[term.id]})
    return index | {"terms": found}


def own_worker(page: str) -> str:
    """A page that asks our worker; a theme that changed is an error."""
    page, count = WORKER.subn(OWN_WORKER, page)
    if count != 1:
        raise ValueError("the theme must name its search worker exactly once")
    return page


def lead_to_functions(index: dict, snippets: Path) -> dict:
    """The index that finds by its name what the file of a chapter defines."""
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        slug = doc["location"].removesuffix(PROGRAM)
        files = (snippets / f"{slug}.py", snippets / f"{slug}_fast.py")
        if slug != doc["location"]:
            code = [f.read_text("utf-8") for f in files if f.is_file()]
            doc["functions"] = list(
                dict.fromkeys(DEFINED.findall("\n".join(code)))
            )
    return index | {"docs": docs}


def without_answers(page: str) -> str:
    """A page of which the search finds no hint, solution or mistake before its time.

    Nor the options of a guess: it finds what is printed.
    """
    page = OPTIONS.sub(r"\1<ul data-search-exclude>", page)
    return ANSWER.sub(r"\1 data-search-exclude", page)


def plain(page: str) -> str:
    """A page as the search reads it: formulas as text, code without spans.

    Without these spans it takes a third of the time.
    """
    page = CODE.sub(lambda code: SPAN.sub("", code[0]), page)
    return MATH.sub(told, page)


def told(formula: re.Match) -> str:
    """A formula of a line as text between two marks."""
    return f"{OPEN}{html.escape(line(formula[1]), quote=False)}{CLOSE}"


def unmarked(text: str) -> str:
    """A text whose formulas have lost their marks; half a formula is none."""
    if text.rfind(OPEN) > text.rfind(CLOSE):
        text = text[: text.rfind(OPEN)]
    return text.replace(OPEN, "").replace(CLOSE, "")


def without_repeats(sections: list[dict]) -> None:
    """Keep of all code the words that the site has not shown before.

    Whoever searches for a name is led to where it comes in; the numbers that
    a program prints, files shown in pieces before, and what a page borrows
    from the file of another chapter are left out.
    """
    known: set[str] = set()
    for section in sections:
        page, _, anchor = section["location"].partition("#")
        words = known if anchor else set()

        def kept(block: re.Match, page=page, words=words) -> str:
            file, *parts = block.groups()
            if file and not file.startswith(page.rstrip("/")):
                return ""
            return first_time(*parts, words)

        section["text"] = EDGE.sub("", BLOCK.sub(kept, section["text"]))


def first_time(before: str, code: str, after: str, known: set[str]) -> str:
    """The new words of a block, in their order; nothing if there are none."""
    words = dict.fromkeys(WORD.findall(code))
    new = [word for word in words if word not in known]
    known.update(new)
    return before + " ".join(new) + after if new else ""


def shortened(index: dict) -> dict:
    """The index with the beginning of every section, and each word of the rest once.

    An index of whole texts would grow with the site beyond what a phone should
    load. The rest of a section is found, and its result shows the beginning.
    Formulas are shown there and not looked for.
    """
    part = re.compile(index["config"]["separator"])
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        doc["title"] = unmarked(read_aloud(doc["title"]))
        if "#" in doc["location"]:
            doc.pop("tags", None)  # they are those of the page
        begin, rest = split(read_aloud(doc["text"]), part)
        known = {word.lower() for word in part.split(begin)}
        rest = FORMULA.sub(" ", rest).rpartition(CLOSE)[2]
        words = {word.lower() for word in part.split(rest)} - known - {""}
        doc["text"] = unmarked(begin) + "…" * bool(words)
        doc["words"] = " ".join(sorted(words))
    return index | {"docs": docs}


def read_aloud(marked: str) -> str:
    """A text without its tags."""
    return html.unescape(TAG.sub(" ", INLINE.sub("", marked))).strip()


def common(index: dict, glossary: list[Term]) -> set[str]:
    """The words in the rest of so many sections that they lead to none of them.

    What belongs to a name of the glossary stays.
    """
    docs, part = index["docs"], re.compile(index["config"]["separator"])
    entry = {f"{GLOSSARY}#{term.id}" for term in glossary}
    titles = [doc["title"] for doc in docs if doc["location"] in entry]
    named = {word.lower() for title in titles for word in part.split(title)}
    count = Counter(word for doc in docs for word in doc["words"].split())
    most = COMMON * len(docs)
    return {word for word, times in count.items() if times > most} - named


def lightened(index: dict, leave_out: set[str]) -> dict:
    """The index that names each word of the rests once, with its sections.

    These words, numbers and single letters are left out. The numbers of the
    sections are the steps from one to the next.
    """
    docs = [dict(doc) for doc in index["docs"]]
    found: dict[str, list[int]] = {}
    for number, doc in enumerate(docs):
        for word in doc.pop("words").split():
            if word not in leave_out and not SMALL.fullmatch(word):
                found.setdefault(word, []).append(number)
    steps = {
        word: " ".join(str(b - a) for a, b in pairwise([0, *numbers]))
        for word, numbers in sorted(found.items())
    }
    return index | {"docs": docs, "rests": steps}


def split(text: str, part: re.Pattern) -> tuple[str, str]:
    """A text, parted where the first word ends behind what a result shows."""
    for found in part.finditer(text):
        end = found.start()
        if width(text[:end]) >= SHOWN:
            return text[:end], text[end:]
    return text, ""


def width(text: str) -> float:
    """In letters; a Chinese one says as much as several, and counts as one and a half."""
    return (
        len(text) - text.count("\u200b") + len("".join(HAN.findall(text))) / 2
    )


def compact(index: dict) -> str:
    """The index as UTF-8 instead of ASCII escapes: a third smaller."""
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def finish(site: Path, language: str) -> None:
    """Complete the index of a built language; nobody asks for the theme's worker."""
    for part in ("workers", "lunr"):
        shutil.rmtree(site / "assets/javascripts" / part, ignore_errors=True)
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    without_repeats(index["docs"])
    index, glossary = shortened(index), read_entries(language)
    left_out = common(index, glossary)
    index = lead_to_functions(lightened(index, left_out), ROOT / "snippets")
    called = names(map(read_entries, CONFIGS))
    index = lead_home(index, glossary, called)
    index["config"] |= {key: index.pop(key) for key in ("rests", "terms")}
    index["config"] |= {"common": sorted(left_out)}
    path.write_text(compact(index), "utf-8")
