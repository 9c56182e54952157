"""Gate 2 goes red on a result in the words of a page that nobody has computed."""

import pytest

from tests.gates.pages.planted import problems
from tests.gates.pages.results import untried
from tests.kit.small_page import SOUND, page

ROWS = "| Typed | Printed |\n| --- | --- |\n"
PLANTED = {
    "a number": ROWS + "| `(np.eye(3) * 2).trace()` | `8.0` |",
    "an array": ROWS + "| `np.tanh([0.0, 3.0]).round(1)` | `[0.  0.9]` |",
    "its repr": ROWS + "| `np.arange(2) + 1` | `array([1, 3])` |",
    "an operator": ROWS + "| `a @ b` | `25` |",
    "a text": ROWS + "| `'a' + 'b'` | `'ba'` |",
    "a number without marks": ROWS + "| `x.sum() / 2` | 3.5 |",
    "an expression without marks": ROWS + "| np.round(2.5) | 3.0 |",
    "with words": ROWS + "| the trace, `np.trace(x)` | **8** |",
    "result first": ROWS + "| `8.0` | `np.trace(x)` |",
    "columns": "| `f(2)` | `f(3)` |\n| --- | --- |\n| `4` | `6` |",
    "definitions": "`round(2.5)`\n:   `3`",
    "a sentence": "Here `np.log(0.0)` gives `-inf`.",
    "a sentence in parts": "- `round(2.5)` **is** equal to `3`, and odd.",
    "a Chinese sentence": "`round(2.5)` 打印出来的是 `3`。",
    "an arrow": "Rounding: `round(2.5) → 3`.",
    "a remark": "Rounding: `round(2.5)  # 3`.",
    "keys": "<kbd>round(2.5)</kbd>: <kbd>3</kbd>",
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    assert untried(page(PLANTED[name]))
    assert "told, and never run" in "\n".join(problems(PLANTED[name]))


@pytest.mark.parametrize(
    "words",
    [
        "`inf / inf` is `nan`.",
        "`write(codes(x)[None])` is the line after `42`.",
        "`drive(policy)`, where the policy is `None` at first. `1`.",
        "`learn(h=4)` <!-- --> 就是 `42` 后面的那一行。",
        "Choose `'cpu'`, then `x.to(device)`. `train=False` or `3`.",
        "| symbol | code |\n| --- | --- |\n| the shape | `x @ W` |",
        "| `MLP` | AUC (area) | 3 |\n| --- | --- | --- |\n| a - b | SGD(x) | 4 |",
        "`x.shape`\n:   `(2, 3)`",
    ],
)
def test_sound(words):
    assert problems(f"{words}\n\n{SOUND}") == []
