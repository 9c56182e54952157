"""An update, target and Adam included, against torch's layers and loss."""

import pytest
import torch
from torch import nn
from torch.nn.functional import huber_loss

from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.foundations.optimizer import adam_init
from snippets.reinforcement import dqn, dqn_replay
from tests.networks.reinforcement.corridor import seen_rows


@pytest.mark.parametrize(("B", "D", "H", "A"), [(128, 105, 64, 4)])
def test_update(ratio, rng, B, D, H, A):
    params, frozen = (
        MLPParams(*([a.astype("float32") for a in p] for p in start))
        for start in (init_mlp(rng, (D, H, H, A)) for _ in range(2))
    )
    s, a, r, s_next, end = seen_rows(rng, B, D, A)
    s, r, s_next = (x.astype("float32") for x in (s, r, s_next))
    batch = dqn_replay.Transitions(s, a, r, s_next, end)
    state = adam_init(params)

    def numpy_pass():
        dqn.dqn_update(params, frozen, batch, state, 1e-3)

    net, old = (
        nn.Sequential(
            *(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, H), nn.ReLU()),
            nn.Linear(H, A),
        )
        for _ in range(2)
    )
    adam = torch.optim.Adam(net.parameters())
    rows = batch._make(map(torch.tensor, batch))

    def torch_pass():
        with torch.no_grad():
            best = net(rows.s_next).argmax(dim=1, keepdim=True)
            promised = old(rows.s_next).gather(1, best)[:, 0]
            y = rows.r + 0.99 * ~rows.end * promised
        adam.zero_grad()
        q = net(rows.s).gather(1, rows.a[:, None])[:, 0]
        huber_loss(q, y).backward()
        adam.step()

    ratio(f"B={B} D={D} H={H} A={A}", numpy_pass, torch_pass, bound=1.7)
