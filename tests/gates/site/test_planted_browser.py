"""Gate 5 goes red in Chromium: faults that show only when a page is open."""

import random
import re

import pytest

from tests.gates.site.visits import audit, faults
from tests.kit import server
from tests.kit.reader import LIMIT, Reader

HTML = """<!doctype html><html lang="en"><head><title>T</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
</head><body><main><h1>T</h1><p>Words.</p>{}</main></body></html>"""
FOREIGN = {  # what fetches, by markup or only by a script
    "script": '<script src="{}"></script>',
    "image": '<img alt="" src="{}">',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import "{}";</style>',
    "font": "<style>@font-face {{ font-family: a; src: url({}) }} "
    "p {{ font-family: a }}</style>",
    "background": "<style>p {{ background: url({}) }}</style>",
    "iframe": '<iframe title="t" src="{}"></iframe>',
    "fetch": '<script>fetch("{}").catch(() => 0)</script>',
    "late fetch": '<script>setTimeout(() => fetch("{}"), 200)</script>',
    "image by script": '<script>new Image().src = "{}"</script>',
    "script by script": "<script>document.head.append(Object.assign("
    'document.createElement("script"), {{src: "{}"}}))</script>',
    "module": '<script>import("{}").catch(() => 0)</script>',
    "beacon": '<script>navigator.sendBeacon("{}")</script>',
    "events": '<script>new EventSource("{}")</script>',
    "worker": "<script>new Worker(URL.createObjectURL(new Blob(["
    "'importScripts(\"{}\")'])))</script>",
    "service worker": '<script>navigator.serviceWorker.register("sw.js?{}")'
    "</script>",
    "socket": '<script>new WebSocket("wss" + "{}".slice(5))</script>',
    "window": '<script>window.open("{}")</script>',
}
ERRORS = {
    "console.error": (
        '<script>console.error("loud")</script>',
        "console: loud",
    ),
    "console.warn": ('<script>console.warn("low")</script>', "console: low"),
    "exception": ('<script>throw new Error("thrown")</script>', "thrown"),
    "rejection": (
        "<script>Promise.reject(Error('refused'))</script>",
        "refused",
    ),
    "missing image": ('<img alt="" src="none.png">', "/none.png"),
    "missing script": ('<script src="none.js"></script>', "/none.js"),
    "missing fetch": ('<script>fetch("none.json")</script>', "/none.json"),
}
OTHERWISE = {  # what a style sheet makes of a page
    "other colours": (
        "<style>figure img {filter: hue-rotate(180deg)}</style>"
        '<figure><img alt="two lines" src="data:,"></figure>',
        "shown otherwise, hue-rotate(180deg): <img",
    ),
    "mixed colours": (
        '<p style="mix-blend-mode: difference">Words.</p>',
        "shown otherwise, difference: <p",
    ),
    "digits from the right": (
        '<p style="unicode-bidi: bidi-override; direction: rtl">127</p>',
        "shown otherwise, bidi-override: <p",
    ),
    "another picture": (
        '<img alt="two lines" src="data:," style="content: url(data:,a)">',
        "shown otherwise, url(",
    ),
}
AXE = {
    "image without alt": (
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        "image-alt",
    ),
    "low contrast": (
        '<p style="color:#aaa;background:#fff">Grey</p>',
        "color-contrast",
    ),
    "button without a name": ("<button></button>", "button-name"),
    "link without a name": ('<a href="#a"></a>', "link-name"),
    "field without a label": ("<input>", "label"),
    "skipped heading": ("<h4>Four</h4>", "heading-order"),
}

# the same token, pale in one of the boxes that hold it
PALE = """<style>details .k {color: #bbb}</style>
<pre><span class="k">for</span> <span class="k">in</span></pre>
<details open><summary>More</summary>
<pre><span class="k">while</span></pre></details>"""

# one of two texts of the same kind is pale: by its place; the first is hidden, shut away, or empty
PLACES = """<style>main > p + p {color: #bbb}</style><p>One</p><p>Two</p>"""
UNSEEN = """<style>i {color: #bbb}</style>
<b><i style="visibility: hidden">One</i></b><b><i>Two</i></b>"""
SHUT = """<style>i {color: #bbb} div {overflow: hidden}</style>
<div style="height: 0"><i>One</i></div><div><i>Two</i></div>"""
EMPTY = """<style>i {color: #bbb}</style><b><i></i></b><b><i>Two</i></b>"""
FOLDED = """<style>i {color: #bbb}</style>
<details><summary>More</summary><i>One</i></details>
<details open><summary>More</summary><i>Two</i></details>"""

# a text, and a link within words, that are pale in one scheme, on one width
LOOKS = """<style>
@media (prefers-color-scheme: dark) {
  body { background: #000; color: #fff }
  a { color: #eee; text-decoration: none }
  @media (max-width: 400px) { #phone { color: #333 } }
  @media (min-width: 401px) { #desk { color: #333 } }
}
@media (prefers-color-scheme: light) { #light { color: #ccc } }
</style><p id="phone">One</p><p id="desk">Two</p><p id="light">Three</p>
<p>Words and <a href="#a">a link</a>.</p>"""
LOOKED = {
    "light, 1280 px: color-contrast: light",
    "light, 390 px: color-contrast: light",
    "dark, 390 px: color-contrast: phone",
    "dark, 390 px: link-in-text-block: a",
    "dark, 1280 px: color-contrast: desk",
    "dark, 1280 px: link-in-text-block: a",
}

