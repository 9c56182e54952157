"""Files of the site, for programs that load data."""

from site_worker import bytes_of


def read(name: str) -> bytes:
    """A file of the folder data/, fetched while Python waits."""
    return bytes_of(f"data/{name}").to_bytes()
