"""Gate 4 goes red: faults planted in one of the two READMEs."""

import pytest

from tests.gates.languages import foreign
from tests.gates.languages.languages import differences
from tests.gates.languages.planted import replaced
from tests.gates.languages.readme import read_readme

ZH = """# 网络

[English](README.md)

![第 1 章](docs/assets/a.png)

## 两条命令

```bash
make serve PORT=1   # 在 http://127.0.0.1:8000 预览，改动后刷新
make test           # 运行 3 种测试（mkdocs.yml 是中文）
```

需要 Python 3.11，会先建好 `.venv`。另见 [验证](docs/zh/help/verified.md)。

| 关卡 | 把守什么 |
| --- | --- |
| 代码 | float64 下的 4 种比较 |
| 网站 | 链接 |
"""
EN = """# Networks

[中文](README.zh.md)

![Chapter 1](docs/assets/a.png)

## Two commands

```bash
make serve PORT=1   # shows it at http://127.0.0.1:8000, with live reload
make test           # runs 3 kinds of tests (mkdocs.yml: Chinese)
```

It needs Python 3.11 and makes a `.venv`. See [the proof](docs/en/help/verified.md).

| Gate | What it guards |
| --- | --- |
| Snippets | 4 comparisons in float64 |
| Site | links |
"""
PLANTED = {  # what is replaced in the Chinese README, the fact that tells
    "heading gone": ("## 两条命令\n", "", "headings"),
    "heading level": ("## 两条命令", "### 两条命令", "headings"),
    "command": ("make test ", "make check ", "code"),
    "command gone": ("make serve PORT=1", "", "code"),
    "option": ("PORT=1", "PORT=2", "code"),
    "address in a comment": (":8000 预览", ":9000 预览", "code"),
    "number in a comment": ("3 种测试", "4 种测试", "code"),
    "file in a comment": ("mkdocs.yml 是", "mkdocs.yaml 是", "code"),
    "inline code": ("`.venv`", "`venv`", "inline code"),
    "link": ("[验证](docs/zh/help/verified.md)", "别处", "links"),
    "link to the English page": ("(docs/zh/help", "(docs/en/help", "links"),
    "link to itself": ("(README.md)", "(README.zh.md)", "links"),
    "picture": ("a.png", "b.png", "figures"),
    "number": ("Python 3.11", "Python 3.12", "numbers"),
    "number in a picture's text": ("![第 1 章", "![第 2 章", "numbers"),
    "number in a heading": ("## 两条命令", "## 2 条命令", "numbers"),
    "number in a cell": ("4 种比较", "5 种比较", "numbers"),
    "row of a table": ("\n| 网站 |", "\n\n| 网站 |", "tables"),
    "paragraph split": ("另见 ", "\n\n另见 ", "parts"),
}


def test_twin_readmes_agree():
    """The control: without a plant nothing differs, and nothing is left."""
    assert found_in(ZH) == []
    assert foreign.english(read_readme("zh", ZH)) == []
    assert foreign.chinese(read_readme("en", EN)) == []


def found_in(zh: str, en: str = EN) -> list[str]:
    return differences(read_readme("zh", zh), read_readme("en", en))


@pytest.mark.parametrize("name", PLANTED)
def test_one_readme_differs_in(name):
    old, new, fact = PLANTED[name]
    found = found_in(replaced(ZH, old, new))
    assert [line for line in found if line.startswith(f"{fact}: ")], found


def test_words_of_a_readme_may_change():
    """Prose and the words of a comment are each language's own."""
    assert found_in(replaced(ZH, "改动后刷新", "随改随看")) == []
    assert found_in(replaced(ZH, "会先建好", "先建好")) == []


def test_words_left_in_the_other_language():
    english = replaced(ZH, "## 两条命令", "## Commands")
    assert foreign.english(read_readme("zh", english))
    chinese = replaced(EN, "## Two commands", "## 命令")
    assert len(foreign.chinese(read_readme("en", chinese))) == 1
