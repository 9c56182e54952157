"""A reader at a figure that computes, and what its program prints elsewhere."""

import contextlib
import importlib
import io
import pickle
import re
from pathlib import Path

import numpy as np

from press import ROOT
from press.cache import digest
from press.finish import live
from tests.gates.site.visits import ALL, AXE
from tests.kit.reader import Reader
from tests.kit.waiting import until

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
READY = "() => document.querySelector('[data-live]')?.live !== undefined"
BOX = "document.querySelector('[data-live]')"
STATES = 20
AUDIT = """async (runOnly) => {
  const { violations } = await axe.run(".live-frame", { runOnly, resultTypes: ["violations"] })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
}"""


class Figure:
    """A page of the browser, scrolled to its figure."""

    def __init__(self, page, address: str, name: str, language="en", link=""):
        self.reader, self.page = Reader(page, address), page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        self.reader.open(f"{language}/{name}/{link}")

    def come(self) -> "Figure":
        """Scroll to it, and wait for its code."""
        self.page.locator("[data-live]").scroll_into_view_if_needed()
        until(self.page, READY)
        return self

    def ask(self, expression: str, arg=None):
        """Of the figure, which is called live."""
        return self.page.evaluate(
            f"(arg) => {{ const {{ live }} = {BOX}; return {expression} }}", arg
        )

    def set(self, state: dict) -> dict:
        """Another state, and its numbers."""
        return self.ask("(live.set(arg), live.numbers)", state)

    @property
    def state(self) -> dict:
        return self.ask("live.state")

    @property
    def numbers(self) -> dict:
        return self.ask("live.numbers")

    @property
    def program(self) -> str:
        return self.ask("live.spec.python(live.state)")

    def prepare(self) -> None:
        """Bring axe-core to the page."""
        self.page.evaluate(AXE.read_text("utf-8"))

    def faults(self) -> list[str]:
        """What axe-core finds in the figure, over which the page's bar does not lie."""
        self.page.evaluate("scrollTo(0, 0)")
        return self.page.evaluate(AUDIT, ALL)

    def modules(self) -> list[str]:
        """Which files of figures have been asked for."""
        return [url for url in self.asked if "/js/live/" in url]


def middle(ranges: dict) -> dict:
    """A state from which every key leads both ways."""
    return {
        name: each["low"]
        + round((each["high"] - each["low"]) / each["fine"] / 2) * each["fine"]
        for name, each in ranges.items()
    }


def random_states(start: dict, ranges: dict, many: int = STATES) -> list[dict]:
    """States that a hand may lead to, with a fixed seed."""
    rng, found = np.random.default_rng(0), []
    for _ in range(many):
        state = {}
        for name in start:
            low, high, fine = (ranges[name][k] for k in ("low", "high", "fine"))
            steps = rng.integers(round((high - low) / fine) + 1)
            state[name] = round(low + float(steps) * fine, 6)
            state[name] = int(state[name]) if fine == 1 else state[name]
        found.append(state)
    return found


@contextlib.contextmanager
def remembering(name: str):
    """What trains in a chapter's snippet trains once for the same arguments."""
    path = ROOT / "snippets" / f"{name}.py"
    module = importlib.import_module(f"snippets.{name.replace('/', '.')}")
    known, kept = {}, vars(module).copy()
    for key, function in kept.items() if path.is_file() else ():
        if key.startswith("train_"):
            setattr(module, key, memory(function, known))
    yield
    vars(module).update(kept)


def memory(function, known: dict):
    """A function that answers what it has been asked before."""

    def answer(*args, **kwargs):
        key = function.__name__, digest(pickle.dumps((args, kwargs)))
        if key not in known:
            known[key] = pickle.dumps(function(*args, **kwargs))
        return pickle.loads(known[key])

    return answer


def printed(program: str) -> list[str]:
    """The numbers that a program prints, as text."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "figure.py", "exec"), {"__name__": "__main__"})
    return NUMBER.findall(out.getvalue())


def unlike(numbers: dict, texts: list[str]) -> list[str]:
    """Where a program prints other numbers than a figure shows."""
    if len(texts) != len(numbers):
        return [f"{len(texts)} numbers printed, {len(numbers)} in the figure"]
    return [
        f"{name}: {shown}, printed {text}"
        for (name, shown), text in zip(numbers.items(), texts, strict=True)
        if abs(shown - float(text)) > 0.501 * 10 ** -len(text.partition(".")[2])
    ]


def sizes(site: Path, name: str) -> dict[str, list[Path]]:
    """The files of a figure itself, and those that all share, on a built site."""
    family, slug = name.split("/")
    place = site / "en" / live.FOLDER
    own = [place / family / f"{slug}{end}" for end in (".js", ".data.js")]
    own.append(place / "snippets" / family / f"{slug}.js")
    return {
        "own": [path for path in own if path.is_file()],
        "shared": sorted(place.glob("*.js")),
    }
