"""Includes, imports and front matter: what is wrong is said with its line."""

import pytest

from press import CONFIGS
from press.read import imports, includes
from press.read.page import PageError, read_text, site_config

SOURCE = """import x

# --8<-- [start:params]
A = 1
    # --8<-- [end:params]
# --8<-- [start:step]
"""
PAGE = """# T { #t }

```python
--8<-- "snippets/toy/net.py:params"
```

> ~~~python
> --8<-- "snippets/toy/net.py"
> ~~~
"""


@pytest.fixture
def toy(tmp_path):
    """Writes files of snippets/toy in a folder of its own."""
    folder = tmp_path / "snippets" / "toy"
    folder.mkdir(parents=True)

    def write(**files):
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text, "utf-8")
        return tmp_path

    return write


def test_sections_and_includes_are_read():
    assert includes.sections(SOURCE) == ["params", "step"]
    assert includes.without_marks(SOURCE) == "import x\n\nA = 1\n"
    assert includes.includes(PAGE) == [
        (3, "", "snippets/toy/net.py", "params"),
        (7, "> ", "snippets/toy/net.py", None),
    ]
    assert includes.include('"a.py"') is None


def test_a_misnamed_include_is_told_with_what_there_is(toy):
    root = toy(net=SOURCE)
    assert includes.misnamed(PAGE, root) == []
    wrong = PAGE.replace(":params", ":parms")
    assert includes.misnamed(wrong, root) == [
        (3, "no section 'parms' in snippets/toy/net.py; it has params, step")
    ]
    gone = PAGE.replace('net.py"', 'nett.py"')
    assert includes.misnamed(gone, root) == [
        (7, "no file snippets/toy/nett.py")
    ]
    block = PAGE + "--8<--\nsnippets/toy/net.py\n--8<--\n"
    assert [line for line, _ in includes.misnamed(block, root)] == [9, 11]


@pytest.mark.parametrize(
    "line",
    [
        "--8<-- 'snippets/toy/net.py'",
        '--8<-- "snippets/toy/net.py:1:3"',
        "    -8<- 'snippets/toy/net.py:params'",
        '---8<---  "a \\"b\\".md"',
        "--8<--",
    ],
)
def test_an_include_that_no_gate_would_read_is_refused(toy, line):
    found = includes.misnamed(f"# T\n\n{line}\n", toy(net=SOURCE))
    assert found == [(2, includes.PLAIN)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("> ", ""),
        ("- a\n\n    ", ""),
        ("text\n\n    ", ""),
        ("<div markdown>\n", "\n</div>"),
        ("<!--\n", "\n-->"),
        ("```python\n1\n```\n", "\n```python\n2\n```"),
        ("```python\n", ""),
    ],
)
def test_an_include_outside_of_a_fence_is_refused(toy, before, after):
    """It would be taken for Markdown, and a part of no block."""
    line = '--8<-- "snippets/toy/net.py:params"'
    text = f"# T\n\n{before}{line}{after}\n"
    (found,) = includes.misnamed(text, toy(net=SOURCE))
    assert found[1] == includes.LOOSE


def test_words_about_includes_are_none(toy):
    text = 'Write `--8<-- "a.py"`.\n\n;--8<-- "a.py"\n\n- 8< -\n'
    assert includes.misnamed(text, toy()) == []


def test_imports_come_before_their_users(toy):
    root = toy(
        a="from snippets.toy.b import x\nfrom snippets.toy import c\n",
        b="from snippets.toy.c import y\n",
        c="def f():\n    from snippets.toy.d import z\n",
        d="import numpy\nfrom . import e\nfrom snippets.toy.gone import g\n",
    )
    folder = root / "snippets" / "toy"
    names = [path.stem for path in imports.sources(folder / "a.py", root)]
    assert names == ["d", "c", "b", "a"]


def test_a_circle_of_imports_is_refused_not_followed_for_ever(toy):
    root = toy(
        a="from snippets.toy.b import x\n", b="from snippets.toy.a import y\n"
    )
    with pytest.raises(ValueError, match="circle") as caught:
        imports.sources(root / "snippets/toy/a.py", root)
    a, b = "snippets/toy/a.py", "snippets/toy/b.py"
    assert str(caught.value) == f"a circle of imports: {a} → {b} → {a}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "---\ntitle: T\ndescription: a: b\n---\n\n# T { #t }\n",
            "line 3: the front matter is not YAML",
        ),
        (
            '# T { #t }\n\n```python\n--8<-- "snippets/recurrent/lstm.py:parms"\n```',
            "line 4: no section 'parms' in snippets/recurrent/lstm.py; it has",
        ),
    ],
)
def test_a_faulty_page_names_its_line(text, message):
    with pytest.raises(PageError, match=message):
        read_text(text, site_config(CONFIGS["zh"]))


def test_blocks_know_their_lines_also_beside_empty_outputs():
    prints = "```python\nprint({})\n```\n\n```{{ .text .output }}\n```\n\n"
    body = "".join(prints.format(n) for n in range(3))
    include = '```python\n--8<-- "snippets/recurrent/lstm.py:params"\n```\n'
    page = read_text(body + include, site_config(CONFIGS["zh"]))
    lines = [block.line for block in page.blocks]
    assert lines == [0, 4, 7, 11, 14, 18, 21]
