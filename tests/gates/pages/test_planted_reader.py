"""Gate 2 goes red on what only this machine, or only this repository, would give a page."""

import marshal
import os
import shutil
import subprocess
import sys

import pytest

from press import BUILD, DOCS, ROOT
from press.check import process
from tests.gates.pages.planted import judged

CHILD = "import subprocess, sys\n\nsubprocess.run([sys.executable, {}])"
ONLINE = "import urllib.request as u; u.urlopen('http://192.0.2.1')"
SUBMODULES = (
    *("concurrent.futures", "importlib.util", "importlib.machinery"),
    *("urllib.parse", "multiprocessing.connection", "xml.dom"),
    *("logging.handlers", "collections.abc", "email.message"),
    *(
        "json.tool",
        "numpy.testing",
        "scipy.stats",
        "torch.utils.bundled_inputs",
    ),
)
STARTED = "must not start a program"
REFUSED = {  # a block, what is reported of it
    "datagram": (
        "import socket\n\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
        "s.sendto(b'x', ('192.0.2.1', 53))",
        "must not use the network: 192.0.2.1",
    ),
    "network, error caught": (
        "import urllib.request as u\n\ntry:\n    u.urlopen('http://192.0.2.1')\n"
        "except OSError:\n    x = 'stored'",
        "must not use the network: 192.0.2.1",
    ),
    "os.system": ("import os\n\nos.system('curl example.org')", STARTED),
    "curl": ("import subprocess\n\nsubprocess.run(['curl', 'a.b'])", STARTED),
    "shell": (
        "import subprocess\n\nsubprocess.run('pip', shell=True)",
        STARTED,
    ),
    "exec": ("import os\n\nos.execlp('wget', 'wget', 'a.b')", STARTED),
    "spawn": (
        "import os\n\nos.posix_spawn('/bin/wget', ['wget'], {})",
        STARTED,
    ),
    "through a library": (
        "import webbrowser\n\nwebbrowser.BackgroundBrowser('curl').open('a')",
        STARTED,
    ),
    "Python that nothing guards": (
        CHILD.format(f"'-I', '-c', {ONLINE!r}"),
        STARTED,
    ),
    "pip that nothing guards": (CHILD.format("'-I', '-m', 'pip'"), STARTED),
    "file in docs/": (
        f"open({str(DOCS / 'en' / 'planted.txt')!r}, 'w').close()",
        "must not write into the repository",
    ),
    "file moved into docs/": (
        "import os\n\nopen('a', 'w').close()\n"
        f"os.rename('a', {str(DOCS / 'planted.txt')!r})",
        "must not write into the repository",
    ),
    "folder in the repository": (
        f"import os\n\nos.mkdir({str(ROOT / 'planted')!r})",
        "must not write into the repository",
    ),
}
ALLOWED = {  # blocks that only look like it
    "this machine": (
        "import socket\n\nwith socket.create_server(('127.0.0.1', 0)) as s:\n"
        "    socket.create_connection(s.getsockname()).close()",
    ),
    "Python": ((CHILD.format("'-c', 'print(1)'"), "1"),),
    "bare Python": ((CHILD.format("'-I', '-S', '-c', 'print(1)'"), "1"),),
    "own folders": (
        "import os\nimport tempfile\nfrom pathlib import Path\n\n"
        "Path('a').mkdir()\n(Path.home() / 'a').write_text('a')\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    Path(folder, 'a').write_text('a')\nos.rename('a', 'b')",
    ),
    "reading the repository": (
        f"open({str(ROOT / 'pyproject.toml')!r}).close()",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_page_is_refused(name):
    """Whatever the page makes of the error, its block is red."""
    code, expected = REFUSED[name]
    assert expected in judged(code)[0]
    assert not list(DOCS.rglob("planted*"))
    assert not (ROOT / "planted").exists()


@pytest.mark.parametrize("name", ALLOWED)
def test_page_may(name):
    assert judged(*ALLOWED[name]) == [None] * len(ALLOWED[name])


@pytest.mark.parametrize(
    "env", ["", ", env={'A': 'b'}", ", env=dict(os.environ)"]
)
def test_python_that_a_page_starts_is_offline_too(env):
    """Also where the page chooses its variables, and in what that one starts."""
    inner = f"import subprocess as s, sys\ns.run([sys.executable, '-c', {ONLINE!r}])"
    for code in (ONLINE, inner):
        call = f"subprocess.run([sys.executable, '-c', {code!r}]{env})"
        found = printed(f"import os\nimport subprocess\nimport sys\n\n{call}")
        assert "a page must not use the network: 192.0.2.1" in found


def printed(code: str) -> str:
    """What a program prints in the process of a page."""
    (outcome,) = process.run(((code, frozenset()),), 60)
    assert outcome.error is None, outcome.error
    return outcome.output


@pytest.mark.parametrize("name", SUBMODULES)
def test_submodule_that_the_page_does_not_import(name):
    """`import concurrent` does not bring `concurrent.futures`, whoever loaded it."""
    found = judged(f"import {name.split('.')[0]}\n\n{name}")[0]
    asked = f"import {name.split('.')[0]}\n{name}"
    alone = subprocess.run([sys.executable, "-c", asked], capture_output=True)
    assert (found is None) == (alone.returncode == 0), found
    assert judged(f"import {name}\n\n{name}") == [None]


def test_no_module_of_the_tests_is_left_in_the_page():
    """Whatever the page imports, it finds in it what a fresh interpreter has."""
    code = "import sys\n\nprint({n.split('.')[0] for n in sys.modules})"
    tops = sorted(eval(printed(code)) - {"__main__"})
    tell = "print(sorted(n for n in sys.modules if '.' in n))"
    imports = "\n".join(f"import {top}" for top in tops)
    code = f"import sys\n{imports}\n{tell}"
    alone = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert printed(code) == alone.stdout
    assert not {"numpy", "torch", "pytest", "tests", "press"} & set(tops)


def test_variables_of_the_tests_are_not_those_of_the_page(monkeypatch):
    """Nothing of make, pytest or the gates; HOME and TMPDIR are the page's own."""
    for name in ("OMP_NUM_THREADS", "PLANTED", "PYTHONPATH"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    names = eval(printed("import os\n\nprint(sorted(os.environ))"))
    assert set(names) <= {*process.THE_COMPUTER, *process.OWN}
    assert "OPENBLAS_CORETYPE" in names
    homes = "import os\n\nprint({os.environ[n] for n in ('HOME', 'TMPDIR')})"
    for folder in eval(printed(homes)):
        assert not folder.startswith(str(ROOT))
        assert not os.path.exists(folder)


@pytest.mark.parametrize("threads", ["1", "3"])
def test_threads_of_the_page_are_those_of_the_computer(monkeypatch, threads):
    """However many the tests have chosen for themselves."""
    monkeypatch.setenv("OMP_NUM_THREADS", threads)
    asked = "import torch\n\nprint(torch.get_num_threads())"
    env = {k: os.environ[k] for k in os.environ if k != "OMP_NUM_THREADS"}
    alone = subprocess.run(
        [sys.executable, "-c", asked], env=env, capture_output=True, text=True
    )
    assert printed(asked) == alone.stdout


@pytest.mark.parametrize("cold", ["", "1"])
def test_cold_page_gets_no_variable_at_all(monkeypatch, cold):
    """The scheduled job asks for it; else there are two, which no page sees."""
    monkeypatch.setenv("PAGES_COLD", cold)
    box = process.make_box((("", frozenset()),))
    *_, hidden = marshal.loads((box / "blocks").read_bytes())
    shutil.rmtree(box)
    assert hidden == ({} if cold else process.NO_SPINNING)
    scheduled = ROOT / ".github" / "workflows" / "scheduled.yml"
    assert 'PAGES_COLD: "1"' in scheduled.read_text("utf-8")


def test_lines_of_a_child_keep_their_place():
    """As on a screen: a line is there as soon as it is complete."""
    code = (
        "import os\nimport subprocess\nimport sys\n\nprint('a')\n"
        "subprocess.run([sys.executable, '-c', 'print(1)'])\nprint('b')\n"
        "print('c', file=sys.stderr)\nos.write(1, b'd\\n')\nprint('e')"
    )
    assert judged((code, "a\n1\nb\nc\nd\ne")) == [None]


def test_nothing_of_a_page_is_left(monkeypatch, tmp_path):
    """Its folders are removed, also when it has been stopped."""
    monkeypatch.setattr(process.tempfile, "tempdir", str(tmp_path))
    wait = "import time\n\nopen('a', 'w').close()\ntime.sleep(60)"
    (outcome,) = process.run(((wait, frozenset()),), 3)
    assert outcome.error == "no end after 3 s"
    assert list(tmp_path.iterdir()) == []
    assert BUILD.is_dir()
