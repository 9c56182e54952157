"""What the front doors of snippets/ say to arrays that do not fit."""

import re


def refusal(name: str, want: str, shape: tuple) -> str:
    """A pattern of what a front door says to zeros of a wrong shape."""
    text = f"{name} must be floats of shape {want}, got float64 {shape}"
    return re.escape(text) + "$"
