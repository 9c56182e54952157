"""Gate 5: no file is published that nobody has read or run; and that it goes red."""

import zipfile

import pytest

from press import CONFIGS, ROOT
from press.finish import changes
from tests.gates.site.published import (
    is_copy,
    is_feed,
    made_of_pages,
    strays,
    unknown,
)
from tests.kit.findings import none

ADVICE = "a page is .md or .ipynb, a program a block of one, an asset a picture"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
STRAYS = {  # a file, what it holds, what is reported
    "docs/en/recurrent/lstm_demo.py": ("raise ValueError", "lstm_demo.py"),
    "docs/zh/solution.txt": ("import os", "solution.txt"),
    "docs/zh/help/run.htm": ("<pre>x = 1</pre>", "run.htm"),
    "docs/en/run.html": ("<pre>x = 1</pre>", "run.html"),
    "docs/en/data.json": ("{}", "data.json"),
    "docs/en/run.js": ("x", "run.js"),
    "docs/en/book.ipynb.bak": ("{}", "book.ipynb.bak"),
    "docs/train.py": ("x", "train.py"),
    "docs/fr/index.md": ("x", "docs/fr/index.md"),
    "docs/assets/train.py": ("x", "train.py"),
    "docs/assets/code.png": ("x = 1", "code.png: no PNG"),
    "docs/assets/code.svg": ("x = 1", "code.svg: no SVG"),
    "docs/assets/text.svg": (
        SVG.format("<text>x = 1</text>"),
        "text.svg: holds ['text']",
    ),
    "docs/assets/script.svg": (
        SVG.format("<script>x</script>"),
        "script.svg: holds ['script']",
    ),
    "docs/assets/box.svg": (
        SVG.format("<foreignObject/>"),
        "box.svg: holds ['foreignObject']",
    ),
    "press/theme/css/demo.py": ("x", "demo.py"),
    "press/theme/js/demo.txt": ("x", "demo.txt"),
}


def test_the_sources_of_the_site_are_pages_and_assets():
    none(strays(), ADVICE)


@pytest.mark.parametrize("language", CONFIGS)
def test_every_published_file_is_accounted_for(site, language):
    none(unknown(site / language, made_of_pages()), ADVICE)


@pytest.mark.parametrize("name", STRAYS)
def test_a_stray(name, tmp_path):
    text, told = STRAYS[name]
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    (found,) = strays(tmp_path)
    assert found.endswith(told)


def test_what_is_no_stray(tmp_path):
    sound = {
        "docs/en/index.md": "x",
        "docs/zh/book.ipynb": "{}",
        "docs/zh/.hidden.py": "x",
        "docs/assets/logo.svg": SVG.format("<g><path/></g>"),
    }
    for name, text in sound.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert strays(tmp_path) == []


def test_a_published_file_that_nobody_knows(tmp_path):
    """A download is one of a page, or to the letter a file that tests run."""
    source = ROOT / "snippets/recurrent/lstm.py"
    text = source.read_text("utf-8")
    files = {
        "recurrent/lstm.py": text,
        "recurrent/lstm/code-1.py": "x",
        "recurrent/lstm/index.html": "",
        "changes.xml": changes.feed("en", "T", "https://a.b/en/"),
    }
    planted = {
        "recurrent/gru.py": text,
        "recurrent/lstm/code-99.py": "x",
        "recurrent/lstm.txt": text,
        "lstm.py": text,
        "recurrent/lstm.htm": "",
        "recurrent/changes.xml": "<feed/>",
    }
    for name, content in (files | planted).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    assert sorted(unknown(tmp_path, made_of_pages())) == sorted(planted)
    own = tmp_path / "recurrent/lstm.py"
    assert is_copy(own, "recurrent/lstm.py")
    top = "# https://a.b/en/\n# needs: numpy\n\n"
    for head, sound in ((top, True), (f"{top}x = 1\n\n", False)):
        own.write_text(head + text, "utf-8")
        assert is_copy(own, "recurrent/lstm.py") is sound


def test_a_feed_is_one(tmp_path):
    """Planted: something else has its name."""
    path = tmp_path / changes.FEED
    path.write_text(changes.feed("zh", "T", "https://a.b/zh/"), "utf-8")
    assert is_feed(path, changes.FEED)
    path.write_text("<html/>", "utf-8")
    assert not is_feed(path, changes.FEED)


@pytest.mark.parametrize(
    ("files", "sound"),
    [
        ({"snippets/pictures.py": None}, True),
        ({"snippets/pictures.py": b"print(1)"}, False),
        ({"snippets/other.py": b"print(1)"}, False),
        ({"README.md": None}, False),
    ],
)
def test_the_zip_of_the_snippets_holds_nothing_else(files, sound, tmp_path):
    path = tmp_path / "assets/snippets.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content or (ROOT / name).read_bytes())
    assert (unknown(tmp_path, set()) == []) == sound
