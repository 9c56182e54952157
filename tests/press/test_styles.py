"""The theme's style sheets keep what a page has or a script may give."""

import pytest

from press.finish import styles

SCRIPT = 'el.classList.add("md-opened")'


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".seen{color:red}", ".seen{color:red}"),
        (".gone{color:red}", ""),
        (".gone,.seen{color:red}", ".seen{color:red}"),
        (".seen .gone{color:red}", ""),
        (".md-opened{top:0}", ".md-opened{top:0}"),
        (".seen:not(.gone){top:0}", ".seen:not(.gone){top:0}"),
        ("p{top:0}", "p{top:0}"),
        ("@media print{.gone{top:0}}", ""),
        (
            "@media print{.seen{top:0}.gone{top:0}}",
            "@media print{.seen{top:0}}",
        ),
        (
            "@keyframes a{from{top:0}to{top:1px}}",
            "@keyframes a{from{top:0}to{top:1px}}",
        ),
    ],
)
def test_pruned(css, expected):
    assert styles.pruned(css, {"seen"}, SCRIPT) == expected


def test_what_is_no_rule_is_refused():
    """A theme that changed is an error, not a silent loss."""
    with pytest.raises(ValueError, match=r"^style sheet: "):
        styles.pruned("}", {"seen"}, SCRIPT)
