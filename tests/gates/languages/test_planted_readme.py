"""Gate 4 goes red: faults planted in one of the two READMEs."""

import pytest

from tests.gates.languages import foreign
from tests.gates.languages.languages import differences
from tests.gates.languages.planted import replaced
from tests.gates.languages.readme import FILES, read_readme

ZH = FILES["zh"].read_text("utf-8")
EN = FILES["en"].read_text("utf-8")
PLANTED = {  # what is replaced in the Chinese README, the fact that tells
    "heading gone": ("## 两条命令\n", "", "headings"),
    "heading level": ("## 两条命令", "### 两条命令", "headings"),
    "command": ("make test ", "make check ", "code"),
    "command gone": ("python -m pytest\n", "", "code"),
    "option": (" TORCH_INDEX=", " INDEX=", "code"),
    "address in a comment": (":8000 预览", ":9000 预览", "code"),
    "file in a comment": ("mkdocs.en.yml 是", "mkdocs.yaml 是", "code"),
    "inline code": ("`.venv`", "`venv`", "inline code"),
    "link": ("[CONTRIBUTING.md](CONTRIBUTING.md)", "别处", "links"),
    "link to the English page": ("(docs/zh/help", "(docs/en/help", "links"),
    "link to itself": ("(README.md)", "(README.zh.md)", "links"),
    "picture": ("screenshot.png", "logo.svg", "figures"),
    "number": ("Python 3.11", "Python 3.12", "numbers"),
    "number in a picture's text": ("![LSTM 一章", "![第 1 章", "numbers"),
    "number in a heading": ("## 两条命令", "## 3 条命令", "numbers"),
    "number in a cell": ("float64", "float32", "numbers"),
    "row of a table": ("\n| 网站 |", "\n\n| 网站 |", "tables"),
    "paragraph split": ("在普通的 Linux", "\n\n在普通的 Linux", "outline"),
}


def found_in(zh: str, en: str = EN) -> list[str]:
    return differences(read_readme("zh", zh), read_readme("en", en))


@pytest.mark.parametrize("name", PLANTED)
def test_one_readme_differs_in(name):
    old, new, fact = PLANTED[name]
    found = found_in(replaced(ZH, old, new))
    assert [line for line in found if line.startswith(f"{fact}: ")], found


def test_words_of_a_readme_may_change():
    """Prose and the words of a comment are each language's own."""
    assert found_in(replaced(ZH, "改动后自动刷新", "随改随看")) == []
    assert found_in(replaced(ZH, "用中文和英文讲", "以中英文讲")) == []


def test_words_left_in_the_other_language():
    english = replaced(ZH, "## 参与", "## Contributing")
    assert foreign.english(read_readme("zh", english))
    chinese = replaced(EN, "## Contributing", "## 参与")
    assert len(foreign.chinese(read_readme("en", chinese))) == 1
