"""What no block asks for: the file it runs as, what only IPython has, a module by its text.

A page is also a notebook, which is no file, and a program, which is no notebook.
What must be installed for them is read from their imports.
"""

import ast
import re
from collections.abc import Iterator

MODULES = re.compile(  # they find modules and sources, or run texts
    r"(importlib(?!\.metadata$)|builtins|code|codeop|imp|inspect|pkgutil|pydoc"
    r"|runpy|zipimport|__main__|IPython|ipykernel|google\.colab)(\.|$)"
)
NAMES = re.compile(
    r"__(?!name__$)\w+__|exec|eval|compile|globals|locals|get_ipython"
)
ATTRIBUTES = re.compile(
    r"__(file|path|spec|loader|cached|code|globals|builtins|dict|import)__"
    r"|import_module|_getframe"
)
OF_SYS = ("argv", "orig_argv", "modules", "meta_path", "path", "ps1")


def asked(node: ast.AST) -> Iterator[str]:
    """What a node of a program asks for that it may not."""
    if isinstance(node, ast.Import):
        for each in node.names:
            if MODULES.match(each.name) or (each.name == "sys" and each.asname):
                yield ast.unparse(node)
    elif isinstance(node, ast.ImportFrom):
        module = node.module or "."
        for name in (each.name for each in node.names):
            of_sys = module == "sys" and name in OF_SYS
            if of_sys or MODULES.match(module) or ATTRIBUTES.fullmatch(name):
                yield f"{module}.{name}"
    elif isinstance(node, ast.Name) and NAMES.fullmatch(node.id):
        yield node.id
    elif isinstance(node, ast.Attribute):
        of_sys = ast.unparse(node.value) == "sys" and node.attr in OF_SYS
        if of_sys or ATTRIBUTES.fullmatch(node.attr):
            yield ast.unparse(node)


def reach(tree: ast.Module) -> list[str]:
    """What in a block does not hold in each of its downloads."""
    return [
        f"{what}: a page is a program, a notebook, and what its imports say"
        for node in ast.walk(tree)
        for what in asked(node)
    ]