# a number that a script rounds; a line, and a word, that one width or scheme hides
TEXTS = """<style>
@media (max-width: 400px) { #narrow { display: none } }
@media (prefers-color-scheme: dark) { #night { visibility: hidden } }
</style><article><p>Of all <b id="number">0.435</b>.</p>
<p id="narrow">Within 0.1.</p><p>A <i id="night">word</i>.</p></article>
<script>document.getElementById("number").textContent = "0.4"</script>"""
LOST = [
    "served as Of all 0.435., shown as Of all 0.4.",
    "light, 390 px: 'Within0.1.Aword.' is not shown",
    "dark, 390 px: 'Within0.1.Aword.' is not shown",
    "dark, 1280 px: 'word.' is not shown",
]

WIDE = '<details><summary>More</summary><p style="width: 30em">W</p></details>'


def url(name: str) -> str:
    return f"https://third.example/{name.replace(' ', '-')}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pages that are sound, noisy, heavy, inaccessible, or ask other hosts."""
    folder = tmp_path_factory.mktemp("served")
    noise = random.Random(0).randbytes(LIMIT).hex()
    pages = {
        "404": "",
        "sound": "",
        "foreign": "".join(
            html.format(url(name)) for name, html in FOREIGN.items()
        ),
        "errors": "".join(html for html, _ in ERRORS.values()),
        "heavy": '<script src="heavy.js"></script>',
        "inline": f"<!-- {noise} -->",
        "axe": "".join(html for html, _ in AXE.values()),
        "otherwise": "".join(html for html, _ in OTHERWISE.values()),
        "pale": PALE,
        "looks": LOOKS,
        "texts": TEXTS,
        "places": PLACES,
        "folded": FOLDED,
        "empty": EMPTY,
        "unseen": UNSEEN,
        "shut": SHUT,
        "wide": WIDE,
        "boxed": f'<div style="overflow-x: auto">{WIDE}</div>',
    }
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(HTML.format(body), "utf-8")
    (folder / "heavy.js").write_text(f"// {noise}", "utf-8")
    (folder / "sw.js").write_text("", "utf-8")
    return folder


@pytest.fixture(scope="module")
def readers(browser, folder):
    """Each page, opened once as the tests of the site open theirs."""
    running = server.start(folder, "/nn/")
    address = f"http://127.0.0.1:{running.server_address[1]}/nn/"
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = {}

    def reader(name: str) -> Reader:
        if name not in opened:
            opened[name] = Reader(context.new_page(), address)
            opened[name].open(f"{name}.html")
        return opened[name]

    yield reader
    context.close()
    running.shutdown()
    running.server_close()


def test_sound_page_is_quiet_light_and_accessible(readers):
    """The control: the page that carries the faults has none of its own."""
    reader = readers("sound")
    assert reader.errors == []
    assert reader.weight() <= LIMIT
    assert reader.sideways() == 0
    assert faults(reader.page) == []


@pytest.mark.parametrize("name", FOREIGN)
def test_page_asks_another_host(readers, name):
    """A request to elsewhere is seen and refused, also one that only a script makes."""
    asked = [
        line for line in readers("foreign").errors if "third party" in line
    ]
    part = url(name).removeprefix("https:")
    assert [line for line in asked if part in line], asked


@pytest.mark.parametrize("name", ERRORS)
def test_page_is_noisy(readers, name):
    """An error of a script, a message in the console, a file that is not there."""
    expected = ERRORS[name][1]
    errors = readers("errors").errors
    assert [line for line in errors if expected in line], errors


@pytest.mark.parametrize("name", ["heavy", "inline"])
def test_page_is_too_heavy(readers, name):
    """A page, or what it loads, over the limit of the first view."""
    assert readers(name).weight() > LIMIT


@pytest.mark.parametrize(("name", "over"), [("wide", True), ("boxed", False)])
def test_page_is_too_wide_for_a_phone(readers, name, over):
    """Also within a fold; what scrolls in a box of its own is not."""
    assert bool(readers(name).sideways()) == over


@pytest.fixture(scope="module")
def reported(readers) -> list[str]:
    return faults(readers("axe").page)


@pytest.mark.parametrize("name", AXE)
def test_page_has_an_accessibility_fault(reported, name):
    """axe-core reports each kind of fault on the open page."""
    rule = AXE[name][1]
    assert [line for line in reported if line.startswith(f"{rule}: ")], reported


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_style_sheet_makes_something_else_of_a_page(readers, name):
    """Seen: every figure with its blue and its orange exchanged."""
    found = faults(readers("otherwise").page)
    assert [line for line in found if line.startswith(OTHERWISE[name][1])]


def test_a_token_that_is_pale_in_one_box_is_seen(readers):
    """Thinning keeps a token of each kind in each kind of box."""
    pale = 'color-contrast: <span class="k">while</span>'
    assert faults(readers("pale").page) == [pale]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("places", "p"),
        *((name, "i") for name in ("folded", "empty", "unseen", "shut")),
    ],
)
def test_one_text_of_a_kind_is_pale(readers, name, tag):
    """Texts that look alike are measured once; these two do not."""
    found = faults(readers(name).page)
    pale = [each for each in found if each.startswith("color-contrast")]
    assert pale == [f"color-contrast: <{tag}>Two</{tag}>"]


def test_each_look_finds_its_own_faults(readers):
    """Light and dark, on a desk and on a phone."""
    lines = {
        re.sub(r"<\w+ (?:id|href)=\"#?(\w+)\".*", r"\1", line)
        for line in audit(readers("looks").page)
    }
    assert lines == LOOKED


def test_a_text_that_is_not_shown_as_it_was_served(readers):
    """Seen: the ± of outputs hidden on phones, the numbers of tables rounded."""
    assert audit(readers("texts").page) == LOST
