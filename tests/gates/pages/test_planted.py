"""Gate 2 goes red: faults planted in the blocks of a page, wherever a block may stand."""

import pytest

from press import ROOT
from press.check.verdict import ran, verdicts
from tests.gates.built.coverage import unaccounted
from tests.gates.pages.planted import judged, problems
from tests.kit.small_page import (
    FAULTY,
    SOUND,
    block,
    fence,
    included,
    inside,
    page,
)

CONTAINERS = {
    "page": lambda body: body,
    "tab": lambda body: inside('=== "NumPy"\n\n', body),
    "tab without a blank line": lambda body: inside('=== "NumPy"\n', body),
    "second tab": lambda body: (
        '=== "A"\n\n    a\n\n' + inside('=== "B"\n\n', body)
    ),
    "admonition": lambda body: inside("!!! note\n\n", body),
    "admonition without a blank line": lambda body: inside("!!! note\n", body),
    "folded": lambda body: inside('??? tip "Hint"\n\n', body),
    "folded, open": lambda body: inside('???+ tip "Hint"\n\n', body),
    "tab in an admonition": lambda body: inside(
        "!!! note\n\n", inside('=== "A"\n\n', body)
    ),
    "list": lambda body: inside("- item\n\n", body),
    "numbered list": lambda body: inside("1. item\n\n", body),
    "definition list": lambda body: inside("term\n:   text\n\n", body),
    "footnote": lambda body: inside("A[^1].\n\n[^1]: Text.\n\n", body),
    "div markdown": lambda body: f"<div markdown>\n\n{body}\n\n</div>",
    "div": lambda body: f"<div>\n\n{body}\n\n</div>",
    "tab character": lambda body: inside("!!! note\n\n", body).replace(
        "    ", "\t"
    ),
    "after a paragraph": lambda body: f"text\n{body}",
    "included block": lambda body: fence(
        f'--8<-- "{included("code.py", body.split(chr(10))[1])}"'
    ),
    "tildes": lambda body: body.replace("```", "~~~"),
    "four backticks": lambda body: body.replace("```", "````"),
    "attributes": lambda body: body.replace("```python", "```{ .python }"),
    "attributes without blanks": lambda body: body.replace(
        "```python", "```{.python}"
    ),
}
FORMS = {  # code that reads as Python and is no block of gate 2
    "py": (fence("x = 1", "py"), "language 'py'"),
    "py3": (fence("x = 1", "py3"), "language 'py3'"),
    "python3": (fence("x = 1", "python3"), "language 'python3'"),
    "Python": (fence("x = 1", "Python"), "language 'Python'"),
    "ipython3": (fence("x = 1", "ipython3"), "language 'ipython3'"),
    "numpy": (fence("x = 1", "numpy"), "language 'numpy'"),
    "pycon": (fence(">>> 1\n1", "pycon"), "language 'pycon'"),
    "no language": (fence("x = 1", ""), "language 'none'"),
    "markdown": (fence(FAULTY, "md", "````"), "language 'md'"),
    "annotate first": (
        fence("x = 1", "{ .annotate .python }"),
        "language 'annotate'",
    ),
    "braces": (fence("x = 1", "{python}"), "language 'none'"),
    "indented": (inside("text\n\n", "x = 1"), "not a block of the page"),
    "indented :::": (
        inside("text\n\n", ":::python\nx = 1"),
        "not a block of the page",
    ),
    "raw pre": (
        '<pre><code class="language-python">x = 1</code></pre>',
        "not a block of the page: python 'x = 1'",
    ),
    "raw code": ("<code>x = 1\ny = 2</code>", "shown as inline code"),
    "raw code, br": ("<code>x = 1<br>y = 2</code>", "shown as inline code"),
    "code line by line": ("`x = 1`  \n`y = x`", "shown line by line"),
    "samp": ("<samp>x = 1\ny = 2</samp>", "shown as inline code"),
    "textarea": ("<textarea>x = 1\ny = 2</textarea>", "shown as inline code"),
    "styled div": (
        '<div style="white-space: pre">x = 1\ny = 2</div>',
        "code without <pre>",
    ),
    "highlight div": ('<div class="highlight">x</div>', "code without <pre>"),
    "iframe": ('<iframe src="code.html"></iframe>', "no gate looks inside"),
    "title that says notest": (
        fence("x = 1", 'python title="a notest example"'),
        "not included from a notest example",
    ),
    "notest": (fence("x = 1", "{ .python notest }"), "option ('notest',)"),
    "continuation": (
        fence("x = 1", "{ .python continuation }"),
        "option ('continuation',)",
    ),
    "class notest": (fence("x = 1", "{ .python .notest }"), "classes ('not"),
    "bare notest": (fence("x = 1", "python notest"), "shown as inline code"),
    "line numbers": (
        fence("x = 1", 'python linenums="1"'),
        "not a block of the page",
    ),
    "too deep": (inside("- a\n\n", FAULTY, 8), "text '```python'"),
    "unclosed": ("```python\nx = 1", "Markdown in the text"),
    "commented out": (f"<!--\n{SOUND}\n-->", "not shown: 'print(1 + 1)'"),
    "plain": (fence("import os", "{ .text .plain }"), "Python that nobody"),
    "plain prompt": (fence(">>> 1\n1", "{ .text .plain }"), "a session that"),
    "bash": (fence("print(1)", "bash"), "Python that nobody runs"),
    "text": (fence("1", "text"), "neither output nor plain"),
    "output of nothing": (
        fence("1", "{ .text .output }"),
        "an output without its Python block",
    ),
    "second output": (
        f"{SOUND}\n\n{fence('2', '{ .text .output }')}",
        "an output without its Python block",
    ),
    "output in Python": (
        SOUND.replace(".text .output", ".python .output"),
        "output in 'python'",
    ),
    "output in yaml": (
        SOUND.replace("{ .text .output }", "yaml"),
        "yaml in the place of an output",
    ),
    "plain output": (
        block("x = 2") + "\n\n" + fence("2", "{ .text .plain }"),
        "text in the place of an output",
    ),
    "output in another tab": (
        inside('=== "A"\n\n', block("print(2)"))
        + "\n\n"
        + inside('=== "B"\n\n', fence("2", "{ .text .output }")),
        "an output away from its block",
    ),
    "output far away": (
        SOUND.replace("\n\n", "\n\nWords.\n\n"),
        "an output away from its block",
    ),
}
PROGRAMS = {  # blocks, the faulty one, what is reported
    "wrong output": ([("print(1)", "2")], 0, "page says '2', the block prints"),
    "output shown, none printed": ([("x = 1", "1")], 0, "prints nothing"),
    "print without an output": (["print(7)"], 0, "shows no output:\n7"),
    "second line missing": (
        [("print(1)\nprint(2)", "1")],
        0,
        "line 2 of the output: the page says nothing more",
    ),
    "stderr": (["import sys\nprint('e', file=sys.stderr)"], 0, "no output"),
    "original stdout": (
        ["import sys\nprint('e', file=sys.__stdout__)"],
        0,
        "no output",
    ),
    "output of a C function": (["import os\nos.write(1, b'e')"], 0, "output"),
    "errors of a C function": (["import os\nos.write(2, b'e')"], 0, "output"),
    "output of a process": (
        [
            "import subprocess, sys",
            "subprocess.run([sys.executable, '-c', 'print(1)'])",
        ],
        1,
        "shows no output:\n1",
    ),
    "TypeError the first time only": (
        ["if 'w' not in globals():\n    w = 1\n    w = w + None"],
        0,
        "TypeError",
    ),
    "snippets": (["from snippets import recurrent"], 0, "named 'snippets'"),
    "studies": (["import studies.drawing"], 0, "named 'studies'"),
    "the tests": (["import tests.gates"], 0, "No module named 'tests'"),
    "function never called": (["x = 1", "def f():\n    y"], 1, "called: f"),
    "method never called": (
        ["class A:\n    def f(self):\n        y\n\n\nA()"],
        0,
        "never called: A.f",
    ),
    "inner function never called": (
        ["def f():\n    def g():\n        y\n\n\nf()"],
        0,
        "never called: f.<locals>.g",
    ),
    "lambda never called": (["f = lambda: y"], 0, "lambda of 'f = lambda: y'"),
    "generator never run": (["def f():\n    yield y\n\n\nf()"], 0, "called: f"),
    "main guard": (
        ["if __name__ == '__main__':\n    raise ValueError('planted')"],
        0,
        "ValueError: planted",
    ),
    "RuntimeWarning": (
        ["import numpy as np", "np.array([1.0]) / 0"],
        1,
        "RuntimeWarning: divide by zero",
    ),
    "UserWarning": (["import warnings\nwarnings.warn('w')"], 0, "UserWarning"),
    "DeprecationWarning": (
        ["import warnings", "warnings.warn('w', DeprecationWarning)"],
        1,
        "DeprecationWarning: w",
    ),
    "SyntaxWarning": (["x = '\\d'.strip(), 1 is 1"], 0, "SyntaxError"),
    "SystemExit": (["import sys", "sys.exit(0)", "x = 1"], 1, "SystemExit(0)"),
    "os._exit": (["import os", "os._exit(0)", "x = 1"], 1, "died: 0"),
    "crash": (["import os", "os.kill(os.getpid(), 11)"], 1, "died: -11"),
    "top-level await": (["await x"], 0, "SyntaxError: 'await' outside"),
    "submodule not imported": (
        ["import wsgiref\nwsgiref.handlers"],
        0,
        "no attribute 'handlers'",
    ),
    "late __future__": (
        ["x = 1", "from __future__ import annotations"],
        1,
        "the blocks together are no program",
    ),
    "exception in a thread": (
        [
            "import threading",
            "t = threading.Thread(target=lambda: y)\nt.start()",
        ],
        1,
        "NameError: name 'y' is not defined",
    ),
    "print at exit": (
        ["import atexit", "atexit.register(print, 'bye')"],
        1,
        "prints when it ends:\nbye",
    ),
    "network": (
        ["import socket", "socket.create_connection(('example.org', 80), 1)"],
        1,
        "must not use the network: example.org",
    ),
    "after a failed block": (["1 / 0", "x = 1"], 1, "never ran: an earlier"),
}
LEAKS = {  # what one page leaves behind, what another would need of it
    "environment": (
        "import os\nos.environ['PLANTED'] = '1'",
        "import os\nos.environ['PLANTED']",
        "KeyError: 'PLANTED'",
    ),
    "torch dtype": (
        "import torch\ntorch.set_default_dtype(torch.float64)",
        "import torch\nassert torch.ones(1).dtype == torch.float64",
        "AssertionError",
    ),
    "module": (
        "import sys, types\nsys.modules['planted'] = types.ModuleType('p')",
        "import planted",
        "ModuleNotFoundError: No module named 'planted'",
    ),
    "import": ("import json.tool", "json.tool", "NameError"),
    "file": (
        "open('planted.txt', 'w').close()",
        "open('planted.txt')",
        "FileNotFoundError",
    ),
    "builtin": (
        "import builtins\nbuiltins.planted = 1",
        "planted",
        "NameError: name 'planted' is not defined",
    ),
    "random state": (
        "import numpy as np\nnp.random.seed(0)",
        "import numpy as np\nassert np.random.rand() == 0.5488135039273248",
        "AssertionError",
    ),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_faulty_block_is_found_in(name):
    """A block that raises is run, and reported, wherever the page shows it."""
    found = problems(CONTAINERS[name](FAULTY))
    assert "ValueError: planted" in found[0]
    assert "did not run" in found[1]


@pytest.mark.parametrize("name", CONTAINERS)
def test_sound_block_is_accepted_in(name):
    """The same page without the fault is green, so it is the fault that is found."""
    sound = block("x = 1") if name == "included block" else SOUND
    assert problems(CONTAINERS[name](sound)) == []


@pytest.mark.parametrize("name", FORMS)
def test_no_code_escapes_as(name):
    """Code that gate 2 would not run turns gate 2 or gate 3 red by its form alone."""
    body, expected = FORMS[name]
    assert expected in "\n".join(problems(body))


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_fails_with(name):
    """A block that does not do what the page says is reported, and no block before it."""
    blocks, faulty, expected = PROGRAMS[name]
    found = judged(*blocks)
    assert expected in found[faulty]
    if name != "after a failed block":
        assert found[:faulty] == [None] * faulty


def test_program_that_never_ends_is_stopped():
    """A loop without end is cut off, and what comes after it counts as not run."""
    found = judged("x = 1", "while True:\n    x += 1", "x = 2", timeout=6)
    assert found[0] is None
    assert found[1] == "no end after 6 s"
    assert "never ran" in found[2]


def test_program_that_uses_everything_is_sound():
    """The green twin of the faulty programs: what they break is allowed when right."""
    found = judged(
        "import sys\nfrom dataclasses import dataclass\n\nimport numpy as np",
        "@dataclass\nclass A:\n    x: 'int'\n\n    def f(self):\n"
        "        return self.x\n\n\nassert A(1).f() == 1",
        ("print('e', file=sys.stderr)", "e"),
        ("if __name__ == '__main__':\n    print(np.ones(2))", "[1. 1.]"),
        "import pickle\n\npickle.loads(pickle.dumps(A(2)))",
        "import inspect\n\nassert 'self.x' in inspect.getsource(A)",
        "import contextlib, io\n\nwith contextlib.redirect_stdout(io.StringIO()"
        ") as said:\n    print(1)\nassert said.getvalue() == '1\\n'",
    )
    assert found == [None] * 7


def test_repository_is_out_of_reach():
    """Neither the path nor an installed copy of the repository helps a block."""
    assert judged(f"import sys\n\nassert {str(ROOT)!r} not in sys.path") == [
        None
    ]
    installed = f"import sys\n\nsys.path.append({str(ROOT)!r})"
    found = judged(installed, "import press")
    assert "No module named 'press'" in found[1]


@pytest.mark.parametrize("name", LEAKS)
def test_page_gets_nothing_from_an_earlier_page(name):
    """A page that would pass only after another one fails on its own."""
    plant, need, expected = LEAKS[name]
    assert judged(plant) == [None]
    assert expected in judged(need)[0]
    assert judged(plant, need)[0] is None


def test_gate_3_runs_what_pytest_never_collected():
    """A page in docs/zh/build/, or in a run of one test, is judged all the same."""
    made = page(FAULTY)
    found = unaccounted(made.html, made.blocks, ran(made))
    assert [each for each in found if "did not run" in each]
    made = page(SOUND)
    assert unaccounted(made.html, made.blocks, ran(made)) == []


def test_page_without_blocks_is_judged():
    """No blocks, no verdicts: neither a crash nor a fault."""
    assert verdicts(page("Only words.")) == []
