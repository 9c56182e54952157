"""How the project asks to be cited: valid, and what the project says of itself elsewhere."""

import pytest
import yaml

from press import CONFIGS, ROOT
from press.read.page import site_config
from tests.kit.schemas import complaints

FILE = ROOT / "CITATION.cff"
SCHEMA = "vendor.citation-file-format"
REQUIRED = ("cff-version", "message", "title", "authors")


def told() -> dict:
    return yaml.safe_load(FILE.read_text("utf-8"))


def test_it_follows_the_schema():
    assert complaints(FILE, SCHEMA) == ""
    assert told()["cff-version"] == "1.2.0"


def test_it_says_what_the_project_says():
    found = told()
    licence = (ROOT / "LICENSE").read_text("utf-8")
    (author,) = found["authors"]
    assert found["title"] == site_config(CONFIGS["en"]).site_name
    assert f"Copyright (c) 2026 {author['name']}\n" in licence
    assert f"{found['license']} License" in licence
    assert "Code: MIT. Text and figures: CC BY 4.0." in found["abstract"]


def test_it_says_nothing_that_grows_old():
    """Nobody releases versions, and a date would be that of nothing."""
    assert not {"version", "date-released", "commit", "doi"} & {*told()}


@pytest.mark.parametrize("name", REQUIRED)
def test_a_planted_hole_is_seen(name, tmp_path):
    text = FILE.read_text("utf-8")
    assert f"{name}: " in text or f"{name}:\n" in text
    planted = tmp_path / FILE.name
    planted.write_text(text.replace(f"{name}:", f"{name}-of:", 1), "utf-8")
    assert name in complaints(planted, SCHEMA)
