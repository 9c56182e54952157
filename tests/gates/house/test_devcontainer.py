"""Whoever has only a browser begins with .devcontainer: it sets up what make does."""

import json
import re

import pytest

from press import ROOT
from tests.kit.findings import none

FILE = ROOT / ".devcontainer" / "devcontainer.json"
KINDS = {  # of containers.dev/implementors/json_reference, those that we use
    "name": str,
    "image": str,
    "postCreateCommand": str,
    "forwardPorts": list,
    "portsAttributes": dict,
    "customizations": dict,
}


def faults(container: dict, makefile: str) -> list[str]:
    """What would keep a fresh container from being ready."""
    found = [f"unknown key {key}" for key in container if key not in KINDS]
    for key, kind in KINDS.items():
        if not isinstance(container.get(key), kind):
            found.append(f"{key} must be of type {kind.__name__}")
    if found:
        return found
    version = re.search(r"python:(\d+)\.(\d+)", container["image"])
    if not version or tuple(map(int, version.groups())) < (3, 11):
        found.append(f"{container['image']}: Python 3.11 or newer is needed")
    command = container["postCreateCommand"]
    target = re.match(r"make (\S+)", command)
    if not target or f"\n{target[1]}:" not in makefile:
        found.append(f"{command!r} makes nothing that is in the Makefile")
    if "TORCH_INDEX=https://download.pytorch.org/whl/cpu" not in command:
        found.append("torch for a CPU is enough: TORCH_INDEX=…/whl/cpu")
    port = int(re.search(r"PORT \?= (\d+)", makefile)[1])
    if port not in container["forwardPorts"]:
        found.append(f"make serve listens at {port}, which is not forwarded")
    return found


def parts() -> tuple[dict, str]:
    makefile = (
        (ROOT / "Makefile").read_text("utf-8").replace("$(VENV)", ".venv")
    )
    return json.loads(FILE.read_text("utf-8")), makefile


def test_container_is_ready():
    none(faults(*parts()))


PLANTED = {
    "old Python": ({"image": "x/python:3.10"}, "Python 3.11 or newer"),
    "another target": ({"postCreateCommand": "make venv"}, "makes nothing"),
    "CUDA": ({"postCreateCommand": "make .venv/ready"}, "CPU is enough"),
    "port": ({"forwardPorts": [80]}, "which is not forwarded"),
    "kind": ({"forwardPorts": 8000}, "forwardPorts must be of type list"),
    "key": ({"postCreate": "make"}, "unknown key postCreate"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_seen(name):
    change, message = PLANTED[name]
    container, makefile = parts()
    found = faults(container | change, makefile)
    assert any(message in line for line in found), found
