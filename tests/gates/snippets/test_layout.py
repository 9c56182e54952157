"""One slug everywhere, pure NumPy, true copies, short functions, all shown."""

import re

import pytest

from press import ROOT
from tests.gates.snippets import layout
from tests.kit.findings import none

NETWORKS = layout.networks(ROOT)
FUNCTION = 'def {}():\n    """Nothing."""\n'


def test_there_are_networks():
    assert "recurrent/lstm" in NETWORKS


@pytest.mark.parametrize("rule", layout.RULES, ids=lambda rule: rule.__name__)
def test_project(rule):
    none(rule(ROOT), layout.RULES[rule])


NET = '''"""Net."""
import numpy as np

# --8<-- [start:net]
def net():
    """Nothing."""
    return np.zeros(1)
    # --8<-- [end:net]
'''
PAGE = '--8<-- "snippets/toy/net.py:net"\n![](../assets/toy/net_figure.svg)\n'


@pytest.fixture
def tree(tmp_path):
    """A small project in order; tree(path, text) adds to one of its files."""
    files = {
        "snippets/__init__.py": "",
        "snippets/toy/__init__.py": "",
        "snippets/toy/net.py": NET,
        "snippets/toy/net_torch.py": "import torch\n",
        "studies/toy/net/figures.py": FUNCTION.format("net_figure"),
        "tests/networks/toy/test_net.py": "",
        "tests/networks/toy/bench_net.py": "",
        "press/hooks.py": "",
        "docs/zh/toy/net.md": PAGE,
        "docs/en/toy/net.md": PAGE,
    }

    def add(path, text):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
        return tmp_path

    for path, text in files.items():
        add(path, text)
    return add


def test_a_project_in_order_breaks_no_rule(tree):
    root = tree("snippets/toy/net.py", "")
    assert [breach for rule in layout.RULES for breach in rule(root)] == []


def test_a_further_file_of_a_network_needs_no_tree_of_its_own(tree):
    root = tree("snippets/toy/net_norm.py", FUNCTION.format("norm"))
    assert layout.networks(root) == ["toy/net"]
    assert layout.numpy_files(root) == ["toy/net", "toy/net_norm"]
    assert [breach for rule in layout.RULES for breach in rule(root)] == []


def test_a_network_may_build_on_another(tree):
    root = tree("snippets/toy/sum.py", "from snippets.toy.net import net\n")
    assert list(layout.foreign_imports(root)) == []


@pytest.mark.parametrize(
    "path",
    [
        "snippets/toy/__init__.py",
        "snippets/toy/net_torch.py",
        "studies/toy/net/figures.py",
        "tests/networks/toy/test_net.py",
        "tests/networks/toy/bench_net.py",
        "docs/zh/toy/net.md",
        "docs/en/toy/net.md",
    ],
)
def test_a_missing_part_is_seen(tree, path):
    root = tree(path, "")
    (root / path).unlink()
    assert list(layout.missing_parts(root)) == [f"toy/net: {path} is missing"]


def body(name, lines):
    """A documented function of so many lines."""
    return FUNCTION.format(name) + "    x = 0\n" * (lines - 2)


def section(name):
    return f"# --8<-- [start:{name}]\n# --8<-- [end:{name}]\n"


