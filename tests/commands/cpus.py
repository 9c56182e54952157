"""Every page's program as other processors would compute it: make cpus.

`make cpus ONLY="recurrent/lstm.md"` takes some pages. An output that leaves
its tolerance is red, and so is a tolerance under which nothing ever moved.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from press import DOCS
from press.check.difference import difference
from press.check.verdict import page_at, start
from press.read.page import Block, normal, sources
from press.read.within import NUMBER
from tests.kit.asked import asked

PLAIN, AVX, AVX2, AVX512 = "default", "avx", "avx2", "avx512"
LADDER = [PLAIN, AVX, AVX2, AVX512]


class Setting(NamedTuple):
    """A core for OpenBLAS, what torch and NumPy may use of it, threads."""

    core: str
    level: str
    threads: int


SETTINGS = [
    Setting("Prescott", PLAIN, 1),
    Setting("Nehalem", PLAIN, 2),
    Setting("Sandybridge", AVX, 1),
    Setting("Haswell", AVX2, 2),
    Setting("Haswell", AVX2, 1),
    Setting("Zen", AVX2, 2),
    Setting("SkylakeX", AVX512, 1),
    Setting("SkylakeX", AVX512, 2),
]


def level_of(features: dict[str, bool]) -> str:
    """The highest rung whose instructions this machine has."""
    rungs = {AVX: "AVX", AVX2: "AVX2", AVX512: "AVX512F"}
    has = [rung for rung, name in rungs.items() if features.get(name)]
    return has[-1] if has else PLAIN


def executable(level: str) -> list[Setting]:
    """The settings that a machine with this level can execute."""
    below = LADDER[: LADDER.index(level) + 1]
    return [setting for setting in SETTINGS if setting.level in below]


def unused(level: str, features: dict[str, bool], groups: list[str]) -> str:
    """What NumPy shall leave alone: of the groups it would use, those above."""
    above = {
        PLAIN: ("AVX", "F16C", "FMA", "X86_V3", "X86_V4"),
        AVX: ("AVX2", "FMA3", "AVX512", "X86_V3", "X86_V4"),
        AVX2: ("AVX512", "X86_V4"),
    }.get(level, ())
    found = [g for g in groups if features.get(g) and g.startswith(above)]
    return " ".join(found) if above else ""


def variables(setting: Setting) -> dict[str, str]:
    """What makes NumPy and torch compute as on such a machine."""
    from numpy._core import _multiarray_umath as numpy

    torch = PLAIN if setting.level == AVX else setting.level
    found = {
        "OPENBLAS_CORETYPE": setting.core,
        "ATEN_CPU_CAPABILITY": torch,
        "PAGES_THREADS": str(setting.threads),
    }
    without = unused(
        setting.level, numpy.__cpu_features__, numpy.__cpu_dispatch__
    )
    return found | ({"NPY_DISABLE_CPU_FEATURES": without} if without else {})


def run(names: list[str], target: Path) -> None:
    """Run the pages in this process's setting; write down what they print.

    Side by side, unless each takes several cores: they would wait for each other.
    """
    pages = {name: page_at(DOCS / "en" / name) for name in names}
    if os.environ.get("PAGES_THREADS", "1") == "1":
        for each in pages.values():
            start(each)
    done = {
        name: [
            [outcome.output, outcome.error] for outcome in start(each).result()
        ]
        for name, each in pages.items()
    }
    target.write_text(json.dumps(done), "utf-8")


def computed(setting: Setting, names: list[str]) -> dict:
    """What the pages print in a setting: a process of its own runs them."""
    with tempfile.TemporaryDirectory(prefix="cpus-") as folder:
        target = Path(folder) / "printed.json"
        command = [sys.executable, "-m", "tests.commands.cpus", str(target)]
        env = os.environ | variables(setting)
        subprocess.run([*command, *names], env=env, check=True)
        return json.loads(target.read_text("utf-8"))


def shown(name: str) -> list[tuple[Block, Block | None]]:
    """Each Python block of a page, with its output, if it has one."""
    blocks = page_at(DOCS / "en" / name).blocks
    return [
        (block, after if after and after.is_output else None)
        for block, after in itertools.pairwise((*blocks, None))
        if block.is_python
    ]


def outside(output: Block, printed: str) -> str | None:
    """What a block prints on another machine, if that is not what it may."""
    found = difference(output.code, printed, output.within)
    return found and found.told


def idle(output: Block, every: list[str]) -> bool:
    """Whether an output has a tolerance, and its numbers are always the same."""
    moved = {tuple(NUMBER.findall(normal(t))) for t in (output.code, *every)}
    return bool(output.within) and len(moved) == 1


def judge(name: str, results: dict[Setting, dict]) -> Iterator[str]:
    """What is wrong with a page's outputs, over all settings."""
    for number, (block, output) in enumerate(shown(name)):
        place = f"{name}: line {block.line + 1}: "
        printed = []
        for setting, pages in results.items():
            if number >= len(pages[name]):
                continue  # an earlier block failed, and was reported
            text, error = pages[name][number]
            printed.append(text)
            trouble = error or (output and outside(output, text))
            if trouble:
                yield f"{place}{'-'.join(map(str, setting))}: {trouble}"
        if output and idle(output, printed):
            yield f'{place}within="{output.within}" where nothing varies'


def with_code() -> list[str]:
    """The pages that have a program."""
    every = [p.relative_to(DOCS / "en").as_posix() for p in sources("en")]
    return [name for name in every if name.endswith(".md") and shown(name)]


def main(only: str = "") -> int:
    """Run, compare, say how it went; 1 if anything is wrong."""
    from numpy._core import _multiarray_umath as numpy

    names = only.split() or with_code()
    results, wrong = {}, []
    for setting in executable(level_of(numpy.__cpu_features__)):
        print("cpus:", *setting, flush=True)
        results[setting] = computed(setting, names)
    if len(results) < 6:
        wrong.append(f"only {len(results)} settings can be executed here")
    for name in names:
        wrong += judge(name, results)
    print(*wrong, sep="\n")
    print(f"make cpus: {len(names)} pages, {len(results)} settings,", end=" ")
    print(f"{len(wrong)} outputs to mend" if wrong else "everything holds")
    return bool(wrong)


if __name__ == "__main__":
    if sys.argv[1:] and "=" not in sys.argv[1]:
        run(sys.argv[2:], Path(sys.argv[1]))
    else:
        sys.exit(main(asked("ONLY")))
