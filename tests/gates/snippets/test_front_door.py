"""Every public function refuses what it cannot answer, and says why."""

import pytest

from press import ROOT
from tests.gates.snippets import doors, front_door
from tests.gates.snippets.layout import families

DOORS = {door.name: door for door in doors.doors(ROOT)}


@pytest.mark.parametrize("rule", [doors.uncalled, doors.idle_inner])
@pytest.mark.parametrize("family", sorted(families(ROOT)))
def test_every_public_function_has_a_call(family, rule):
    if breaches := list(rule(ROOT, family)):
        pytest.fail("\n".join(breaches), pytrace=False)


@pytest.mark.parametrize("name", DOORS)
def test_hostile_input(name):
    if breaches := front_door.walk(DOORS[name], DOORS):
        pytest.fail("\n".join(breaches), pytrace=False)
