"""Gate 2 goes red: outputs that nobody printed, in fences, comments and titles."""

import dataclasses

import pytest

from press.read.page import Block
from tests.gates.pages import plain
from tests.gates.pages.planted import problems
from tests.gates.pages.structure import structure
from tests.kit.small_page import SOUND, block, fence, page

CONV = "snippets/convolution/conv.py"
UNREAD = "nobody has read this plain block"
FENCES = {  # the language, the text, what is reported of it
    "plain output": ("{ .text .plain }", "loss 0.31", UNREAD),
    "json output": ("json", "0.31", "json of a single value"),
    "json object": ("json", '{"loss": 0.31}', UNREAD),
    "yaml output": ("yaml", "loss 0.31", "yaml of a single value"),
    "yaml mapping": ("yaml", "loss: 0.31", UNREAD),
    "toml": ("toml", "loss = 0.31", UNREAD),
    "bash output": ("bash", "loss 0.31", "no command, or an output: 'loss"),
    "bash unread": ("bash", "make all", UNREAD),
    "broken json": ("json", "{'a': 1}", "no JSON: "),
    "broken yaml": ("yaml", "a: [1", "no YAML: "),
    "broken toml": ("toml", "a = b", "no TOML: "),
    "session": ("{ .text .plain }", "First:\n>>> 1 + 1\n2", "a session that"),
    "session of IPython": (
        "{ .text .plain }",
        "In [1]: 1\nOut[1]: 1",
        "session",
    ),
    "session in bash": ("bash", "python\n>>> 1\n1", "a session that"),
    "one syntax error": (
        "{ .text .plain }",
        "import numpy as np\nx = np.ones(3\nprint(x)",
        "Python that nobody",
    ),
    "one line of prose": (
        "{ .text .plain }",
        "for x in xs:\n    ...\nand so on",
        "Python that nobody",
    ),
    "Python cut off": ("{ .text .plain }", "y = f(x", "Python that nobody"),
    "heredoc": ("bash", "python <<EOF\nx = 1\nEOF", "a program in a command"),
    "python -c": ("bash", "python -c 'print(1)'", "a program in a command"),
    "transcript": ("bash", "$ make test\n3 passed", "an output: '$ make test'"),
    "bash with its output": (
        "bash",
        "make test\n=== 3 passed in 0.1s ===",
        "an output: '=== 3 passed",
    ),
    "comment with the output": ("bash", "make test\n# 3 passed", "a comment"),
    "comment after it": ("bash", "make test  # 3 passed", "a comment"),
}
COMMENTS = {  # code, what is reported
    "arrow": ("1 + 1  # -> 3", "a result in a comment, # -> 3"),
    "true arrow": ("1 + 1  # -> 2", "a result in a comment"),
    "sign of an arrow": ("x = 1  # → 3", "a result in a comment"),
    "double arrow": ("x = 1  # => 3", "a result in a comment"),
    "equals": ("x = 1 + 1  # = 3", "a result in a comment"),
    "prompt": ("x = 1 + 1  # >> 3", "a result in a comment"),
    "number": ("x = 0.1 + 0.2  # 0.3", "a result in a comment, # 0.3"),
    "percent": ("x = 1  # 93.1 %", "a result in a comment"),
    "list": ("x = [1]  # [1, 2]", "a result in a comment"),
    "text": ("x = 'a'  # 'b'", "a result in a comment"),
    "truth": ("x = 1 > 2  # True", "a result in a comment"),
    "array": ("x = 1  # array([1.])", "a result in a comment"),
    "words": ("x = 1  # prints 3", "a result in a comment"),
    "Chinese words": ("x = 1  # 输出 3", "a result in a comment"),
    "on a line of its own": ("x = 1\n# -> 3", "a result in a comment"),
    "in a function": (
        "def f(x):\n    return x  # -> 3\n\n\nassert f(1)",
        "a result in a comment",
    ),
    "shape with words": ("x = 1  # shape (3, 2)", "a shape that nobody can"),
    "shape with more": ("x = 1  # (3, 2) at last", "a shape that nobody can"),
    "shape of nothing": ("import numpy as np  # (3, 2)", "no array ends at"),
    "shape on its own line": ("x = 1\n# (3, 2)", "no array ends at # (3, 2)"),
    "shape in an expression": (
        "x = [\n    1,  # (3, 2)\n    2,\n]",
        "no array ends at",
    ),
    "doctest": (
        "def f():\n    '''\n    >>> f()\n    3\n    '''\n\n\nf()",
        "a session in a string",
    ),
    "session in a comment": ("x = 1\n# >>> x\n# 3", "a result in a comment"),
}
TITLES = {  # a title, code, what is reported
    "other code": (CONV, "x = 1", f"not included from {CONV}: 'x = 1'"),
    "code after it": (
        CONV,
        f'--8<-- "{CONV}:pair"\nx = 1',
        f"not included from {CONV}: 'x = 1'",
    ),
    "code before it": (CONV, f'x = 1\n\n--8<-- "{CONV}:pair"', "not included"),
    "an import that it has not": (CONV, "import os", "not included from"),
    "of another file": (
        CONV,
        '--8<-- "snippets/convolution/pool.py:max_pool_forward"',
        f"not included from {CONV}",
    ),
    "no file": ("snippets/convolution/none.py", "x = 1", "not included"),
    "name alone": ("conv.py", "x = 1", "not included from conv.py"),
    "name in words": (f"from {CONV}", "x = 1", "not included from from"),
    "no name": ("gamma = 0.99", "x = 1", "not included from gamma = 0.99"),
}
PRINTED = {  # code, what it prints, what is reported
    "percent": (
        'print("1000 shuffles: none above 10%")',
        "1000 shuffles: none above 10%",
        "a result in a string, '1000 shuffles: none above 10%'",
    ),
    "after a colon": (
        'print("loss:", "0.31", sep=" ")\nprint("loss: .3")',
        "loss: 0.31\nloss: .3",
        "'loss: .3'",
    ),
    "times": ('print("3 times as fast")', "3 times as fast", "in a string"),
}
REMARKS = {  # what a block says, and the number that its code does not hold
    "values in words": ("x = 1 / 3  # 33.3 %, then 66.7 %", "33.3%"),
    "a decimal": ("x = 1 / 3  # about 0.33 of them", "0.33"),
    "a line of its own": ("# The loss falls to 0.31.\nx = 1", "0.31"),
    "percent in words": ("x = 1  # 99 per cent are right", "99%"),
    "all in words": ("x = 1  # ninety percent are right", "ninety percent"),
    "in Chinese": ("x = 1  # 对了 百分之 99", "99%"),
    "in Chinese words": ("x = 1  # 对了百分之九十九", "百分之九十九"),
    "times": ("x = 1  # 3 times as fast", "3times"),
    "sign of times": ("x = 1  # 30× as fast", "30×"),
    "power of ten": ("x = 1  # they differ by 3e-7", "3e-7"),
    "not quite that of the code": ("x = 0.32  # 0.31 is enough", "0.31"),
    "of a function": ('def f():\n    """Gives 0.31."""\n\n\nf()', "0.31"),
    "a string alone": ('x = 1\n"The loss is 0.31."', "0.31"),
}
HEAD = "import numpy as np\n\n\n"
OWN = {  # comments that are none of these
    "symbols": "x = 1  # both refuse what misfits",
    "a step": "x = 1  # 7 down, 5 right",
    "a formula": "x = 1  # exp(-a) = inf is σ(a) = 0",
    "in a string": 'x = "# -> 3"\ny = "a -> b"',
    "of the annotation": "def f(x) -> int:\n    return x\n\n\nassert f(1)",
    "a constant": "lr = 0.5  # 0.5, or 50 %, is enough",
    "a source": "x = 1  # arXiv:1412.6980, doi:10.1038/323533a0",
    "a version": "x = 1  # since Python 3.11",
    "of a function": 'def f(x=0.9):\n    """0.9 by default."""\n\n\nf()',
    "shapes": f"{HEAD}x = [np.ones((3, 2))] * 2  # 2 × (3, 2)",
    "a heading": "if True:\n    head = 'cost 0.01   gamma 0.9'",
    "a shape": f"{HEAD}x = np.ones((3, 2))  # (3, 2)",
}
READ = {  # plain blocks that somebody has read
    "bash": "PORT=1 make serve\ncd a && git add . \\\n  --all\n\n"
    ".venv/bin/python -m pytest 'a b'",
    "text": "The page says 0.3 (not 0.2):\nit was so.",
    "json": '{"loss": [0.31]}',
    "yaml": "jobs:\n  test: {run: make test}",
    "toml": '[a]\nbus = ["c[0]"]',
}


