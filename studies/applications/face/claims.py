"""Do the conclusions about faces hold for other folds, people, settings?"""

from functools import partial

import numpy as np
from skimage.data import lfw_subset

from snippets.applications.face import train_face
from snippets.applications.face_data import (
    blur,
    fisher_faces,
    shuffle_tiles,
    texture_tiles,
    trial,
)
from snippets.applications.face_verification import (
    expect_strangers,
    verification_eer,
    verification_rates,
    verification_threshold,
)
from snippets.feedforward.mlp import MLPParams, init_mlp, mlp_forward
from studies.applications.face.results import (
    fit_cnn,
    fit_rule,
    new_photos,
    scaled,
)
from studies.trying import Claim, varied


def percent(share) -> float:
    """A share in percent, with two places."""
    return round(100 * float(share), 2)


def one_fold(seed):
    """rng, images and labels: four fifths to learn from, a fifth to test."""
    x = lfw_subset()[:, :24, :24].astype(np.float32)
    y = np.arange(200) < 100
    rng = np.random.default_rng(seed)
    test, train = np.split(rng.permutation(200), [40])
    return rng, x[train], y[train], x[test], y[test]


def traps(rng, faces, tiles=8) -> dict:
    """Shuffled faces, and grass: as rough as faces, and none."""
    grass = texture_tiles("grass").astype(np.float32)
    return {"shuffled": shuffle_tiles(rng, faces, tiles), "grass": grass}


def judged(is_face, rng, new, asked, tiles=8) -> dict[str, float]:
    """How many test images are right; how many of each trap are a face."""
    found = {"right": percent((is_face(new) == asked).mean())}
    for name, images in traps(rng, new[asked], tiles).items():
        found[name] = percent(is_face(images).mean())
    return found


def one_number(seed=0, part=1.0, across=0, tiles=8) -> dict[str, float]:
    """The roughness alone, its threshold from the training images."""
    rng, x, y, new, asked = one_fold(seed)
    n = int(part * len(x))
    if across:  # neighbours from left to right instead
        x, new = x.swapaxes(1, 2), new.swapaxes(1, 2)
    score = fit_rule(x[:n], y[:n])
    found = judged(lambda x: score(x) > 0, rng, new, asked, tiles)
    blurred = score(blur(new[asked])) > 0
    return found | {"blurred": percent(blurred.mean())}


def shortcut(seed=0, hard=0, tiles=8, **training) -> dict[str, float]:
    """The CNN, and with hard negatives: shuffled faces of training."""
    rng, x, y, new, asked = one_fold(seed)
    if hard:
        shuffled = shuffle_tiles(rng, x[y], 6)
        x = np.concatenate([x, shuffled])
        y = np.concatenate([y, np.zeros(len(shuffled), bool)])
    score = fit_cnn(rng, x, y, **training)
    return judged(lambda x: score(x) > 0, rng, new, asked, tiles)


def people_of(seed, people=200, share=0.0):
    """rng, photos and people of training, of validation and of the test."""
    rng = np.random.default_rng(700 + seed)
    train = new_photos(rng, people, share)
    valid = new_photos(rng, 60, share, start=people)
    test = new_photos(rng, 120 if share else 60, share and 0.5, people + 60)
    expect_strangers(train[1], valid[1], test[1])
    return rng, train, valid, test


def fitted_net(rng, x, who, m=8.0, K=8, shrunk=1.0, **training):
    """The trained embedding; the last layer begins so many times smaller."""
    Ws, bs = init_mlp(rng, (x.shape[1], 64, K), glorot=True)
    Ws = [*Ws[:-1], Ws[-1] / shrunk]
    start = MLPParams(
        *([a.astype(np.float32) for a in part] for part in (Ws, bs))
    )
    params, _ = train_face(rng, start, x, who, m, **training)
    return lambda photos: mlp_forward(params, photos)[0]


def equal_error(embed, x, who) -> float:
    """The equal error rate in percent."""
    return percent(verification_eer(*trial(embed(x), who))[0])


def refused(embed, valid, test) -> float:
    """FRR in percent at the threshold with a FAR of 1 % in validation."""
    t = verification_threshold(*trial(embed(valid[0]), valid[1]), 0.01)
    return percent(verification_rates(*trial(embed(test[0]), test[1]), t)[1])


def beside_fisher(seed=0, people=200, K=8, **training) -> dict[str, float]:
    """The network and scaled Fisherfaces: FRR and EER on new people."""
    rng, (x, who, _), valid, test = people_of(seed, people)
    W = fisher_faces(x.astype(float), who, K)
    ways = {
        "Fisher": scaled(lambda photos: photos @ W, x),
        "network": fitted_net(rng, x, who, K=K, **training),
    }
    found = {}
    for name, embed in ways.items():
        found[f"FRR {name}"] = refused(embed, valid, test)
        found[f"EER {name}"] = equal_error(embed, *test[:2])
    return found


