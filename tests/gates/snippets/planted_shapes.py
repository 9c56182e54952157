"""For tests of the shape comments: modules with planted faults."""

import importlib
import itertools
import sys

import pytest

from tests.gates.snippets import shape_instrument

numbers = itertools.count()
HEAD = "import numpy as np\nfrom typing import NamedTuple\n"


@pytest.fixture
def plant(tmp_path, monkeypatch):
    """plant(source) imports it as a module of an instrumented package."""
    package = f"planted_{next(numbers)}"
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", sys.meta_path.copy())
    shape_instrument.install((package,))

    def imported(source):
        file = tmp_path / package / "planted.py"
        file.write_text(HEAD + source, "utf-8")
        return importlib.import_module(f"{package}.planted")

    yield imported
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]
