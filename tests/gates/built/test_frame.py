"""Gate 3 around the pages: what the theme says on each of them, and that it goes red."""

import pytest

from press import CONFIGS
from tests.kit.findings import none
from tests.kit.soup import soup_of

OWN = "article, nav, head, script, style, template, svg"  # a page's, or unread
KNOWN = {
    "en": {
        "Skip to the chapters",
        "Skip to the text",
        "Without JavaScript you can read everything and download every "
        "program; the search, the buttons that copy and the choice of colours "
        "are missing.",
        "Back to top",
        "Code MIT · text and figures CC BY 4.0",
    },
    "zh": {
        "跳到章节列表",
        "跳到正文",
        "没有 JavaScript，内容照样能读，每个程序也都能下载；"
        "只是没有搜索、复制按钮和配色切换。",
        "回到页面顶部",
        "代码 MIT · 文字与插图 CC BY 4.0",
    },
}


def around(html: str) -> set[str]:
    """The texts of a built page that are not its own."""
    soup = soup_of(html)
    return {
        text.strip()
        for text in soup.body.find_all(string=True)
        if text.strip() and not text.find_parent(OWN.split(", "))
    }


@pytest.mark.parametrize("language", CONFIGS)
def test_the_theme_says_only_what_somebody_has_read(site, language):
    """No test runs its words; so they are few, and listed here."""
    none(
        sorted(
            f"{path.relative_to(site).parent}: {text}"
            for path in (site / language).rglob("*.html")
            for text in around(path.read_text("utf-8")) - KNOWN[language]
        )
    )


def test_a_banner_with_typed_numbers():
    page = "<body><p>{}</p><article>3 pages</article><nav>4</nav></body>"
    banner = "40 pages ran today."
    assert around(page.format(banner)) == {banner}
    assert around(page.format("")) == set()
