"""How long a chapter takes, where its reader sees it: below its title, on the map, on the routes."""

import math
import re
from collections.abc import Iterable
from pathlib import Path

from press.finish.chart import drawn
from press.read.length import Lengths, graded, lengths, source_text
from press.read.needs import PART, graph, meta, names, path_of

LINE = {
    "zh": ("初读 {} 分钟", "全部 {} 分钟", "习题 {} 分钟"),
    "en": ("first reading {} min", "all of it {} min", "exercises {} min"),
}
MINUTES = {"zh": "{} 分钟", "en": "{} minutes"}
HOURS = {"zh": "{} 小时", "en": "{} hours"}
BEFORE = {"zh": "先读：", "en": "read before: "}
RECALL = {"zh": "还记得吗？", "en": "Do you still know?"}
NOTHING = {"zh": "无", "en": "nothing"}
COMMA = {"zh": "、", "en": ", "}
ROUTE = re.compile(r'<span data-minutes="([^"]*)"></span>')
ROW = re.compile(
    r'(<tr>\s*<td><a href="([^"]+)/">(?:(?!</tr>).)*?<td>)'
    r"(</td>\s*<td[^>]*>)(</td>\s*</tr>)",
    re.DOTALL,
)
EVERY = "all"


def told(found: Lengths, language: str) -> str:
    """The line of a chapter; what is as long as the first reading is not told twice."""
    numbers = [found.first.minutes, found.whole.minutes, found.exercises]
    if numbers[1] <= numbers[0]:
        numbers[1] = 0
    parts = zip(LINE[language], numbers, strict=True)
    line = " · ".join(words.format(n) for words, n in parts if n)
    return line[:1].upper() + line[1:]


def stem(url: str, folder: Path) -> str:
    """The path of the page of an address, without an ending."""
    name = url.strip("/")
    return f"{name}/index" if (folder / name / "index.md").is_file() else name


def way(there: str, here: str) -> str:
    """From one chapter to another, as a link."""
    up = "../" if here.endswith("/index") else "../../"
    return f"{up}{there.removesuffix('index').rstrip('/')}/"


def below_title(html: str, url: str, folder: Path, language: str) -> str:
    """A chapter with that line below its title, and what to read before."""
    chapter = stem(url, folder)
    called = names((folder / "index.md").read_text("utf-8"))
    if chapter not in called:  # help is looked up
        return html
    path = path_of(folder, chapter)
    line = told(lengths(source_text(path)), language)
    needed = meta(path).get("needs") or ()
    links = [f'<a href="{way(n, chapter)}">{called[n]}</a>' for n in needed]
    if links:
        line += f" · {BEFORE[language]}{COMMA[language].join(links)}"
    own = part(chapter, called)
    made = f'<p class="time"{own} data-search-exclude>{line}</p>'
    if own:
        words = f"<summary>{RECALL[language]}</summary>"
        made += f'\n<details class="recall-part" data-search-exclude>{words}</details>'
    return html.replace("</h1>", f"</h1>\n{made}", 1)


def part(chapter: str, called: Iterable[str]) -> str:
    """An attribute for the overview of a part: the chapters that it is about."""
    family, _, name = chapter.partition("/")
    if name != "index":
        return ""
    own = [n for n in called if n.startswith(f"{family}/") and n != chapter]
    return f' data-part="{" ".join(own)}"'


def in_all(minutes: int, language: str) -> str:
    """Minutes in words; from three hours on in hours."""
    if minutes < 180:
        return MINUTES[language].format(minutes)
    return HOURS[language].format(math.ceil(minutes / 60))


def filled(html: str, folder: Path, language: str) -> str:
    """The home page, with the rows of its map, its routes and its drawing.

    A route that names its chapters is a first reading; the one through every
    chapter opens every fold.
    """
    called = names((folder / "index.md").read_text("utf-8"))
    needs = graph(folder, called)
    texts = {c: source_text(path_of(folder, c)) for c in called}
    long = {c: lengths(text) for c, text in texts.items()}

    def route(match: re.Match) -> str:
        if match[1] == EVERY:
            minutes = sum(each.whole.minutes for each in long.values())
        else:
            minutes = sum(long[c].first.minutes for c in match[1].split())
        return in_all(minutes, language)

    def row(match: re.Match) -> str:
        chapter = stem(match[2], folder)
        links = [
            f'<a href="{n.removesuffix("index").rstrip("/")}/">{called[n]}</a>'
            for n in needs[chapter]
        ]
        before = COMMA[language].join(links) or NOTHING[language]
        minutes = long[chapter].first.minutes
        return f"{match[1]}{before}{match[3]}{minutes}{match[4]}"

    if not called:
        return html
    html = ROW.sub(row, ROUTE.sub(route, html))
    minutes = {c: each.first.minutes for c, each in long.items()}
    labels = PART.findall((folder / "index.md").read_text("utf-8"))
    judged = {c: graded(text) for c, text in texts.items()}
    chart = drawn(called, needs, labels, minutes, judged, language)
    return html.replace("<div data-map></div>", chart)