@pytest.mark.parametrize("name", FENCES)
def test_output_in_a_fence(name):
    """What no gate runs is no output, no session and no program."""
    language, text, expected = FENCES[name]
    assert expected in "\n".join(problems(fence(text, language)))


@pytest.mark.parametrize("name", COMMENTS)
def test_result_in_a_comment(name):
    """A comment that says what comes out is refused, true or false."""
    code, expected = COMMENTS[name]
    assert expected in "\n".join(problems(block(code)))


@pytest.mark.parametrize("name", REMARKS)
def test_a_number_in_a_comment(name):
    """A block says no number that its code does not hold."""
    code, number = REMARKS[name]
    found = structure(page(block(code)).blocks)
    assert any(f"a result in a comment, {number}:" in each for each in found)


@pytest.mark.parametrize("name", PRINTED)
def test_result_in_a_string(name):
    """A print of nothing but constants has computed nothing."""
    code, output, expected = PRINTED[name]
    assert expected in "\n".join(problems(block(code, output)))


def test_a_title_above_an_output():
    """Nobody compares what stands above an output with anything."""
    body = SOUND.replace(".output", '.output title="gamma = 0.99"')
    assert "title 'gamma = 0.99'" in "\n".join(problems(body))


@pytest.mark.parametrize("name", TITLES)
def test_title_of_a_file(name):
    """Code below the name of a file is that of the file."""
    title, code, expected = TITLES[name]
    body = fence(code, f'python title="{title}"')
    assert expected in "\n".join(problems(body))


