"""A Markov decision process whose rules are known, solved exactly, in PyTorch.

Twin of planning.py, same names and order; an MDP holds tensors here.
Autograd takes the place of policy_value_backward, also through the system.
"""

import torch
from torch.nn.functional import one_hot

from snippets.reinforcement.planning import MDP


# --8<-- [start:tensors]
def mdp_tensors(mdp: MDP) -> MDP:
    """The same tables as tensors that can take a gradient."""
    return MDP(*(torch.tensor(table, requires_grad=True) for table in mdp))


def action_values_torch(mdp, V, gamma=0.9):
    """Q = R + γ P V (S, A)."""
    return mdp.R + gamma * (mdp.P @ V)  # (S, A)


def greedy_policy_torch(Q):
    """pi (S, A): all on the best action of each state."""
    return one_hot(Q.argmax(dim=1), Q.shape[1]).to(Q.dtype)  # (S, A)
    # --8<-- [end:tensors]


# --8<-- [start:plan]
def value_iteration_torch(mdp, gamma=0.9, tol=1e-10, sweeps=10_000):
    """Bellman's backup until no value moves more than tol: V, changes."""
    V = torch.zeros_like(mdp.R[:, 0])  # (S,)
    changes = []
    while len(changes) < sweeps:
        new = action_values_torch(mdp, V, gamma).amax(dim=1)  # (S,)
        changes.append((new - V).abs().max())
        V = new
        if changes[-1] <= tol:
            break
    return V, torch.stack(changes)


def policy_value_torch(mdp, pi, gamma=0.9):
    """The value of a policy by one linear system: V (S,)."""
    P_pi = torch.einsum("sa,sat->st", pi, mdp.P)  # (S, S)
    R_pi = (pi * mdp.R).sum(dim=1)  # (S,)
    system = torch.eye(len(P_pi), dtype=P_pi.dtype) - gamma * P_pi  # (S, S)
    return torch.linalg.solve(system, R_pi)  # (S,)


def policy_iteration_torch(mdp, gamma=0.9):
    """Evaluate, become greedy, until no action is better: pi, V, rounds."""
    pi = greedy_policy_torch(mdp.R)  # (S, A)
    tiny = 4 * torch.finfo(pi.dtype).eps
    worth = -torch.inf
    rounds = 0
    while True:
        V = policy_value_torch(mdp, pi, gamma)  # (S,)
        rounds += 1
        Q = action_values_torch(mdp, V, gamma)  # (S, A)
        gain = Q.amax(dim=1) - (pi * Q).sum(dim=1)  # (S,)
        better = gain > tiny * Q.abs().max()  # (S,)
        if not better.any() or V.sum() <= worth:
            return pi, V, rounds
        worth = V.sum()
        greedy = greedy_policy_torch(Q)  # (S, A)
        pi = torch.where(better[:, None], greedy, pi)  # (S, A)
        # --8<-- [end:plan]
