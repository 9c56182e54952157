"""What a page offers to take away."""

import re
from types import SimpleNamespace

from material.plugins.search.plugin import Parser

from press import DOCS, ROOT
from press.finish import search
from press.finish.downloads import title_line
from press.hooks import after_search, programs, takeaways
from press.read.bundle import bundle
from press.read.page import read
from tests.kit.small_page import page as small_page
from tests.kit.small_page import program

COPY = '<a href="index.md">Copy</a>'


def test_a_fast_version_is_offered_beside_its_network():
    name = "foundations/optimizer.md"
    file = SimpleNamespace(src_uri=name, url="x/")
    page = read(DOCS / "en" / name, tex=True, coloured=False)
    config = SimpleNamespace(
        site_url="https://example.org/en/", theme={"language": "en"}
    )
    found = takeaways(file, page, config)
    fast = found["foundations/optimizer_fast.py"]["content"]
    top, fast = fast.split("\n\n", 1)
    assert top.endswith("\n# needs: numpy")
    assert fast == bundle(ROOT / "snippets/foundations/optimizer_fast.py")
    assert {"foundations/optimizer.py", "foundations/optimizer_torch.py"} <= {
        *found
    }


def test_every_page_has_a_card_of_its_own(tmp_path):
    config = SimpleNamespace(
        site_name="Networks",
        site_description="All of them",
        site_dir=str(tmp_path),
        site_url="https://example.org/en/",
    )
    names = {"": "index", "recurrent/lstm/": "recurrent-lstm"}
    for url, name in names.items():
        page = SimpleNamespace(url=url, title=f"At {url}", meta={})
        config.extra = {"coloured": "", "later": True}
        card = after_search({}, page, config, None)["card"]
        assert card == f"https://example.org/en/assets/cards/{name}.png"
    pictures = [path.read_bytes() for path in tmp_path.rglob("*.png")]
    assert len({*pictures}) == len(names)


def test_below_the_title_stands_the_notebook_and_what_the_page_does_not_link():
    """Six buttons before the first sentence are five too many."""
    html = '<h1>LSTM</h1>\n<p>Why?</p>\n<p><a href="lstm.py">lstm.py</a></p>'
    links = {
        "lstm.py": "lstm.py",
        "lstm.ipynb": "../lstm.ipynb",
        "b.py": "b.py",
    }
    made = title_line(html, links, ["numpy", "torch"], COPY)
    assert made.startswith('<h1>LSTM</h1>\n<p class="takeaways"')
    offered = made.partition("Why?")[0]
    assert "pip install <span>numpy</span> <span>torch</span></code>" in offered
    assert [name for name in links if f">{name}<" in offered] == [
        "lstm.ipynb",
        "b.py",
    ]
    alone = title_line(html, {"lstm.py": "lstm.py"}, ["numpy"], COPY)
    line = f'<p class="takeaways" data-search-exclude>{COPY}</p>'
    assert alone == html.replace("</h1>", f"</h1>\n{line}")


def test_a_page_that_the_lock_does_not_know_has_no_programs():
    """Each of its blocks counts none of the lines: the page says why."""
    page = small_page(program("planted = 1", ("print(2)", "2")))
    file = SimpleNamespace(src_uri="a.md", url="a/", dest_uri="a/index.html")
    made = {}
    extra = {"programs": made, "runs": {}}
    config = SimpleNamespace(site_url="https://a.b/", extra=extra)
    assert programs(file, page, config) == []
    assert made == {"a.md": [0, 0]}


def found(html: str) -> list[tuple[str, str]]:
    """What the theme's search reads of a page, whatever the white space."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    texts = (("".join(each.title), "".join(each.text)) for each in parser.data)
    return [(title, " ".join(text.split())) for title, text in texts]


def test_the_search_finds_the_same_without_the_colours_of_code():
    html = read(DOCS / "en/recurrent/lstm.md").html
    plain = search.plain(html)
    formulas = re.compile(f"{search.OPEN}.*?{search.CLOSE}")
    assert found(formulas.sub("", plain)) == found(html)
    assert plain.count("<span") < html.count("<span") / 3
    assert f"{search.OPEN}f_t{search.CLOSE}" in plain
