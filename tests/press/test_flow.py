"""Which earlier blocks a block needs: read from its code, and measured."""

import pytest

from press.compute.states import states
from press.read.flow import Measured, flow, flows_of, undefined

FLOWS = {  # code, what it reads, what it sets
    "a name": ("y = x", "x", "y"),
    "its own first": ("x = 1\ny = x", "", "x y"),
    "too late": ("y = x\nx = 1", "x", "x y"),
    "added to": ("x += 1", "x", "x"),
    "into an array": ("x[0] = 1", "x", ""),
    "an attribute": ("x.a = 1", "x", ""),
    "two at once": ("a, (b, *c) = x", "x", "a b c"),
    "a loop": ("for i in x:\n    y = i", "x", "i y"),
    "a comprehension": ("y = [i * a for i in x]", "a x", "y"),
    "a comprehension over its own name": (
        "y = [i * 2 for i in i for j in i]",
        "i",
        "y",
    ),
    "a condition in one": ("y = {i: a for i in x if b(i)}", "a b x", "y"),
    "one inside another": ("y = [[j + i for j in i] for i in x]", "x", "y"),
    "a generator": ("y = sum(i for i in x)", "sum x", "y"),
    "a lambda": ("f = lambda a: a + b", "b", "f"),
    "a function": ("def f(a):\n    return a + b", "b", "f"),
    "its default": ("def f(a=b):\n    return a", "b", "f"),
    "its annotation": ("def f(a: b) -> c:\n    return a", "b c", "f"),
    "a decorator": ("@d\ndef f():\n    pass", "d", "f"),
    "a helper below": (
        "def f():\n    return g()\n\n\ndef g():\n    return 1",
        "",
        "f g",
    ),
    "a class": ("class A(B):\n    def f(self):\n        return c", "B c", "A"),
    "a closure": (
        "def f(a):\n    def g():\n        return a + b\n    return g",
        "b",
        "f",
    ),
    "with": ("with open(x) as file:\n    y = file", "open x", "file y"),
    "try": (
        "try:\n    f()\nexcept ValueError as error:\n    print(error)",
        "ValueError f print",
        "error",
    ),
    "a walrus": ("if (n := f()) > 1:\n    print(n)", "f print", "n"),
    "a string": ("print(f'{x:.2f}')", "print x", ""),
    "a match": ("match x:\n    case [a, b]:\n        y = a", "x", "a b y"),
    "an import": ("import a.b\nfrom c import d as e\ny = a.b + e", "", "y"),
    "deleted": ("del x", "x", "x"),
}


@pytest.mark.parametrize("name", FLOWS)
def test_what_a_block_reads_and_sets(name):
    code, reads, sets = FLOWS[name]
    found = flow(code, {"a", "e"} if name == "an import" else set())
    assert (sorted(found.reads), sorted(found.sets)) == (
        reads.split(),
        sets.split(),
    )


@pytest.mark.parametrize("lines", [1, 2, 5])
def test_a_block_counts_its_lines(lines):
    code = "\n".join(["x = 1"] * lines)
    assert flow(f"\n{code}\n\n", set()).lines == lines


