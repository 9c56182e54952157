"""Faces drawn by formulas, and the textures that hold none (scikit-image).

An identity is 13 numbers; light, place, mouth and noise change from photo to
photo. Letters: P identities, N photos, Q pairs, S pixels a side.
"""

import numpy as np

# --8<-- [start:draw]
FEATURES = {
    "width": (0.55, 0.80),
    "height": (0.78, 0.98),
    "eye_x": (0.22, 0.38),
    "eye_size": (0.06, 0.12),
    "eye_y": (-0.22, -0.05),
    "brow": (0.10, 0.24),
    "nose": (0.14, 0.34),
    "mouth": (0.18, 0.38),
    "mouth_y": (0.34, 0.56),
    "skin": (0.55, 0.90),
    "hair": (0.05, 0.50),
    "hairline": (-0.75, -0.40),
}


def invent_people(rng, P, share=0.0):
    """P identities (P, 13); a share of them wears glasses, the last number."""
    low, high = np.array(list(FEATURES.values())).T  # 2 × (12,)
    features = rng.uniform(low, high, (P, len(low)))  # (P, 12)
    glasses = np.arange(P) < share * P  # (P,)
    return np.column_stack([features, glasses])  # (P, 13)


def paint(canvas, inside, grey):
    """Grey where inside, 1 at the middle of a shape and 0 at its edge, is."""
    mask = 1 / (1 + np.exp(-np.clip(inside / 0.3, -30, 30)))  # (N, S, S)
    return canvas + (grey - canvas) * mask  # (N, S, S)


def paint_eyes(canvas, x, y, features):
    """Eyes, brows and, on whoever wears them, glasses: (N, S, S)."""
    eye_x, size, eye_y, brow, skin, hair, glasses = features
    for side in (x - eye_x, x + eye_x):
        down = y - eye_y  # (N, S, 1)
        eye = 1 - (side / size / 1.4) ** 2 - (down / size) ** 2  # (N, S, S)
        canvas = paint(canvas, eye, 0.12)  # (N, S, S)
        lid = 1 - (side / 0.17) ** 2 - ((down + brow) / 0.045) ** 2  # (N, S, S)
        canvas = paint(canvas, lid, 0.2 * skin + 0.6 * hair)  # (N, S, S)
        r = np.sqrt(side**2 + down**2)  # (N, S, S)
        rim = 1 - ((r - 0.19) / 0.06) ** 2 - 9 * (1 - glasses)  # (N, S, S)
        canvas = paint(canvas, rim, 0.1)  # (N, S, S)
    return canvas


def paint_mouth(rng, canvas, x, y, mouth, mouth_y):
    """A mouth that smiles or not, and is open or not: (N, S, S)."""
    smile = rng.uniform(-0.12, 0.12, (len(canvas), 1, 1))  # (N, 1, 1)
    height = rng.uniform(0.03, 0.09, smile.shape)  # (N, 1, 1)
    bend = smile * ((x / mouth) ** 2 - 0.5)  # (N, 1, S)
    lips = (y - mouth_y + bend) / height  # (N, S, S)
    return paint(canvas, 1 - (x / mouth) ** 2 - lips**2, 0.25)  # (N, S, S)


def photograph(rng, people, shots, S=24):
    """Photos (P·shots, S, S) in 0 … 1, and who is on each (P·shots,)."""
    who = np.repeat(np.arange(len(people)), shots)  # (N,)
    features = people[who].T[:, :, None, None]  # (13, N, 1, 1)
    width, height, eye_x, size, eye_y, brow, nose, *others = features
    mouth, mouth_y, skin, hair, hairline, glasses = others
    shift = rng.uniform(-0.08, 0.08, (2, len(who), 1, 1))  # (2, N, 1, 1)
    grid = (np.arange(S) + 0.5) / S * 2.1 - 1.05  # (S,)
    x = grid - shift[0]  # (N, 1, S)
    y = grid[:, None] - shift[1]  # (N, S, 1)
    head = 3 - 3 * (x / width) ** 2 - 3 * (y / height) ** 2  # (N, S, S)
    wall = rng.uniform(0.2, 0.8, shift[0].shape)  # (N, 1, 1)
    canvas = paint(wall + 0 * head, head, skin)  # (N, S, S)
    canvas = paint(canvas, np.minimum(head, 5 * (hairline - y)), hair)
    eyes = eye_x, size, eye_y, brow, skin, hair, glasses
    canvas = paint_eyes(canvas, x, y, eyes)  # (N, S, S)
    ridge = (
        1 - (x / 0.05) ** 2 - ((y - eye_y) / 0.6 / nose - 1) ** 2
    )  # (N, S, S)
    canvas = paint(canvas, ridge, 0.8 * skin)  # (N, S, S)
    canvas = paint_mouth(rng, canvas, x, y, mouth, mouth_y)  # (N, S, S)
    tilt_x, tilt_y = rng.uniform(-0.35, 0.35, shift.shape)  # 2 × (N, 1, 1)
    gain = rng.uniform(0.7, 1.2, shift[0].shape)  # (N, 1, 1)
    canvas = canvas * (gain + tilt_x * x + tilt_y * y)  # (N, S, S)
    return rng.normal(canvas, 0.05).clip(0, 1), who  # (N, S, S), (N,)
    # --8<-- [end:draw]


