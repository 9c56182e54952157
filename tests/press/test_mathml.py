"""A formula with a mistake: the message is plain text, and names the formula."""

import pytest

from press.read import mathml
from tests.kit.small_page import page


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        (r"\frac{1}", r"formula '\\frac{1}': "),
        (r"\nothing", r"formula '\\nothing': "),
        (" ", "formula ' ': nothing in it"),
        ("5% of it", r"formula '5% of it': a % hides the rest"),
        ("x 是", "formula 'x 是': words belong into the text"),
    ],
)
def test_message_has_no_colours(latex, said):
    with pytest.raises(ValueError, match=r"^formula ") as caught:
        mathml.to_mathml(latex, display=False)
    message = str(caught.value)
    assert message.startswith(said)
    assert message.replace("\n", "").isprintable()


def test_a_formula_of_raw_html_is_refused():
    with pytest.raises(ValueError, match=r"<math><mi>c</mi>.*between dollars"):
        page("$x$\n\n<p><math><mi>c</mi></math></p>")
    assert "<math" in page("$x$, and `<math>` in the words").html


def test_colours_are_taken_out(monkeypatch):
    """Planted: what math-core writes on a terminal."""

    class Colourful:
        def convert_with_local_state(self, latex, displaystyle):
            raise mathml.LatexError(
                "\x1b[31mError:\x1b[0m \x1b[38;5;246mhere\x1b[0m"
            )

    monkeypatch.setattr(mathml, "CONVERTER", Colourful())
    with pytest.raises(ValueError, match=r"^formula 'x': Error: here$"):
        mathml.to_mathml("x", display=True)


@pytest.mark.parametrize(
    ("latex", "operator"),
    [
        ("D^*", "<mo{}>∗</mo></msup>"),
        (r"\hat x", '<mo stretchy="false"{}>ˆ</mo></mover>'),
        (r"\overline{ab}", '<mo stretchy="true"{}>\u0332</mo></mover>'),
        ("x_{+}", "<mo{}>+</mo></msub>"),
    ],
)
def test_an_operator_in_a_script_keeps_no_room(latex, operator):
    """Seen in WebKit: a star apart from its letter, a bar wider than its term."""
    made = mathml.to_mathml(latex, display=False)
    assert operator.format(' lspace="0" rspace="0"') in made


def test_an_operator_between_two_terms_keeps_its_room():
    made = mathml.to_mathml("a * b", display=False)
    assert '<mo lspace="0.2222em" rspace="0.2222em">∗</mo>' in made
