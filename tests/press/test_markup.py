"""Pages and styles go out without white space that shows nothing."""

import re

import pytest

from press import ROOT
from press.finish.markup import STALE, code_boxes, less_white, short_style

BLOCK = '<div class="language-python highlight"><pre><span></span><code>{}</code></pre></div>'
STYLE = ROOT / "press/theme/css/site.css"


def test_empty_lines_and_indents_go():
    assert less_white("<ul>\n\n    <li>a b\n  </li>\n</ul>") == (
        "<ul>\n<li>a b\n</li>\n</ul>"
    )


def test_what_keeps_its_lines_keeps_them():
    for tag in ("pre", "script", "style", "textarea"):
        kept = f"<{tag} id=a>x\n\n    y\n</{tag}>"
        assert less_white(f"\n\n  b\n{kept}  \n\n{kept}") == (
            f"\nb\n{kept}\n{kept}"
        )


def test_a_style_is_short_and_its_strings_stay():
    css = (
        '/* a: b */\na ,  b > c {\n  content: "x;  : y";\n  margin: 0 1px;\n}\n'
    )
    assert short_style(css) == 'a ,b > c{content:"x;  : y";margin:0 1px;}'


def test_the_style_of_the_site_says_the_same():
    """But for comments and white space."""
    css = STYLE.read_text("utf-8")
    words = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    assert "".join(short_style(css).split()) == "".join(words.split())
    assert len(short_style(css)) < len(words)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_that_the_lock_does_not_know_says_so_once(language):
    """In the place of buttons that would copy what its code was before."""
    html = BLOCK.format("a = 1") + BLOCK.format("b = 2")
    known = code_boxes(html, language, [3, 4])
    assert known.count("data-program") == known.count(' href="code-') == 2
    assert STALE[language] not in known
    stale = code_boxes(html, language, [0, 0])
    assert "data-program" not in stale
    assert "href" not in stale
    assert stale.count(STALE[language]) == 1
    assert [f'id="code-{n}"' in stale for n in (1, 2)] == [True, True]
