"""Gate 2: a figure without a caption."""

import pytest

from tests.gates.pages.captions import uncaptioned
from tests.kit.small_page import inside, page

PICTURE = "![A falling curve](../assets/x.svg)"
CAPTION = "Look at the *kink* at step 20, where $lr$ falls."


def figure(caption: str) -> str:
    below = f'<figcaption markdown="span">{caption}</figcaption>\n'
    return (
        f'<figure markdown="span">\n{PICTURE}\n{below if caption else ""}'
        "</figure>"
    )


SOUND = {
    "figure": figure(CAPTION),
    "paragraph": f"{PICTURE}\n\n{CAPTION}\n{{ .caption }}",
    "paragraph in a box": inside(
        "!!! note\n\n", f"{PICTURE}\n\n{CAPTION}\n{{ .caption }}"
    ),
    "no figure": "Text.",
}
PLANTED = {
    "alone": PICTURE,
    "figure without one": figure(""),
    "empty": figure(" "),
    "text below": f"{PICTURE}\n\n{CAPTION}",
    "text between": f"{PICTURE}\n\nText.\n\n{CAPTION}\n{{ .caption }}",
    "above": f"{CAPTION}\n{{ .caption }}\n\n{PICTURE}",
    "its alt text": figure("A falling curve"),
    "two, one caption": f"{PICTURE}\n\n{PICTURE}\n\n{CAPTION}\n{{ .caption }}",
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name):
    assert uncaptioned(page(SOUND[name]).html) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    (found,) = uncaptioned(page(PLANTED[name]).html)
    assert found.startswith("x.svg: ")
