"""What the worker of the site is to do, each a question to a reader of a small site."""

from press.finish import offline
from tests.gates.run.small_kept import HOME, NEW, OLD, PYTHON, Small

CSS = "en/assets/site.css"
TWO = "en/two/two.svg"
WASM = "/nn/run/1-a/python.wasm"
ZIP = f"{offline.NAME}.zip"


def keeps_a_page_with_all_it_needs(reader: Small) -> None:
    """But not what is missing; whatever its address says besides."""
    assert reader.begin("en/index.html?from=elsewhere#part") == "begin"
    assert reader.settled() == {reader.build(): HOME, "python 1-a": PYTHON}
    assert reader.controlled()
    assert sum("bytes" in each for each in reader.said()) == len(PYTHON)


def answers_without_a_network(reader: Small) -> None:
    reader.line.headers["Vary"] = "Accept"
    reader.begin()
    reader.line.is_cut = True
    assert reader.go("en/?from=elsewhere") == (200, "home")
    assert reader.get("run/1-a/python.wasm") == (200, "12345")
    assert reader.get(TWO) == (0, "")
    assert reader.go("en/two/") == (503, "not kept")


def asks_the_network_first_but_for_python(reader: Small) -> None:
    reader.begin()
    reader.line.change("en/index.html", "home", "new home")
    assert reader.go("en/") == (200, "new home")
    reader.settled()
    reader.line.asked.clear()
    reader.get("run/1-a/python.wasm")
    assert reader.line.asked == []
    reader.line.is_broken = True
    assert reader.go("en/") == (200, "new home")
    reader.line.is_broken = False
    assert reader.go("en/none/")[0] == 404


def waits_once_for_a_silent_network(reader: Small) -> None:
    reader.begin()
    reader.line.asked.clear()
    reader.line.is_silent = True
    assert reader.go("en/") == (200, "home")
    assert reader.get(CSS) == (200, OLD)
    assert f"/nn/{CSS}" not in reader.line.asked
    reader.line.is_silent = False
    reader.go("en/")
    assert reader.get(CSS) == (200, OLD)  # now the browser has had it
    reader.line.change(CSS, OLD, NEW)
    assert reader.get(CSS) == (200, NEW)


def keeps_nothing_else(reader: Small) -> None:
    """Of all that a page may ask for, only whole files of the site."""
    reader.begin()
    before = reader.settled()
    reader.line.leads["/nn/en/away"] = f"/nn/{TWO}"
    head = {"method": "HEAD"}
    assert reader.get(TWO, **head) == (200, "")
    asked = ("/other/a.css", "en/away", "en/two/", "run/1-a/LICENSES.txt")
    for name in (*asked, ZIP):
        assert reader.get(name)[0] == 200
    assert reader.get("en/none.svg")[0] == 404
    assert reader.settled() == before
    assert reader.get(f"{TWO}?again")[0] == 200
    after = reader.settled()
    assert after.pop(reader.build()) == HOME | {TWO}
    assert after == {"python 1-a": PYTHON}


def lets_a_build_have_its_own_files(reader: Small) -> None:
    reader.begin()
    for path in ("en/one/", "en/two/"):
        reader.visit(path)
    line, old = reader.line, reader.build()
    line.rebuild("next")
    line.change("en/one/index.html", "<title>one", "<title>new one")
    line.change("index.html", "chooser", "new chooser")
    line.change(CSS, OLD, NEW)
    found = reader.visit("en/one/")
    assert "en/one/" in found["build next"]
    assert "en/one/" not in found.get(old, set()) >= {"en/", "en/two/"}
    line.is_cut = True
    reader.page.goto(
        "about:blank"
    )  # whoever comes from elsewhere has the newest
    assert reader.go("") == (200, "new chooser")
    for path, title, css in (
        ("en/one/", "new one", NEW),
        ("en/two/", "two", OLD),
    ):
        line.is_cut = True
        assert reader.go(path) == (200, title)
        assert reader.get(CSS) == (200, css)
        line.is_cut = False
        reader.rest()
        assert reader.get(CSS) == (200, NEW)  # the network answers
        reader.settled()
        line.is_cut = True
        assert reader.get(CSS) == (200, css)  # and what is kept stays
        line.is_cut = False
    for path in ("en/", "en/two/"):
        found = reader.visit(path)
    assert {*found} == {"build next", "python 1-a"}


