"""Setting up the environment: one Python in it, and nobody else's is touched."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from press import ROOT, environment


@pytest.fixture
def asked(tmp_path):
    """Requirements that need no network: nothing at all."""
    path = tmp_path / "requirements.txt"
    path.write_text("# nothing\n")
    return path


def made_by(folder: Path, python: str) -> Path:
    """An environment as that Python left it, with something in it."""
    (folder / "lib").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / "lib" / "old.py").touch()
    (folder / "pyvenv.cfg").write_text(f"home = /usr\nversion = {python}.1\n")
    return folder


def test_an_environment_of_another_python_begins_anew(tmp_path, asked, capfd):
    folder = made_by(tmp_path / "env", "3.7")
    (folder / "ready").touch()
    environment.set_up(folder, requirements=asked)
    assert "was made by Python 3.7: it begins anew" in capfd.readouterr().out
    assert not (folder / "lib" / "old.py").exists()
    assert environment.version(folder) == environment.VERSION
    assert (folder / "ready").is_file()
    assert environment.lacks(folder, asked) == ""


def test_one_of_this_python_is_kept_and_said_to_be_old(tmp_path, capfd):
    folder = made_by(tmp_path / "env", environment.VERSION)
    (folder / "ready").touch()
    environment.begin(folder)
    assert "is older than requirements.txt" in capfd.readouterr().out
    assert (folder / "lib" / "old.py").is_file()


def test_one_whose_python_is_gone_begins_anew(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(environment.venv, "create", lambda *_, **__: None)
    folder = made_by(tmp_path / "env", environment.VERSION)
    (folder / "bin" / "python").unlink()
    environment.begin(folder)
    assert "begins anew" in capfd.readouterr().out
    assert not folder.exists()


def test_what_a_link_points_to_is_left_alone(tmp_path, asked):
    other = made_by(tmp_path / "other", "3.7")
    link = tmp_path / "link"
    link.symlink_to(other)
    asked.write_text("pytest>=999\n")
    with pytest.raises(environment.Refused, match=r"is a link to .*other, wh"):
        environment.set_up(link, requirements=asked)
    assert link.is_symlink()
    assert (other / "lib" / "old.py").is_file()


def test_a_link_to_what_has_everything_will_do(tmp_path):
    link, asked = tmp_path / "link", tmp_path / "requirements.txt"
    link.symlink_to(Path(sys.executable).parents[1])
    asked.write_text(f"pytest>={version('pytest')}\n")
    environment.set_up(link, requirements=asked)
    asked.write_text("pytest>=999\n")
    with pytest.raises(environment.Refused, match="lacks pytest>=999 of req"):
        environment.set_up(link, requirements=asked)


def test_a_folder_that_is_no_environment_is_not_deleted(tmp_path):
    (tmp_path / "precious").touch()
    with pytest.raises(environment.Refused, match="no environment of Python"):
        environment.set_up(tmp_path)
    assert (tmp_path / "precious").is_file()


def test_it_needs_nothing_but_python(tmp_path):
    (tmp_path / "precious").touch()
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(ROOT), tmp_path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "is no environment of Python" in done.stderr
    assert "Traceback" not in done.stderr


ALONE = """import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_module("press.environment", run_name="__main__")
"""
