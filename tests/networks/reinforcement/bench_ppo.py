"""The gradient of one step of PPO for the policy and the value, against torch's own layers."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from snippets.feedforward.mlp import MLPParams
from snippets.feedforward.mlp_torch import builtin_mlp
from snippets.reinforcement import policy_gradient_agent, ppo_agent
from snippets.reinforcement.ppo_torch import ppo_loss_torch


@pytest.mark.parametrize(("N", "D", "H", "A"), [(4000, 4, 32, 2)])
def test_forward_and_backward(ratio, rng, N, D, H, A):
    start = policy_gradient_agent.init_agent(rng, (D, H), A)
    agent = policy_gradient_agent.Agent(
        *(
            MLPParams(*([a.astype("float32") for a in part] for part in p))
            for p in start
        )
    )
    x = rng.normal(size=(N, D)).astype("float32")
    action = rng.integers(A, size=N)
    log_old = np.full(N, -np.log(2), "float32")
    advantage, G = rng.normal(size=(2, N)).astype("float32")

    def numpy_pass():
        ppo_agent.ppo_gradient(agent, x, action, log_old, advantage, G)

    pi, v = (builtin_mlp(*part) for part in agent)
    batch = [torch.tensor(a) for a in (x, action, log_old, advantage, G)]

    def torch_pass():
        pi.zero_grad()
        v.zero_grad()
        x_t, action_t, log_old_t, advantage_t, G_t = batch
        log_pi = pi(x_t).log_softmax(dim=1)
        loss = ppo_loss_torch(log_pi, log_old_t, action_t, advantage_t)
        (loss + F.mse_loss(v(x_t)[:, 0], G_t)).backward()

    ratio(f"N={N} D={D} H={H} A={A}", numpy_pass, torch_pass, bound=1.7)
