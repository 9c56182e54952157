"""In which state each block of a page leaves every name: measured, by running it.

After each block, everything that the page can name is written out as bytes:
functions with all they refer to, NumPy's generators with their state
(cloudpickle). An iterator at work and an open file have no bytes.
"""

import ast
import copyreg
import io
import json
import linecache
import os
import subprocess
import sys
import tempfile
import types
from operator import attrgetter
from pathlib import Path

import cloudpickle

from press import ROOT
from press.cache import digest
from press.read.flow import DEFINITIONS, stored


class Writer(cloudpickle.Pickler):
    """Writes tensors with their gradients, and code without its place."""

    def reducer_override(self, value):
        torch = sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            data = value.detach().cpu()
            kind = str(data.dtype), value.requires_grad
            return list, ((*kind, data.tolist(), value.grad),)
        if isinstance(value, types.CodeType):
            return list, (essence(value),)
        return super().reducer_override(value)


# the name that cloudpickle gives to a class is another one in each process
cloudpickle.cloudpickle._get_or_create_tracker_id = attrgetter("__qualname__")
# and which parts of a package have been loaded says nothing of a function that uses one
cloudpickle.cloudpickle._find_imported_submodules = lambda *_: []


def essence(code: types.CodeType) -> tuple:
    """What a code does, wherever it stands."""
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    return code.co_code, code.co_consts, names, code.co_flags


def fingerprint(value) -> str:
    """Another one if a value is another, or in another state."""
    written = io.BytesIO()
    try:
        Writer(written).dump(value)
    except Exception:  # it has no bytes
        return f"{type(value)} {id(value)}"
    return digest(written.getvalue())


def state(names: dict) -> dict[str, str]:
    """The fingerprint of everything that has a name on the page.

    What has none, torch's own generator for example, a block sets itself.
    """
    for value in names.values():
        if isinstance(value, type):  # else the first to write an instance does
            copyreg._slotnames(value)
    return {
        name: fingerprint(value)
        for name, value in names.items()
        if not name.startswith("__") and not isinstance(value, types.ModuleType)
    }


def news(code: str, known: dict[str, str]) -> ast.Module:
    """A block without the definitions that stand above it, to the letter.

    Another class of the same text would be another value to whoever has it.
    known: the definition of each name so far, which is kept up.
    """
    tree, kept = ast.parse(code), []
    for node in tree.body:
        text = ast.unparse(node) if isinstance(node, DEFINITIONS) else ""
        if text and known.get(node.name) == text:
            continue
        known.update(dict.fromkeys(stored(node), text))
        kept.append(node)
    tree.body = kept
    return tree


def watched(blocks: list[str], path: Path) -> list[dict[str, str]]:
    """Run blocks as one program in this process; the states they leave.

    The program lies in a file, in which `inspect.getsource` finds a function.
    """
    main = types.ModuleType("__main__")
    sys.modules["__main__"], main.__file__ = main, str(path)
    sys.argv = [str(path)]
    found, known, source = [], {}, ""
    for code in blocks:
        tree = ast.increment_lineno(news(code, known), source.count("\n"))
        source += code.rstrip("\n") + "\n"
        path.write_text(source, "utf-8")
        linecache.checkcache(str(path))
        exec(compile(tree, path, "exec", dont_inherit=True), main.__dict__)
        found.append(state(main.__dict__))
    return found


def states(blocks: list[str]) -> list[dict[str, str]]:
    """The states of a page's names, measured in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as box:
        found = Path(box, "states.json")
        done = subprocess.run(
            [sys.executable, "-m", "press.compute.states"],
            input=json.dumps([box, blocks]),
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if not done.returncode and found.is_file():
            return json.loads(found.read_text("utf-8"))
    said = done.stderr.strip() or "it ended before its last block"
    raise RuntimeError(f"the page did not run:\n{said}")


def main() -> None:
    """In the process of its own: read the blocks, say which states they leave."""
    box, blocks = json.load(sys.stdin)
    folder = Path(box, "page")
    folder.mkdir()
    os.chdir(folder)
    sys.path[0] = str(folder)
    found = watched(blocks, folder / "page.py")
    Path(box, "states.json").write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
