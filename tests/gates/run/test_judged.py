"""The browser compares outputs as the tests do, and multiplies as NumPy does."""

import pytest

from press.read.page import normal
from press.read.within import EXACT, alike, tolerance
from tests.gates.run import trials

CASES = [
    ("loss 0.123\n", "loss 0.123", ""),
    ("loss 0.123", "loss 0.124", ""),
    ("loss 0.123", "loss 0.124", "0.002"),
    ("loss 0.123", "loss 0.126", "0.002"),
    ("loss 0.123", "lass 0.123", "0.002"),
    ("12 of 15", "13 of 15", "0.05"),
    ("12 of 15", "13 of 15", "2"),
    ("3.0  4.0", "3.1 4.2", "5%"),
    ("3.0  4.0", "3.2 4.2", "5%"),
    ("1e-05", "1.00001e-05", "1%"),
    ("a\tb  \n", "a   b", ""),
    ("-0.5 x2 v1.3", "-0.5 x2 v1.3", "0.1"),
    ("-0.5 x2", "-0.45 x3", "0.1"),
    ("0.30000 0.1", "0.2 0.1", "0.1"),
    ("nan 1.0", "nan 1.0", "0.1"),
    ("1.0 2.0", "1.0", "0.1"),
    ("误差 0.50", "误差 0.52", "0.02"),
]
PRODUCTS = """
import numpy as np

def outputs():
    rng, found = np.random.default_rng(0), []
    for kind in "fd":
        for n in (1, 2, 3, 4, 5, 9, 17, 64):
            for k in (0, 1, 2, 8, 63, 255, 257, 520):
                for m in (1, 2, 3, 5, 8, 12, 31, 259):
                    a = rng.normal(size=(n, k)).astype(kind)
                    b = rng.normal(size=(k, m)).astype(kind)
                    found += [a @ b, np.dot(a, b), a[::-1, ::-1] @ b[::-1, ::-1]]
                    found += [b.T @ a.T, a[::2] @ b[:, ::3]]
        x = rng.normal(size=(3, 1, 5, 6)).astype(kind)
        y = rng.normal(size=(4, 6, 7)).astype(kind)
        found += [x @ y, x @ y[0, :, 0], x[0, 0, 0] @ y, np.tensordot(x, y, ([3], [1]))]
        z = rng.normal(size=(50, 50)).astype(kind)
        np.matmul(z, z, out=z)
        found.append(z)
        out = np.zeros((64, 40), kind)[:, ::2]
        found.append(np.matmul(np.ones((64, 30), kind), np.ones((30, 20), kind), out=out))
    return [each.tobytes() for each in found]
"""
BOTH = """async ({ folder, products }) => {
  const { loadPyodide } = await import(`${folder}pyodide.mjs`)
  const { faster } = await import("./assets/js/run/product.js")
  const python = await loadPyodide({ indexURL: folder, packageBaseUrl: folder, packages: ["numpy"] })
  const bytes = await (await fetch(`${folder}product.wasm`)).arrayBuffer()
  python.runPython(products + "\\nbefore = outputs()")
  const replaced = faster(python, bytes)
  return [replaced, ...python.runPython("[sum(map(bytes.__eq__, before, outputs())), len(before)]").toJs()]
}"""


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    """A page with the scripts of Run and the runtime, and nothing else."""
    with trials.served(tmp_path_factory.mktemp("run")) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        yield page
        context.close()


@pytest.mark.parametrize("case", CASES)
def test_two_outputs_are_alike_in_the_browser_as_in_the_tests(page, case):
    shown, printed, within = case
    tolerated = tolerance(within) if within else EXACT
    wanted = alike(normal(shown), normal(printed), tolerated)
    found = page.evaluate(
        """async ([shown, printed, within]) => {
          const { judged } = await import("./assets/js/run/compare.js")
          return judged(shown, printed, within).verdict !== "different"
        }""",
        list(case),
    )
    assert found == wanted


def test_products_are_the_same_bits_as_those_of_numpy(page):
    folder = page.evaluate(
        "import('./assets/js/run/where.js').then(({ RUNTIME }) => RUNTIME)"
    )
    asked = {"folder": folder, "products": PRODUCTS}
    replaced, same, all_of_them = page.evaluate(BOTH, asked)
    assert replaced == 2
    assert same == all_of_them > 5000
