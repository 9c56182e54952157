"""Who has trained a network reads in its file how to predict, and that is true."""

import itertools

import pytest

from press import ROOT
from tests.gates.snippets import doors, use
from tests.kit.findings import none

TRAINED = [
    door
    for door in doors.doors(ROOT)
    if door.name.rpartition(".")[2].startswith("train_")
]
FILES = {
    file: list(found)
    for file, found in itertools.groupby(
        TRAINED, lambda door: door.name.rpartition(".")[0]
    )
}


def test_there_are_files_that_train():
    assert "recurrent/lstm" in FILES


@pytest.mark.parametrize("file", FILES)
def test_the_use_of_a_file_runs(file):
    none(
        use.breaches(file, FILES[file]), "mend the last lines of its docstring"
    )
