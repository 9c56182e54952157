"""press/read/length.py: what is counted, what is not; press/finish/times.py: where it is told."""

import pytest

from press.finish import times
from press.read.length import Length, Lengths, lengths

PAGE = """---
title: "not counted at all"
---

# Two words { #title }

One two [three](../far/away.md#part) **four**, $x_t + 1$ six.

$$
a = b
$$

| a | b |
| --- | --- |
| c | d |

```python
import numpy as np

print(1)
```

```{ .text .output }
1
```

??? build "Build it: seven"

    eight words

    ```python
    x = 2
    ```

    $$c = d$$

after the fold <!-- nobody reads this -->

??? example "The complete file"

    ```python
    copied = "lines"
    ```

## Exercises { #exercises }

*20 minutes, hard, graded.* Many words that say themselves how long they take.

??? success "Solution"

    *5 minutes, easy.*

*Pencil and paper, 10 minutes, easy.* Another.
"""


def test_everything_is_counted_once():
    found = lengths(PAGE)
    words = 2 + 1 + 6 + 4 + 3  # title, paragraph, table, after the fold
    assert found.first == Length(words - 1, 2, 1)
    assert found.whole == Length(words - 1 + 2, 3, 2)
    assert found.exercises == 30


def test_an_include_counts_as_the_lines_that_it_shows(tmp_path):
    source = "# --8<-- [start:f]\ndef f():\n\n    return 1\n# --8<-- [end:f]\nx = 1\n"
    (tmp_path / "a.py").write_text(source)
    page = '```python\n--8<-- "a.py:f"\n```\n\n```python\n--8<-- "a.py"\n```\n'
    assert lengths(page, tmp_path).first.lines == 2 + 3


def test_a_fold_in_a_tab_and_a_fence_in_a_fold():
    page = '=== "A"\n\n    one\n\n    ??? why "Why"\n\n        ```text\n        two\n    x\n        ```\n\n    three\n'
    assert lengths(page).first.words == 3


def test_chinese_is_counted_by_letters():
    assert lengths("三个字加 GRU。").first.words == pytest.approx(4 / 1.5 + 1)


def test_minutes_are_whole_and_add_up():
    assert Length(2400, 150, 8).minutes == 25
    assert Length(2401, 150, 8).minutes == 25
    assert Length(2400, 156, 8).minutes == 26
    assert Length(1, 0, 0).minutes == 1


LONG = Lengths(Length(4000), Length(13000), 50)


@pytest.mark.parametrize(
    ("found", "language", "line"),
    [
        (
            LONG,
            "en",
            "First reading 20 min · all of it 65 min · exercises 50 min",
        ),
        (LONG, "zh", "初读 20 分钟 · 全部 65 分钟 · 习题 50 分钟"),
        (
            LONG._replace(whole=LONG.first, exercises=0),
            "en",
            "First reading 20 min",
        ),
    ],
)
def test_the_line_of_a_chapter(found, language, line):
    assert times.told(found, language) == line


@pytest.fixture
def docs(tmp_path):
    """Two chapters of 20 minutes and one, of which four more are folded."""
    (tmp_path / "a").mkdir()
    front = "---\nneeds: [a/index]\n---\n"
    (tmp_path / "a/one.md").write_text(front + "word " * 4000)
    folded = '\n\n??? why "Why"\n\n    ' + "word " * 800
    (tmp_path / "a/index.md").write_text("word " * 200 + folded)
    row = "| [{}]({}) | x | | |\n"
    rows = row.format("One", "a/one.md"), row.format("All", "a/index.md")
    (tmp_path / "index.md").write_text("### A { #map-a }\n\n" + "".join(rows))
    return tmp_path


def test_it_stands_below_the_title_of_a_chapter_only(docs):
    html = "<h1>A</h1>\n<p>b</p>"
    found = times.below_title(html, "a/one/", docs, "en")
    line = 'First reading 20 min · read before: <a href="../../a/">All</a>'
    line = f'<p class="time" data-search-exclude>{line}</p>'
    assert found == f"<h1>A</h1>\n{line}\n<p>b</p>"
    assert "read before" not in times.below_title(html, "a/", docs, "en")
    for url in ("", "help/verified/"):
        assert times.below_title(html, url, docs, "en") == html


def test_the_home_page_is_filled(docs):
    row = '<tr>\n<td><a href="{}/">A</a></td>\n<td>x</td>\n<td>{}</td>\n<td style="text-align: right;">{}</td>\n</tr>'
    html = row.format("a/one", "", "") + row.format("a", "", "")
    html += '<p><span data-minutes="a/index a/one"></span>, '
    html += '<span data-minutes="all"></span></p><div data-map></div>'
    found = times.filled(html, docs, "en")
    link = '<a href="a/">All</a>'
    filled = row.format("a/one", link, "20") + row.format("a", "nothing", "1")
    filled += "<p>21 minutes, 25 minutes</p>"
    assert found.startswith(filled)
    assert found.endswith("</nav>")
    assert times.in_all(179, "zh") == "179 分钟"
    assert times.in_all(181, "en") == "4 hours"


def test_a_home_page_without_a_map_stays_as_it_is(tmp_path):
    """Seen: the build of such a site stopped."""
    (tmp_path / "index.md").write_text("# A\n")
    html = "<h1>A</h1><div data-map></div>"
    assert times.filled(html, tmp_path, "en") == html
