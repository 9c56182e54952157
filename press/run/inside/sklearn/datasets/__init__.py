"""Four loaders with the arrays of scikit-learn."""

from packed import load


class Bunch(dict):
    """A dictionary whose keys are attributes, too."""

    def __getattr__(self, key):
        try:
            return self[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key, value):
        self[key] = value

    def __dir__(self):
        return self.keys()


def given(found: dict, return_X_y: bool, as_frame: bool):
    """What a loader returns."""
    if as_frame:
        raise ImportError("as_frame=True needs pandas", name="pandas")
    bunch = Bunch(found)
    return (bunch.data, bunch.target) if return_X_y else bunch


def load_digits(*, n_class=10, return_X_y=False, as_frame=False):
    """Load and return the digits dataset (classification)."""
    found = load("digits")
    if n_class < 10:
        chosen = found["target"] < n_class
        for name in ("data", "target", "images"):
            found[name] = found[name][chosen]
    return given(found, return_X_y, as_frame)


def load_iris(*, return_X_y=False, as_frame=False):
    """Load and return the iris dataset (classification)."""
    return given(load("iris"), return_X_y, as_frame)


def load_breast_cancer(*, return_X_y=False, as_frame=False):
    """Load and return the breast cancer Wisconsin dataset (classification)."""
    return given(load("breast_cancer"), return_X_y, as_frame)


def load_diabetes(*, return_X_y=False, as_frame=False, scaled=True):
    """Load and return the diabetes dataset (regression)."""
    found = load("diabetes" if scaled else "diabetes_raw")
    return given(found, return_X_y, as_frame)
