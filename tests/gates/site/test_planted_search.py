"""Gate 5 goes red in the search: hidden words left out, repairs of the worker left out."""

import random
import shutil
from pathlib import Path

import material
import pytest

from press import CONFIGS
from press.finish.search import REPAIRS, repair_worker
from press.read.page import site_config
from tests.gates.site.queries import late, overtaken
from tests.kit import server
from tests.kit.finder import ask

SCRIPTS = Path(material.__file__).parent / "templates/assets/javascripts"
FIELDS = {"title": {"boost": 1e3}, "text": {}, "name": {"boost": 1e30}}
SEPARATOR = site_config(CONFIGS["zh"]).plugins["material/search"].config.separator
CONFIG = {"lang": ["zh"], "separator": SEPARATOR, "pipeline": ["stemmer"]}
OWN = {"fields": FIELDS | {"piece": {}}, "common": ["训练"]}
REST = {"config": CONFIG | OWN}

CHANCE = random.Random(10)
NUMBERS = [str(int(10 ** (6 * CHANCE.random()))) for _ in range(1500)]


def section(location: str, title: str = "", text: str = "", **hidden) -> dict:
    return {"location": location, "title": title, "text": text, **hidden}


CASES = {  # what a repair is for: the query, the pages that it finds, of these
    "for(let o=s+1;o<t.length;o++)t.slice(s,o)in e": (
        "梯度下降",
        ["both/"],
        [
            section("both/", text="梯度\u200b下降"),
            section("one/", "梯度"),
        ],
    ),
    '].join("* "))': (
        "梯度下降",
        ["both/"],
        [
            section("both/", text="梯度\u200b下降"),
            section("other/", "下降"),
        ],
    ),
    'this.ref("location")': (
        "training",
        ["home/", "other/"],
        [
            section("home/", text="training", name=["@training"]),
            section("other/", "training"),
        ],
    ),
    "e=e+s+o.id": (
        "1 2 3 4 5 6 7 8 9",
        ["numbers/"],
        [section("numbers/", text=" ".join(NUMBERS))],
    ),
    "search(e){if(e=e.replace(": (
        "Learning rates",
        ["home/", "other/"],
        [
            section("home/", text="learning rates", name=["@learningrate"]),
            section("other/", "learning rates"),
        ],
    ),
    "n=this.index.search(e).reduce(": (
        "梯度上升",
        ["one/", "other/"],
        [
            section("one/", "梯度"),
            section("other/", text="上升"),
        ],
    ),
    "e=ce(e),!e)": (
        "训练loss",
        ["rest/"],
        [
            section("rest/", text="loss"),
            section("other/", "训练"),
        ],
    ),
    "score:a*(1+K(g,2))": (
        "gradient clipping",
        ["both/", "one/"],
        [
            section("both/"),
            section("both/#s", text="gradient clipping"),
            section("one/", text="gradient " * 9, boost=9),
        ],
    ),
}


@pytest.fixture(scope="module")
def search(browser, tmp_path_factory):
    """Asks a worker that lacks one repair, or none."""
    folder = tmp_path_factory.mktemp("workers")
    shutil.copytree(SCRIPTS / "lunr", folder / "lunr")
    (folder / "workers").mkdir()
    (folder / "404.html").write_text("<title>Nothing</title>", "utf-8")
    (theme,) = (SCRIPTS / "workers").glob("search.*.min.js")
    running = server.start(folder, "/nn/")
    address = f"http://127.0.0.1:{running.server_address[1]}/nn/"
    page = browser.new_page()
    page.goto(f"{address}404.html")

    def search(docs: list[dict], query: str, without: str = "") -> list[str]:
        code = repair_worker(theme.read_text("utf-8"))
        code = code.replace(REPAIRS[without], without) if without else code
        (folder / "workers/search.js").write_text(code, "utf-8")
        url = f"{address}workers/search.js?{without}"
        return ask(page, url, REST | {"docs": docs}, [query])[query]

    yield search
    page.close()
    running.shutdown()
    running.server_close()


def test_each_repair_has_a_case():
    assert CASES.keys() == REPAIRS.keys()


@pytest.mark.parametrize("repair", CASES)
def test_worker_finds_what_it_should(search, repair):
    query, pages, docs = CASES[repair]
    assert search(docs, query) == pages


@pytest.mark.parametrize("repair", CASES)
def test_worker_without_the_repair_does_not(search, repair):
    query, pages, docs = CASES[repair]
    assert search(docs, query, without=repair) != pages


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
