"""Gate 1: twins in JavaScript give Python's numbers, refuse what it refuses, and no change to them goes unseen."""

import functools

import pytest

from press import ROOT
from tests.gates.scripts import mutants, twins
from tests.kit.findings import none

KILLED = 0.95  # of the mutants
# what a survivor computes is the same, and why
SAME: dict[str, str] = {}


@pytest.fixture(scope="module")
def tried(browser):
    """What the cases of a module find, and which of its mutants they let pass; once each."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)

    @functools.cache
    def found(name: str) -> dict:
        text = (ROOT / name).read_text("utf-8")
        made = [each.text for each in mutants.mutants(text)]
        return twins.computed(page, name, made) | {
            "made": len(made),
            "text": text,
        }

    yield found
    context.close()


def test_there_are_twins():
    assert "snippets/recurrent/lstm.mjs" in twins.modules()


@pytest.mark.parametrize("name", twins.modules())
def test_a_twin_has_the_functions_of_its_snippet(name):
    none(twins.unlike(name), "the same names, order and arguments")


@pytest.mark.parametrize("name", twins.modules())
def test_a_twin_computes_what_python_computes(tried, name):
    found = tried(name)
    none(found["faults"])
    assert found["worst"].keys() == {*found["names"]}
    print(
        f"\n{name}: largest relative error {max(found['worst'].values()):.1e}"
    )


@pytest.mark.parametrize("name", twins.modules())
def test_changes_to_a_twin_are_seen(tried, name):
    found = tried(name)
    alive = [mutants.line_of(found["text"], each) for each in found["alive"]]
    left = [line for line in alive if line not in SAME]
    print(
        f"\n{name}: {found['made'] - len(alive)} of {found['made']} mutants seen"
    )
    assert len(left) <= (1 - KILLED) * found["made"], left


def test_every_excuse_is_of_use(tried):
    """A line that is excused, and is no survivor, excuses what comes."""
    alive = {
        mutants.line_of(tried(name)["text"], each)
        for name in twins.modules()
        for each in tried(name)["alive"]
    }
    assert {*SAME} <= alive