COPY = "snippets/toy/net_torch.py"
FIGURES = "studies/toy/net/figures.py"
PLANTED = [
    (
        "missing_parts",
        "studies/toy/index/figures.py",
        "",
        "zh/toy/index.md is",
    ),
    ("missing_parts", "snippets/toy/other.py", "", "other_torch.py is missing"),
    ("missing_parts", "studies/toy/more/results.py", "", "en/toy/more.md is"),
    ("missing_parts", "snippets/toy/more_data.py", "", "en/toy/more.md is"),
    ("missing_parts", "snippets/toy/more_env.py", "", "en/toy/more.md is"),
    ("foreign_imports", "snippets/toy/net.py", "import scipy.stats\n", "scipy"),
    ("foreign_imports", "snippets/toy/net_norm.py", "import torch\n", "torch"),
    ("too_long", FIGURES, body("f", 26), "f has 26 lines, limit 25"),
    (
        "foreign_imports",
        "snippets/toy/net.py",
        "from torch import nn\n",
        "torch",
    ),
    (
        "foreign_imports",
        "snippets/toy/net.py",
        "from . import x\n",
        r"imports \.",
    ),
    (
        "foreign_imports",
        "snippets/toy/net.py",
        "from snippets.toy.nothing import x\n",
        "imports snippets.toy.nothing",
    ),
    ("shadows", "snippets/toy/queue.py", "", "hides the module queue"),
    ("shadows", "snippets/torch/net.py", "", "hides the module torch"),
    ("shadows", "tests/networks/toy/random.py", "", "hides the module random"),
    ("drifted_copies", COPY, FUNCTION.format("net"), "net differs from"),
    ("drifted_copies", COPY, "class net:\n    x = 0\n", "net differs from"),
    (
        "drifted_copies",
        COPY,
        body("net", 7),
        r"net_torch.py: net: the name net is taken by snippets/toy/net.py: net: rename one, or import it",
    ),
    ("too_long", "snippets/toy/net.py", "# \n" * 400, "408 lines, limit 400"),
    ("too_long", COPY, body("f", 26), "f has 26 lines, limit 25"),
    (
        "too_long",
        "tests/networks/toy/test_net.py",
        body("f", 41),
        "f has 41 lines, limit 40",
    ),
    ("too_long", "press/hooks.py", body("f", 41), "f has 41 lines, limit 40"),
    ("too_long", "press/js/a.js", ";\n" * 401, "401 lines, limit 400"),
    ("too_long", "snippets/toy/net.mjs", ";\n" * 401, "401 lines, limit 400"),
    ("too_long", "conftest.py", "\n" * 401, "401 lines, limit 400"),
    (
        "too_wide",
        "docs/en/toy/net.md",
        f"```python\n{'x' * 89}\n```\n",
        "net.md:4 has 89 characters of code, limit 88",
    ),
    (
        "too_wide",
        "docs/zh/toy/net.md",
        f"??? note\n    ```` {{ .py .x }}\n    a\n    {'x' * 89}\n    ````\n",
        "net.md:6 has 89 characters of code, limit 88",
    ),
    ("undocumented", COPY, "def f():\n    pass\n", "f has no docstring"),
    ("not_embedded", COPY, section("more"), "section more is on no zh page"),
    (
        "too_wide",
        "docs/zh/toy/net.ipynb",
        '{"cells": [{"cell_type": "code", "source": ["x = 1\\n", "'
        + 82 * " "
        + '; x = 2"]}]}',
        "net.ipynb:1 has 89 characters of code, limit",
    ),
    (
        "branches",
        "snippets/toy/net_torch.py",
        'if __name__ == "__main__":\n    print("largest loss 0.00")\n',
        "net_torch.py:2: a program that nobody runs",
    ),
    (
        "branches",
        "snippets/toy/net.py",
        'if __name__ == "__main__":\n    if "--long" in argv:\n        net()\n',
        r"net.py:\d+: a branch outside of functions",
    ),
    (
        "branches",
        "snippets/toy/net.py",
        'if False:\n    def net():\n        """None."""\n',
        r"net.py:\d+: a branch outside of functions",
    ),
    (
        "twice",
        "snippets/toy/net.py",
        "# --8<-- [start:net]\n# --8<-- [end:net]\n",
        "net.py has two sections net",
    ),
    ("cut", COPY, "# --8<-- [start:m]\n", "net_torch.py: section m has no end"),
    (
        "unwritten",
        "docs/zh/toy/net.md",
        "![TODO: the picture](a.svg)\n",
        r"docs/zh/toy/net.md:3: write: the picture",
    ),
    ("unwritten", "mkdocs.en.yml", "a: 'TODO: name'\n", "yml:1: write: name"),
    ("unwritten", COPY, '"""TODO: what."""\n', "write: what"),
    (
        "unwritten",
        "docs/en/toy/net.md",
        "![TODO: a picture](a.svg) <b>TODO: b</b>\n",
        "write: a picture$",
    ),
    ("unwritten", "tests/networks/toy/test_net.py", "# TODO: test\n", "test"),
    ("not_shown", FIGURES, FUNCTION.format("plot"), "plot is on no en page"),
]


@pytest.mark.parametrize(("rule", "path", "text", "message"), PLANTED)
def test_a_planted_fault_is_seen(tree, rule, path, text, message):
    breaches = list(getattr(layout, rule)(tree(path, text)))
    assert any(re.search(message, breach) for breach in breaches), breaches


def test_limits_are_met_exactly(tree):
    tree("snippets/toy/net.py", "# \n" * (400 - len(NET.splitlines())))
    tree(COPY, body("f", 25))
    assert list(layout.too_long(tree("press/hooks.py", body("f", 40)))) == []


def test_wide_lines_that_are_no_code_of_a_page_pass(tree):
    code = f'    ```python\n    {"x" * 88}\n    --8<-- "{"x" * 89}"\n    ```\n'
    output = f"```{{ .text .output }}\n{'x' * 99}\n```\n{'x' * 99}\n"
    assert (
        list(layout.too_wide(tree("docs/en/toy/net.md", code + output))) == []
    )


@pytest.mark.parametrize("change", ["x = 0\n", "y = 1\n"])
def test_a_long_copy_is_seen_though_it_drifted(tree, change):
    tree("snippets/toy/net.py", body("f", 7) + "    x = 0\n")
    root = tree(COPY, body("f", 7) + f"    {change}")
    (breach,) = layout.drifted_copies(root)
    assert "f is too long to be a copy: import it" in breach