def lets_old_python_go(reader: Small) -> None:
    reader.begin()
    reader.line.rebuild("next", python="2-b")
    found = reader.visit("en/")
    assert {*found} == {"build next", "python 2-b"}


def asks_for_what_is_new(reader: Small) -> None:
    """Though the browser itself would take what it has had before."""
    reader.line.headers["Cache-Control"] = "max-age=600"
    reader.go("en/")
    assert reader.get(CSS) == (200, OLD)  # now the browser has had it
    reader.line.change(CSS, OLD, NEW)
    reader.tell("begin")
    reader.line.is_cut = True
    assert reader.get(CSS, cache="no-store") == (200, NEW)


def keeps_no_half_of_python(reader: Small) -> None:
    file = reader.line.site / "run/1-a/data.npz"
    data = file.read_bytes()
    file.unlink()
    assert reader.begin() == "Error"
    assert reader.settled()["python 1-a"] < PYTHON
    file.write_bytes(data)
    assert reader.visit("en/")["python 1-a"] == PYTHON


def fetches_nothing_twice(reader: Small) -> None:
    reader.begin()
    assert reader.tell("begin begin") == "begin"
    reader.settled()
    asked = reader.line.asked
    assert asked.count(WASM) == 1
    assert asked.count("/nn/en/assets/later.js") == 1


def brings_python_once(reader: Small) -> None:
    """However many ask for it at the same time."""
    reader.go("en/")
    reader.line.stops.add(WASM)
    reader.post("begin begin")
    until_asked(reader, WASM)
    reader.settled()
    reader.line.stops.clear()
    reader.settled()
    assert reader.line.asked.count(WASM) == 1


def erases_its_own(reader: Small) -> None:
    """And not what another site of this host has kept in the same way."""
    reader.begin()
    other = f"kept {reader.line.address}other/ build 1"
    reader.page.evaluate("name => caches.open(name).then(() => 0)", other)
    assert reader.tell("erase") == "erase"
    assert [*reader.settled()] == [other]
    assert reader.tell("begin") == "begin"  # the same worker, on the same page
    assert reader.tell("erase") == "erase"
    for _ in "12":
        assert [*reader.visit("en/one/")] == [other]
    assert reader.begin() == "begin"
    assert reader.build() in reader.settled()


def stops_where_it_is_erased(reader: Small) -> None:
    """Whatever it is about to open or to fetch."""
    asked, stops = reader.line.asked, reader.line.stops
    reader.go("en/one/")
    reader.post("begin erase")
    assert reader.settled() == {}
    for name in ("en/assets/later.js", "run/1-a/data.npz"):
        stops.add(f"/nn/{name}")
        reader.go("en/")
        reader.post("begin")
        until_asked(reader, f"/nn/{name}")
        reader.still()  # what was asked for beside it has come, too
        assert reader.tell("erase") == "erase"
        before = len(asked)
        stops.clear()
        assert reader.settled() == {}
        assert asked[before:] == [], asked[before:]


def until_asked(reader: Small, path: str) -> None:
    for _ in range(100):
        if path in reader.line.asked:
            return
        reader.page.wait_for_timeout(50)
    raise AssertionError(f"{path} is not asked for")


def keeps_nothing_before_it_is_asked(reader: Small) -> None:
    reader.go("en/")
    reader.page.evaluate("navigator.serviceWorker.register('/nn/sw.js')")
    reader.wait("navigator.serviceWorker.ready.then(() => true)")
    assert reader.visit("en/one/") == {}


def gives_way_to_the_next_worker(reader: Small) -> None:
    reader.begin()
    text = (reader.line.site / "sw.js").read_text("utf-8")
    (reader.line.site / "sw.js").write_text(f"{text}// next\n", "utf-8")
    assert reader.renewed()


ALL = (
    keeps_a_page_with_all_it_needs,
    answers_without_a_network,
    asks_the_network_first_but_for_python,
    waits_once_for_a_silent_network,
    keeps_nothing_else,
    lets_a_build_have_its_own_files,
    lets_old_python_go,
    asks_for_what_is_new,
    keeps_no_half_of_python,
    fetches_nothing_twice,
    brings_python_once,
    erases_its_own,
    stops_where_it_is_erased,
    keeps_nothing_before_it_is_asked,
    gives_way_to_the_next_worker,
)
