"""A page of the site as a chapter of a book, before anything is printed."""

import pytest

from press.book import around, gather, lines, paper, turned
from press.book.paper import Press
from press.finish.tree import Tree
from tests.kit import small_book

PAGE = """
<h1 id="lstm">LSTM<a class="headerlink" href="#lstm">#</a></h1>
<p class="takeaways">lstm.ipynb</p>
<h2 id="idea">Idea &amp; gate</h2>
<p>See <a href="../../help/glossary/#gate">gate</a>, <a href="../gru/">GRU</a>,
<a href="#idea">above</a>, <a href="https://x.org/a?b=1&amp;c">a paper</a>.</p>
<details class="why" id="w"><summary>Why <code>x</code></summary><p>So.</p>
<details class="rows"><summary>All rows</summary><p>Rows.</p></details></details>
"""
GUESS = """<h1 id="a">A</h1>
<div class="language-python highlight"><pre><span class="lines"><code id="code-1">print(1)
</code></span></pre><div class="tools"><button>Copy</button></div></div>
<div class="language-text output highlight asked"><div class="guess" id="g"><ul>
<li><button type="button"><code>2</code></button><span>so it is not</span></li>
<li data-right=""><button type="button"><code>1</code></button><span>so it is</span></li>
</ul><button>Show me</button></div><pre><code id="text-1">1
</code></pre></div>"""
EXERCISE = """<h1 id="a">A</h1><h2 id="exercises">Your turn</h2>
<h3 id="exercise-1">Exercise 1: <code>f</code><a class="headerlink" href="#x">#</a></h3>
<p>Do it.</p><details class="note"><summary>The check</summary><p>check</p></details>
<details class="tip"><summary>Hint</summary><p>think</p></details>
<details class="success"><summary>Solution</summary><p>done</p></details>
<h2 id="recall">Do you still know?</h2><ol class="recall">
<li data-kind="choice"><p>Which?</p><ul><li><button>this</button></li>
<li><button data-right="">that</button></li></ul></li>
<li data-kind="number"><p>How much?</p><p><input data-answer="0.62" data-within="0.02">
<button>Check</button></p></li>
<li data-kind="order"><p>In which order?</p><ul><li><button data-place="1">b</button></li>
<li><button data-place="0">a</button></li></ul></li></ol>
<h2 id="references">References</h2><p>Paper.</p>"""


def chapter(folder, html, url="recurrent/lstm/", language="en"):
    pages = {url: html, "help/glossary/": small_book.GLOSSARY}
    book = small_book.book(folder, pages, language)
    return book, turned.chapter(book.pages[0], book)


def test_links_lead_into_the_book_or_have_their_whole_address(tmp_path):
    _, made = chapter(tmp_path, PAGE)
    found = [a.attributes["href"] for a in Tree(made.body).css("a[href]")]
    assert found == [
        "book:help/glossary/#gate",
        "https://example.org/nn/en/recurrent/gru/",
        "book:recurrent/lstm/#idea",
        "https://x.org/a?b=1&c",
    ]


def test_folds_are_open_in_each_other_too(tmp_path):
    _, made = chapter(tmp_path, PAGE)
    tree = Tree(made.body)
    assert tree.css("details, summary") == []
    titles = [p.inner_html for p in tree.css("p.fold-title")]
    assert titles == ["Why <code>x</code>", "All rows"]
    assert tree.css_first("div.fold.why#w div.fold.rows p:not([class])")
    assert "takeaways" not in made.body


def test_headings_have_their_numbers(tmp_path):
    _, made = chapter(tmp_path, PAGE)
    assert made.headings == [
        turned.Heading(1, "lstm", "1 LSTM"),
        turned.Heading(2, "idea", "1.1 Idea & gate"),
    ]
    assert '<span class="number">1.1</span> Idea &amp; gate' in made.body
    assert made.title == "1 LSTM"


def test_an_id_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"\['idea'\] twice"):
        chapter(tmp_path, f'{PAGE}<p class="claim" id="idea">So it is.</p>')


def test_a_guess_is_asked_above_and_answered_below(tmp_path):
    _, made = chapter(tmp_path, GUESS)
    tree = Tree(made.body)
    assert tree.css("button, .tools") == []
    assert tree.css_first("#code-1")  # the symbols of the chapter lead there
    kinds = [
        each.attributes["class"]
        for each in tree.body.iter()
        if each.tag == "div"
    ]
    assert kinds[1:] == [
        "guess",
        "language-text output highlight asked",
        "guess answered",
    ]
    asked, told = tree.css("div.guess ul")
    assert [li.text() for li in asked.css("li")] == ["2", "1"]
    assert [li.text() for li in told.css("li")] == [
        "2: so it is not",
        "1 (right): so it is",
    ]


def test_hints_solutions_and_answers_stand_at_the_end(tmp_path):
    _, made = chapter(tmp_path, EXERCISE)
    ids = [each.id for each in made.headings]
    assert ids[-3:] == ["book-solutions", "book-recall", "book-exercise-1"]
    body, _, end = made.body.partition('id="book-solutions"')
    assert "check" in body
    assert "think" not in body
    assert "done" not in body
    assert 'href="book:recurrent/lstm/#book-exercise-1"' in body
    assert end.index("think") < end.index("done")
    told = [li.text() for li in Tree(end).css("ol > li")]
    assert told == ["b: that", "0.62 ± 0.02", "b, a"]
    assert "<input" not in made.body