def test_a_true_copy_of_six_lines_passes(tree):
    tree("snippets/toy/net.py", body("f", 6))
    assert list(layout.drifted_copies(tree(COPY, body("f", 6)))) == []


def test_a_true_copy_of_seven_lines_is_to_be_imported(tree):
    tree("snippets/toy/net.py", body("f", 7))
    (found,) = layout.drifted_copies(tree(COPY, body("f", 7)))
    assert "too long to be a copy: import it, see snippets/toy/net.py" in found


def test_a_claim_has_names_of_its_own_but_no_long_copies(tree):
    claims = "studies/toy/net/claims.py"
    tree("snippets/toy/net.py", body("f", 7))
    root = tree(claims, "def net():\n    return 1\n")
    assert list(layout.drifted_copies(root)) == []
    (found,) = layout.drifted_copies(tree(claims, body("f", 7)))
    assert "too long to be a copy: import it, see snippets/toy/net.py" in found


def test_one_language_alone_is_not_enough(tree):
    root = tree("docs/zh/toy/net.md", "")
    (root / "docs/zh/toy/net.md").write_text("", "utf-8")
    for rule in (layout.not_embedded, layout.not_shown):
        breaches = list(rule(root))
        assert len(breaches) == 1, breaches
        assert breaches[0].endswith("on no zh page")


# a fast version

FAST = '''"""Net, fast."""
from snippets.toy.net import shared
def net(x, n=2):
    """Nothing, with less work."""
    x = x + n
    x = x + n
    x = x + n
    x = x + n
    return x
'''
CLEAR = '''
def part(x):
    """Half of it."""
    return x
def shared(x):
    """The same in both."""
    return part(x)
def net(x, n=2):
    """Nothing."""
    return part(x) + 4 * n
'''
USE = "from snippets.toy import net_fast\n"


@pytest.fixture
def pair(tree):
    """A small project with a fast version in order; pair(path, text) adds."""
    root = tree("snippets/toy/net_fast.py", FAST)
    (root / "snippets/toy/net.py").write_text(CLEAR, "utf-8")
    tree("tests/networks/toy/bench_net.py", "from a.net_fast import net\n")
    tree("tests/networks/toy/test_net.py", USE)
    return tree


def test_a_fast_version_in_order_breaks_no_rule(pair):
    root = pair("snippets/toy/net_fast.py", "")
    assert layout.networks(root) == ["toy/net"]
    assert layout.fasts(root) == ["toy/net_fast"]
    assert [breach for rule in layout.RULES for breach in rule(root)] == []


def test_a_network_may_build_on_a_fast_version(pair):
    use = "from snippets.toy.net_fast import net\n"
    root = pair("snippets/toy/sum.py", use)
    assert list(layout.foreign_imports(root)) == []


@pytest.mark.parametrize(
    ("rule", "path", "old", "new", "message"),
    [
        ("missing_parts", "net.py", None, "", "net_fast: snippets/toy/net.py"),
        (
            "foreign_imports",
            "net_fast.py",
            '"""\n',
            '"""\nimport numba\n',
            "numba",
        ),
        (
            "too_long",
            "net_fast.py",
            '"""\n',
            '"""\n' + 400 * "# \n",
            "limit 400",
        ),
        ("unlike_fast", "net_fast.py", "n=2", "n=3", r"net\(x, n=3\), but in"),
        (
            "unlike_fast",
            "net_fast.py",
            "x, n=2",
            "x, *n",
            r"toy/net.py \(x, n=2\)",
        ),
        (
            "unlike_fast",
            "net_fast.py",
            "shared",
            "part",
            "has no shared: write",
        ),
        (
            "drifted_copies",
            "net.py",
            CLEAR,
            FAST.partition("shared\n")[2],
            "too long to be a copy",
        ),
    ],
)
def test_a_fault_of_a_fast_version_is_seen(pair, rule, path, old, new, message):
    root = pair("snippets/toy/net_fast.py", "")
    file = root / "snippets/toy" / path
    if old is None:
        file.unlink()
    else:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    breaches = list(getattr(layout, rule)(root))
    assert any(re.search(message, breach) for breach in breaches), breaches


@pytest.mark.parametrize("kind", ["test", "bench"])
def test_a_fast_version_that_is_not_tested_is_seen(pair, kind):
    root = pair("snippets/toy/net_fast.py", "")
    file = f"tests/networks/toy/{kind}_net.py"
    (root / file).write_text("from snippets.toy import net\n", "utf-8")
    assert list(layout.unlike_fast(root)) == [
        f"{file} does not import net_fast"
    ]
