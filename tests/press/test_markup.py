"""Pages and styles go out without white space that shows nothing."""

import re

from press import ROOT
from press.finish.markup import less_white, short_style

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
