"""The search index: hidden words for what is at home in a section."""

import pytest

from press.finish import search
from press.finish.search import Term

CONV = Term("stride", ("stride", "步幅"), ["convolution/conv/#formulas"])
LSTM = Term(
    "lstm", ("长短期记忆", "long short-term memory (LSTM)"), ["recurrent/lstm/"]
)

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


def test_section_knows_the_terms_at_home_in_it():
    before = index()
    led = search.lead_home(before, [CONV, LSTM])
    home = of(led, "convolution/conv/#formulas")
    assert home["words"] == ["步\u200b幅 · stride"]
    assert home["name"] == ["@stride", "@步幅"]
    assert "piece" not in home
    lstm = of(led, "recurrent/lstm/")
    assert lstm["name"] == [
        "@长短期记忆",
        "@longshorttermmemorylstm",
        "@longshorttermmemory",
        "@lstm",
    ]
    assert {"@长短期", "@短期记忆", "@记忆"} <= set(lstm["piece"])
    assert before == index()


def test_where_no_chinese_is_read_a_name_is_also_one_word():
    led = search.lead_home(index("en"), [CONV])
    home = of(led, "convolution/conv/#formulas")
    assert home["words"] == ["步\u200b幅 · stride", "stride · 步幅"]


def test_first_section_of_a_page_is_the_page():
    term = CONV._replace(homes=["convolution/conv/#conv"])
    led = search.lead_home(index(), [term])
    assert of(led, "convolution/conv/")["name"] == ["@stride", "@步幅"]


def test_home_that_is_no_section_is_an_error():
    term = CONV._replace(homes=["convolution/gone/#formulas"])
    with pytest.raises(
        ValueError, match="#stride: no section convolution/gone"
    ):
        search.lead_home(index(), [term])


def test_terms_of_one_home_are_all_known():
    other = CONV._replace(names=("padding", "填充"))
    led = search.lead_home(index(), [CONV, other, CONV])
    home = of(led, "convolution/conv/#formulas")
    assert home["name"] == ["@stride", "@步幅", "@padding", "@填充"]


def test_key_is_what_a_reader_types_in_one_word():
    same = ["Loss function", "loss functions", "loss-function", "LOSS FUNCTION"]
    assert {search.key(name) for name in same} == {"@lossfunction"}
    assert search.key("1×1 卷积") == "@11卷积"


def test_words_inside_a_term_find_its_sections():
    changed = search.add_parts(index(), ["长短期记忆"])
    assert of(changed, "recurrent/lstm/")["words"] == ["短期 记忆"]
    assert "words" not in of(changed, "recurrent/")


def test_parts_are_shorter_than_the_whole():
    assert search.parts("门控单元", 2) == [
        "门控",
        "控单",
        "单元",
        "门控单",
        "控单元",
    ]


def test_a_function_leads_to_the_chapter_whose_file_defines_it(tmp_path):
    (tmp_path / "convolution").mkdir()
    code = "class Toy:\n    def inner(self):\n        pass\n\n\ndef f_1(x):\n    pass\n"
    (tmp_path / "convolution/conv.py").write_text(code, "utf-8")
    changed = search.lead_to_functions(index(), tmp_path)
    assert of(changed, "convolution/conv/#program")["piece"] == ["@toy", "@f1"]
    assert of(changed, "recurrent/") == of(index(), "recurrent/")


def test_worker_reads_the_hidden_words():
    config = search.add_fields(index(), {"b", "a"})["config"]
    assert config["fields"] == {"title": {"boost": 1e3}} | search.FIELDS
    assert config["common"] == ["a", "b"]


@pytest.mark.parametrize("code", ["", "twice ".join(search.REPAIRS) * 2])
def test_changed_theme_is_an_error(code):
    with pytest.raises(ValueError, match="must occur exactly once"):
        search.repair_worker(code)


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
    assert doc["text"].split() == ["one", "two,"] * 13 + ["one…"]
    assert doc["words"] == ["four three"]
    assert of(search.shortened(before), "recurrent/")["text"] == (
        "短期\u200b记忆"
    )


def test_marks_between_chinese_words_do_not_count_as_shown():
    before = index()
    before["docs"][4]["text"] = "记忆\u200b" * 60 + "末尾\u200b没有"
    doc = of(search.shortened(before), "recurrent/")
    assert doc["text"] == "\u200b".join(["记忆"] * 40) + "…"
    assert doc["words"] == ["末尾 没有"]


def test_what_is_in_a_line_is_not_torn_from_its_punctuation():
    before = index()
    text = "<p>每个<code>x</code>，<em>得分</em>。</p><p>再</p>"
    before["docs"][4]["text"] = text + "记忆\u200b" * 70 + "末尾"
    doc = of(search.shortened(before), "recurrent/")
    assert doc["text"].startswith("每个x，得分。  再 ")
    assert doc["words"] == ["末尾"]


def test_a_word_of_many_sections_is_left_out_of_their_rests():
    before = index()
    rests = ["它 训练 7 w", "它 步", "它 步幅", "它", "", "", ""]
    for doc, rest in zip(before["docs"], rests, strict=True):
        doc["words"] = [rest] if rest else []
    left_out = search.common(before, [CONV])
    assert left_out == {"它", "训练", "7", "w", "步幅"}
    docs = search.lightened(before, {"它"})["docs"]
    assert [doc.get("words") for doc in docs] == [
        *(["训练"], ["步"], ["步幅"]),
        *(None, None, None, None),
    ]