# --8<-- [start:trap]
def shuffle_tiles(rng, x, k):
    """Images x (N, H, W) cut into k×k tiles, which change places."""
    N, H, W = x.shape
    tiles = x.reshape(N, H // k, k, W // k, k)  # (N, H//k, k, W//k, k)
    tiles = tiles.swapaxes(2, 3)  # (N, H//k, W//k, k, k)
    tiles = tiles.reshape(N, -1, k, k)  # (N, T, k, k)
    order = rng.random(tiles.shape[:2]).argsort(axis=1)  # (N, T)
    tiles = tiles[np.arange(N)[:, None], order]  # (N, T, k, k)
    tiles = tiles.reshape(N, H // k, W // k, k, k)  # (N, H//k, W//k, k, k)
    return tiles.swapaxes(2, 3).reshape(N, H, W)  # (N, H, W)


def blur(x, times=3):
    """Images x (N, H, W), each pixel mixed with its neighbours, often."""
    for _ in range(times):
        edge = (0, 0), (1, 1), (1, 1)
        wide = np.pad(x, edge, mode="edge")  # (N, H+2, W+2)
        rows = (
            wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]
        ) / 4  # (N, H, W+2)
        left, right = rows[:, :, :-2], rows[:, :, 2:]  # 2 × (N, H, W)
        x = (left + 2 * rows[:, :, 1:-1] + right) / 4  # (N, H, W)
    return x


def texture_tiles(name, S=24):
    """100 pieces (100, S, S) of a photo of scikit-image, such as grass."""
    from skimage import data

    photo = getattr(data, name)()[: 20 * S, : 20 * S] / 255  # (20S, 20S)
    small = photo.reshape(10 * S, 2, 10 * S, 2).mean(axis=(1, 3))  # (10S, 10S)
    tiles = small.reshape(10, S, 10, S).swapaxes(1, 2)  # (10, 10, S, S)
    return tiles.reshape(100, S, S)  # (100, S, S)
    # --8<-- [end:trap]


# --8<-- [start:pairs]
def face_rows(photos):
    """Photos (N, H, W) as rows (N, D) of mean 0 and standard deviation 1."""
    rows = photos.reshape(len(photos), -1)  # (N, D)
    rows = rows - rows.mean(axis=1, keepdims=True)  # (N, D)
    return rows / rows.std(axis=1, keepdims=True)  # (N, D)


def trial(z, who):
    """Distances (Q,) of all pairs of z (N, K), and who matches: same (Q,)."""
    z = z.astype(np.float64)  # (N, K)
    length = (z**2).sum(axis=1)  # (N,)
    square_d = length[:, None] + length - 2 * z @ z.T  # (N, N)
    i, j = np.triu_indices(len(z), 1)  # 2 × (Q,)
    return np.sqrt(square_d[i, j].clip(0)), who[i] == who[j]  # 2 × (Q,)
    # --8<-- [end:pairs]


# --8<-- [start:fisher]
def fisher_faces(x, who, K, shrink=0.1):
    """W (D, K): where people differ most, measured by one person's photos."""
    people, index = np.unique(who, return_inverse=True)
    means = np.array([x[who == p].mean(axis=0) for p in people])  # (P, D)
    rest = x - means[index]  # (N, D)
    within = rest.T @ rest / len(x)  # (D, D)
    ridge = shrink * np.trace(within) / len(within) * np.eye(len(within))
    within = (1 - shrink) * within + ridge  # (D, D)
    L = np.linalg.cholesky(np.linalg.inv(within))  # (D, D)
    _, _, V = np.linalg.svd((means - means.mean(axis=0)) @ L)
    return L @ V[:K].T  # (D, K)
    # --8<-- [end:fisher]
