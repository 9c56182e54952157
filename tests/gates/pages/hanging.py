"""What is indented belongs to a fold, a tab, a list above it; else it fell out of one."""

import re
from collections.abc import Iterator

HOLDS = re.compile(r"(\?\?\?|!!!|===|[-*] |\d+\. |:   |\[\^)|<|\|")
FENCE = re.compile(r"(`{3,}|~{3,})")
STEP = 4


def hanging(text: str) -> Iterator[str]:
    """The paragraphs and fences that are deeper than what holds them."""
    allowed, fence, was_blank = 0, "", True
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        found = FENCE.match(bare)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif bare:
            if was_blank and indent >= allowed + STEP:
                yield f"line {number}: nothing holds {bare[:50]!r}"
            allowed = min(allowed, indent // STEP * STEP)
            if found:
                fence = found[1]
            elif HOLDS.match(bare):
                allowed += STEP
        was_blank = not bare
