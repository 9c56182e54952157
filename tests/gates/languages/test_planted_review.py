"""Gate 4 goes red: what nobody has read, in both languages, since it changed."""

import json

import pytest

from press import CONFIGS
from tests.gates.languages import reviewed, sources
from tests.gates.languages.planted import EN, ZH, page, pair, replaced
from tests.gates.languages.reviewed import state, unreviewed
from tests.gates.pages import plain

REVIEWS = {  # changes of the Chinese text, of the English text, what is reported
    "Chinese prose": ([("损失", "误差")], [], ["#train changed in zh"]),
    "English prose": ([], [("Mind", "Note")], ["#forward changed in en"]),
    "both": (
        [("损失", "误差")],
        [("the loss", "the error")],
        ["#train changed in zh and en"],
    ),
    "front matter": ([("步长", "跨度")], [], ["#front-matter changed in zh"]),
    "moved": (
        [("大小为 $W$，", ""), ("大小为 $H$", "大小为 $W$，$H$")],
        [],
        ["#forward changed in zh", "#train changed in zh"],
    ),
    "new section": (
        [("[^1]: ", "## 新 { #new }\n\n新。\n\n[^1]: ")],
        [("[^1]: ", "## New { #new }\n\nNew.\n\n[^1]: ")],
        ["#train changed in zh and en", "#new is new"],
    ),
    "section gone": (
        [("## 训练 { #train }\n", "")],
        [("## Training { #train }\n", "")],
        ["#forward changed in zh and en", "#train is gone"],
    ),
    "two sections with one id": (
        [("## 前向 { #forward }", "## 前向 { #train }"), ("注意", "小心")],
        [("## Forward { #forward }", "## Forward { #train }")],
        ["#train changed in zh and en", "#forward is gone"],
    ),
    "nothing": ([], [], []),
    "blanks": ([("注意", "注意 ")], [], []),
}


@pytest.mark.parametrize("name", REVIEWS)
def test_change_since_the_review_is_seen(tmp_path, name):
    """Prose that changed in one language, or in both, waits for somebody to read it."""
    in_zh, in_en, expected = REVIEWS[name]
    locked = json.loads(json.dumps(pair(tmp_path, ZH, EN)))
    assert unreviewed(pair(tmp_path, ZH, EN), locked) == []
    zh, en = replaced(ZH, in_zh, None), replaced(EN, in_en, None)
    assert unreviewed(pair(tmp_path, zh, en), locked) == expected


@pytest.fixture
def docs(tmp_path, monkeypatch):
    """Both languages of one page in a folder that the gate takes for docs/."""
    monkeypatch.setattr(sources, "DOCS", tmp_path)
    monkeypatch.setattr(plain, "LOCK", tmp_path / "plain.lock")
    pair(tmp_path, ZH, EN)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["zh/alone.md", "en/alone.md", "zh/a/alone.ipynb", "en/x.markdown"]
)
def test_page_is_missing_in_the_other_language(docs, name):
    """A page of one language only, of any kind that mkdocs renders, is reported."""
    language, _, inner = name.partition("/")
    assert sources.missing("page.md") == []
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_text("# T { #t }\n", "utf-8")
    assert sources.pairs() == sorted([inner, "page.md"])
    assert sources.missing(inner) == [c for c in CONFIGS if c != language]


def test_lock_is_read_and_written(docs, tmp_path, monkeypatch, capsys):
    """A page that nobody reviewed is red until make reviewed, and red again when gone."""
    monkeypatch.setattr(reviewed, "LOCK", tmp_path / "translations.lock")
    monkeypatch.setattr(reviewed, "state", lambda name: state(name, docs))
    assert reviewed.unread("page.md") == ["the page is new"]
    monkeypatch.setattr(
        reviewed, "page_at", lambda path: page(path.read_text("utf-8"))
    )
    assert reviewed.main([]) == 1
    assert 'make reviewed PAGES="page.md"' in capsys.readouterr().out
    assert reviewed.unread("page.md") == ["the page is new"]
    assert reviewed.main(["docs/zh/page.md"]) == 0
    assert "1 pages, 1 changed page.md" in capsys.readouterr().out
    assert reviewed.unread("page.md") == []
    assert reviewed.main([]) == 0
    assert capsys.readouterr().out == "reviewed: no page waits\n"
    assert reviewed.gone() == []
    for language in CONFIGS:
        (docs / language / "page.md").unlink()
    assert reviewed.gone() == ["page.md"]
    assert reviewed.main([]) == 0
    assert reviewed.gone() == []


REFUSALS = {  # what is planted in the English page, what is said
    "languages disagree": (
        ("3 channels", "three channels"),
        "page.md: numbers: only in zh: #pool paragraph 1 3 ×1",
    ),
    "words are missing": (("Mind `x`.", "TODO: mind `x`."), "in en: mind `x`."),
    "front matter": (("title: Pooling", "title: a: b"), "line 2"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_page_that_disagrees_is_not_reviewed(
    docs, tmp_path, monkeypatch, capsys, name
):
    """Nobody can have read two pages that say different things, and found them equal."""
    (old, new), expected = REFUSALS[name]
    lock = tmp_path / "translations.lock"
    monkeypatch.setattr(reviewed, "LOCK", lock)
    monkeypatch.setattr(
        reviewed, "page_at", lambda path: page(path.read_text("utf-8"))
    )
    pair(docs, ZH, replaced(EN, old, new))
    assert reviewed.main(["page.md", "nothing.md"]) == 1
    said = capsys.readouterr().out
    assert expected in said
    assert "docs/zh/nothing.md is not there" in said
    assert not lock.exists()
