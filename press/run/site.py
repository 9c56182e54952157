"""The runtime's place on a site: one folder for both languages, named after what it holds."""

import io
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

from press import ROOT
from press.cache import digest, write
from press.run import data, runtime

INSIDE = Path(__file__).with_name("inside")
PICTURES = ROOT / "snippets/pictures.py"  # which every program can import
PRODUCT = Path(__file__).with_name("product") / "product.wasm"
PACKAGES = {  # as they are, with what they import
    "gymnasium.zip": ("gymnasium", "cloudpickle", "farama_notifications"),
    "pypinyin.zip": ("pypinyin",),
}
LATER = (*PACKAGES, "data/")  # fetched by programs that import it
WHEN = (2026, 1, 1, 0, 0, 0)  # the same files make the same zip
STUB = """class SemLock:
    SEM_VALUE_MAX = 2**31 - 1


sem_unlink = None
"""  # gymnasium asks for it when it is imported, and uses it in other processes


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of files by their names in it."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in sorted(files.items()):
            folder.writestr(
                zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED
            )
    return found.getvalue()


def inside() -> bytes:
    """What stands beside a program: who runs it, and the stand-ins for packages."""
    found = {
        path.relative_to(INSIDE).as_posix(): path.read_bytes()
        for path in INSIDE.rglob("*.py")
    }
    return zipped(found | {PICTURES.name: PICTURES.read_bytes()})


def package(names: tuple[str, ...]) -> bytes:
    """Installed packages of Python alone, without their tests and pictures."""
    found = {}
    for name in names:
        folder = Path(find_spec(name).origin).parent
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".json") and path.is_file():
                inner = path.relative_to(folder.parent).as_posix()
                found[inner] = path.read_bytes()
    if names[0] == "gymnasium":
        found["_multiprocessing.py"] = STUB.encode()
        typing = Path(find_spec("typing_extensions").origin)
        found[typing.name] = typing.read_bytes()
    return zipped(found)


def contents() -> dict[str, bytes]:
    """All that the folder holds. Unavailable if the runtime cannot be had."""
    found = runtime.contents(runtime.fetched())
    found["inside.zip"] = inside()
    found["product.wasm"] = PRODUCT.read_bytes()
    for name, names in PACKAGES.items():
        found[name] = package(names)
    for name, path in data.files().items():
        found[f"data/{name}"] = path.read_bytes()
    return found


def version(found: dict[str, bytes]) -> str:
    """Changes with any byte of the folder."""
    hashes = "".join(f"{n} {digest(found[n])}\n" for n in sorted(found))
    return f"{runtime.PYODIDE}-{digest(hashes.encode())[:12]}"


def first(found: dict[str, bytes]) -> int:
    """The bytes that a first run fetches."""
    return sum(
        len(data)
        for name, data in found.items()
        if not name.startswith(LATER) and not name.endswith(".txt")
    )


def where(name: str, size: int) -> str:
    """The module that tells the others where the runtime is, seen from assets/js/run/."""
    return (
        f'export const RUNTIME = new URL("../../../../run/{name}/", import.meta.url).href\n'
        'export const SNIPPETS = new URL("../../snippets.zip", import.meta.url).href\n'
        f"export const SIZE = {size} // bytes, the first time\n"
    )


def install(site: Path, found: dict[str, bytes]) -> None:
    """Write the folder into a site, in the place of an older one."""
    below, name = site / "run", version(found) if found else ""
    for older in below.glob("*"):
        if older.name != name:
            shutil.rmtree(older)
    for each, content in found.items():
        write(below / name / each, content)


def setting(found: dict[str, bytes]) -> dict[str, str]:
    """What a build is told of it; nothing if there is none."""
    return {"RUNTIME": f"{version(found)} {first(found)}"} if found else {}


def is_near() -> bool:
    """Whether all of it has been fetched and made before."""
    made = all(
        (data.folder() / f"{name}.npz").is_file() for name in data.MAKERS
    )
    return made and runtime.is_whole(runtime.folder())


def prepared(report=print) -> dict[str, bytes]:
    """The files, or none: then the site is built without Run, and this says why."""
    try:
        return contents()
    except runtime.Unavailable as why:
        report(f"no Run in this site: {why}")
        return {}
