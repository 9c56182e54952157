"""What is indented belongs to a fold, a tab, a list above it; else it fell out of one."""

import re
from collections.abc import Iterator

HOLDS = re.compile(r"(\?\?\?|!!!|===|[-*] |\d+\. |:   |\[\^)|<|\|")
FENCE = re.compile(r"(`{3,}|~{3,})")
INDENT = " " * 4


def hanging(text: str) -> Iterator[str]:
    """The indented paragraphs and fences that nothing holds."""
    last, fence, was_blank = "", "", False
    for number, line in enumerate(text.split("\n"), 1):
        found = FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found:
            fence, last = found[1], line
        elif line.startswith(INDENT):
            if was_blank and last and not HOLDS.match(last):
                yield f"line {number}: nothing holds {line.strip()[:50]!r}"
        elif line.strip():
            last = line
        was_blank = not line.strip()
