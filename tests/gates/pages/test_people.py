"""Gate 2: no picture shows a person who was not asked, as a photo shows them."""

import importlib
import inspect
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from skimage.data import lfw_subset

from press import ROOT
from tests.kit.findings import none

PHOTOS = lfw_subset()[:100]
FIGURES = [
    path
    for path in sorted((ROOT / "studies").glob("*/*/figures.py"))
    if "lfw_subset" in path.read_text("utf-8")
]
ALIKE = 0.98  # the mean of all faces stays below it


def is_photo(image: np.ndarray) -> bool:
    """Whether an image is one of the photos, cut at the edges or not."""
    rows, columns = image.shape[:2]
    if image.ndim != 2 or rows not in (24, 25) or columns not in (24, 25):
        return False
    ours = image.ravel()
    photos = PHOTOS[:, :rows, :columns].reshape(100, -1)
    return max(np.corrcoef(ours, photo)[0, 1] for photo in photos) > ALIKE


def photos(draw) -> int:
    """How many photos of people a figure shows."""
    figure = draw()
    drawn = [image for ax in figure.axes for image in ax.get_images()]
    plt.close(figure)
    return sum(is_photo(np.asarray(image.get_array())) for image in drawn)


def pictures(path) -> dict:
    """The figures of a file that hold a picture, by their names."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    found = vars(importlib.import_module(module)).items()
    return {
        name: draw
        for name, draw in found
        if inspect.isfunction(draw) and draw.__module__ == module
        if not name.startswith("_")
        if re.search(r"imshow|_photo", inspect.getsource(draw))
    }


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.parent.name)
def test_no_photo_of_a_person(path):
    counts = {name: photos(draw) for name, draw in pictures(path).items()}
    assert counts
    none(
        [f"{name}: {count} people" for name, count in counts.items() if count],
        "draw them coarsely, or the mean of many",
    )


def as_it_is(image):
    def draw():
        figure, ax = plt.subplots()
        ax.imshow(image, cmap="gray")
        return figure

    return draw


PLANTED = {
    "a face": (PHOTOS[2], 1),
    "a face, cut and darker": (PHOTOS[7, :24, :24] / 2, 1),
    "a mosaic": (PHOTOS[2].reshape(5, 5, 5, 5).mean(axis=(1, 3)), 0),
    "the mean of all": (PHOTOS.mean(axis=0), 0),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name):
    """Seen: six faces of people who had not been asked, on top of a page."""
    image, told = PLANTED[name]
    assert photos(as_it_is(image)) == told
