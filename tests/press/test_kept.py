"""What a browser is told that keeps the site."""

import json

import pytest

from press.cache import write
from press.finish import kept, offline
from tests.kit.findings import none

FILES = {
    "index.html": "chooser",
    "en/index.html": "home",
    "en/assets/js/site.js": "1",
    "en/assets/js/run/page.js": "2",
    "en/assets/js/folder.js": "3",
    "en/assets/recurrent/lstm.svg": "4",
    "en/assets/js/live/start.js": "7",
    "en/assets/js/live/recurrent/lstm.js": "8",
    "en/assets/js/live/snippets/arrays.js": "9",
    "zh/assets/css/site.css": "5",
    "run/1-a/python.wasm": "12345",
    "run/1-a/data/iris.npz": "123",
    "run/1-a/LICENSES.txt": "6",
    f"{offline.NAME}.zip": "1234567",
}


@pytest.fixture
def site(tmp_path):
    for name, text in FILES.items():
        write(tmp_path / name, text)
    kept.finish(tmp_path)
    return tmp_path


def told(site) -> dict:
    return json.loads((site / kept.TOLD).read_text("utf-8"))


def test_what_belongs_to_a_build(site):
    found = told(site)
    assert found["zip"] == 7
    assert found["shared"] == {
        "zh": ["zh/assets/css/site.css"],
        "en": [
            "en/assets/js/live/start.js",
            "en/assets/js/run/page.js",
            "en/assets/js/site.js",
        ],
    }
    own = found["figures"]["recurrent/lstm"]
    assert "assets/js/live/recurrent/lstm.data.js" in own
    assert "assets/js/live/snippets/foundations/loss.js" in own
    assert "assets/js/live/foundations/neuron.js" not in own
    assert found["python"] == {
        "folder": "1-a",
        "files": {"data/iris.npz": 3, "python.wasm": 5},
    }


def test_a_site_without_python(site):
    for path in (site / "run/1-a").rglob("*.*"):
        path.unlink()
    for folder in ("run/1-a/data", "run/1-a"):
        (site / folder).rmdir()
    assert kept.python(site) == {"folder": "", "files": {}}


def test_the_worker_is_served_as_it_is_written(site):
    text = kept.WORKER.read_text("utf-8")
    assert (site / "sw.js").read_text("utf-8") == text
    assert text.count("\n") < 160
    none(line for line in text.split("\n") if "https:" in line)


@pytest.mark.parametrize("name", [*FILES, "en/new.svg"])
def test_another_file_is_another_build(site, name):
    """But not the zip, which is made of the others."""
    before = told(site)["build"]
    kept.finish(site)
    assert told(site)["build"] == before
    write(site / name, "another")
    kept.finish(site)
    assert (told(site)["build"] == before) is name.endswith(".zip")
