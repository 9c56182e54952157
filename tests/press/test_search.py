"""The search index: the names of terms, and what is at home in a section."""

import pytest

from press import ROOT
from press.cache import checksum
from press.finish import search
from press.finish.search import Term

CONV = Term("stride", ("stride", "步幅"), ["convolution/conv/#formulas"])
LSTM = Term(
    "lstm",
    ("长短期记忆", "long short-term memory (LSTM)"),
    ["recurrent/lstm/"],
    ("长短期记忆网络", "stride"),
)
CALLED = {"stride": ["stride", "步幅"], "lstm": ["LSTM"]}

SEPARATOR = r"[\s\u200b,.]+"


def index(lang: str = "zh") -> dict:
    docs = [
        ("convolution/conv/", "卷积", ""),
        ("convolution/conv/#formulas", "公式", "<p>窗口</p>"),
        (
            "convolution/conv/#program",
            "程序",
            "a<pre><code>def f(x):\n  y</code></pre>b",
        ),
        ("recurrent/lstm/", "长短期记忆", ""),
        ("recurrent/", "循环", "短期\u200b记忆"),
        ("help/glossary/#stride", "步\u200b幅 · stride", ""),
        (
            "help/glossary/#lstm",
            "长短期记忆 · long short-term memory (LSTM)",
            "",
        ),
    ]
    keys = ("location", "title", "text")
    return {
        "config": {
            "lang": [lang],
            "separator": SEPARATOR,
            "fields": {"title": {"boost": 1e3}},
        },
        "docs": [dict(zip(keys, doc, strict=True)) for doc in docs],
    }


def of(changed: dict, location: str) -> dict:
    (doc,) = [d for d in changed["docs"] if d["location"] == location]
    return doc


@pytest.mark.parametrize(
    ("link", "location"),
    [
        ("../convolution/conv.md#formulas", "convolution/conv/#formulas"),
        ("../recurrent/index.md", "recurrent/"),
        ("../recurrent/index.md#idea", "recurrent/#idea"),
        ("notation.md#axes", "help/notation/#axes"),
        ("../convolution/ex_max_pool.ipynb", "convolution/ex_max_pool/"),
    ],
)
def test_link_of_the_glossary_is_a_location(link, location):
    assert search.location(link) == location


def test_names_of_a_term_are_those_of_both_languages_and_what_else_it_is_called():
    other = LSTM._replace(names=LSTM.names[::-1], also=("LSTM network",))
    assert search.names([[CONV, LSTM], [CONV, other]]) == {
        "stride": ["stride", "步幅"],
        "lstm": [
            "长短期记忆",
            "long short-term memory (LSTM)",
            "long short-term memory",
            "LSTM",
            "长短期记忆网络",
            "LSTM network",
        ],
    }


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("像素数 $s$，又称步长。见", ("步长",)),
        (
            "又称 SimpleRNN 或 Elman 网络、简单网络；",
            ("SimpleRNN", "Elman 网络", "简单网络"),
        ),
        ("又称查准率（PPV）。又称准度。", ("查准率", "准度")),
        ("Also called the cost function. See", ("cost function",)),
        (
            "in pairs; also called a bigram, pair or two-gram: as",
            ("bigram", "pair", "two-gram"),
        ),
        ("It is called a gate.", ()),
    ],
)
def test_what_a_term_is_also_called_stands_in_its_definition(said, names):
    assert search.other_names(said) == names


def test_section_knows_the_terms_at_home_in_it():
    before = index()
    led = search.lead_home(before, [CONV, LSTM], CALLED)
    assert led["terms"] == [
        {"home": 1, "entry": 5, "names": ["stride", "步幅"]},
        {"home": 3, "entry": 6, "names": ["LSTM"]},
    ]
    assert before == index()


def test_first_section_of_a_page_is_the_page():
    term = CONV._replace(homes=["convolution/conv/#conv"])
    led = search.lead_home(index(), [term], CALLED)
    assert led["terms"][0]["home"] == 0


def test_home_that_is_no_section_is_an_error():
    term = CONV._replace(homes=["convolution/gone/#formulas"])
    with pytest.raises(
        ValueError, match="#stride: no section convolution/gone"
    ):
        search.lead_home(index(), [term], CALLED)


def test_a_function_leads_to_the_chapter_whose_file_defines_it(tmp_path):
    (tmp_path / "convolution").mkdir()
    code = "class Toy:\n    def inner(self):\n        pass\n\n\ndef f_1(x):\n    pass\n"
    (tmp_path / "convolution/conv.py").write_text(code, "utf-8")
    changed = search.lead_to_functions(index(), tmp_path)
    program = of(changed, "convolution/conv/#program")
    assert program["functions"] == ["Toy", "f_1"]
    assert of(changed, "recurrent/") == of(index(), "recurrent/")


