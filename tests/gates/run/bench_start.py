"""How long a reader waits: from the first click to NumPy's first output, and after that."""

import statistics

from tests.gates.run import trials

TIMES = 10
PROGRAM = "import numpy as np\nprint(np.arange(6.0).reshape(2, 3) @ np.ones(3))"
ASKED = {"name": "code-1.py", "above": "", "own": PROGRAM}
ASKED |= {"shown": "[ 3. 12.]\n", "within": "", "limit": 100}


def test_start(benchmark, browser, tmp_path, capsys):
    """The first run is that of a new reader; a second follows, and a second visit."""
    second, later = [], []

    def arrive():
        page = browser.new_context().new_page()
        page.goto(address)
        return (page,), {}

    def first(page) -> None:
        assert page.evaluate("asked => one(asked)", ASKED)["verdict"] == "same"

    def leave(page) -> None:
        began = "asked => { const t = performance.now(); return one(asked).then(() => performance.now() - t) }"
        second.append(page.evaluate(began, ASKED))
        assert page.evaluate("python.keep()") == "kept"
        page.goto(address)
        later.append(page.evaluate(began, ASKED) / 1000)
        assert page.evaluate("python.begins") == "kept"
        page.context.close()

    with trials.served(tmp_path) as address:
        benchmark.pedantic(first, setup=arrive, teardown=leave, rounds=TIMES)
    with capsys.disabled():
        median = benchmark.stats.stats.median
        print(f"\nfirst output of NumPy in a browser: {median:.2f} s")
        print(f"a second run: {statistics.median(second):.0f} ms")
        print(f"on a second visit: {statistics.median(later):.2f} s")
