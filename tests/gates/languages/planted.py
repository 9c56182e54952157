"""A small page in both languages, for tests that plant a fault in one of them."""

from press import CONFIGS
from press.read.page import Page, read_text, site_config
from tests.gates.languages.reviewed import state

ZH = """---
title: 池化
description: 窗口 2，步长 2。
search: {boost: 2}
---

# 池化 { #pool }

输入有 3 个通道，值为 -1，见[术语](glossary.md#pool)和 `np.max`[^1]。

## 比较 { #compare }

| 网络 | 代码 | 大小 | 误差 |
| --- | --- | --- | --- |
| LSTM | `f` | $h$ | 4 |
| GRU，较新 | `g` | $w$ | 7 |

差别是 8 步。

这不算多。

图中有 2 条线。
{ .caption }

## 前向 { #forward }

大小为 $H$：

$$
y = \\max(x)
$$

```python title="pool.py"
print(1)
```

```{ .text .output }
1
```

!!! note "说明"

    注意 `x`。

??? tip "提示"

    - 一

        - 内层 7

=== "NumPy"

    ![一张图](pool.svg)

=== "PyTorch"

    | 名 | 值 |
    | --- | --- |
    | a | 4.5 |
    | b | 50% |

## 训练 { #train }

大小为 $W$，损失 0.25，见[论文](https://doi.org/10.1/x)。

[^1]: 脚注。
"""
EN = """---
title: Pooling
description: Window 2, stride 2.
search: {boost: 2}
---

# Pooling { #pool }

An input of 3 channels, value -1, see the [terms](glossary.md#pool) and `np.max`[^1].

## Comparison { #compare }

| network | code | size | error |
| --- | --- | --- | --- |
| LSTM | `f` | $h$ | 4 |
| GRU, newer | `g` | $w$ | 7 |

The difference is 8 steps.

That is not much.

The picture has 2 lines.
{ .caption }

## Forward { #forward }

The size is $H$:

$$
y = \\max(x)
$$

```python title="pool.py"
print(1)
```

```{ .text .output }
1
```

!!! note

    Mind `x`.

??? tip "Hint"

    - one

        - inner 7

=== "NumPy"

    ![a picture](pool.svg)

=== "PyTorch"

    | name | value |
    | --- | --- |
    | a | 4.5 |
    | b | 50% |

## Training { #train }

The size is $W$, the loss 0.25, see the [paper](https://doi.org/10.1/x).

[^1]: Note.
"""


def page(text: str, language: str = "zh") -> Page:
    return read_text(text, site_config(CONFIGS[language]))


def replaced(text: str, old, new) -> str:
    """The text with the fault in it; a plant that hits nothing is an error."""
    for before, after in old if new is None else [(old, new)]:
        assert before in text
        text = text.replace(before, after)
    return text


def swap(first: str, second: str) -> tuple:
    """What puts two texts in each other's place."""
    return (first, "⇄"), (second, first), ("⇄", second)


def pair(folder, zh: str, en: str):
    for language, text in (("zh", zh), ("en", en)):
        path = folder / language / "page.md"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")
    return state("page.md", folder)