def margins(seed=0, people=200, **training) -> dict[str, float]:
    """EER for a margin of 8, of 1, and of 1 where training begins nearer."""
    rng, (x, who, _), _, (new, asked, _) = people_of(seed, people)
    start = rng.integers(10**6)
    found = {}
    for name, setting in (
        ("m = 8", {"m": 8.0}),
        ("m = 1", {"m": 1.0}),
        ("m = 1, from nearer", {"m": 1.0, "shrunk": 8.0}),
    ):
        again = np.random.default_rng(start)
        embed = fitted_net(again, x, who, **setting, **training)
        found[name] = equal_error(embed, new, asked)
    return found


def known_photos(seed=0, people=200, **training) -> dict[str, float]:
    """EER on new people, and on the photos of training."""
    rng, (x, who, _), _, (new, asked, _) = people_of(seed, people)
    embed = fitted_net(rng, x, who, **training)
    return {
        "new people": equal_error(embed, new, asked),
        "training photos": equal_error(embed, x[:600], who[:600]),
    }


def groups(seed=0, people=200, few=0.05, **training) -> dict[str, float]:
    """EER of both groups, if few and if half of the people wear glasses."""
    found = {}
    rare = ("with", "without") if few < 0.5 else ("without", "with")
    for share, names in (
        (few, dict(zip(rare, ("the few", "the many"), strict=True))),
        (0.5, {"with": "half, with", "without": "half, without"}),
    ):
        rng, (x, who, _), _, (new, asked, tested) = people_of(
            seed, people, share
        )
        embed = fitted_net(rng, x, who, **training)
        worn = np.repeat(tested[:, -1] > 0, 10)
        for group, part in (("with", worn), ("without", ~worn)):
            rate = equal_error(embed, new[part], asked[part])
            found[names[group]] = rate
    return found


def kinds_of_pairs(seed=0, people=200, far=0.01, **training):
    """By kind of pair: how many times the FAR that the threshold promised."""
    rng, (x, who, _), (new, asked, tested), _ = people_of(seed, people, 0.5)
    d, same = trial(fitted_net(rng, x, who, **training)(new), asked)
    t = verification_threshold(d, same, far)
    worn = np.repeat(tested[:, -1] > 0, 10)
    i, j = np.triu_indices(len(new), 1)
    number = worn[i].astype(int) + worn[j]
    kinds = {"one with": 1, "both without": 0, "both with": 2}
    return {
        name: round(float((d[~same & (number == k)] <= t).mean() / far), 2)
        for name, k in kinds.items()
    }


def fooled(numbers: dict[str, float]) -> bool:
    """Right about the test images, and wrong in all three traps."""
    high = min(numbers[name] for name in ("right", "shuffled", "grass"))
    return high > 90 and numbers["blurred"] < 10


def turned_around(numbers: dict[str, float]) -> bool:
    """The few have the larger error; with half, those with the smaller."""
    few = numbers["the few"] > numbers["the many"]
    return few and numbers["half, with"] < numbers["half, without"]


def fits_beginning(numbers: dict[str, float]) -> bool:
    """The small margin does harm, unless training begins as near."""
    harm = numbers["m = 1"] > numbers["m = 8"] + 3
    return harm and numbers["m = 1, from nearer"] < numbers["m = 1"] - 3


PEOPLE = {"people": [100, 400], "steps": [3000], "lr": [3e-3]}
CNNS = {"epochs": [6, 24], "lr": [0.02], "M": [[16, 32]], "tiles": [6, 12]}
CLAIMS = {
    "one-number": Claim(
        one_number,
        fooled,
        varied(10, part=[0.5, 0.1], across=[1], tiles=[6, 12]),
    ),
    "shortcut": Claim(
        shortcut,
        lambda n: n["right"] > 90 and min(n["shuffled"], n["grass"]) > 50,
        varied(8, **CNNS),
    ),
    "hard-negatives": Claim(
        partial(shortcut, hard=1),
        lambda n: n["right"] > 85 and max(n["shuffled"], n["grass"]) < 50,
        varied(8, **CNNS),
    ),
    "fisher-suffices": Claim(
        beside_fisher,
        lambda n: n["FRR Fisher"] < n["FRR network"],
        varied(5, **PEOPLE, m=[4.0, 16.0], K=[16]),
    ),
    "margin-fits": Claim(
        margins, fits_beginning, varied(5, people=[100], lr=[3e-3])
    ),
    "known-photos": Claim(
        known_photos,
        lambda n: n["training photos"] < n["new people"] - 3,
        varied(5, **PEOPLE),
    ),
    "groups": Claim(
        groups, turned_around, varied(5, **PEOPLE, few=[0.1, 0.95])
    ),
    "resemble": Claim(
        kinds_of_pairs,
        lambda n: n["one with"] < min(n["both with"], n["both without"]) / 2,
        varied(5, **PEOPLE, far=[0.001]),
    ),
}
