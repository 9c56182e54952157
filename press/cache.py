"""What is made once and kept: one fingerprint of files, one way to write."""

import base64
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from press import ROOT


def checksum(file: Path) -> str:
    """What sha256sum says of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Changes with the name or the text of a file, or a word; not with line ends."""
    digest = hashlib.sha256()
    for file in sorted(set(files)):
        text = file.read_bytes().replace(b"\r\n", b"\n")
        inside = file.is_relative_to(ROOT)
        name = file.relative_to(ROOT).as_posix() if inside else file.name
        digest.update(f"{name} {len(text)}\n".encode() + text)
    for word in words:
        digest.update(f"{len(word)}\n{word}".encode())
    return digest.hexdigest()


def digest(data: bytes) -> str:
    """The hash of bytes."""
    return hashlib.sha256(data).hexdigest()


def integrity(text: str) -> str:
    """The same as a page's policy writes it."""
    found = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(found).decode()}"


def write(path: Path, data: bytes | str) -> None:
    """Write a file whole or not at all, also where two processes write it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_bytes(data.encode() if isinstance(data, str) else data)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def kept(path: Path, make: Callable[[], bytes | str]) -> Path:
    """The file, made unless it is there: its name holds the fingerprint."""
    if not path.is_file():
        write(path, make())
    return path
