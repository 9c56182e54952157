"""Do the conclusions about convolution hold for other pictures and sizes?"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from skimage import data

from studies.trying import Claim, varied

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]])
EYES = {"left": (84, 135), "right": (99, 273)}  # row, column in the photograph
EYE = 66, 72  # its height and width
SHIFT = 4  # pixels by which a seed moves the frame, at most


def slide(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """A kernel's answer at each place of an image."""
    return np.einsum("uvij,ij->uv", sliding_window_view(x, w.shape), w)


def two_places(small, corner, size, far) -> list[tuple[int, int]]:
    """Where the mean-free window at a corner answers most, and second most."""
    (u, v), (H, W) = corner, size
    eye = small[u : u + H, v : v + W]
    answer = slide(small, eye - eye.mean())
    places = []
    for _ in range(2):
        u, v = np.unravel_index(answer.argmax(), answer.shape)
        places.append((int(u), int(v)))
        answer[max(u - far, 0) : u + far, max(v - far, 0) : v + far] = -np.inf
    return places


def other_eye(seed=0, every=3, light=1.0) -> dict[str, float]:
    """How many pixels the second best place is from the eye not cut out."""
    down, right = np.random.default_rng(seed).integers(-SHIFT, SHIFT + 1, 2)
    cat = data.chelsea().mean(axis=2) ** light
    small = cat[::every, ::every]
    at = {
        name: ((row + down) // every, (column + right) // every)
        for name, (row, column) in EYES.items()
    }
    size = EYE[0] // every, EYE[1] // every
    found = {}
    for name, other in (("left", "right"), ("right", "left")):
        _, second = two_places(small, at[name], size, 30 // every)
        away = np.subtract(second, at[other])
        found[f"from the {name}"] = every * np.abs(away).max()
    return found


def recovered(
    seed=0, n=32, steps=31, lr=0.1, kernel="Sobel"
) -> dict[str, float]:
    """How far a kernel that learned from noise is from the one it copies."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, n))
    hidden = SOBEL if kernel == "Sobel" else rng.normal(size=(3, 3))
    target = slide(x, hidden)
    w = np.zeros((3, 3))
    for _ in range(steps):
        error = slide(x, w) - target
        w -= lr * slide(x, 2 * error / error.size)
    return {"off by": np.abs(w - hidden).max()}


def steepness(picture: np.ndarray, k: int) -> float:
    """The steepest direction of the loss over the flattest."""
    X = sliding_window_view(picture, (k, k)).reshape(-1, k * k)
    values = np.linalg.eigvalsh(X.T @ X / len(X))
    return values[-1] / values[0]


def noise_and_photograph(seed=0, k=3, name="chelsea") -> dict[str, float]:
    """The steepness of the loss on noise and on a piece of a photograph."""
    rng = np.random.default_rng(seed)
    photo = getattr(data, name)()
    photo = photo.mean(axis=2) if photo.ndim > 2 else photo.astype(float)
    photo = (photo - photo.mean()) / photo.std()
    u, v = (
        rng.integers(photo.shape[0] - 100),
        rng.integers(photo.shape[1] - 160),
    )
    return {
        "noise": steepness(rng.normal(size=(100, 160)), k),
        "photograph": steepness(photo[u : u + 100, v : v + 160], k),
    }


def one_way_only(numbers: dict[str, float]) -> bool:
    """The left eye finds the right one; the right one does not find it."""
    return numbers["from the left"] < 20 < numbers["from the right"]


def same_kernel(numbers: dict[str, float]) -> bool:
    """No weight is off by more than a twentieth."""
    return numbers["off by"] < 0.05


def flatter_on_photographs(numbers: dict[str, float]) -> bool:
    """The loss of the photograph is ten times as uneven."""
    return numbers["photograph"] > 10 * numbers["noise"]


CLAIMS = {
    "one-way": Claim(
        other_eye, one_way_only, varied(10, every=[2, 4], light=[0.5, 1.5])
    ),
    "copied": Claim(
        recovered,
        same_kernel,
        varied(10, n=[16, 64], lr=[0.05, 0.2], kernel=["random"]),
    ),
    "uneven": Claim(
        noise_and_photograph,
        flatter_on_photographs,
        varied(10, k=[5], name=["coffee", "camera", "astronaut"]),
    ),
}
