"""Gate 5 goes red in the search: the worker without a rule, terms without a home."""

import shutil
from typing import NamedTuple

import pytest

from press import ROOT
from tests.gates.site.queries import late, overtaken, spelled_otherwise
from tests.kit import server
from tests.kit.finder import ask_for_items

SCRIPTS = ROOT / "press/theme/js"


def section(location: str, title: str = "", text: str = "", **more) -> dict:
    return {"location": location, "title": title, "text": text, **more}


class Case(NamedTuple):
    """A query, what it finds in which sections, and a fault that changes that."""

    query: str
    found: list[str]
    docs: list[dict]
    fault: tuple[str, str]
    config: dict | None = None


def at_home(place: int, *names: str) -> dict:
    """A section as the home of a term."""
    return {"terms": [{"home": place, "entry": place, "names": [*names]}]}


CASES = {
    "a name leads home": Case(
        "Many to one",
        ["home/", "glossary/", "other/"],
        [
            section("home/", text="many"),
            section("other/", "many to one"),
            section("glossary/"),
        ],
        ("doc.keys.includes(whole) ? NAMED", "false ? NAMED"),
        {"terms": [{"home": 0, "entry": 2, "names": ["many-to-one"]}]},
    ),
    "names spell the query": Case(
        "LSTM forget gate",
        ["lstm/", "gru/"],
        [
            section("lstm/", text="gate"),
            section("gru/", "LSTM without a forget gate"),
        ],
        ("spelled && share ? SPELLED", "false ? SPELLED"),
        {
            "terms": [
                {"home": 0, "entry": 0, "names": ["LSTM"]},
                {"home": 0, "entry": 0, "names": ["forget gate"]},
            ]
        },
    ),
    "a title that has all words comes first": Case(
        "convolution backward",
        ["conv/#backward", "conv/", "pool/"],
        [
            section("conv/", "Convolution", "backward convolution " * 9),
            section("conv/#backward", "Backward"),
            section("pool/", "Pooling", "convolution backward"),
        ],
        ("title && !doc.aside ? TITLED", "false ? TITLED"),
    ),
    "exercises come last": Case(
        "convolution gradient",
        ["conv/", "conv/#why", "conv/#exercise-4"],
        [
            section("conv/", "Convolution"),
            section("conv/#exercise-4", "Exercise 4: convolution gradient"),
            section("conv/#why", text="gradient"),
        ],
        ("/#(exercise|references)/", "/#(nothing)/"),
    ),
    "a function leads to its file": Case(
        "lstm_step",
        ["lstm/#program", "lstm/", "gru/"],
        [
            section("lstm/"),
            section("lstm/#program", functions=["lstm_step"]),
            section("gru/", text="lstm step", functions=["lstm_step_back"]),
        ],
        ("doc.written.includes(whole) ? WRITTEN", "false ? WRITTEN"),
    ),
    "a part of a Chinese name leads home": Case(
        "控循环",
        ["gru/", "rnn/"],
        [section("gru/"), section("rnn/", "循环")],
        ("name.includes(whole)", "false"),
        at_home(0, "门控循环单元"),
    ),
    "Chinese words are those of the site": Case(
        "梯度下降",
        ["both/"],
        [
            section("both/", text="梯度\u200b下降"),
            section("one/", "梯", text="度 下 降"),
        ],
        ("(known || end - start === 1)", "(end - start === 1)"),
    ),
    "words inside a Chinese one are found": Case(
        "记忆",
        ["short/", "long/"],
        [section("long/", text="长短期记忆"), section("short/", "记忆")],
        ("start < word.length - 1", "start < 0"),
    ),
    "plural and singular are one": Case(
        "cats",
        ["home/"],
        [section("home/", text="cat")],
        ("made.replace(from, to)", "made"),
    ),
    "a slip of the finger is forgiven": Case(
        "convolutoin",
        ["home/"],
        [section("home/", text="convolution")],
        ("loosely && word.length > 4", "false"),
    ),
    "what the index leaves out is not missed": Case(
        "train loss",
        ["rest/", "other/"],
        [
            section("rest/", text="loss of a loss or two"),
            section("other/", text="train"),
        ],
        ("|| site.common.has(word)", ""),
        {"common": ["train"]},
    ),
    "the rest of a section is searched": Case(
        "hidden",
        ["a/#rest", "a/"],
        [section("a/"), section("b/"), section("a/#rest")],
        ("site.docs[at += +step]", "site.docs[at]"),
        {"rests": {"hidden": "2"}},
    ),
}


