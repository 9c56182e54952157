"""What the theme writes becomes what the reader should get, in one tree."""

import re

import pytest

from press import CONFIGS, ROOT
from press.finish import boxes, markup, running
from press.finish.tree import Tree
from press.read.page import read_text, site_config
from press.run.able import Run

STYLE = ROOT / "press/theme/css/site.css"


def body(change, html: str, *words) -> str:
    """What a pass over the tree makes of the inside of a page."""
    tree = Tree(html)
    change(tree, *words)
    return tree.body.inner_html


def test_empty_lines_and_indents_go():
    html = "<ul>\n\n    <li>a b\n  </li>\n</ul>"
    assert body(markup.less_white, html) == "<ul>\n<li>a b\n</li>\n</ul>"


def test_what_keeps_its_lines_keeps_them():
    for tag in ("pre", "script", "style", "textarea"):
        kept = f'<{tag} id="a">x\n\n    y\n</{tag}>'
        assert body(markup.less_white, f"b{kept}  \n\n{kept}") == (
            f"b{kept}\n{kept}"
        )


def test_a_style_is_short_and_its_strings_stay():
    css = (
        '/* a: b */\na ,  b > c {\n  content: "x;  : y";\n  margin: 0 1px;\n}\n'
    )
    assert (
        markup.short_style(css) == 'a ,b > c{content:"x;  : y";margin:0 1px;}'
    )


def test_the_style_of_the_site_says_the_same():
    """But for comments and white space."""
    css = STYLE.read_text("utf-8")
    words = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    short = markup.short_style(css)
    assert "".join(short.split()) == "".join(words.split())
    assert len(short) < len(words)


PAGE = """# T { #t }

```text
no program
```

- A list.

    ```python
    a = 1
    ```

`#!python inline`

=== "Tab"

    ```{ .python .exercise }
    b = 2
    ```

```text
no program
```

```python
c = 3
```
"""


def names(html: str, lengths: list[int]) -> dict[str, str]:
    """The blocks of a page by the names that they get."""
    tree = Tree(html)
    boxes.code_boxes(tree, "en", lengths)
    return {c.attrs["id"]: c.text().strip() for c in tree.css("pre code")}


def test_a_block_has_the_number_that_the_highlighter_gave_it():
    html = read_text(PAGE, site_config(CONFIGS["en"])).html
    assert names(html, [3, 4, 5]) == {
        "text-1": "no program",
        "code-1": "a = 1",
        "code-2": "b = 2",
        "text-2": "no program",
        "code-3": "c = 3",
    }
    last = html.index('<div data-block="3"')
    moved = html[last:] + html[:last]  # its place does not matter
    assert names(moved, [3, 4, 5])["code-3"] == "c = 3"
    assert [*names(html, [])] == [f"text-{n}" for n in range(1, 6)]


def test_each_page_begins_with_its_first_block():
    config = site_config(CONFIGS["en"])
    for _ in range(2):
        html = read_text(PAGE, config).html
        assert re.findall(r'data-block="(\d)"', html) == ["1", "2", "3"]


def test_the_button_of_a_block_says_how_long_its_program_is():
    html = '<div data-block="2"><pre><span></span><code>x</code></pre></div>'
    found = body(boxes.code_boxes, html, "en", [7, 9])
    assert 'data-program="code-2.py"' in found
    assert "what it needs, 9 lines" in found
    assert '<a href="code-2.py">code-2.py</a>' in found
    assert "<span></span>" not in found


@pytest.mark.parametrize(
    ("reason", "language", "said"),
    [
        ("torch", "en", "needs PyTorch"),
        ("torch", "zh", "用到 PyTorch"),
        ("captum", "en", "needs captum"),
        ("slow", "en", "more than 20 s"),
        ("error", "zh", "和页面上不同"),
        ("processes", "en", "starts processes"),
    ],
)
def test_where_a_program_cannot_run_the_notebook_stands(reason, language, said):
    html = '<div data-block="1"><pre><code>x</code></pre></div>'
    offers = running.Offers((Run(reason, 0.0),), "../page.ipynb")
    found = body(boxes.code_boxes, html, language, [7], offers)
    assert 'class="no-run" href="../page.ipynb" download' in found
    assert said in found
    assert "data-run" not in found


def test_a_program_that_runs_says_how_long_that_takes_and_what_is_above_it():
    html = "".join(
        f'<div data-block="{n}"><pre><code>x</code></pre></div>' for n in (1, 2)
    )
    offers = running.Offers((Run("", 0.2, 3), Run("", 7.6, 50)), "page.ipynb")
    found = body(boxes.code_boxes, html, "en", [7, 90], offers)
    assert 'data-run="3">Run<' in found
    assert 'data-run="50">Run (about 8 s)<' in found
    assert found.count("data-edit") == 2
    assert "data-run" not in body(boxes.code_boxes, html, "en", [7, 90])


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["Copy program", "Copy starter"]),
        ("zh", ["复制程序", "复制起始代码"]),
    ],
)
def test_a_starter_is_told_from_the_check_above_it(language, labels):
    kinds = ("check", "exercise")
    html = "".join(
        f'<div class="language-python {kind} highlight" data-block="{number}">'
        "<pre><code>x</code></pre></div>"
        for number, kind in enumerate(kinds, 1)
    )
    tree = Tree(html)
    boxes.code_boxes(tree, language, [7, 9])
    buttons = tree.css(".tools button")
    assert [button.text() for button in buttons] == labels
    for button, label in zip(buttons, labels, strict=True):
        assert button.attrs["aria-label"].startswith(label)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_that_the_lock_does_not_know_says_so_once(language):
    """In the place of buttons that would copy what its code was before."""
    block = '<div data-block="{}"><pre><code>x</code></pre></div>'
    html = block.format(1) + block.format(2)
    known = body(boxes.code_boxes, html, language, [3, 4])
    assert known.count("data-program") == known.count(' href="code-') == 2
    assert boxes.STALE[language] not in known
    stale = body(boxes.code_boxes, html, language, [0, 0])
    assert "data-program" not in stale
    assert "href" not in stale
    assert stale.count(boxes.STALE[language]) == 1
    assert [f'id="code-{n}"' in stale for n in (1, 2)] == [True, True]


