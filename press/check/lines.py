"""Which lines of a page's code have run, and what of it was called."""

import sys
import threading
from types import CodeType


def inside(code: CodeType) -> list[CodeType]:
    """The functions, classes, lambdas and generators right inside a code."""
    return [c for c in code.co_consts if isinstance(c, CodeType)]


def lines_of(code: CodeType) -> set[int]:
    return {line for *_, line in code.co_lines() if line}


class Monitor:
    """Writes down each line once, then looks no longer: Python 3.12 and later."""

    def __init__(self, path: str, names: dict) -> None:
        self.seen: dict[CodeType, set[int]] = {}
        self.tool, events = sys.monitoring.COVERAGE_ID, sys.monitoring.events
        self.events = events.PY_START | events.LINE
        sys.monitoring.use_tool_id(self.tool, path)
        for event, call in (
            (events.PY_START, self.start),  # to some it is their only line
            (events.LINE, self.line),
        ):
            sys.monitoring.register_callback(self.tool, event, call)

    def start(self, code: CodeType, offset: int):
        return self.line(code, code.co_firstlineno)

    def line(self, code: CodeType, line: int):
        self.seen.setdefault(code, set()).add(line)
        return sys.monitoring.DISABLE

    def watch(self, code: CodeType, lent: list[int]) -> None:
        """From now on write down the lines of a code, and of all inside it."""
        sys.monitoring.set_local_events(self.tool, code, self.events)
        for part in inside(code):
            self.watch(part, lent)


class Tracer:
    """The same for Python 3.11; it leaves alone what has run to its last line."""

    def __init__(self, path: str, names: dict) -> None:
        self.path, self.names = path, names
        self.seen: dict[CodeType, set[int]] = {}
        self.left: dict[int, set[int]] = {}  # by id: to hash a code is slow
        self.lent: set[int] = set()
        threading.settrace(self.call)
        sys.settrace(self.call)

    def call(self, frame, event, arg):
        if frame.f_globals is not self.names:
            return None  # a look at f_code would wake the audit hook
        code = frame.f_code
        left = self.left.get(id(code))
        if left is None:
            return self.line if code.co_filename == self.path else None
        return self.line if left else None

    def line(self, frame, event, arg):
        if event != "line":
            return self.line
        code = frame.f_code
        if id(code) not in self.left:
            self.seen.setdefault(code, set())  # which keeps it, and so its id
            own = lines_of(code) - self.lent
            self.left[id(code)] = own - {code.co_firstlineno}
        self.seen[code].add(frame.f_lineno)
        self.left[id(code)].discard(frame.f_lineno)
        if self.left[id(code)]:
            return self.line
        frame.f_trace = None  # returning None alone would not end it
        return None

    def watch(self, code: CodeType, lent: list[int]) -> None:
        """Every code of the page is met when it is called; lent lines may wait."""
        self.lent.update(lent)


Watch = Monitor if hasattr(sys, "monitoring") else Tracer
