"""What no block asks for: the date and the hour, which are others for each reader.

The clocks that measure how long something takes know neither.
"""

import ast
import re
from collections.abc import Iterator

ASK = re.compile(  # of whatever, by whatever name it was imported
    r"now|today|utcnow|utctoday|formatdate|st_[acm]time(_ns)?|get[acm]time"
    r"|st_birthtime(_ns)?"
)
OF_TIME = re.compile(
    r"time(_ns)?|localtime|gmtime|ctime|asctime|strftime|clock_gettime(_ns)?"
    r"|tzname|timezone|altzone|daylight|\*"
)
BY_TEXT = re.compile(r"(.*\.)?(getattr|attrgetter|methodcaller|datetime64)")


def texts(call: ast.Call) -> Iterator[str]:
    """The strings that a call is given."""
    for each in call.args:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def asks(node: ast.AST) -> Iterator[str]:
    """What a node of a program asks the calendar for."""
    if isinstance(node, ast.Import):
        for each in node.names:
            if each.name == "time" and each.asname:
                yield ast.unparse(node)
    elif isinstance(node, ast.ImportFrom):
        for name in (each.name for each in node.names):
            of_time = node.module == "time" and OF_TIME.fullmatch(name)
            if of_time or ASK.fullmatch(name):
                yield f"{node.module}.{name}"
    elif isinstance(node, ast.Attribute):
        of_time = ast.unparse(node.value) == "time"
        if ASK.fullmatch(node.attr) or (
            of_time and OF_TIME.fullmatch(node.attr)
        ):
            yield ast.unparse(node)
    elif isinstance(node, ast.Call):
        by_text = BY_TEXT.fullmatch(ast.unparse(node.func))
        if by_text and any(map(ASK.fullmatch, texts(node))):
            yield ast.unparse(node)


def today(tree: ast.Module) -> list[str]:
    """What in a block is true on the day of its run alone."""
    return [
        f"{what}: a reader runs it on another day"
        for node in ast.walk(tree)
        for what in asks(node)
    ]
