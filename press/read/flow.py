"""Which earlier blocks of a page a block needs, by the flow of data between them.

What a block reads and sets stands in its code. In which state it leaves a name
is measured (press/compute/states.py), since no reading of code can tell that
`train(net)` writes into an array that another name holds, too, or that
`sample()` draws from `rng`. What has no name, such as the settings of a library,
and how far an iterator has come is not measured; the gate that runs the programs
(tests/gates/pages/test_alone.py) tells of a page that makes a difference of it.
"""

import ast
import symtable
from collections.abc import Iterator
from typing import NamedTuple

IMPORTS = (ast.Import, ast.ImportFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
State = dict[str, str]  # of every name: changes if the value is another


class Flow(NamedTuple):
    """What a block does with the names of its page, and how long it is.

    reads: names whose earlier value it uses; sets: those that it gives a value.
    """

    reads: frozenset[str]
    sets: frozenset[str]
    lines: int = 1


def stored(node: ast.AST) -> Iterator[str]:
    """The names that a statement sets, at the level of the page."""
    if isinstance(node, DEFINITIONS):
        yield node.name
        return
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    if isinstance(node, IMPORTS):
        yield from (a.asname or a.name.split(".")[0] for a in node.names)
    if (
        isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar)
        and node.name
    ):
        yield node.name
    if not isinstance(node, ast.Lambda | ast.comprehension):
        for child in ast.iter_child_nodes(node):
            yield from stored(child)


def loaded(node: ast.AST) -> Iterator[str]:
    """The names that a statement loads when it runs, not when it is called."""
    parts: list[ast.AST] = [*ast.iter_child_nodes(node)]
    if isinstance(node, FUNCTIONS):
        parts = [*node.decorator_list, node.args, *filter(None, [node.returns])]
    elif isinstance(node, ast.Lambda):
        parts = [node.args]
    elif isinstance(node, COMPREHENSIONS):
        yield from comprehended(node)
        return
    elif isinstance(node, ast.AugAssign):
        yield from (n.id for n in [node.target] if isinstance(n, ast.Name))
    elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
        yield node.id
    for part in parts:
        yield from loaded(part)


def comprehended(node: ast.AST) -> Iterator[str]:
    """The names that a comprehension takes from outside, the first iterable whole."""
    first, own = node.generators[0], set()
    yield from loaded(first.iter)
    for each in node.generators:
        own |= {n.id for n in ast.walk(each.target) if isinstance(n, ast.Name)}
    parts = [n for n in ast.iter_child_nodes(node) if n is not first]
    for part in [*parts, *first.ifs]:
        yield from (name for name in loaded(part) if name not in own)


def called(table: symtable.SymbolTable) -> Iterator[str]:
    """The names of the page that the functions and classes of a block use."""
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                yield symbol.get_name()
        yield from called(child)


