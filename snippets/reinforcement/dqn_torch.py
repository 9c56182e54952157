"""A deep Q-network in PyTorch: twin of dqn.py, same names and order.

Autograd takes the place of dqn_backward; dqn_replay.py, the exploration and
the play are NumPy's: they know no gradient.
"""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn.functional import smooth_l1_loss

from snippets.reinforcement.dqn_agent import (
    DqnSettings,
    exploration,
    step_dqn,
)
from snippets.reinforcement.dqn_replay import Replay


# --8<-- [start:Dqn]
class Dqn(nn.Module):
    """The parameters of MLPParams as a module."""

    def __init__(self, params):
        super().__init__()
        self.Ws = nn.ParameterList(map(torch.tensor, params.Ws))
        self.bs = nn.ParameterList(map(torch.tensor, params.bs))

    def worth(self, s):
        """What all actions are worth: Q (B, A)."""
        *hidden, last = zip(self.Ws, self.bs, strict=True)
        for W, b in hidden:
            s = (s @ W + b).relu()  # (B, H)
        W, b = last
        return s @ W + b  # (B, A)

    def forward(self, s, a):
        """The formula of dqn_forward."""
        return self.worth(s).gather(1, a[:, None])[:, 0]  # (B,)

    @torch.no_grad()
    def values(self, s):
        """Q (A,) of one state s (D,) of NumPy's, as dqn_values."""
        return self.worth(torch.tensor(s)[None])[0].numpy()  # (A,)
        # --8<-- [end:Dqn]


# --8<-- [start:target]
@torch.no_grad()
def dqn_target_torch(net, frozen, batch, gamma=0.99, double=True):
    """The formula of dqn_target; no_grad: the target is held."""
    Q_frozen = frozen.worth(batch.s_next)  # (B, A)
    Q_choice = net.worth(batch.s_next)  # (B, A)
    best = (Q_choice if double else Q_frozen).argmax(dim=1)  # (B,)
    promised = Q_frozen.gather(1, best[:, None])[:, 0]  # (B,)
    return batch.r + gamma * promised * ~batch.end  # (B,)
    # --8<-- [end:target]


# --8<-- [start:update]
def dqn_update_torch(
    net, frozen, batch, state, lr, gamma=0.99, double=True, delta=1.0
):
    """A step of Adam, which is the state here; changes net, returns loss."""
    y = dqn_target_torch(net, frozen, batch, gamma, double)  # (B,)
    q = net(batch.s, batch.a)  # (B,)
    loss = smooth_l1_loss(q, y, beta=delta) * delta
    state.param_groups[0]["lr"] = lr
    state.zero_grad()
    loss.backward()
    state.step()
    return loss.item()
    # --8<-- [end:update]


# --8<-- [start:train]
def train_dqn_torch(rng, net, env, how: DqnSettings, every=1000):
    """The same as train_dqn, draw by draw; copies of net, the last is net."""
    dtype = net.Ws[0].detach().numpy().dtype
    s = np.asarray(env.reset(seed=int(rng.integers(2**31)))[0], dtype)
    replay = Replay(s, how.N)
    rule = how.gamma, how.double, how.delta
    state = torch.optim.Adam(net.parameters())
    history = []
    for t in range(how.steps):
        if t % how.sync == 0:
            frozen = copy.deepcopy(net)
        eps = exploration(t, how.T, how.low)
        seen, over = step_dqn(rng, net.values(s), env, s, eps)
        replay.remember(*seen)
        s = np.asarray(env.reset()[0], dtype) if over else seen[3]
        if t >= how.warm and t % how.each == 0:
            drawn = replay.draw(rng, how.B)
            batch = drawn._make(map(torch.from_numpy, drawn))
            lr = how.lr * (1 - t / how.steps)
            dqn_update_torch(net, frozen, batch, state, lr, *rule)
        if (t + 1) % every == 0:
            history.append(copy.deepcopy(net))
    return history
    # --8<-- [end:train]
