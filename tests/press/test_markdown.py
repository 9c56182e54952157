"""A page as Markdown: what it is made of, piece by piece."""

import pytest

from press.finish import texts
from press.finish.downloads import title_line
from press.finish.markdown import Writer
from press.finish.tree import Tree

SITE = "https://example.org/en/"
PIECES = {  # HTML, and its Markdown
    "heading": (
        '<h2 id="a">A <a class="headerlink" href="#a">#</a></h2>',
        "## A",
    ),
    "words": ("<p>a *b* c_d _e_ <em>f</em></p>", r"a \*b\* c_d \_e\_ *f*"),
    "no tag": ("<p>1 &lt; 2, a &lt;b&gt;</p>", r"1 < 2, a \<b>"),
    "no entity": ("<p>&amp;lt; &amp; c</p>", r"\&lt; & c"),
    "no list": (
        "<p>- a</p><p>2. b</p><p>0.8. c</p>",
        "\\- a\n\n2\\. b\n\n0.8. c",
    ),
    "code": ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``"),
    "link": ('<p><a href="x_(y)">a</a></p>', "[a](<x_(y)>)"),
    "Chinese stop": ("<p><strong>甲。</strong>乙</p>", "**甲**。乙"),
    "Chinese": ("<p><strong>甲</strong>乙</p>", "**甲**乙"),
    "code stressed": (
        "<p>甲<strong><code>x</code></strong>乙</p>",
        "甲<strong>`x`</strong>乙",
    ),
    "line of its own": ("<p><strong>a.</strong> b</p>", "**a.** b"),
    "tight list": (
        "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
        "- a\n- b\n  1. c",
    ),
    "loose list": ("<ol><li><p>a</p><p>b</p></li></ol>", "1. a\n\n   b"),
    "terms": ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\nb"),
    "caption": ('<p class="caption">a</p>', "> a"),
    "quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "picture": (
        '<figure><img alt="a [b]" src="c.svg"><figcaption>d</figcaption></figure>',
        "![a \\[b\\]](c.svg)\n\n> d",
    ),
    "tool": ("<p>a</p><button>b</button><script>c</script>", "a"),
    "table": (
        '<table><tr><th>a</th><th style="text-align: right;">b</th></tr>'
        "<tr><td><code>c|d</code></td><td></td></tr></table>",
        "| a | b |\n| --- | ---: |\n| `c\\|d` |  |",
    ),
    "tabs": (
        '<div class="tabbed-set"><input><div class="tabbed-labels"><label>a</label>'
        '</div><div class="tabbed-content"><div class="tabbed-block"><p>b</p></div>'
        "</div></div>",
        "**a**\n\nb",
    ),
    "output": (
        '<div class="language-text output highlight"><pre><code>a\n</code></pre></div>',
        "Output:\n\n```text\na\n```",
    ),
    "fence in code": (
        '<div class="language-python highlight"><span class="filename">a.py</span>'
        "<pre><code>```\n</code></pre></div>",
        "`a.py`:\n\n````python\n```\n````",
    ),
}


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece(piece):
    html, text = PIECES[piece]
    assert Writer("en").text(Tree(html).body) == text


def page(html: str, url: str = "a/b/") -> str:
    return texts.page(html, "en", url, SITE, "MIT")


def test_formulas_are_tex_between_dollars():
    html = (
        r'<p>If <span class="arithmatex">\(a_1 &lt; b\)</span>:</p>'
        r'<div class="arithmatex">\[ x \\ y \]</div>'
    )
    assert page(html).startswith("If $a_1 < b$:\n\n$$\nx \\\\ y\n$$\n\n")


def test_the_last_line_says_where_it_is_from():
    assert page("<p>a</p>") == f"a\n\n---\n\nFrom <{SITE}a/b/> · MIT\n"


def test_links_are_those_of_the_page_and_then_whole():
    html = (
        '<a href="../c.md#d">1</a> <a href="#e">2</a> <a href="index.md">3</a> '
        '<a href="b.py">4</a> <a href="https://x.y/z">5</a> <img src="../a/p.svg">'
    )
    there = texts.as_on_the_page(html, "a/b.md", SITE, "a/b/")
    assert 'href="../../c/#d"' in there
    assert 'href="#e"' in there
    found = page(there)
    for link in ("c/#d", "a/b/#e", "a/", "a/b.py", "a/p.svg"):
        assert f"({SITE}{link})" in found
    assert "(https://x.y/z)" in found


def test_links_of_the_home_page():
    html = '<a href="a/index.md">1</a> <a href="#e">2</a>'
    there = texts.as_on_the_page(html, "index.md", SITE, "./")
    assert there == '<a href="a/">1</a> <a href="#e">2</a>'


def test_the_same_page_gives_the_same_text():
    html = '<h2 id="recall">R</h2><ol><li>Q <a href="#s">S</a><ol>{}</ol></li></ol>'
    items = "".join(f"<li>{n}</li>" for n in "abcd")
    found = {page(html.format(items)) for _ in range(3)}
    assert len(found) == 1
    assert "Answer: a → b → c → d" in found.pop()


def test_the_entry_stands_on_every_page_and_not_in_its_text():
    html = title_line("<h1>A</h1>", {}, [], texts.entry("en"))
    assert '<a href="index.md" data-page>Copy page as Markdown</a>' in html
    assert page(html).startswith("# A\n\n---")