@pytest.fixture(scope="module")
def search(browser, tmp_path_factory):
    """Asks our worker, or one with a fault."""
    folder = tmp_path_factory.mktemp("workers")
    shutil.copytree(ROOT / "vendor", folder / "vendor")
    (folder / "js").mkdir()
    (folder / "404.html").write_text("<title>Nothing</title>", "utf-8")
    running = server.start(folder, "/nn/")
    address = f"http://127.0.0.1:{running.server_address[1]}/nn/"
    page = browser.new_page()
    page.goto(f"{address}404.html")

    def search(case: Case, fault: tuple[str, str] = ("", "")) -> list:
        old, new = fault
        code = (SCRIPTS / "search.js").read_text("utf-8")
        assert not old or code.count(old) == 1, old
        code = code.replace(old, new) if old else code
        name = f"search-{abs(hash(old))}.js"
        (folder / "js" / name).write_text(code, "utf-8")
        worker = (SCRIPTS / "search-worker.js").read_text("utf-8")
        worker = worker.replace("search.js", name)
        (folder / "js" / f"worker-{name}").write_text(worker, "utf-8")
        config = {"rests": {}, "terms": [], "common": []} | (case.config or {})
        index = {"config": config, "docs": [dict(doc) for doc in case.docs]}
        url = f"{address}js/worker-{name}"
        return ask_for_items(page, url, index, [case.query], True)[case.query]

    yield search
    page.close()
    running.shutdown()
    running.server_close()


def places(items: list[list[dict]]) -> list[str]:
    return [section["location"] for page in items for section in page]


@pytest.mark.parametrize("name", CASES)
def test_worker_finds_what_it_should(search, name):
    assert places(search(CASES[name])) == CASES[name].found


@pytest.mark.parametrize("name", CASES)
def test_worker_without_the_rule_does_not(search, name):
    case = CASES[name]
    assert places(search(case, case.fault)) != case.found


def test_a_text_is_shown_as_it_is_with_its_words_marked(search):
    docs = [section("a/", "a <b> & 梯度\u200b下降", "Gradients, gradually")]
    ((shown,),) = search(Case("梯度 gradient", [], docs, ("", "")))
    mark = "<mark data-md-highlight>{}</mark>".format
    assert shown["title"] == f"a &lt;b&gt; &amp; {mark('梯度')}下降"
    assert shown["text"] == f"{mark('Gradients')}, gradually"
    assert shown["terms"] == {"梯度": True, "gradient": True}


def test_what_a_section_lacks_is_said(search):
    docs = [section("a/", "gradient")]
    ((shown,),) = search(Case("gradient elsewhere", [], docs, ("", "")))
    assert shown["terms"] == {"gradient": True, "elsewhere": False}


def test_late_pages_are_named():
    found = {"a": ["x/", "y/", "home/"], "b": [], "c": ["y/", "home/"]}
    wanted = {"a": "home/", "b": ["home/", "y/"], "c": ["home/", "z/"]}
    assert late(found, wanted, 2) == [
        "a: x/ y/ home/, not home/",
        "b: nothing, not ['home/', 'y/']",
    ]
    assert late(found, {"c": "home/"}, 1) == ["c: y/ home/, not home/"]


def test_chapters_behind_the_glossary_are_named():
    glossary = "help/glossary/"
    found = {
        "sound": ["home/", glossary],
        "behind": [glossary, "home/"],
        "lost": [glossary],
        "own": [glossary],
        "elsewhere": ["y/"],
    }
    wanted = dict.fromkeys(found, "home/") | {"own": glossary}
    assert overtaken(found, wanted) == ["behind", "lost"]


def test_names_are_spelled_otherwise():
    wanted = {"regularization": ["a/"], "behavioural bias": ["b/"]}
    assert spelled_otherwise(wanted) == {
        "regularizations": ["a/"],
        "regularisation": ["a/"],
        "behavioral bias": ["b/"],
    }
