"""llms.txt: the map for machines, a line for each page, with its address as Markdown.

One stands in each language, and one with both above them. All of it is read from
what the built pages say of themselves (facts.py).
"""

import json
from pathlib import Path

from press import CONFIGS
from press.cache import write
from press.finish import texts
from press.finish.tree import Tree
from press.read.page import site_config

NAME = "llms.txt"
FACTS = 'script[type="application/ld+json"]'
LINE = {
    "zh": "- [{name}]({link})：{description}",
    "en": "- [{name}]({link}): {description}",
}
MINUTES = {"zh": "（初读 {} 分钟）", "en": " (first reading {} min)"}
HOME = {"zh": "首页", "en": "Home"}
NOTE = {
    "zh": "每个链接是一页的 Markdown：公式是 TeX，代码和输出一字不差，图有说明，链接都是完整地址。网页就在它旁边：去掉链接末尾的 `index.md`。",
    "en": "Each link is a page as Markdown: formulas as TeX, code and outputs to the letter, figures with their captions, links with their whole address. The page itself stands beside it: leave out `index.md` at the end.",
}


def facts(html: str) -> dict:
    """What a page says of itself."""
    return json.loads(Tree(html).css_first(FACTS).text())


def line(site: Path, language: str, source: str) -> str:
    """A page: what it is called, where its Markdown is, what it is about, how long it takes."""
    inner = source.rsplit(".", 1)[0].removesuffix("index").rstrip("/")
    told = facts((site / language / inner / "index.html").read_text("utf-8"))
    link = told["url"] + texts.NAME
    found = LINE[language].format(**told | {"link": link})
    if time := told.get("timeRequired"):
        found += MINUTES[language].format(time.strip("PTM"))
    return found


def sections(site: Path, language: str) -> list[str]:
    """The pages by the families of the navigation, and first the one that stands alone."""
    alone, found = [], []
    for entry in site_config(CONFIGS[language]).nav or []:
        if isinstance(entry, str):
            alone.append(line(site, language, entry))
            continue
        for family, pages in entry.items():
            lines = [line(site, language, page) for page in pages]
            found.append("\n".join([f"## {family}\n", *lines]))
    return ["\n".join([f"## {HOME[language]}\n", *alone]), *found]


def finish(site: Path) -> None:
    """Write them into a site whose pages are complete."""
    titles, abouts, notes, maps = [], [], [], []
    for language in reversed(
        CONFIGS
    ):  # English first, as for who has no language
        config = site_config(CONFIGS[language])
        own = sections(site, language)
        about = f"> {config.site_description}"
        head = [f"# {config.site_name}", about, NOTE[language]]
        text = "\n\n".join([*head, *own])
        write(site / language / NAME, f"{text}\n")
        titles.append(config.site_name)
        abouts.append(about)
        notes.append(NOTE[language])
        maps += own
    about = "\n>\n".join(abouts)
    text = "\n\n".join([f"# {' · '.join(titles)}", about, *notes, *maps])
    write(site / NAME, f"{text}\n")