def test_an_output_has_no_button_and_says_its_tolerance():
    html = (
        '<div class="language-text output" data-within="5%">'
        "<pre><code>0.5</code></pre></div>"
    )
    tree = Tree(html)
    boxes.tolerances(tree, "en", "a/b/")
    boxes.code_boxes(tree, "en", [])
    assert tree.css_first("button") is None
    link = tree.css_first(".output > a.within")
    assert link.text() == "± 5%"
    assert link.attrs["href"] == "../../help/verified/#tolerance"


X = '<span class="math"><math><mi>x</mi></math>{}</span>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"a（{X}），b",
            'a<span class="math">（<math><mi>x</mi></math>），</span>b',
        ),
        (f"a {X} b", f"a {X.format('')} b"),
        (f"{X}{X}.", X.format("") + X.format(".")),
        (f"{X}，{X}", X.format("，") + "<wbr>" + X.format("")),
    ],
)
def test_a_formula_keeps_its_brackets_and_commas(before, after):
    html = before.replace("{}", "")
    assert body(boxes.bound_formulas, f"<p>{html}</p>") == f"<p>{after}</p>"


def test_a_head_that_is_only_a_formula_is_spoken():
    html = "<table><tr><th>{}</th></tr></table>"
    only = body(boxes.named_headers, html.format(X.format("")))
    assert '<span class="spoken">x</span>' in only
    assert '<math aria-hidden="true">' in only
    mixed = html.format(f"rate {X.format('')}")
    assert "spoken" not in body(boxes.named_headers, mixed)


def test_tables_of_a_page_scroll_in_a_box_and_others_stay():
    html = '<table><tbody></tbody></table><table class="own"></table>'
    assert body(boxes.table_boxes, html, "en") == (
        '<div class="table" tabindex="0" role="group" aria-label="Table">'
        '<table class="data"><tbody></tbody></table></div>'
        '<table class="own"></table>'
    )


def test_a_long_formula_may_scroll_in_its_line():
    long, short = ("".join(letters) for letters in ("x" * 10, "x" * 9))
    html = f'<span class="math">{long}</span><span class="math">{short}</span>'
    assert body(boxes.long_formulas, html) == html.replace(
        'class="math"', 'class="math long"', 1
    )


def test_a_box_says_what_it_holds_and_an_output_whose_it_is():
    block = '<div class="{}" {}><pre><code>x</code></pre></div>'
    html = "".join(
        [
            block.format("highlight", 'data-block="1"'),
            block.format("output", ""),
            block.format("highlight", ""),
            block.format("highlight", 'data-block="2"'),
            block.format("output", ""),
        ]
    )
    tree = Tree(html)
    boxes.code_boxes(tree, "en", [1, 1])
    assert [box.attrs["aria-label"] for box in tree.css(".lines")] == [
        "Code 1",
        "Output of code 1",
        "Text",
        "Code 2",
        "Output of code 2",
    ]
    assert {box.attrs["role"] for box in tree.css(".lines")} == {"group"}


def test_the_other_language_is_linked_and_the_theme_does_not_fetch_it(tmp_path):
    html = (
        '<html lang="en"><head><link rel="alternate" hreflang="zh" href="/zh/">'
        '</head><body><div class="md-select">zh</div></body></html>'
    )
    made = markup.finish(
        html, tmp_path, "https://x/", "en", "a/b/", [], running.NONE
    )
    tree = Tree(made)
    links = {a.attrs["hreflang"]: a.attrs["href"] for a in tree.css("link")}
    assert links == {
        "zh-Hans": "https://x/zh/a/b/",
        "en": "https://x/en/a/b/",
        "x-default": "https://x/en/a/b/",
    }
    assert tree.css('link[rel="alternate"]') == []
    assert tree.css_first("a.language").attrs["href"] == "../../../zh/a/b/"


def test_code_has_no_elements_that_change_nothing():
    html = '<span class="n">x</span><span class="o">=</span><span class="k">if</span>'
    assert body(markup.light, html) == 'x=<span class="k">if</span>'


def test_a_file_beside_the_page_is_for_keeping():
    html = (
        '<a href="a.py">a</a><a href="https://x/a.py">b</a><a href="a/">c</a>'
    )
    assert body(markup.light, html) == html.replace(
        '.py">a', '.py" download="">a', 1
    )


def test_scripts_are_short_and_those_beside_each_other_are_one():
    """Each hash in the policy is 50 bytes that nothing compresses."""
    tree = Tree(
        "<head><script>var a = 1 // one\n</script>\n<script>(() => a)()</script>"
        '<script type="application/json">{"a": 1}</script>'
        '<script>var b  = a < 2</script><script src="c.js"></script>'
        "<script>d( )</script></head>"
    )
    markup.scripts(tree)
    found = [each.text() for each in tree.css("script:not([src])")]
    assert found == ["var a=1;(()=>a)()", '{"a": 1}', "var b=a<2", "d()"]