def test_tabs_stand_below_each_other(tmp_path):
    tabs = (
        '<div class="tabbed-set"><input><div class="tabbed-labels">'
        '<label for="a">NumPy</label><label for="b">PyTorch</label></div>'
        '<div class="tabbed-content"><div class="tabbed-block"><p>one</p></div>'
        '<div class="tabbed-block"><p>two</p></div></div></div>'
    )
    _, made = chapter(tmp_path, f'<h1 id="a">A</h1>{tabs}')
    words = [p.text() for p in Tree(made.body).css(".tabs p")]
    assert words == ["NumPy", "one", "PyTorch", "two"]


@pytest.mark.parametrize(
    ("code", "columns", "broken"),
    [
        ("abcd\nab", 4, "abcd\nab"),
        ("abcdef", 4, "abcd\n↪ ef"),
        ('a<span class="s">bcdefgh</span>i', 4, "abcd\n↪ ef\n↪ gh\n↪ i"),
        ("变量abc", 4, "变量\n↪ ab\n↪ c"),
    ],
)
def test_long_lines_go_on_below(code, columns, broken):
    tree = Tree(f"<pre><code>{code}</code></pre>")
    node = tree.css_first("code")
    lines.break_lines(tree, node, columns)
    assert node.text() == broken
    whole = node.text().replace(f"\n{lines.MARK}", "")
    assert whole == Tree(code).body.text()


def test_on_paper_a_link_out_has_a_number_and_one_within_a_chapter(tmp_path):
    book, made = chapter(tmp_path, PAGE.replace("../gru/", "../../feed/mlp/"))
    there = gather.Page("feed/mlp/", "Feed", 7, book.pages[0].file)
    book = book._replace(pages=[*book.pages, there])
    made = turned.chapter(book.pages[0], book)
    html = paper.sheet(made, Press(book, ""), 41)
    tree = Tree(html)
    assert [mark.text() for mark in tree.css("sup.reference")] == ["[1]"]
    assert [li.text() for li in tree.css(".links li")] == [
        "https://x.org/a?b=1&c"
    ]
    assert [mark.text() for mark in tree.css(".where")] == ["→7"]
    assert "counter-set:page 41" in html
    anchors = [a.attributes["href"] for a in tree.css(".anchors a")]
    assert {"#top", "#idea", "#w"} <= {*anchors}


def test_the_index_says_where_a_term_is_explained(tmp_path):
    book, _ = chapter(tmp_path, PAGE)
    glossary = turned.chapter(book.pages[1], book)
    found = around.terms(glossary.body)
    assert [(t.name, t.other, t.home) for t in found] == [
        ("gate", "门控", "book:recurrent/lstm/#idea"),
        ("bias", "偏置", ""),
    ]
    pages = {
        "recurrent/lstm/#idea": 3,
        "help/glossary/#gate": 90,
        "help/glossary/#bias": 91,
    }
    html = around.index(book, found, pages, {"help/glossary/#gate": [5, 3, 5]})
    words = [p.text() for p in Tree(html).css(".index p")]
    assert words == ["bias 偏置 91", "gate 门控 3, 5, 90"]
    assert '<a href="book:@3"><b>3</b></a>' in html


def test_chinese_terms_are_sorted_by_how_they_are_spoken(tmp_path):
    names = ["偏置", "ε-贪心", "门控", "LSTM"]
    found = [around.Term(name, "x", name, "") for name in names]
    book, _ = chapter(tmp_path, PAGE, language="zh")
    pages = {f"help/glossary/#{name}": 1 for name in names}
    html = around.index(book, found, pages, {})
    heads = [h.text() for h in Tree(html).css(".index h2")]
    assert heads == ["L", "M", "P", "符号"]


def test_contents_have_the_pages(tmp_path):
    book, made = chapter(tmp_path, PAGE)
    pages = {"recurrent/lstm/#top": 1, "recurrent/lstm/#idea": 2}
    html = around.contents(book, [made], pages, 9)
    rows = [p.text() for p in Tree(html).css("p")]
    assert rows == ["Recurrent", "1 LSTM1", "1.1 Idea & gate2", "Index9"]


def test_the_order_is_that_of_the_navigation():
    nav = ["index.md", {"A": ["a/index.md", "a/b.md"]}, {"C": ["c.ipynb"]}]
    assert [*gather.listed(nav)] == [
        ("", ""),
        ("A", "a/"),
        ("A", "a/b/"),
        ("C", "c/"),
    ]


def test_a_page_that_was_not_built_is_named(tmp_path):
    small_book.book(tmp_path / "en", {"": "<h1>A</h1>"})
    with pytest.raises(gather.Missing, match="foundations/neuron"):
        gather.book(tmp_path, "en", only=["foundations/neuron/"])


def test_the_date_can_be_told(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert gather.stamp("%Y-%m-%d") == "1970-01-02"