RNG = "import numpy as np\n\nrng = np.random.default_rng(0)"
NET = "class Net:\n    w = 0\n\n    def step(self):\n        self.w += 1"
NEEDS = {  # blocks, and what the last one of them needs
    "nothing": (["x = 1", "print(2)"], ()),
    "one": (["x = 1", "y = 2", "print(x)"], (0,)),
    "the last that set it": (["x = 1", "x = 2", "print(x)"], (1,)),
    "a chain": (["x = 1", "y = x", "z = 3", "print(y)"], (0, 1)),
    "who added to it": (["x = [1]", "x.append(2)", "print(x)"], (0, 1)),
    "not who only looked": (["x = [1]", "print(len(x))", "print(x)"], (0,)),
    "under another name": (
        ["x = [1]", "y = x", "y.append(2)", "print(x)"],
        (0, 1, 2),
    ),
    "through a function": (
        ["x = [1]", "def f(a):\n    a.append(2)", "f(x)", "print(x)"],
        (0, 1, 2),
    ),
    "through a method": (
        [NET, "net = Net()", "net.step()", "net.w", "print(net.w)"],
        (0, 1, 2),
    ),
    "chance": ([RNG, "a = rng.random()", "print(rng.random())"], (0, 1)),
    "chance begun anew": (
        [RNG, "a = rng.random()", f"{RNG}\nprint(rng.random())"],
        (),
    ),
    "chance in a function": (
        [RNG, "def f():\n    return rng.random()", "f()", "print(f())"],
        (0, 1, 2),
    ),
    "what a function calls": (
        ["def g():\n    return 1", "def f():\n    return g()", "print(f())"],
        (0, 1),
    ),
    "what is defined below": (
        ["def f():\n    return g()", "def g():\n    return 1", "print(f())"],
        (0, 1),
    ),
    "one of two that are the same": (
        ["def f():\n    return 1", "x = 3", "def f():\n    return 1", "f()"],
        (2,),
    ),
    "the shorter of two": (
        [
            "def f():\n    return 1\n\n\ndef g():\n    return f()",
            "def f():\n    return 1",
            "f()",
        ],
        (1,),
    ),
    "a class that stands there twice": (
        [
            "from typing import NamedTuple\n\n\nclass A(NamedTuple):\n    a: int",
            "class B(NamedTuple):\n    a: A",
            "b = B(A(1))",
            "class A(NamedTuple):\n    a: int",
            "print(b, B)",
        ],
        (0, 1, 2),
    ),
    "who served only what is not needed": (
        [
            "def g():\n    return 1",
            "def f():\n    return g()\n\n\ndef h():\n    return 2\n\n\nx = 3",
            "def h():\n    return 2",
            "print(h())",
        ],
        (2,),
    ),
    "imports need no block": (["import math", "print(math.pi)"], ()),
    "a gradient": (
        [
            "import torch\n\nw = torch.ones(2, requires_grad=True)",
            "(w * w).sum().backward()",
            "print(w.grad)",
        ],
        (0, 1),
    ),
    "whether it has a gradient": (
        [
            "import torch\n\nw = torch.ones(2)",
            "w.requires_grad_()",
            "print(w.requires_grad)",
        ],
        (0, 1),
    ),
}


@pytest.mark.parametrize("name", NEEDS)
def test_what_the_last_block_needs(name):
    blocks, expected = NEEDS[name]
    measured = Measured(flows_of(blocks), states(blocks))
    assert measured.needs()[-1] == expected


def test_a_name_that_nobody_sets_is_undefined():
    flows = flows_of(["x = 1", "y = x", "print(y, z)"])
    assert undefined(flows, [0, 1, 2]) == set()  # z: of no block
    assert undefined(flows, [1, 2]) == {"x"}
    assert undefined(flows, [0, 2]) == {"y"}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x = 1 / 0", "ZeroDivisionError"),
        ("import os\n\nos._exit(0)", "it ended before its last block"),
        ("raise SystemExit(0)", "it ended before its last block"),
    ],
)
def test_a_page_that_stops_is_told(code, told):
    with pytest.raises(RuntimeError, match=told):
        states([code])


@pytest.mark.parametrize("code", ["print((1", "x = ", ' y = """a', "x = 1 2"])
def test_a_block_that_is_no_python_is_named(code):
    with pytest.raises(SyntaxError, match="block 2"):
        flows_of(["x = 1", code])


def test_a_page_may_read_its_source_and_lead_its_output_elsewhere():
    """The program lies in a file, and its states do not come by what it prints."""
    blocks = [
        "import inspect\n\n\ndef f():\n    return 1",
        "def g():\n    return f()\n\n\nprint(inspect.getsource(f))",
        "import io, sys\n\nout = sys.stdout\nsys.stdout = io.StringIO()",
        "print(__file__, inspect.getsource(g))\nsys.stdout = None",
        "assert inspect.getsource(g).startswith('def g')\nassert g() == 1",
    ]
    assert len(states(blocks)) == 5
    assert Measured(flows_of(blocks), states(blocks)).needs()[1] == (0,)


def test_a_part_of_a_package_that_is_loaded_later_changes_no_function():
    """Seen: a whole training stood in six programs, since it was first to draw."""
    blocks = [
        "import numpy as np\n\ndef f(rng):\n    return np.random.Generator, rng",
        "import numpy.ma\nx = np.random.default_rng(0).random()\nprint(x)",
        "print(f(1)[1])",
    ]
    assert Measured(flows_of(blocks), states(blocks)).needs()[2] == (0,)
