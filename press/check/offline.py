"""Keeps a page, and each Python that it starts, from the network and the repository.

A Python that a page starts meets this file as its sitecustomize; the PYTHONPATH
that leads it there stands in the environment of C, where the page sees none.
"""

import os
import re
import sys

THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "", None)
ADDRESSES = ("socket.connect", "socket.sendto", "socket.sendmsg")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
PROGRAMS = ("os.system", "os.exec", "os.spawn", "os.startfile", "pty.spawn")
CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate")
CHANGES += ("os.link", "os.symlink")
STARTS = ("subprocess.Popen", "os.posix_spawn")
WATCHED = {*ADDRESSES, *NAMES, *PROGRAMS, *CHANGES, *STARTS, "open"}
WRITING = os.O_WRONLY | os.O_RDWR
# with these options Python meets no sitecustomize: its program must be plain
UNGUARDED = re.compile(r"-[a-zA-Z]*[IES]")
ONLINE = re.compile(r"socket|ssl|http|ftp|smtp|urllib|xmlrpc|asyncio|pip")
refused: list[str] = []  # whatever the page makes of the error


def refuse(what: str) -> None:
    refused.append(what)
    raise PermissionError(what)


def host(event: str, args: tuple):
    """The machine that an event wants to reach; None: this one, or none."""
    if event in ADDRESSES:
        return args[1][0] if isinstance(args[1], tuple) else None
    return args[0] if event in NAMES else None


def from_library() -> bool:
    """Whether the first caller that is not of the standard library is a library."""
    frame = sys._getframe(2)
    while frame:
        name = str(frame.f_globals.get("__name__")).split(".")[0]
        if name not in sys.stdlib_module_names:
            return name != "__main__"
        frame = frame.f_back
    return False


def guarded(program, words, env, guard: str) -> bool:
    """Whether a program is this Python, with the guard before its first line."""
    words = words.split() if isinstance(words, str) else list(words)
    if str(program or words[0]).strip('"') != sys.executable:
        return False
    if env is not None:
        env["PYTHONPATH"] = guard
    unguarded = any(UNGUARDED.fullmatch(str(word)) for word in words)
    return not unguarded or not ONLINE.search(" ".join(map(str, words[1:])))


def changes(event: str, args: tuple, root: str, free: tuple[str, ...]) -> bool:
    """Whether an event writes into the repository."""
    if event == "open":
        paths = args[:1] if args[2] & WRITING else ()
    else:
        paths = args if event in CHANGES else ()
    places = [
        os.path.realpath(os.fsdecode(path)) + os.sep
        for path in paths
        if not isinstance(path, int)
    ]
    return any(p.startswith(root) and not p.startswith(free) for p in places)


def hide(name: str, value: str) -> None:
    """A variable that libraries and programs find, and the page does not."""
    os.environ._data.pop(os.environ.encodekey(name), None)
    os.putenv(name, value)


def begin(root: str, guard: str, hidden: dict[str, str]) -> None:
    """From now on refuse; never to be taken back."""
    for name, value in (hidden | {"PYTHONPATH": guard}).items():
        hide(name, value)
    root = os.path.realpath(root) + os.sep
    free = (os.path.realpath(sys.prefix), os.path.dirname(guard))

    def hook(event: str, args: tuple) -> None:
        if event not in WATCHED:
            return
        if (name := host(event, args)) not in THIS_MACHINE:
            refuse(f"a page must not use the network: {name}")
        if event in STARTS:
            refused = not guarded(*args[:2], args[-1], guard)
        else:
            refused = event in PROGRAMS
        if refused and not from_library():
            refuse(f"a page must not start a program: {args}")
        if changes(event, args, root, free):
            refuse(f"a page must not write into the repository: {args[0]}")

    sys.addaudithook(hook)
