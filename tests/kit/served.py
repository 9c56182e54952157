"""make serve in a small site, as a process of its own."""

import socket
import time
import urllib.error
import urllib.request

from tests.kit import small_site


class Served:
    """make serve in a small site; what it prints, what it shows."""

    def __init__(self, folder, pages) -> None:
        self.folder = small_site.project(folder, pages)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "log"
        self.start()

    def start(self) -> None:
        with self.log.open("w") as log:
            self.process = small_site.run(
                self.folder, "-m", "press.serve", str(self.port), stdout=log
            )

    def told(self) -> str:
        return self.log.read_text("utf-8")

    def page(self, url: str) -> str:
        address = f"http://127.0.0.1:{self.port}/{url}"
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except urllib.error.URLError as error:
            return str(error)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


def until(holds, seconds: float = 180) -> None:
    """Wait until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
