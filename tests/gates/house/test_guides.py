"""What README and CONTRIBUTING show as Python runs; what they show as commands is none."""

import pytest

from press import CONFIGS, ROOT
from press.check.verdict import verdicts
from press.read.page import Page, read_text, site_config
from tests.gates.pages.plain import PROMPT, disguised
from tests.kit.findings import none
from tests.kit.small_page import SOUND, block, fence
from tests.kit.soup import soup_of

GUIDES = sorted(ROOT.glob("*.md"))
SHELL = (
    "bash",
    "",
    "text",
)  # what is no Python; the map of the folders has no name


def guide(text: str) -> Page:
    return read_text(text, site_config(CONFIGS["en"]), coloured=False)


def trouble(page: Page) -> list[str]:
    """What of the code of a guide does not run, or may hide from running."""
    found = [
        f"line {verdict.block.line + 1}: {verdict.problem}"
        for verdict in verdicts(page)
        if verdict.problem
    ]
    for each in page.blocks:
        line = f"line {each.line + 1}: "
        if each.is_python or each.is_output:
            continue
        if each.language not in SHELL:
            found.append(f"{line}a block in {each.language!r}")
        elif disguised(each.code) or PROMPT.search(each.code):
            found.append(f"{line}Python that nobody runs")
    shown = len(soup_of(page.html).find_all("pre"))
    if shown != len(page.blocks):
        found.append(f"{shown - len(page.blocks)} blocks without a fence")
    return found


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_the_code_of_a_guide_runs(path):
    none(trouble(guide(path.read_text("utf-8"))), "show what runs, or no code")


PLANTED = {
    "raises": (block("1 / 0"), "ZeroDivisionError"),
    "an invented output": (block("print(1)", "2"), "page says"),
    "no output": (block("print(1)"), "shows no output"),
    "a syntax error": (block("x ="), "SyntaxError"),
    "another name": (fence("x = f(1)", "py"), "a block in 'py'"),
    "a session": (fence(">>> 1\n1", "pycon"), "a block in 'pycon'"),
    "a session without a name": (fence(">>> 1", ""), "Python that nobody"),
    "without a name": (fence("import os\nos.x()", ""), "Python that nobody"),
    "as a command": (fence("import os", "bash"), "Python that nobody runs"),
    "indented": ("Words.\n\n    x = f(1)", "1 blocks without a fence"),
    "of HTML": ("<pre>x = f(1)</pre>", "1 blocks without a fence"),
    "in a list": ("- a\n\n    ```python\n    1 / 0\n    ```", "ZeroDivision"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    body, told = PLANTED[name]
    assert told in "\n".join(trouble(guide(f"# G\n\n{body}\n")))


def test_sound():
    body = f"# G\n\n{SOUND}\n\n{fence('make test  # all of it', 'bash')}\n"
    assert trouble(guide(body)) == []