def in_order(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement as they run: what is loaded before what is set."""
    if isinstance(node, ast.For):
        heads = [node.iter, node.target]
    elif isinstance(node, ast.If | ast.While):
        heads = [node.test]
    elif isinstance(node, ast.Match):
        heads = [node.subject]
    elif isinstance(node, ast.match_case):
        heads = [*filter(None, [node.pattern, node.guard])]
    elif isinstance(node, ast.With):
        heads = node.items
    elif isinstance(node, ast.Assign):
        heads = [node.value, *node.targets]
    elif isinstance(node, ast.ExceptHandler):
        kept_as = [ast.Name(node.name, ast.Store())] if node.name else []
        heads = [*filter(None, [node.type]), *kept_as]
    else:
        heads = [] if isinstance(node, ast.Try) else [node]
    yield from heads
    if heads != [node]:
        for field in ("cases", "body", "handlers", "orelse", "finalbody"):
            for each in getattr(node, field, ()):
                yield from in_order(each)


def imported(code: str) -> set[str]:
    """The names that the imports of a block give to modules and what is in them."""
    body = ast.parse(code).body
    return {
        n for node in body if isinstance(node, IMPORTS) for n in stored(node)
    }


def flow(code: str, imports: set[str]) -> Flow:
    """What a block reads and sets; imports need no block, they go with it."""
    reads: set[str] = set()
    sets: set[str] = set()
    for node in ast.parse(code).body:
        for part in in_order(node):
            reads |= {*loaded(part)} - sets
            sets |= {*stored(part)}
    reads |= {*called(symtable.symtable(code, "block", "exec"))} - sets
    lines = code.strip("\n").count("\n") + 1
    return Flow(frozenset(reads - imports), frozenset(sets - imports), lines)


def flows_of(blocks: list[str]) -> list[Flow]:
    """The flows of all blocks of a page; SyntaxError names the block."""
    for number, code in enumerate(blocks, 1):
        ast.parse(code, f"block {number}")
    imports = set().union(*map(imported, blocks))
    return [flow(code, imports) for code in blocks]


def undefined(flows: list[Flow], program: list[int]) -> set[str]:
    """The names of the page that blocks of a program use and none of it sets."""
    here: set[str] = set()
    used: set[str] = set()
    for index in program:
        above = set().union(*(each.sets for each in flows[:index]))
        used |= flows[index].reads & above
        here |= flows[index].sets
    return used - here


class Measured:
    """The blocks of a page, and every name's state after each of them."""

    def __init__(self, flows: list[Flow], states: list[State]) -> None:
        self.flows, self.states = flows, [*states, {}]

    def makes(self, index: int, name: str) -> bool:
        """Whether a name is set or changed by a block."""
        before, after = self.states[index - 1], self.states[index]
        changed = after.get(name) != before.get(name)
        return changed or name in self.flows[index].sets

    def reads(self, index: int) -> frozenset[str]:
        """The names that a block reads and finds."""
        return self.flows[index].reads & self.states[index - 1].keys()

    def makers(self, name: str, index: int) -> Iterator[int]:
        """The blocks before one to which a name owes its state, the last first."""
        for earlier in reversed(range(index)):
            if self.makes(earlier, name):
                yield earlier
                flow = self.flows[earlier]
                if name in flow.sets - flow.reads:
                    return

    def sound(self, program: list[int]) -> bool:
        """Whether each block of a program finds what it finds on the page."""
        return all(
            self.found(name, index, program[:at])
            for at, index in enumerate(program)
            for name in self.reads(index)
        )

    def found(self, name: str, index: int, before: list[int]) -> bool:
        """Whether these blocks leave a name as a block finds it on the page."""
        wanted = self.states[index - 1].get(name)
        for maker in reversed(before):
            if not self.makes(maker, name):
                continue
            if self.states[maker].get(name) != wanted:
                return False
            wanted = self.states[maker - 1].get(name)
            if name in self.flows[maker].sets or wanted is None:
                return True
        return False

    def needs(self) -> list[tuple[int, ...]]:
        """For each block the earlier ones that it needs, and no other."""
        every: list[set[int]] = []
        for index in range(len(self.flows)):
            direct = {
                maker
                for name in self.reads(index)
                for maker in self.makers(name, index)
            }
            every.append(direct.union(*(every[each] for each in direct)))
        return [self.smallest(*pair) for pair in enumerate(every)]

    def smallest(self, index: int, blocks: set[int]) -> tuple[int, ...]:
        """The blocks without those that leave nothing behind which is missed.

        Of a function that stands on the page twice, one is enough.
        """
        program = [*sorted(blocks), index]
        longest = sorted(blocks, key=lambda each: -self.flows[each].lines)
        while True:
            shorter = ([e for e in program if e != each] for each in longest)
            found = (s for s in shorter if s != program and self.sound(s))
            if (smaller := next(found, None)) is None:
                return tuple(program[:-1])
            program = smaller
