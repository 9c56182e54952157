"""The font of the formulas: what it holds, and what it says about indices."""

import io

from fontTools.ttLib import TTFont

from press.finish import fonts


def test_an_index_hangs_no_lower_below_a_letter_with_a_tail():
    """Seen in WebKit and Firefox: the t of f_t stood below that of x_t."""
    made = TTFont(io.BytesIO(fonts.cut("xf")))
    assert made["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value == 0
    assert {"x", "f"} == {chr(code) for code in made.getBestCmap()}
