"""The preview's server: a page that is asked for is made, and says what is still to come."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from press import CONFIGS
from press.compute import coming
from press.preview.desk import Desk
from press.preview.language import SHOWN

STATE = "/coming.json"
SCRIPT = Path(__file__).with_name("coming.js")
FIGURE = re.compile(rf"/({'|'.join(CONFIGS)})/assets/(\w+/[\w.]+\.svg)")


def not_found(code: int) -> bytes | None:
    page = SHOWN / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


class Server(LiveReloadServer):
    """Waits for the page that is asked for, and for no other."""

    def __init__(self, port: int, desk: Desk, watched: Path) -> None:
        super().__init__(
            builder=lambda: None,
            host="127.0.0.1",
            port=port,
            root=str(SHOWN),
            polling_interval=0.2,
        )
        self.desk, self.error_handler = desk, not_found
        self.watch(str(watched))

    def serve_request(self, environ, start_response) -> Iterable[bytes]:
        """Answer: how far it is, a figure as it is now, or a file of the site."""
        address = environ["PATH_INFO"].encode("latin-1").decode("utf-8")
        if address == STATE:
            data = json.dumps(self.desk.state()).encode()
            return answer(start_response, "application/json", data)
        figure = FIGURE.fullmatch(address)
        path = coming.picture(*figure.groups()) if figure else None
        if path:
            return answer(start_response, "image/svg+xml", path.read_bytes())
        self.desk.want(address)
        return super().serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        state = self.desk.state()
        content = super()._inject_js_into_html(content, epoch)
        if not state["busy"]:
            return content
        began = f"const began = {json.dumps(state)}\n"
        script = began + SCRIPT.read_text("utf-8")
        page, end, rest = content.rpartition(b"</body>")
        tag = f'<script type="module">{script}</script>'.encode()
        return page + tag + end + rest


def answer(start_response, kind: str, data: bytes) -> Iterable[bytes]:
    """A whole answer that nobody keeps."""
    head = {"Content-Type": kind, "Content-Length": str(len(data))}
    head["Cache-Control"] = "no-store"
    start_response("200 OK", [*head.items()])
    return [data]
