"""Gate 5 goes red: what the Markdown of a page may lose, planted in a small one."""

import pytest

from press.finish import texts
from press.read.mathml import to_mathml
from tests.gates.site.links import Site
from tests.gates.site.markdown import differences, lost
from tests.kit.server import BASE

URL = "en/a/b/"
FORMULA = r"h_t = \tanh(a | b)"
# what a build makes of the page below
PAGE = f"""<html><body><article>
<a class="md-content__button" href="https://code.example.org/edit">Edit</a>
<h1 id="b">B<a class="headerlink" href="#b">#</a></h1>
<p class="takeaways"><a href="../b.ipynb" download>b.ipynb</a>
<a href="index.md" data-page>Copy page as Markdown</a></p>
<p>See <a href="../c/#d">c</a>: <strong>no.</strong>then <code>x[0]</code>.</p>
<h2 id="two">Two<a class="headerlink" href="#two">#</a></h2>
<figure><span class="figure"><img alt="A line" src="../b.svg" class="only-light">
<img alt="A line" src="../b.dark.svg" class="only-dark"></span>
<figcaption>Look left.</figcaption></figure>
<p>What is printed?</p>
<div class="language-python highlight"><span class="filename">b.py</span>
<pre><span class="lines"><code>print("```")  # *so*
</code></span></pre><div class="tools"><button>Run</button></div></div>
<div class="language-text output highlight asked"><div class="guess"><ul>
<li><button><code>2</code></button><span>two</span></li>
<li data-right><button><code>```</code></button><span>three</span></li></ul>
<button>Show me</button></div><a class="within" href="../#t">± 5%</a>
<pre><span class="lines"><code>```
</code></span></pre></div>
<details><summary>Why it is so</summary><table><tbody>
<tr><th>a</th><th>b</th></tr><tr><td><span class="math">
{to_mathml(FORMULA, False)}</span></td><td style="text-align: right;">1</td></tr>
</tbody></table></details>
<ol class="recall"><li data-kind="choice"><p>Which?</p><ul>
<li><button>one</button></li><li><button data-right>two</button></li></ul></li>
<li data-kind="number"><p>How much?</p><p><input data-answer="0.62"
 data-within="0.02"><button>Check</button></p></li></ol>
</article></body></html>"""
# what Markdown makes of its source, TeX and all
SOURCE = rf"""<h1 id="b">B<a class="headerlink" href="#b">#</a></h1>
<p class="takeaways"><a href="../b.ipynb" download>b.ipynb</a>
<a href="index.md" data-page>Copy page as Markdown</a></p>
<p>See <a href="../c/#d">c</a>: <strong>no.</strong>then <code>x[0]</code>.</p>
<h2 id="two">Two</h2>
<figure><img alt="A line" src="../b.svg"><figcaption>Look left.</figcaption></figure>
<p class="predict" id="q">What is printed?</p>
<ul><li><code>2</code>: two</li><li><code>```</code>: three</li></ul>
<div class="language-python highlight"><span class="filename">b.py</span>
<pre><code>print("```")  # *so*
</code></pre></div>
<div class="language-text output highlight" data-within="5%"><pre><code>```
</code></pre></div>
<details class="why"><summary>Why it is so</summary><table>
<thead><tr><th>a</th><th style="text-align: right;">b</th></tr></thead><tbody>
<tr><td><span class="arithmatex">\({FORMULA}\)</span></td><td>1</td></tr>
</tbody></table></details>
<h2 id="recall">Known?</h2>
<ol><li><p>Which? <a href="#two">Two</a></p><ul><li>two</li><li>one</li></ul></li>
<li><p>How much? <a href="#two">Two</a></p><ul><li>0.62 ± 0.02</li></ul></li></ol>"""
ASKED = '<h2 id="recall">Known?</h2>\n<ol class="recall">'
PAGE = PAGE.replace('<ol class="recall">', ASKED)
PAGE = PAGE.replace("?</p><ul>", '? <a href="#two">Two</a></p><ul>')
PAGE = PAGE.replace("much?</p>", 'much? <a href="#two">Two</a></p>')
PLANTED = {  # a fault, what it replaces, what is reported
    "block": ('````python\nprint("```")  # *so*\n````', "", "codes: "),
    "letter of code": ("# *so*", "# so", "codes: "),
    "letter of an output": ("````text\n```", "````text\n``", "codes: "),
    "output": ("Output (on another machine", "Result (on another", "outputs: "),
    "tolerance": ("by 5%", "by 10%", "within: "),
    "heading": ("## Two", "### Two", "headings: "),
    "caption": ("> Look left.\n\n", "", "captions: "),
    "picture": ("![A line]", "![]", "pictures: "),
    "link": ("a/c/#d", "a/c/", "links: "),
    "formula": (r"\tanh(a", r"\tan(a", "formulas: "),
    "fold": ("**Why it is so**\n\n", "", "words: not in the Markdown: Why"),
    "file": ("`b.py`:\n\n", "", "words: not in the Markdown: b"),
    "guess": ("- `2`: two\n", "", "words: not in the Markdown: 2two"),
    "answer": ("Answer: two", "Answer: one", "answers: "),
    "number": ("0.62 ± 0.02", "0.62", "answers: "),
    "cell": ("| 1 |", "|  |", "words: not in the Markdown: 1"),
    "stress": (
        "<strong>no.</strong>",
        "**no.**",
        "words: not in the Markdown: Seec",
    ),
    "attribute": ("## Two", "## Two { #two }", "headings: "),
}


@pytest.fixture
def text() -> str:
    return texts.page(SOURCE, "en", "a/b/", f"{BASE}en/", "Code MIT")


def test_what_is_sound_passes(text):
    assert [*differences(PAGE, text, BASE + URL)] == []


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(text, fault):
    old, new, told = PLANTED[fault]
    assert old in text, text
    found = [*differences(PAGE, text.replace(old, new, 1), BASE + URL)]
    assert any(each.startswith(told) for each in found), found


def test_a_link_that_leads_nowhere_is_seen(text, tmp_path):
    for name in ("en/a/b.ipynb", "en/a/b.svg", "en/a/b/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('<i id="two"></i>', "utf-8")
    (tmp_path / "en/a/c").mkdir()
    (tmp_path / "en/a/c/index.html").write_text('<i id="d"></i>', "utf-8")
    site = Site(tmp_path, BASE)
    assert [*lost(text, site)] == []
    relative = text.replace(f"{BASE}en/a/c/", "../c/")
    assert [*lost(relative, site)] == [
        "leads nowhere without the site: ../c/#d"
    ]
    assert [*lost(text.replace("/c/#d", "/c/#e"), site)] == [
        f"no anchor {BASE}en/a/c/#e"
    ]
    picture = text.replace("a/b.svg", "a/d.svg")
    assert [*lost(picture, site)] == [f"no file {BASE}en/a/d.svg"]
