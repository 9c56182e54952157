"""The words of the figures in Chinese: each figure with words is saved once more.

Not so what a notebook draws, whose code is the same in both languages, and the
drawing of the home page, which shows what the program prints.
"""

import functools
import html
import re
from pathlib import Path

from press.compute.cards import FONT

COMMON = {
    "accuracy": "准确率",
    "epoch": "轮次",
    "error": "误差",
    "layer": "层",
    "loss": "损失",
    "step": "步数",
    "steps": "步数",
    "test": "测试",
    "train": "训练",
    "val": "验证",
}
# what a word is in the figures of one file
OWN = {
    "challenges/data": {"error": "错误率"},
    "attention/attention": {
        "both": "合用",
        "causal": "因果",
        "padding": "填充",
    },
    "generative/gan": {
        "at once": "同时",
        "in turn": "轮流",
        "penalty": "惩罚",
    },
    "generative/autoencoder": {
        "false alarms": "误报",
        "found": "找到",
        "noise": "噪声",
        "Wiener": "维纳",
    },
    "applications/diagnosis": {
        "sensitivity": "敏感度",
        "specificity": "特异度",
        "worst concave points": "凹点（最大三个）",
        "worst perimeter": "周长（最大三个）",
    },
    "generative/diffusion": {"mixture": "混合"},
    "feedforward/index": {"loop": "回路", "round": "轮", "skip": "跳跃连接"},
    "feedforward/mlp": {"accuracy": "准确率"},
    "convolution/flatten": {"conv": "卷积", "fc": "全连接"},
    "challenges/index": {
        "asked": "要问的",
        "of 10": "10 个",
        "of 1000": "1000 个",
    },
    "challenges/quantization": {
        "bytes": "字节",
        "pruned": "剪枝",
        "rounded": "舍入",
        "smaller (32)": "更小 (32)",
        "smaller (8)": "更小 (8)",
        "trained in few bits": "低位数训练",
    },
    "challenges/overfitting": {"ridge": "岭回归", "right": "答对"},
    "foundations/perceptron": {"mistakes": "犯错次数"},
    "convolution/pool": {
        "avg": "平均",
        "change": "变化",
        "every 2nd": "隔一取一",
        "max": "最大",
        "none": "不池化",
        "pixels": "像素",
        "shift": "平移",
    },
    "applications/recommendation": {"pop": "流行度"},
    "recurrent/lstm": {
        "candidate": "候选",
        "forget": "遗忘",
        "input": "输入",
        "output": "输出",
    },
    "attention/decoder": {
        "attend": "注意力",
        "cross": "交叉",
        "feed": "小网络",
        "mask": "掩码",
        "norm": "归一化",
    },
    "attention/transformer": {
        "attend": "注意力",
        "feed": "小网络",
        "norm": "归一化",
    },
}
# what both languages write alike: capitals, people, units, names of the code
NAMES = re.compile(
    r"[A-Z0-9]+|Cam|Glorot|Grad|He|Huber|ReLU|SiLU|Transformer|kNN|tanh"
    r"|Hz|byte|dB|kHz|ms|b?float\d+|en|zh|[mf]\d|setosa|versicolor|virginica"
    r"|adagrad|adam|clip|cosine|leaky|max|mlp|momentum|nesterov|rmsprop|rng|sgd"
    r"|step_decay|warm_up"
)
FORMULA = re.compile(r"((?<!\\)\$(?:\\.|[^$\\])*\$)")
COMMENT = re.compile(r"<!-- (.*?) -->", re.S)  # matplotlib's, beside each text


def words_of(path: Path) -> dict[str, str]:
    """The words of a file of figures, English to Chinese."""
    name = "/".join(path.parent.parts[-2:])
    return COMMON | OWN.get(name, {})


def in_chinese(text: str, words: dict[str, str]) -> str:
    """A text of a figure with its words, not its formulas, replaced."""
    longest = sorted(words, key=len, reverse=True)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    parts = FORMULA.split(text)
    parts[::2] = [known.sub(lambda m: words[m[0]], part) for part in parts[::2]]
    return "".join(parts)


def without_chinese(text: str) -> set[str]:
    """The English words that a text of a figure still has, also in its formulas."""
    parts = FORMULA.split(text)
    found = re.findall(r"[A-Za-z]\w+", " ".join(parts[::2]))
    found += re.findall(r"(?<![\\A-Za-z])[A-Za-z]{3,}", " ".join(parts[1::2]))
    return {word for word in found if not NAMES.fullmatch(word)}


def left(drawn: str) -> set[str]:
    """The English words that a figure shows, an SVG as matplotlib writes it."""
    texts = map(html.unescape, COMMENT.findall(drawn))
    return set().union(*map(without_chinese, texts))


@functools.cache
def family() -> str:
    """The name of the font with Chinese characters, made known to matplotlib."""
    from matplotlib import font_manager

    font_manager.fontManager.addfont(FONT)
    return font_manager.FontProperties(fname=FONT).get_name()


def write_ticks(axis, words: dict[str, str]) -> None:
    """Words along an axis come from its ticks, at every drawing anew."""
    old = [tick.label1.get_text() for tick in axis.get_major_ticks()]
    new = [in_chinese(label, words) for label in old]
    if new != old:
        seen = axis.get_view_interval().copy()
        axis.set_ticks(axis.get_ticklocs(), new, fontfamily=fonts("".join(new)))
        axis.set_view_interval(*seen, ignore=True)


def fonts(text: str) -> list[str]:
    """A formula takes what stands beside it from a single font."""
    return [family()] if "$" in text else ["DejaVu Sans", family()]


def translate(figure, words: dict[str, str]) -> bool:
    """Put the words of a figure that was drawn into Chinese; whether it has any."""
    from matplotlib.text import Text

    texts = {text: text.get_text() for text in figure.findobj(Text)}
    new = {text: in_chinese(old, words) for text, old in texts.items()}
    if new == texts:
        return False
    for axes in figure.axes:
        write_ticks(axes.xaxis, words)
        write_ticks(axes.yaxis, words)
    for text, old in texts.items():
        if new[text] != old:
            text.set(text=new[text], fontfamily=fonts(new[text]))
    return True
