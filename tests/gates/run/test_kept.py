"""The second visit: Python begins from the memory that this browser has kept."""

import pytest

from tests.gates.run import trials
from tests.kit.waiting import until

HEAVY = (".wasm", ".whl", ".zip", "-lock.json")
PRODUCT = "import numpy as np\nprint(np.arange(6.0).reshape(2, 3) @ np.ones(3))"
CHANCE = """import random
import numpy as np
print(random.random(), np.random.rand(), np.random.default_rng().random())"""
LATER = """import inspect
import fractions
import numpy as np
import numpy.ma
import numpy.testing
numpy.testing.assert_allclose(np.linalg.inv(2 * np.eye(3)), np.eye(3) / 2)
print(numpy.ma.arange(3).sum(), inspect.getsource(np.linalg.inv)[:4])
print(np.dot.__qualname__, fractions.Fraction(1, 3))"""
SHELF = (
    "caches.keys().then(names => names.filter(n => n.startsWith('python ')))"
)
COPY = """async () => {
  const [shelf] = (await caches.keys()).filter(n => n.startsWith("python "))
  localStorage.shelf = shelf
  const own = await caches.open(shelf), to = await caches.open("copy")
  for (const key of await own.keys()) await to.put(key, await own.match(key))
}"""
# A copy of what is kept is put in its place, with one file changed.
WITHIN = """async ([change, name]) => {
  const [shelf] = (await caches.keys()).filter(n => n.startsWith("python "))
  const from = await caches.open("copy"), own = await caches.open(shelf ?? localStorage.shelf)
  const keys = await from.keys()
  for (const key of keys) await own.put(key, await from.match(key))
  const key = keys.find(({ url }) => url.endsWith("/" + name))
  const bytes = new Uint8Array(await (await own.match(key)).arrayBuffer())
  if (change === "gone") return own.delete(key)
  if (change === "noise") return own.put(key, new Response(bytes.fill(7, 5_000_000, 9_000_000)))
  const about = JSON.parse(new TextDecoder().decode(bytes))
  for (const each of about.told.libraries) each.memory += 4096
  await own.put(key, new Response(JSON.stringify(about)))
}"""
DAMAGE = {
    "another memory": ("noise", "memory", "fell"),
    "libraries at another place": ("moved", "about.json", "fell"),
    "half a shelf": ("gone", "about.json", "plain"),
}


class Visitor:
    """Somebody who comes again to a page that can run programs."""

    def __init__(self, context, address: str) -> None:
        self.context, self.address = context, address
        self.asked: list[str] = []

    def come(self):
        page = self.context.new_page()
        self.asked = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.address)
        until(page, "() => Boolean(window.one)")
        return page

    def run(self, page, code: str) -> str:
        told = {"name": "code-1.py", "above": "", "own": code}
        told |= {"shown": None, "within": "", "limit": 100}
        return page.evaluate("asked => one(asked)", told)["text"]

    def visit(self, code: str) -> tuple[str, str]:
        """How Python began, and what the program printed."""
        page = self.come()
        text = self.run(page, code)
        begins = page.evaluate("python.begins")
        page.close()
        return begins, text


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with trials.served(tmp_path_factory.mktemp("kept")) as address:
        yield address


@pytest.fixture(scope="module")
def known(browser, place):
    """Somebody who was here before."""
    context = browser.new_context()
    visitor = Visitor(context, place)
    page = visitor.come()
    page.evaluate("caches.open('python of an older version').then(() => 0)")
    assert visitor.run(page, PRODUCT) == "[ 3. 12.]\n"
    assert page.evaluate("python.begins") == "plain"
    assert page.evaluate("python.keep()") == "kept"
    page.evaluate(COPY)
    page.close()
    yield visitor
    context.close()


def test_the_second_visit_fetches_nothing_heavy(known):
    assert known.visit(PRODUCT) == ("kept", "[ 3. 12.]\n")
    assert not [url for url in known.asked if url.endswith(HEAVY)]


def test_one_memory_is_kept_and_no_older_one(known):
    page = known.come()
    assert len(page.evaluate(SHELF)) == 1
    page.close()


def test_chance_is_not_kept(known):
    (_, first), (_, second) = known.visit(CHANCE), known.visit(CHANCE)
    drawn = [*zip(first.split(), second.split(), strict=True)]
    assert len(drawn) == 3
    assert all(one != other for one, other in drawn)


def test_what_is_imported_later_is_there(known):
    begins, text = known.visit(LATER)
    assert begins == "kept"
    assert text == "3 @arr\nfaster.<locals>.dot 1/3\n"


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_not_used(known, damage):
    """Python begins plainly; what fell is gone, and this page does not keep it again."""
    *change, begins = DAMAGE[damage]
    page = known.come()
    page.evaluate(WITHIN, change)
    page.close()
    page = known.come()
    assert known.run(page, PRODUCT) == "[ 3. 12.]\n"
    assert page.evaluate("python.begins") == begins
    if begins == "fell":
        assert page.evaluate(SHELF) == []
        page.evaluate("python.keepLater()")
        assert page.evaluate("python.later") is None
    page.close()
