"""What is asked for is made first; a figure on its way shows its box, and takes its place."""

import json
import re
import threading
from multiprocessing import Pipe

import pytest

from press.compute import coming
from press.preview import desk, worker
from press.preview.language import Begun, Made, Outcome
from tests.kit import small_site
from tests.kit.served import Served, until

FIGURES = """import time
from pathlib import Path

from matplotlib import pyplot as plt


def slow():
    while not Path("go").exists():
        time.sleep(0.1)
    return plt.subplots(figsize=(5, 2))[0]
"""
SHOWN = "\n![A line](assets/toy/slow.svg)\n"
NAMES = [f"page{number}" for number in range(12)]


def page(name: str) -> str:
    title = name.title()
    text = small_site.PAGE.format(title=title, name=name, link="index.md")
    return text + (SHOWN if name == NAMES[-1] else "")


@pytest.fixture(scope="module")
def early(tmp_path_factory):
    """A site that is asked for its last page at once, with a figure that waits."""
    folder = tmp_path_factory.mktemp("early")
    study = folder / "studies/toy/net/figures.py"
    study.parent.mkdir(parents=True)
    study.write_text(FIGURES)
    running = Served(folder, {f"{name}.md": page(name) for name in NAMES})
    yield running
    running.process.terminate()
    running.process.wait()


def state(served) -> dict:
    return json.loads(served.page("coming.json"))


@pytest.fixture(scope="module")
def first(early):
    """That page, as it came first."""
    until(lambda: "refused" not in early.page(""))
    return early.page(f"en/{NAMES[-1]}/")


def test_the_page_that_is_asked_for_comes_before_others(early, first):
    assert f'id="{NAMES[-1]}"' in first
    far = state(early)
    assert far["busy"]
    made, pages = far["pages"]
    assert 1 <= made < pages / 2  # the rest waits for the figure
    assert far["coming"] == ["toy/slow"]


def test_a_figure_on_its_way_is_a_box_of_its_size(early, first):
    images = re.findall(r"<img[^>]+slow\.svg[^>]*>", first)
    (image,) = (each for each in images if "only-light" in each)
    assert 'width="480"' in image
    assert 'height="192"' in image
    box = early.page("en/assets/toy/slow.svg")
    assert box.encode().endswith(coming.MARK)
    assert 'viewBox="0 0 360 144"' in box


def test_a_figure_takes_the_place_of_its_box(early, first, browser):
    tab = browser.new_page(color_scheme="light")
    tab.goto(f"http://127.0.0.1:{early.port}/en/{NAMES[-1]}/")
    tab.evaluate("window.stays = true")
    image = tab.locator("img.only-light")
    before, size = image.get_attribute("src"), image.bounding_box()
    assert "0/1" in tab.locator("#coming").inner_text()
    (early.folder / "go").touch()
    tab.wait_for_function(
        "old => document.querySelector('img.only-light')"
        ".getAttribute('src') !== old",
        arg=before,
        timeout=120_000,
    )
    assert tab.evaluate("window.stays")
    assert image.bounding_box() == size
    drawn = tab.evaluate(
        "fetch(document.querySelector('img.only-light').src)"
        ".then(answer => answer.text())"
    )
    assert drawn.count("<path") > 3
    tab.wait_for_function("!document.querySelector('#coming')", timeout=120_000)
    assert tab.evaluate("window.stays")
    tab.close()
    until(lambda: "all of it" in early.told())


def test_the_second_start_draws_nothing_and_shows_at_once(early, first):
    until(lambda: "all of it" in early.told())
    early.process.terminate()
    early.process.wait()
    early.start()
    until(lambda: "refused" not in early.page(""))
    assert "slow.svg" in early.page(f"en/{NAMES[-1]}/")
    assert "all of it" not in early.told()
    assert early.page("en/assets/toy/slow.svg").count("<path") > 3
    until(lambda: "all of it" in early.told())
    assert "drew" not in early.told()


class Switch:
    """An event that one process sees."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def is_set(self) -> bool:
        return self.on


def test_after_a_page_that_is_asked_for_its_neighbours_come():
    here, there = Pipe()
    here.send("c")
    urls = worker.in_order([*"abcd"], there, Switch(on=False))
    assert [next(urls), next(urls)] == ["c", "d"]
    here.send("no page")
    assert [*urls] == ["a", "b"]


def test_while_something_is_urgent_nothing_else_is_made():
    here, there = Pipe()
    urgent, made = Switch(on=True), []
    pages = worker.in_order([*"abc"], there, urgent)
    making = threading.Thread(target=lambda: made.extend(pages), daemon=True)
    making.start()
    here.send("b")
    until(lambda: made == ["b"], 10)
    making.join(3 * worker.PAUSE)
    assert made == ["b"]
    urgent.on = False
    making.join(10)
    assert made == [*"bca"]


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A desk without workers; the page a shows two figures."""
    shown = {"a": ["toy/x", "toy/y"]}
    monkeypatch.setattr(desk, "SHOWN", tmp_path)
    monkeypatch.setattr(desk, "figures_of", lambda _, url: shown.get(url, []))
    reloads = []
    made = desk.Desk(lambda: reloads.append(1))
    made.begin({}, {"toy/x": tmp_path / "x", "toy/y": tmp_path / "y"})
    return made, reloads


def test_figures_of_the_page_that_is_read_are_drawn_first(office, tmp_path):
    made, _ = office
    other, x, y = (tmp_path / name for name in ("other", "x", "y"))
    made.draw([other, x, y])
    assert made.choose([other, y]) == other
    made.hear("en", Begun(("a", "b")))
    made.hear("en", Made("a", False))
    made.want("/en/a/")
    assert made.urgent.is_set()
    assert made.choose([other, y]) == y
    assert made.state()["coming"] == ["toy/x", "toy/y"]
    made.drawn(x)
    assert made.urgent.is_set()
    made.drawn(y)
    assert not made.urgent.is_set()
    assert made.choose([other]) == other


def test_who_asks_waits_for_the_page_and_no_longer(office):
    made, reloads = office
    asking = threading.Thread(target=made.want, args=["/en/b/"], daemon=True)
    asking.start()
    asking.join(0.3)
    assert asking.is_alive()
    made.hear("en", Begun(("a", "b")))
    made.hear("en", Made("a", True))  # nobody has it open
    assert made.urgent.is_set()
    made.hear("en", Made("b", True))
    asking.join(10)
    assert not asking.is_alive()
    assert reloads == [1]
    made.want("/en/unknown/")
    made.hear("zh", Outcome())
    made.want("/zh/any/")
    assert made.state()["busy"]
    made.hear("en", Outcome())
    assert not made.state()["busy"]


def test_the_box_of_a_figure_that_was_renamed_goes(tmp_path, monkeypatch):
    """Else a page that names the old one would wait for it for ever."""
    study = tmp_path / "studies/toy/net/figures.py"
    study.parent.mkdir(parents=True)
    study.write_text("def old():\n    pass\n", "utf-8")
    monkeypatch.setattr(coming, "BOXES", tmp_path / "boxes")
    monkeypatch.setattr(coming.figures, "FOLDER", tmp_path / "drawn")
    monkeypatch.setattr(coming.figures, "modules", lambda: [study])

    def boxes():
        coming.promise()
        return {path.name for path in (tmp_path / "boxes").rglob("*.svg")}

    assert boxes() == {"old.svg", "old.dark.svg"}
    study.write_text("def new():\n    pass\n", "utf-8")
    assert boxes() == {"new.svg", "new.dark.svg"}
