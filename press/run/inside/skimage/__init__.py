"""In the browser, of scikit-image there are the pictures of these pages and nothing else."""

from . import data

__all__ = ["data"]