@pytest.mark.parametrize("name", OWN)
def test_other_comments_are_sound(name):
    assert problems(block(OWN[name])) == []


@pytest.mark.parametrize("language", READ)
def test_plain_block_that_was_read_is_sound(language, monkeypatch):
    """Once somebody has read it, a plain block is green; changed, it is red again."""
    source = "" if language == "bash" else "mkdocs.yml"
    read = Block(language, READ[language], source=source)
    monkeypatch.setattr(plain, "known", lambda: {plain.key(read)})
    assert plain.troubles(read) == []
    changed = dataclasses.replace(read, code=read.code + " ")
    assert plain.troubles(changed) == []
    changed = dataclasses.replace(read, code=read.code.replace("s", "z", 1))
    assert UNREAD in plain.troubles(changed)[-1]


def test_included_code_may_have_the_title_of_its_file():
    """With imports of the file before it, a section of it, or all of it."""
    pool = "snippets/convolution/pool.py"
    bodies = [
        f'import numpy as np\n\n\n--8<-- "{CONV}:pair"',
        f'--8<-- "{pool}"',
    ]
    for path, body in zip((CONV, pool), bodies, strict=True):
        found = problems(fence(body, f'python title="{path}"'))
        assert not [each for each in found if "not included" in each]


def test_lock_lists_what_was_read(tmp_path, monkeypatch):
    """Pages without a name go, pages that nobody read again stay."""
    monkeypatch.setattr(plain, "LOCK", tmp_path / "plain.lock")
    assert plain.locked() == {}
    assert plain.write(["a"], {"a": {"1": "bash: x"}}) == ["bash: x"]
    new = plain.write(["a", "b"], {"b": {"1": "bash: x", "2": "bash: y"}})
    assert new == ["bash: y"]
    assert plain.locked() == {
        "a": {"1": "bash: x"},
        "b": {"1": "bash: x", "2": "bash: y"},
    }
    plain.write(["b"], {"b": {}})
    assert plain.locked() == {}


def test_sound_page_has_no_plain_blocks():
    assert problems(SOUND) == []
