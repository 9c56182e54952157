"""The top of a program: its imports, each once, as ruff sorts them; what must be installed for them."""

import ast
import functools
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from typing import NamedTuple

from press.read.imports import parsed
from press.read.statements import statements

NEEDS = {"en": "needs: ", "zh": "需要："}
NOTHING = {"en": "Python alone", "zh": "只要 Python"}


class Import(NamedTuple):
    """One imported name: `from module import name as alias`, or `import module`."""

    module: str
    name: str
    alias: str

    @property
    def rank(self) -> int:
        """The future, the standard library, what is installed."""
        top = self.module.split(".")[0]
        if top == "__future__":
            return 0
        return 1 if top in sys.stdlib_module_names else 2

    @property
    def bound(self) -> str:
        """The name that the program knows it by."""
        return self.alias or self.name or self.module.split(".")[0]

    @property
    def key(self) -> str:
        """Which import it takes the place of; `import a.b` and `import a.c` both stay."""
        return self.bound if self.alias or self.name else self.module

    @property
    def told(self) -> str:
        """As it stands in an import."""
        return (self.name or self.module) + (
            f" as {self.alias}" if self.alias else ""
        )


def imports_of(node: ast.stmt) -> Iterator[Import]:
    """What an import statement imports, name by name."""
    for each in node.names:
        if isinstance(node, ast.Import):
            yield Import(each.name, "", each.asname or "")
        else:
            yield Import(node.module, each.name, each.asname or "")


def sorted_imports(imports: list[Import]) -> str:
    """Imports as ruff sorts them: by origin, modules before names from modules."""
    groups = []
    for rank in range(3):
        own = {each for each in imports if each.rank == rank}
        whole = sorted(each.told for each in own if not each.name)
        lines = [f"import {told}" for told in whole]
        lines += from_lines([each for each in own if each.name])
        groups += ["\n".join(lines)] if lines else []
    return "\n\n".join(groups)


def from_lines(imports: list[Import]) -> list[str]:
    """`from … import …`; a name with an alias has a line to itself."""
    lines: dict[tuple, list[str]] = {}
    for each in sorted(imports, key=lambda i: (i.module, by_kind(i.name))):
        alone = each.alias and each.told
        lines.setdefault((each.module, alone), []).append(each.told)
    return [from_line(module, names) for (module, _), names in lines.items()]


def by_kind(name: str) -> tuple:
    """Constants first, then classes, then all else."""
    constant = name.isupper() and len(name) > 1
    return not constant, not name[0].isupper(), name


def from_line(module: str, names: list[str]) -> str:
    """One import, in brackets where it is too long for a line."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 80:
        return line
    inside = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{inside})"


@functools.cache
def distributions() -> dict[str, str]:
    """What pip calls the distribution of each module: sklearn is scikit-learn's."""
    return {m: names[0] for m, names in packages_distributions().items()}


@functools.lru_cache(4096)
def modules(code: str) -> frozenset[str]:
    """What a program imports, on top or inside of its functions."""
    return frozenset(
        each.module
        for node in statements(parsed(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in imports_of(node)
    )


def needed(*codes: str) -> list[str]:
    """What pip must have installed for these programs, in order."""
    found = frozenset().union(*map(modules, codes))
    tops = {module.split(".")[0] for module in found}
    tops -= sys.stdlib_module_names
    return sorted({distributions().get(top, top) for top in tops})


def told(address: str, language: str, needs: list[str]) -> str:
    """The first two lines of a program: where it is from, and what it needs."""
    what = ", ".join(needs) or NOTHING[language]
    return f"# {address}\n# {NEEDS[language]}{what}"
