"""Do the conclusions about attention hold for other seeds, rates and heads?"""

import numpy as np
import torch

from snippets.attention.attention_heads import (
    AttentionParams,
    attention_backward,
    attention_forward,
    init_attention,
    train_attention,
)
from snippets.feedforward.mlp import cross_entropy
from studies.attention.attention.results import (
    DateNet,
    draw_dates,
    percent,
    train_dates,
)
from studies.attention.attention.tasks import draw_tasks
from studies.trying import Claim, varied

RUNAWAY = 4.0  # a loss above it is broken off


def begin(rng, sharp=1):
    """The network of the page before training, W_q times sharp; and W_y."""
    start = init_attention(rng, 64, 74)
    start = start._replace(W_q=sharp * start.W_q)
    W_y = (rng.normal(size=(64, 10)) / 8).astype(np.float32)
    return AttentionParams(*(p.astype(np.float32) for p in start)), W_y


def trained_on_lists(seed=0, sharp=1, N=4000, mixed=False, **how):
    """A network trained on N tasks, its losses, and 1000 new tasks."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(1797) if mixed else np.arange(1797)
    x, s, y = draw_tasks(rng, order[:1297], N)
    new = draw_tasks(rng, order[1297:], 1000)
    params, W_y, losses = train_attention(
        rng, *begin(rng, sharp), x, s, y, **how
    )
    out, _ = attention_forward(params, *new[:2], h=how.get("h", 1))
    return (out @ W_y).argmax(axis=2), losses, new


def lists_looked_up(**setting) -> dict[str, float]:
    """Right of new questions, in percent: attention and the nearest picture."""
    found, _, (x, s, y) = trained_on_lists(**setting)
    apart = ((x[:, :, None] - s[:, None, :, :64]) ** 2).sum(axis=3)
    values = s[:, :, 64:].argmax(axis=2)
    nearest = np.take_along_axis(values, apart.argmin(axis=2), 1)
    return {
        "attention": 100 * (found == y).mean(),
        "nearest": 100 * (nearest == y).mean(),
    }


def sharpened(**setting) -> dict[str, float]:
    """Early and last losses by how large W_q is at the start."""
    found = {}
    for sharp in (1, 8, 512):
        _, losses, _ = trained_on_lists(sharp=sharp, **setting)
        found[f"early {sharp}"] = losses[50:100].mean()
        found[f"last {sharp}"] = losses[-50:].mean()
    return found


def dates(seed=0, number=20_000, lr=3e-3, H=64, steps=200) -> dict[str, float]:
    """Held-out dates without a fault, in percent, by what the writer reads."""
    held_out = draw_dates(1000, True, torch.Generator().manual_seed(99))
    found = {}
    for name in "attention", "summary":
        torch.manual_seed(seed)
        net = DateNet(name == "attention", H)
        drawn = torch.Generator().manual_seed(seed)
        texts, y = draw_dates(number, False, drawn)
        train_dates(net, texts, y, drawn, lambda net: 0, (steps,), lr)
        found[name] = percent(net, *held_out)
    return found


def descended(seed, lr, steps, N, h):
    """Losses of gradient descent without Adam, until it runs away."""
    rng = np.random.default_rng(seed)
    x, s, y = draw_tasks(rng, np.arange(1297), N)
    params, W_y = begin(rng)
    losses = []
    for n in rng.integers(N, size=(steps, 32)):
        out, cache = attention_forward(params, x[n], s[n], h=h)
        rows = out.reshape(-1, 64)
        loss, da = cross_entropy(rows @ W_y, y[n].ravel())
        losses.append(loss)
        if loss > RUNAWAY:
            break
        *_, grads = attention_backward((da @ W_y.T).reshape(out.shape), cache)
        W_y = W_y - lr * rows.T @ da
        pairs = zip(params, grads, strict=True)
        params = AttentionParams(*(p - lr * g for p, g in pairs))
    return np.array(losses)


def plainly(seed=0, N=1000, h=1, few=400, many=2000) -> dict[str, float]:
    """The last losses: Adam after few steps, plain descent after few, many."""
    rates = (0.1, 0.2, 0.3)
    runs = [descended(seed, lr, many, N, h) for lr in rates]
    _, losses, _ = trained_on_lists(seed, N=N, h=h, steps=few)
    whole = [run for run in runs if len(run) == many]
    return {
        "Adam": losses[-50:].mean(),
        "few": min(run[few - 50 : few].mean() for run in whole),
        "many": min(run[-50:].mean() for run in whole),
    }


def ahead(numbers: dict[str, float]) -> bool:
    """Attention finds at least five in a hundred more."""
    return numbers["attention"] > numbers["nearest"] + 5


def eight_is_faster(numbers: dict[str, float]) -> bool:
    """Eight times as sharp, as without the root: a smaller early loss."""
    return numbers["early 8"] < numbers["early 1"]


def too_sharp(numbers: dict[str, float]) -> bool:
    """512 times as sharp: the last loss is at least twice as large."""
    return numbers["last 512"] > 2 * numbers["last 1"]


def sooner(numbers: dict[str, float]) -> bool:
    """With attention at least 20 in a hundred more are exact."""
    return numbers["attention"] > numbers["summary"] + 20


def later(numbers: dict[str, float]) -> bool:
    """Plain descent is far behind after few steps, and gets there."""
    far = numbers["few"] > 2 * numbers["Adam"]
    return far and numbers["many"] < numbers["Adam"]


WIDELY = varied(5, lr=[1e-3, 4e-3], h=[4], N=[1000], mixed=[True])
CLAIMS = {
    "beats-nearest": Claim(lists_looked_up, ahead, WIDELY),
    "sharper-is-faster": Claim(sharpened, eight_is_faster, WIDELY),
    "far-too-sharp": Claim(sharpened, too_sharp, WIDELY),
    "dates-sooner": Claim(dates, sooner, varied(5, lr=[6e-3], H=[32])),
    "descent-later": Claim(plainly, later, varied(5, h=[4], N=[4000])),
}
