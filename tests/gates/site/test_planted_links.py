"""Gate 5 goes red: broken links, foreign hosts, a missing language, planted in a small site."""

from pathlib import Path

import pytest

from press.finish.root import page_urls
from tests.gates.site.links import Site
from tests.kit.server import BASE

HTML = '<html><head></head><body><h1 id="top">T</h1>{}</body></html>'
BROKEN = {
    "file": ('<a href="../nowhere/">', "no file ../nowhere/"),
    "source instead of page": ('<a href="../b.md">', "no file ../b.md"),
    "anchor": ('<a href="../b/#none">', "no anchor ../b/#none"),
    "anchor on the page": ('<a href="#none">', "no anchor #none"),
    "other language": ('<a href="../../en/c/">', "no file ../../en/c/"),
    "alternate": (
        f'<link rel="alternate" href="{BASE}en/c/">',
        f"no file {BASE}en/c/",
    ),
    "image": ('<img src="a.png">', "no file a.png"),
    "srcset": ('<img srcset="../b/ 1x, b.png 2x">', "no file b.png"),
    "style": ('<link rel="stylesheet" href="/nn/a.css">', "no file /nn/a.css"),
    "root of the host": ('<a href="/zh/b/">', "leaves the folder of the site"),
    "above the root": ('<a href="../../../x/">', "leaves the folder of the"),
    "this machine": ('<a href="http://127.0.0.1:8000/zh/">', "leaves the fold"),
}
FOREIGN = {
    "script": '<script src="{}"></script>',
    "image": '<img src="{}">',
    "srcset": '<img src="../b/" srcset="../b/ 1x, {} 2x">',
    "lazy image": '<img loading="lazy" src="{}">',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "alternate stylesheet": '<link rel="alternate stylesheet" href="{}">',
    "icon": '<link rel="apple-touch-icon" href="{}">',
    "preload": '<link rel="preload" as="font" href="{}">',
    "prefetch": '<link rel="prefetch" href="{}">',
    "preconnect": '<link rel="preconnect" href="{}">',
    "dns-prefetch": '<link rel="dns-prefetch" href="{}">',
    "iframe": '<iframe src="{}"></iframe>',
    "embed": '<embed src="{}">',
    "object": '<object data="{}"></object>',
    "video": '<video poster="{}"></video>',
    "audio": '<audio src="{}"></audio>',
    "source": '<picture><source srcset="{}"></picture>',
    "svg image": '<svg><image href="{}"/></svg>',
    "svg use": '<svg><use xlink:href="{}#a"/></svg>',
    "refresh": '<meta http-equiv="refresh" content="0; url={}">',
    "ping": '<a href="../b/" ping="{}">b</a>',
    "style attribute": '<p style="background: url({})">',
    "style element": "<style>p {{ background: url('{}') }}</style>",
    "font in a style": "<style>@font-face {{ src: url({}) }}</style>",
    "import in a style": '<style>@import "{}";</style>',
}
STYLES = {
    "url": "p {{ background: url({}) }}",
    "quoted url": 'p {{ background: url("{}") }}',
    "font": "@font-face {{ font-family: a; src: url('{}') format('woff2') }}",
    "import": '@import "{}";',
    "import url": "@import url({});",
    "image-set": 'p {{ background: image-set("{}" 1x) }}',
}


def small(folder: Path, extra: str = "", style: str = "") -> Site:
    """Two pages in Chinese, one in English, a style, and the fault."""
    pages = {"zh/a": extra, "zh/b": "", "en/a": "", "en/b": ""}
    for name, body in pages.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(HTML.format(body), "utf-8")
    (folder / "site.css").write_text(style, "utf-8")
    return Site(folder, BASE)


def test_sound_links(tmp_path):
    """The control: links that work, and links to elsewhere that nobody fetches."""
    site = small(
        tmp_path,
        f'<a href="../b/#top"></a><a href="#top"></a><a href="{BASE}en/a/"></a>'
        '<a href="/nn/en/a/">en</a><a href="https://doi.org/10.1/x">x</a>'
        '<a href="mailto:a@b.c">m</a><link rel="canonical" href="https://x.y/">'
        '<img src="data:image/png;base64,AA"><a href="">here</a>'
        '<link rel="stylesheet" href="../../site.css">',
        "p { background: url(data:image/png;base64,AA) } p { fill: url(#a) }",
    )
    assert site.broken() == []
    assert site.foreign() == []


@pytest.mark.parametrize("name", BROKEN)
def test_link_is_broken(tmp_path, name):
    """A link that a reader cannot follow is named with its page."""
    html, expected = BROKEN[name]
    (problem,) = small(tmp_path, html).broken()
    assert problem.startswith(f"zh/a/index.html: {expected}")


@pytest.mark.parametrize(
    ("inner", "is_named"),
    [
        ("<math><mi>x</mi></math>", False),
        (" <span><math><mi>x</mi></math></span> ", False),
        ("the sum <math><mi>x</mi></math>", True),
        ("the sum", True),
    ],
)
def test_a_link_that_is_only_a_formula_is_found(tmp_path, inner, is_named):
    html = f'<article><a href="../b/">{inner}</a></article>'
    found = small(tmp_path, html).nameless()
    assert found == ([] if is_named else ["zh/a/index.html: ../b/"])


def test_a_button_that_is_only_a_formula_is_found(tmp_path):
    html = "<article><button><math><mi>x</mi></math></button></article>"
    assert small(tmp_path, html).nameless() == ["zh/a/index.html: x"]


@pytest.mark.parametrize("name", ["404.html", "offline.html"])
def test_lost_page_has_a_relative_link(tmp_path, name):
    """Both are served at any depth, where a relative link leads nowhere."""
    site = small(tmp_path)
    (tmp_path / name).write_text('<a href="zh/a/">', "utf-8")
    assert "relative on a page" in Site(tmp_path, BASE).broken()[0]
    assert site.broken() == []


@pytest.mark.parametrize("url", ["https://cdn.example/x", "//cdn.example/x"])
@pytest.mark.parametrize("name", FOREIGN)
def test_page_fetches_from_another_host(tmp_path, name, url):
    """Whatever a browser fetches unasked must come from the site itself."""
    (found,) = small(tmp_path, FOREIGN[name].format(url)).foreign()
    assert found.startswith(f"zh/a/index.html: {url}")


@pytest.mark.parametrize("name", STYLES)
def test_style_fetches_from_another_host(tmp_path, name):
    """The same for what a style sheet asks for."""
    url = "https://cdn.example/x"
    found = small(tmp_path, style=STYLES[name].format(url)).foreign()
    assert found == [f"site.css: {url}"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_was_built_in_one_language_only(tmp_path, language):
    """The sitemap is not written for a page that lacks its other language."""
    small(tmp_path)
    assert page_urls(tmp_path) == ["a/", "b/"]
    (tmp_path / language / "alone").mkdir()
    (tmp_path / language / "alone" / "index.html").touch()
    with pytest.raises(ValueError, match="in one language only: alone/"):
        page_urls(tmp_path)
