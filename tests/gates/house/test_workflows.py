"""CI's own files: GitHub would accept them, and they run what the README says."""

import re

import pytest

from press import ROOT
from tests.kit.findings import none
from tests.kit.schemas import complaints

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
USES = re.compile(r"^\s*(?:- )?uses:\s*(\S+)", re.MULTILINE)
MAJOR = re.compile(r"[\w.-]+/[\w./-]+@v\d+")


def unpinned(text: str) -> list[str]:
    """Actions that are not pinned to a major version."""
    return [use for use in USES.findall(text) if not MAJOR.fullmatch(use)]


def test_the_workflows_are_there():
    names = {path.stem for path in WORKFLOWS}
    assert names >= {"test", "scheduled", "pages"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_follows_the_schema(path):
    none(complaints(path, "vendor.github-workflows").splitlines())


def test_dependabot_follows_the_schema():
    path = ROOT / ".github" / "dependabot.yml"
    none(complaints(path, "vendor.dependabot").splitlines())


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("runs-on:", "run-on:"),
        ("timeout-minutes: 60", "timeout-minutes: soon"),
        ("pull_request:", "pull-request:"),
    ],
)
def test_a_planted_fault_is_seen(tmp_path, sound, broken):
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    assert sound in text
    planted = tmp_path / "test.yml"
    planted.write_text(text.replace(sound, broken), "utf-8")
    assert complaints(planted, "vendor.github-workflows") != ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_major_version(path):
    text = path.read_text("utf-8")
    assert USES.findall(text)
    none(unpinned(text), "pin the action to a major version: @v6")


@pytest.mark.parametrize("use", ["o/name@main", "o/name", "o/name@v1.2"])
def test_a_planted_unpinned_action_is_seen(use):
    assert unpinned(f"    steps:\n      - uses: {use}\n") == [use]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_ci_runs_the_commands_of_the_readme(name):
    readme = (ROOT / name).read_text("utf-8")
    ci = "\n".join(path.read_text("utf-8") for path in WORKFLOWS)
    for command in (
        "make test",
        "-m pip install -r requirements.txt",
        "-m playwright install chromium",
        "-m pytest",
        "https://download.pytorch.org/whl/cpu",
    ):
        assert command in readme, command
        assert command in ci, command
