"""How long a chapter takes, where its reader sees it: below its title, on the map, on the routes."""

import math
import re
from pathlib import Path

from press.read.length import Lengths, lengths, source_text

LINE = {
    "zh": ("初读 {} 分钟", "全部 {} 分钟", "习题 {} 分钟"),
    "en": ("first reading {} min", "all of it {} min", "exercises {} min"),
}
MINUTES = {"zh": "{} 分钟", "en": "{} minutes"}
HOURS = {"zh": "{} 小时", "en": "{} hours"}
ROUTE = re.compile(r'<span data-minutes="([^"]*)"></span>')
ROW = re.compile(
    r'(<tr>\s*<td><a href="([^"]+)/">(?:(?!</tr>).)*)(<td[^>]*>)(</td>\s*</tr>)',
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


def is_chapter(url: str) -> bool:
    """Whether a page is read from its beginning; help is looked up."""
    return "/" in url and not url.startswith("help/")


def below_title(html: str, url: str, source: Path, language: str) -> str:
    """A chapter with that line below its title."""
    if not is_chapter(url):
        return html
    line = told(lengths(source_text(source)), language)
    made = f'<p class="time" data-search-exclude>{line}</p>'
    return html.replace("</h1>", f"</h1>\n{made}", 1)


def source_of(url: str, folder: Path) -> Path:
    """The page of an address."""
    stem = folder / url.strip("/")
    places = stem / "index.md", *map(stem.with_suffix, (".md", ".ipynb"))
    return next(each for each in places if each.is_file())


def in_all(minutes: int, language: str) -> str:
    """Minutes in words; from three hours on in hours."""
    if minutes < 180:
        return MINUTES[language].format(minutes)
    return HOURS[language].format(math.ceil(minutes / 60))


def filled(html: str, urls: list[str], folder: Path, language: str) -> str:
    """The home page, with the minutes of the map's rows and of the routes.

    A route that names its chapters is a first reading; the one through every
    chapter opens every fold.
    """
    every = [url for url in urls if is_chapter(url)]

    def of(url: str) -> Lengths:
        return lengths(source_text(source_of(url, folder)))

    def route(match: re.Match) -> str:
        if match[1] == EVERY:
            minutes = sum(of(name).whole.minutes for name in every)
        else:
            minutes = sum(of(name).first.minutes for name in match[1].split())
        return in_all(minutes, language)

    def row(match: re.Match) -> str:
        minutes = of(match[2]).first.minutes
        return f"{match[1]}{match[3]}{minutes}{match[4]}"

    return ROW.sub(row, ROUTE.sub(route, html))
