"""Set up the environment, with plain Python: python -m press.environment FOLDER [INDEX OF TORCH]."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from press import ROOT

REQUIREMENTS = ROOT / "requirements.txt"
VERSION = "{}.{}".format(*sys.version_info)


class Refused(RuntimeError):
    """A folder that is left as it is; the message is one sentence."""


def interpreter(folder: Path) -> Path:
    """The Python of an environment."""
    windows = folder / "Scripts" / "python.exe"
    return windows if windows.is_file() else folder / "bin" / "python"


def version(folder: Path) -> str:
    """The Python that made an environment, such as 3.13; empty if none did."""
    settings = folder / "pyvenv.cfg"
    lines = settings.read_text("utf-8") if settings.is_file() else ""
    for line in lines.splitlines():
        name, _, value = line.partition("=")
        if name.strip() in ("version", "version_info"):
            return ".".join(value.strip().split(".")[:2])
    return ""


def pip(folder: Path, *words: str, **how) -> subprocess.CompletedProcess:
    """Let pip of an environment do something."""
    command = [str(interpreter(folder)), "-m", "pip", "install", *words]
    return subprocess.run(command, check=False, **how)


def lacks(folder: Path, requirements: Path) -> str:
    """What an environment lacks of the requirements; empty if it has it all."""
    if not interpreter(folder).is_file():
        return "is no environment"
    asked = "--dry-run", "--no-index", "--no-deps", "--quiet", "-r"
    done = pip(
        folder, *asked, str(requirements), capture_output=True, text=True
    )
    if done.returncode == 0:
        return ""
    missing = done.stderr.strip().rpartition(" for ")[2] or "pip"
    return f"lacks {missing} of {requirements.name}"


def refuse(folder: Path, requirements: Path) -> None:
    """Refused where a folder must not be set up; what a link points to is another's."""
    if folder.is_symlink():
        if trouble := lacks(folder, requirements):
            raise Refused(
                f"{folder} is a link to {folder.resolve()}, which {trouble}: "
                "set that up where it belongs, or remove the link"
            )
        return
    mine = not folder.exists() or version(folder)
    if not mine and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            f"{folder} is no environment of Python: "
            "move it away, or name another with VENV="
        )


def begin(folder: Path, report=print) -> None:
    """An empty environment of this Python, unless there is one to go on with."""
    old = version(folder)
    if old and (old != VERSION or not interpreter(folder).exists()):
        report(f"{folder} was made by Python {old}: it begins anew")
        shutil.rmtree(folder)
    if (folder / "ready").is_file():
        report(f"{folder} is older than requirements.txt: installing the rest")
        return
    report(f"setting up {folder} with Python {VERSION}, a few minutes")
    venv.create(folder, with_pip=True, symlinks=sys.platform != "win32")


def set_up(
    folder: Path, torch: str = "", requirements: Path = REQUIREMENTS
) -> None:
    """All that requirements.txt asks for, in this folder."""
    refuse(folder, requirements)
    if folder.is_symlink():
        return
    begin(folder)
    asked = ["-r", str(requirements)]
    if torch and pip(folder, "torch", "--index-url", torch).returncode:
        raise Refused(f"torch cannot be had from {torch}")
    if pip(folder, *asked).returncode:
        raise Refused(f"{folder} is not ready: pip says above what is missing")
    (folder / "ready").touch()


if __name__ == "__main__":
    try:
        set_up(Path(sys.argv[1]), *sys.argv[2:])
    except Refused as sentence:
        sys.exit(str(sentence))
