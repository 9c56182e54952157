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
        ("[dir=ltr] p{left:0}", "[dir=ltr] p{left:0}"),
        ("[dir=ltr] p,[dir=rtl] p{top:0}", "[dir=ltr] p{top:0}"),
        ("[dir=rtl] .seen{left:0}", ""),
        ("p{--unread:1;top:0}", "p{--unread:1;top:0}"),
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
    assert styles.pruned(css, {"seen", "dir=ltr"}, SCRIPT) == expected


def test_what_is_no_rule_is_refused():
    """A theme that changed is an error, not a silent loss."""
    with pytest.raises(ValueError, match=r"^style sheet: "):
        styles.pruned("}", {"seen"}, SCRIPT)
    with pytest.raises(ValueError, match=r"^style sheet: no declaration, but"):
        styles.pruned("p{--a:1;top}", set(), "", set())


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (":root{--a:1;--b:2}", ":root{--a:1}"),
        (":root{--a-b:1}", ""),
        ("p{--b:2;top:0 !important}", "p{top:0 !important}"),
        ("p{top:calc(1px - var(--b))}", "p{top:calc(1px - var(--b))}"),
        ('p{--b:url("data:{;}");top:0}', "p{top:0}"),
        ("@media print{p{--b:2}}", ""),
    ],
)
def test_custom_properties_that_nothing_reads_go(css, expected):
    assert styles.pruned(css, set(), "", {"--a"}) == expected


def test_a_site_keeps_what_its_own_sheets_pages_and_scripts_read(tmp_path):
    theme = tmp_path / "assets/stylesheets/main.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(
        ":root{--own:1;--page:1;--script:1;--theme:1;--gone:1;--unread:1}"
        "p{top:var(--theme)}.gone{top:var( --gone)}",
        "utf-8",
    )
    for name, text in (
        ("own.css", "p{top:var( --own, 0)}"),
        ("index.html", '<p style="top:var(--page)">'),
        ("site.js", 'style.getPropertyValue("--script")'),
    ):
        (tmp_path / name).write_text(text, "utf-8")
    styles.finish(tmp_path)
    assert theme.read_text("utf-8") == (
        ":root{--own:1;--page:1;--script:1;--theme:1}p{top:var(--theme)}"
    )
