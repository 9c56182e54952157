"""Every kind of statement, each line of which runs: a sound page for gate 2."""

from __future__ import annotations

import contextlib
import dataclasses
import threading

count: int
total: int = 0


def branches(x):
    """Say which sign x has."""
    global total
    total += 1
    if x < 0:
        sign = -1
    elif x == 0:
        sign = 0
    else:
        sign = 1
    while True:
        x += 1
        if x > 3:
            break
        if x == 2:
            continue
    for _ in range(2):
        pass
    else:
        sign += 0
    return sign


def errors(kind):
    try:
        if kind == 0:
            raise ValueError("a")
        elif kind == 1:
            raise KeyError("b")
    except ValueError as error:
        name = str(error)
    except KeyError:
        name = "b"
    else:
        name = "c"
    finally:
        kind += 1
    with contextlib.suppress(ZeroDivisionError):
        1 / (kind - 1)
    with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
        return name, stack


for number in range(3):
    branches(number - 1)
    errors(number)


@dataclasses.dataclass
class Point:
    """A point."""

    x: float
    y: float = 0.0

    @property
    def norm(
        self,
        power=2,
    ) -> float:
        return (
            self.x**power  #
            + self.y**power
        )

    class Empty:
        pass


assert Point(1).norm == 1, (
    f"what an assert would say if it failed has not run: {Point(1).norm}"
)


def generator(n):
    yield from range(n)
    received = yield
    if received is None:
        return


pairs = list(
    zip(
        generator(2),
        (
            x**2  #
            for x in range(3)
            if x >= 0
        ),
        strict=True,
    )
)
table = {
    "a": [
        1,
        2,
    ],
    "b": (
        3,
        4,
    ),
}
text = (
    f"{pairs} "  #
    "and "
    f"{table['a']}"
)
names = sorted(table, key=lambda name: name)
longest = max(
    (
        1  #
        if x % 2
        else 2
    )
    for x in range(4)
)
flat = [
    a + b  #
    for a in range(2)
    for b in range(2)
    if a
]


def outer():
    n = 0

    def inner():
        nonlocal n
        n += 1
        ...

    inner()
    return lambda: n


def matched(value):
    match value:
        case 0:
            return "zero"
        case [a, b]:
            return a + b
        case {"k": v} if v:
            return v
        case str() | bytes():
            return value
        case _:
            return None


outer()()
for value in (0, [1, 2], {"k": 1}, "s", None):
    matched(value)


class Meta(type):
    def __call__(cls):
        return super().__call__()


class Thing(metaclass=Meta):
    __slots__ = ()


def work():
    done.append(Thing())


done = []
thread = threading.Thread(target=work)
thread.start()
thread.join()
del text
if (done and flat) or names:
    chosen = (
        done  #
        and flat
    )
print(
    "done",
    end="\n",
)
