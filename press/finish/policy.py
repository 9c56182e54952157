"""What a page may load and run: nothing from elsewhere, and of scripts in it only its own.

The worker of Run begins as a blob, and so it has the same policy: what a reader
runs can reach no other host.
"""

import re

from press.cache import integrity

INLINE = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
DATA = re.compile(r'type="application/(?:ld\+)?json"')
HEAD = re.compile(r"<head[^>]*>")
RULES = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
IN_FORCE = 'http-equiv="Content-Security-Policy"'
AT_REST = 'name="policy"'
META = re.compile(rf"<meta {IN_FORCE}[^>]*>")


def hashes(html: str) -> list[str]:
    """Of the scripts that stand in a page, each once, as a policy names them."""
    found = {}
    for attributes, script in INLINE.findall(html):
        if not DATA.search(attributes):
            found[f"'{integrity(script)}'"] = None
    return list(found)


def told(html: str) -> str:
    """The policy of a page."""
    rules = RULES | {
        "script-src": " ".join([RULES["script-src"], *hashes(html)])
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def guarded(html: str) -> str:
    """A page that says so itself, before anything it loads. ValueError without a head."""
    head = HEAD.search(html)
    if head is None:
        raise ValueError("a page without <head> cannot have a policy")
    meta = f'<meta {IN_FORCE} content="{told(html)}">'
    return html[: head.end()] + meta + html[head.end() :]


def unguarded(html: str) -> str:
    """A page without its policy."""
    return META.sub("", html, count=1)


def resting(html: str) -> str:
    """A page to open from a folder, where no file is another's own.

    From a server of the reader's it takes its policy up again (theme/js/folder.js).
    """
    return html.replace(f"<meta {IN_FORCE}", f"<meta {AT_REST}", 1)
