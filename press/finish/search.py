"""A search that leads home: terms of the glossary as words, each known where it is explained, and repairs of the theme's worker."""

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from press import BUILD, DOCS, ROOT
from press.cache import write

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
CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
SPAN = re.compile(r"</?span[^>]*>")
ANSWER = re.compile(r'(<details class="(?:tip|success|failure)")')
WORD = re.compile(r"[^\W\d_]\w+")
INLINE = re.compile(r"</?(?:a|b|code|em|i|kbd|span|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
SHOWN = 120  # how wide a section's beginning is, about, that a result can show
COMMON = 1 / 45  # of all sections: a word of more of them finds nothing
SMALL = re.compile(r"[\d.]+|\w", re.ASCII)  # a number or a letter
FIELDS = {
    # the whole query is the name of a term: before anything else
    "name": {"boost": 1e30},
    # or a part of its Chinese name, or that of a function
    "piece": {"boost": 1e20},
    # words that count as if the section said them
    "words": {"boost": 1.0},
    # what stands above every section of a page says little about one of them
    "tags": {"boost": 1.0},
}
REPAIRS = {
    # a word that ends the query was never looked up
    "for(let o=s+1;o<t.length;o++)t.slice(s,o)in e": (
        "for(let o=s+1;o<=t.length;o++)t.slice(s,o)in e"
    ),
    # Chinese words of a query were alternatives: now all of them are required
    '].join("* "))': '].map(x=>"+"+x+"*").join(" "))',
    # the words of a query were cut to English stems, those of the index not
    'this.ref("location")': (
        "self.common=new Set(e.common),"
        'this.searchPipeline.reset(),this.ref("location")'
    ),
    # words with digits were mixed up: states of an automaton got equal names
    "e=e+s+o.id": 'e=e+s+o.id+","',
    # the query as one word, as key() writes it
    "search(e){if(e=e.replace(": (
        'search(e){let k="@"+e.toLowerCase().replace(/[^\\p{L}\\p{N}]/gu,"")'
        '.replace(/s$/,"");if(e=e.replace('
    ),
    # every word is looked up as it is, too, and the query as a name;
    # if nothing has all required words, what has some of them is found
    "n=this.index.search(e).reduce(": (
        "x=(e.match(/[^\\s+*]+(?=\\*)/g)||[]).filter(w=>lunr.stopWordFilter(w))"
        '.map(w=>" "+w+"^9").join("")'
        '+" name:"+k+" piece:"+k,h=this.index.search(e+x),'
        'n=(h.length?h:this.index.search(e.replace(/\\+/g,"")+x)).reduce('
    ),
    # words that the rest of a section leaves out are asked for only if alone
    "e=ce(e),!e)": (
        'e=(q=>q.split(" ").filter(w=>!self.common.has(w.replace(/[+*]/g,"")))'
        '.join(" ")||q)(ce(e)),!e)'
    ),
    # a section that lacks a word came before one that has them all
    "score:a*(1+K(g,2))": (
        "score:a*(1+K(g,2))/K(100,Object.values(f).filter(l=>!l).length)"
    ),
}


class Term(NamedTuple):
    """An entry of the glossary: its id, its two names, and its homes, which should be one."""

    id: str
    names: tuple[str, str]
    homes: list[str]


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
        found.append(Term(name, (one, other), homes))
    return found


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
        for word in HAN.findall(" ".join(term.names))
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


def key(name: str) -> str:
    """A whole name as one word; the worker makes the same of a query."""
    letters = "".join(char for char in name.lower() if char.isalnum())
    return "@" + letters.removesuffix("s")


def parts(word: str, least: int) -> list[str]:
    """What stands inside a word, at least so many letters of it."""
    return [
        word[start : start + size]
        for size in range(least, len(word))
        for start in range(len(word) - size + 1)
    ]


def lead_home(index: dict, glossary: list[Term]) -> dict:
    """The index whose sections know, hidden, the terms at home in them."""
    docs = {doc["location"]: dict(doc) for doc in index["docs"]}
    for term in glossary:
        entry = docs[f"{GLOSSARY}#{term.id}"]
        names = [form for name in term.names for form in forms(name)]
        for home in term.homes:
            doc = docs.get(home) or docs.get(home.split("#")[0])
            if doc is None:
                raise ValueError(f"glossary: #{term.id}: no section {home}")
            add(doc, "words", shown(entry["title"], term, index))
            add(doc, "name", map(key, names))
            runs = HAN.findall(" ".join(term.names))
            add(doc, "piece", [key(p) for run in runs for p in parts(run, 2)])
    return index | {"docs": list(docs.values())}


def shown(title: str, term: Term, index: dict) -> list[str]:
    """Both names as the index has them and, where no Chinese is read, in one piece."""
    chinese = index["config"]["lang"] == ["zh"]
    return [title] if chinese else [title, " · ".join(term.names)]


def add(doc: dict, field: str, words: Iterable[str]) -> None:
    """Add hidden words to a section, each once."""
    words = list(dict.fromkeys([*doc.get(field, []), *words]))
    if words:
        doc[field] = words


def han_words(doc: dict) -> set[str]:
    """The Chinese words of a section, which the plugin has set apart."""
    texts = [doc["title"], doc["text"], *doc.get("words", [])]
    return set(HAN.findall(" ".join(texts)))


def add_parts(index: dict, compounds: list[str]) -> dict:
    """The index whose sections are found by the words inside a Chinese term, too."""
    every = set().union(*map(han_words, index["docs"]))
    inside = {term: every & set(parts(term, 1)) for term in compounds}
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        words = han_words(doc)
        found = set().union(*(inside[w] for w in words & inside.keys())) - words
        add(doc, "words", [" ".join(sorted(found))] if found else [])
    return index | {"docs": docs}


def add_fields(index: dict, left_out: Iterable[str] = ()) -> dict:
    """The index whose hidden words the worker reads, with those that no rest has."""
    config = index["config"]
    own = {"fields": config["fields"] | FIELDS, "common": sorted(left_out)}
    return index | {"config": config | own}


def repair_worker(code: str) -> str:
    """All repairs; a theme that changed is an error, not a silent loss."""
    for old, new in REPAIRS.items():
        if code.count(old) != 1:
            raise ValueError(f"search worker: {old!r} must occur exactly once")
        code = code.replace(old, new)
    return code


def lead_to_functions(index: dict, snippets: Path) -> dict:
    """The index that finds by its name what the file of a chapter defines."""
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        slug = doc["location"].removesuffix(PROGRAM)
        for file in (snippets / f"{slug}.py", snippets / f"{slug}_fast.py"):
            if slug != doc["location"] and file.is_file():
                names = DEFINED.findall(file.read_text("utf-8"))
                add(doc, "piece", map(key, names))
    return index | {"docs": docs}


def without_answers(html: str) -> str:
    """A page of which the search finds no hint, solution or mistake before its time."""
    return ANSWER.sub(r"\1 data-search-exclude", html)


def uncoloured(html: str) -> str:
    """A page whose code has no spans, as the search reads it: a third of the time."""
    return CODE.sub(lambda code: SPAN.sub("", code[0]), html)


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
    """
    part = re.compile(index["config"]["separator"])
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        text = TAG.sub(" ", INLINE.sub("", doc["text"])).strip()
        begin, rest = split(text, part)
        known = {word.lower() for word in part.split(begin)}
        words = {word.lower() for word in part.split(rest)} - known - {""}
        if words:
            doc["text"] = begin + "…"
            add(doc, "words", [" ".join(sorted(words))])
    return index | {"docs": docs}


def common(index: dict, glossary: list[Term]) -> set[str]:
    """The words in the rest of so many sections that they lead to none of them.

    What belongs to a name of the glossary stays.
    """
    docs, part = index["docs"], re.compile(index["config"]["separator"])
    entry = {f"{GLOSSARY}#{term.id}" for term in glossary}
    titles = [doc["title"] for doc in docs if doc["location"] in entry]
    named = {word.lower() for title in titles for word in part.split(title)}
    count = Counter(word for doc in docs for word in rest_of(doc))
    most = COMMON * len(docs)
    return {word for word, times in count.items() if times > most} - named


def rest_of(doc: dict) -> list[str]:
    return [word for words in doc.get("words", []) for word in words.split()]


def lightened(index: dict, leave_out: set[str]) -> dict:
    """The index whose rests lack these words, numbers and single letters."""
    docs = [dict(doc) for doc in index["docs"]]
    for doc in docs:
        kept = [
            word
            for word in rest_of(doc)
            if word not in leave_out and not SMALL.fullmatch(word)
        ]
        doc.pop("words", None)
        add(doc, "words", [" ".join(kept)] if kept else [])
    return index | {"docs": docs}


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
    """Repair the worker and complete the index of a built language."""
    (worker,) = (site / "assets/javascripts/workers").glob("search.*.min.js")
    worker.write_text(repair_worker(worker.read_text("utf-8")), "utf-8")
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text("utf-8"))
    without_repeats(index["docs"])
    index, glossary = shortened(index), read_entries(language)
    left_out = common(index, glossary)
    index = lightened(index, left_out)
    index = lead_to_functions(index, ROOT / "snippets")
    index = lead_home(index, glossary)
    index = add_fields(add_parts(index, terms()), left_out)
    path.write_text(compact(index), "utf-8")
