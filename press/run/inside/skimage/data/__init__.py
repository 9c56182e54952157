"""Five pictures of scikit-image."""

from packed import load


def camera():
    """Gray-level "camera" image: (512, 512) uint8."""
    return load("camera")["data"]


def chelsea():
    """Chelsea the cat: (300, 451, 3) uint8."""
    return load("chelsea")["data"]


def coffee():
    """Coffee cup: (400, 600, 3) uint8."""
    return load("coffee")["data"]


def grass():
    """Grass: (512, 512) uint8."""
    return load("grass")["data"]


def lfw_subset():
    """Subset of data from the LFW dataset: (200, 25, 25)."""
    return load("lfw_subset")["data"]
