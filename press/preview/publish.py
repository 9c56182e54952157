"""What was built beside becomes what is shown, file by file."""

from pathlib import Path

from press.cache import write


def files_of(folder: Path) -> dict[str, Path]:
    """The files below a folder by their address in it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
    }


def publish(made: Path, shown: Path, whole: bool) -> set[str]:
    """Show every file that differs, each by one rename. Returns their addresses.

    Unless the build is whole, what it lacks stays as it was.
    """
    new, old = files_of(made), files_of(shown)
    differ = set()
    for address, path in new.items():
        data = path.read_bytes()
        if address not in old or old[address].read_bytes() != data:
            write(shown / address, data)
            differ.add(address)
    if whole:
        for address in old.keys() - new.keys():
            old[address].unlink()
            differ.add(address)
    return differ
