"""Below a block: Run and Edit, or where its program runs if not in a browser."""

from typing import NamedTuple

from press.finish.tree import Node, Tree, element, first_words
from press.run.able import SLOW, Run

RUN = {"zh": "运行", "en": "Run"}
ABOUT = {"zh": "{}（约 {} 秒）", "en": "{} (about {} s)"}
CHECK = {"zh": "检查", "en": "Check"}  # of an exercise
EDIT = {"zh": "修改", "en": "Edit"}
NOTEBOOK = {"zh": "笔记本", "en": "Notebook"}
WHY = {
    "torch": {
        "zh": "这一段用到 PyTorch，浏览器里没有；请下载笔记本，在自己的电脑上运行",
        "en": "This block needs PyTorch, which no browser has: take the notebook and run it on your computer",
    },
    "processes": {
        "zh": "这一段要开别的进程，或者量内存，浏览器里做不到；请下载笔记本",
        "en": "This block starts processes or measures memory, which a browser cannot: take the notebook",
    },
    "different": {
        "zh": "这一段在浏览器里的输出和页面上不同；请下载笔记本",
        "en": "In a browser this block prints something else than on the page: take the notebook",
    },
    "long": {
        "zh": "这一段在浏览器里要 20 秒以上；请下载笔记本",
        "en": "This block takes more than 20 s in a browser: take the notebook",
    },
    "package": {
        "zh": "这一段用到 {}，浏览器里没有；请下载笔记本",
        "en": "This block needs {}, which is not here in the browser: take the notebook",
    },
}
AS_LONG = ("slow", "long")
AS_DIFFERENT = ("different", "error", "failed")


class Offers(NamedTuple):
    """What each block of a page does in a browser, and where its notebook is."""

    runs: tuple[Run, ...]
    notebook: str


NONE = Offers((), "")  # the site has no Python for browsers


def offer(
    tree: Tree,
    row: Node,
    language: str,
    offers: Offers,
    number: str,
    is_exercise: bool = False,
) -> None:
    """Put before the other tools of a block, "1" the first, what its program can.

    Where an answer is judged, Run is called Check.
    """
    run = offers.runs[int(number) - 1]
    if run.reason:
        made = (elsewhere(tree, language, run.reason, offers.notebook),)
    else:
        name = (CHECK if is_exercise else RUN)[language]
        made = buttons(tree, language, run, name)
    first = row.first_child
    for each in made:
        first.insert_before(each)


def buttons(
    tree: Tree, language: str, run: Run, name: str
) -> tuple[Node, Node]:
    """One, with a name, runs the program, and says before if that takes long; one changes it.

    The first holds how many lines of the program stand above the block.
    """
    label = name
    if run.seconds > SLOW:
        label = ABOUT[language].format(name, round(run.seconds))
    runs = element(tree, "button", data_run=str(run.above))
    if run.unwarned:
        runs.attrs["data-unwarned"] = None
    first_words(runs, label)
    edits = element(tree, "button", data_edit=None)
    first_words(edits, EDIT[language])
    return runs, edits


def why(reason: str, language: str) -> str:
    """Why a program has no Run, in a sentence."""
    kind = "long" if reason in AS_LONG else reason
    kind = "different" if reason in AS_DIFFERENT else kind
    return WHY.get(kind, WHY["package"])[language].format(reason)


def elsewhere(tree: Tree, language: str, reason: str, notebook: str) -> Node:
    """The notebook, in the place of Run."""
    told = why(reason, language)
    link = element(
        tree,
        "a",
        class_="no-run",
        href=notebook,
        download=None,
        aria_label=told,
    )
    first_words(link, NOTEBOOK[language])
    return link