THEME = '"search": "../assets/javascripts/workers/search.a7633da7.min.js"'


def test_pages_ask_our_worker():
    assert (
        search.own_worker(THEME) == '"search": "../assets/js/search-worker.js"'
    )


@pytest.mark.parametrize("page", ["", THEME * 2, THEME.replace("workers", "w")])
def test_changed_theme_is_an_error(page):
    with pytest.raises(ValueError, match="exactly once"):
        search.own_worker(page)


def test_the_library_is_what_its_authors_published():
    folder = ROOT / "vendor/minisearch"
    origin = (folder / "ORIGIN.txt").read_text("utf-8")
    for name in ("minisearch.js", "LICENSE.txt"):
        assert f"sha256 {checksum(folder / name)}" in origin


def test_hints_solutions_and_mistakes_are_not_searched():
    kinds = ("note", "tip", "success", "failure", "example")
    html = "".join(f'<details class="{kind}">a</details>' for kind in kinds)
    left = [
        kind
        for kind in kinds
        if f'<details class="{kind}">' in search.without_answers(html)
    ]
    assert left == ["note", "example"]
    assert search.without_answers(html).count(" data-search-exclude>") == 3


def test_a_section_keeps_its_beginning_and_each_word_of_the_rest_once():
    long = "<p>" + "one two, " * 15 + "<b>three</b> One four. four</p>"
    before = index("en")
    before["docs"][3]["text"] = long
    doc = of(search.shortened(before), "recurrent/lstm/")
    assert doc["text"].split() == ["one", "two,"] * 11 + ["one…"]
    assert doc["words"] == "four three"
    assert of(search.shortened(before), "recurrent/")["text"] == (
        "短期\u200b记忆"
    )


def test_marks_between_chinese_words_do_not_count_as_shown():
    before = index()
    before["docs"][4]["text"] = "记忆\u200b" * 60 + "末尾\u200b没有"
    doc = of(search.shortened(before), "recurrent/")
    assert doc["text"] == "\u200b".join(["记忆"] * 34) + "…"
    assert doc["words"] == "末尾 没有"


def test_what_is_in_a_line_is_not_torn_from_its_punctuation():
    before = index()
    text = "<p>每个<code>x</code>，<em>得分</em>。</p><p>再</p>"
    before["docs"][4]["text"] = text + "记忆\u200b" * 70 + "末尾"
    doc = of(search.shortened(before), "recurrent/")
    assert doc["text"].startswith("每个x，得分。  再 ")
    assert doc["words"] == "末尾"


def test_a_text_is_without_tags_and_as_one_reads_it():
    before = index()
    before["docs"][4] |= {
        "title": "a &lt; <code>b</code>",
        "text": "<p>c&amp;d</p>",
        "tags": ["e"],
    }
    before["docs"][1]["tags"] = ["f"]
    doc = of(search.shortened(before), "recurrent/")
    assert (doc["title"], doc["text"]) == ("a < b", "c&d")
    assert doc["tags"] == ["e"]
    part = of(search.shortened(before), "convolution/conv/#formulas")
    assert "tags" not in part


def test_a_word_of_many_sections_is_left_out_of_their_rests():
    before = index()
    rests = ["它 训练 7 w", "它 步", "它 步幅 训练", "它", "", "", "步"]
    for doc, rest in zip(before["docs"], rests, strict=True):
        doc["words"] = rest
    left_out = search.common(before, [CONV])
    assert left_out == {"它", "训练", "7", "w", "步幅"}
    light = search.lightened(before, {"它"})
    assert light["rests"] == {"步": "1 5", "步幅": "2", "训练": "0 2"}
    assert light["docs"] == index()["docs"]


def test_formulas_are_shown_and_not_searched():
    before = index("en")
    math = (
        '<span class="math" data-search-exclude><math><mi>{}</mi></math></span>'
    )
    text = f"<p>{math.format('q')} is " + "word " * 18
    text += f"{math.format('a')} {math.format('r')} end</p>"
    before["docs"][4]["text"] = search.plain(text)
    before["docs"][4]["title"] = search.plain(f"Of {math.format('h')}")
    doc = of(search.shortened(before), "recurrent/")
    assert doc["title"] == "Of h"
    assert doc["text"].startswith("q is word")
    assert doc["words"] == "end"
    assert not {search.OPEN, search.CLOSE} & {*str(doc)}
