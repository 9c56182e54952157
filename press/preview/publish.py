"""What was built beside becomes what is shown, file by file."""

from collections.abc import Iterable
from pathlib import Path

from press.cache import write
from press.compute.coming import MARK


def files_of(folder: Path) -> dict[str, Path]:
    """The files below a folder by their address in it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }


def publish(
    made: Path, shown: Path, whole: bool, only: Iterable[str] | None = None
) -> set[str]:
    """Show every file that differs, each by one rename. Returns their addresses.

    only: the addresses to look at, or all. Unless the build is whole, what it
    lacks stays as it was. A box for a figure never replaces the figure.
    """
    new = files_of(made) if only is None else {a: made / a for a in only}
    differ = set()
    for address, path in new.items():
        data, there = path.read_bytes(), shown / address
        old = there.read_bytes() if there.is_file() else None
        if old != data and (old is None or not data.endswith(MARK)):
            write(there, data)
            differ.add(address)
    if whole:
        for address, path in files_of(shown).items():
            if address not in new:
                path.unlink()
                differ.add(address)
    return differ


def add(made: Path, shown: Path) -> None:
    """Show what is not shown yet, and leave the rest as it is."""
    files = files_of(made)
    publish(made, shown, False, files.keys() - files_of(shown).keys())
