"""Do the conclusions about the VAE hold for other runs of it?"""

import numpy as np

from snippets.foundations.loss import sigmoid
from snippets.generative.vae import (
    init_vae,
    kl_to_normal,
    train_vae,
    vae_decode,
    vae_encode,
    vae_loss,
)
from studies.generative.vae.results import _digits, _nearest, _noise
from studies.trying import Claim, varied


def known_and_new(seed, wide):
    """Digits to learn from and others (N, D), 8 or 28 pixels wide."""
    if wide == 28:
        return _digits(4000)
    from sklearn.datasets import load_digits

    images = load_digits(return_X_y=True)[0] / 16
    order = np.random.default_rng(seed).permutation(len(images))
    return images[order[:898]], images[order[898:1796]]


def vae_of(train, seed, beta, K, epochs, lr=1e-2):
    """A VAE of 64 hidden units on small images, of 128 on large ones."""
    D = train.shape[1]
    rng = np.random.default_rng(seed)
    start = init_vae(rng, D, 64 if D == 64 else 128, K)
    start = start._make(p.astype(train.dtype) for p in start)
    lr = lr if D == 64 else 2e-3
    return train_vae(rng, start, train, beta, lr=lr, epochs=epochs)[0]


def away(net, codes, test):
    """How far the pictures of codes are from real ones, greys from 0 to 1."""
    return _nearest(sigmoid(vae_decode(net, codes)[0]), test)


def places(seed=0, beta=0.1, K=10, epochs=10, wide=28):
    """How far samples are, by where codes are drawn; an autoencoder's; real."""
    train, test = known_and_new(seed, wide)
    noise = _noise(1000, K)
    found = {"real": _nearest(train[:1000], test)}
    for name, each in (("VAE", beta), ("AE", 0.0)):
        net = vae_of(train, seed, each, K, epochs)
        mu, s, _ = vae_encode(net, train)
        width = (mu.var(axis=0) + np.exp(s).mean(axis=0)) ** 0.5
        found[f"{name} normal"] = away(net, noise, test)
        found[f"{name} spread"] = away(
            net, mu.mean(axis=0) + width * noise, test
        )
    return found


def one_beside(seed=0, K=8, epochs=100, wide=8, lr=1e-2):
    """How far a VAE's samples are, and an autoencoder's from its own bell."""
    train, test = known_and_new(seed, wide)
    noise = _noise(1000, K)
    vae = vae_of(train, seed, 1.0, K, epochs, lr)
    plain = vae_of(train, seed, 0.0, K, epochs, lr)
    mu, _, _ = vae_encode(plain, train)
    spread = np.linalg.cholesky(np.cov(mu.T))
    bell = mu.mean(axis=0) + noise @ spread.T
    return {"VAE": away(vae, noise, test), "bell": away(plain, bell, test)}


def dead(seed=0, K=8, beta=1.0, epochs=100):
    """Reconstruction from all units, the active ones, the others; how many."""
    train, test = known_and_new(seed, 8)
    net = vae_of(train, seed, beta, K, epochs)
    mu, s, _ = vae_encode(net, test)
    kl = kl_to_normal(mu, s)[0].mean(axis=0)
    found = {"dead": int((kl <= 0.01).sum())}
    used = {"all": kl >= 0, "active": kl > 0.01, "others": kl <= 0.01}
    for name, units in used.items():
        a, _ = vae_decode(net, mu * units)
        found[name] = float(vae_loss(a, mu, s, test)[0][0])
    return found


def place_matters(numbers: dict[str, float]) -> bool:
    """Drawn where the codes lie, most of what was too far is gone."""
    whole = numbers["VAE normal"] - numbers["real"]
    return numbers["VAE spread"] - numbers["real"] < whole / 2


def vae_nearer(numbers: dict[str, float]) -> bool:
    """The VAE needs no measuring and is nearer to real digits."""
    return numbers["VAE"] < numbers["bell"]


def dead_say_nothing(numbers: dict[str, float]) -> bool:
    """Without the dead units nothing is lost, and with them alone all is."""
    lost = numbers["active"] - numbers["all"]
    return lost < 0.1 and numbers["others"] > numbers["all"] + 5


CLAIMS = {
    "place-matters": Claim(
        places,
        place_matters,
        [
            *varied(beta=[0.03, 0.3], K=[5, 20], epochs=[60]),
            {"wide": 8, "K": 8, "epochs": 100},
        ],
    ),
    "vae-nearer": Claim(
        one_beside,
        vae_nearer,
        varied(K=[2, 4, 16], epochs=[10, 30, 200], lr=[3e-3]),
    ),
    "dead-silent": Claim(
        dead, dead_say_nothing, varied(K=[16], beta=[2.0], epochs=[200])
    ),
}
