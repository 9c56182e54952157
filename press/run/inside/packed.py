"""A data set as press/run/data.py packed it."""

import functools
import io
import json

import numpy as np
from site_files import read


@functools.cache
def opened(name: str) -> tuple[dict, dict]:
    """The arrays of a file and what is told of them; it is fetched once."""
    with np.load(io.BytesIO(read(f"{name}.npz"))) as file:
        arrays = {key: file[key] for key in file.files}
    return arrays, json.loads(str(arrays.pop("told")))


def load(name: str) -> dict:
    """All that the package's own loader gives, each array a new one."""
    arrays, told = opened(name)
    found = {}
    for key, about in told.items():
        if "is" in about:
            found[key] = about["is"]
        else:
            array = arrays[about["from"]].astype(about["type"])
            found[key] = array.reshape(about["shape"])
    return found
