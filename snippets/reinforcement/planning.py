"""A Markov decision process whose rules are known, solved exactly, in NumPy.

Papers    Bellman 1957, doi:10.1512/iumj.1957.6.56038 (value iteration)
          Howard 1960, ISBN 978-0-262-08009-5 (policy iteration)
          Sutton et al. 2000, NeurIPS 12 (the gradient of a value)
Twin      planning_torch.py
Axes      S states, A actions, K sweeps; P[s, a, t]: from s to t
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:MDP]
class MDP(NamedTuple):
    P: np.ndarray  # (S, A, S)
    R: np.ndarray  # (S, A)


def expect_discount(gamma) -> None:
    """ValueError unless 0 <= gamma < 1, a number."""
    number = isinstance(gamma, float | int) and not isinstance(gamma, bool)
    if not number or not 0 <= gamma < 1:
        raise ValueError(f"gamma must be from 0 to below 1, got {gamma!r}")


def expect_shares(name: str, p: np.ndarray) -> None:
    """ValueError unless each last axis of p holds shares: none < 0, sum 1."""
    off = abs(p.sum(axis=-1) - 1).max()
    if not (p.min() >= 0 and off <= 1e-5):
        got = f"least {p.min()}, sums off by {off}"
        raise ValueError(f"{name} must hold shares that sum to 1, got {got}")


def expect_mdp(mdp: MDP) -> None:
    """ValueError unless P (S, A, S) holds probabilities and R is (S, A)."""
    P, R = mdp
    expect("P", P, "S", "A", "S")
    expect("P", P, len(P), "A", len(P))
    expect_shares("P", P)
    expect("R", R, *P.shape[:2])
    # --8<-- [end:MDP]


# --8<-- [start:action_values]
def action_values(mdp: MDP, V: np.ndarray, gamma=0.9) -> np.ndarray:
    """Q = R + γ P V: what each action is worth if V (S,) is what follows."""
    expect_mdp(mdp)
    expect("V", V, len(mdp.P))
    expect_discount(gamma)
    return mdp.R + gamma * (mdp.P @ V)  # (S, A)
    # --8<-- [end:action_values]


# --8<-- [start:greedy_policy]
def greedy_policy(Q: np.ndarray) -> np.ndarray:
    """pi (S, A): all on the best action of each state, the first if equal."""
    expect("Q", Q, "S", "A")
    return np.eye(Q.shape[1], dtype=Q.dtype)[Q.argmax(axis=1)]  # (S, A)
    # --8<-- [end:greedy_policy]


# --8<-- [start:value_iteration]
def value_iteration(mdp: MDP, gamma=0.9, tol=1e-10, sweeps=10_000):
    """Bellman's backup from V = 0 until no value moves more than tol.

    mdp: P (S, A, S), R (S, A). Returns V (S,) and the largest change of each
    sweep. ValueError if the arguments misfit. Bellman 1957.
    """
    expect_mdp(mdp)
    expect_discount(gamma)
    expect_count("sweeps", sweeps)
    P, R = mdp
    V = np.zeros_like(R[:, 0])  # (S,)
    changes = []
    while len(changes) < sweeps:
        Q = R + gamma * (P @ V)  # (S, A)
        new = Q.max(axis=1)  # (S,)
        changes.append(abs(new - V).max())
        V = new
        if changes[-1] <= tol:
            break
    return V, np.array(changes)  # (S,), (K,)
    # --8<-- [end:value_iteration]


# --8<-- [start:policy_value]
def policy_value(mdp: MDP, pi: np.ndarray, gamma=0.9):
    """The value of a policy by one linear system: V (S,), cache.

    pi (S, A): the probability of each action. (I − γ P_pi) V = R_pi.
    ValueError if the arguments misfit.
    """
    expect_mdp(mdp)
    expect("pi", pi, *mdp.R.shape)
    expect_shares("pi", pi)
    expect_discount(gamma)
    P_pi = np.einsum("sa,sat->st", pi, mdp.P)  # (S, S)
    R_pi = (pi * mdp.R).sum(axis=1)  # (S,)
    system = np.eye(len(P_pi), dtype=P_pi.dtype) - gamma * P_pi  # (S, S)
    V = np.linalg.solve(system, R_pi)  # (S,)
    return V, (mdp, pi, system, V.copy(), gamma)
    # --8<-- [end:policy_value]


# --8<-- [start:policy_value_backward]
def policy_value_backward(dV: np.ndarray, cache):
    """Gradient dV (S,) → dmdp, dpi (S, A), by one transposed system.

    visits (S,) is how often each state is met, later meetings counting less,
    if one starts with the weights dV. ValueError if dV misfits.
    """
    mdp, pi, system, V, gamma = cache
    expect("dV", dV, len(V))
    visits = np.linalg.solve(system.T, dV)  # (S,)
    flow = visits[:, None] * pi  # (S, A)
    dP = gamma * flow[:, :, None] * V  # (S, A, S)
    dR = flow  # (S, A)
    dpi = visits[:, None] * action_values(mdp, V, gamma)  # (S, A)
    return MDP(dP, dR), dpi
    # --8<-- [end:policy_value_backward]


# --8<-- [start:policy_iteration]
def policy_iteration(mdp: MDP, gamma=0.9):
    """Evaluate, become greedy, repeat until no action is better.

    mdp: P (S, A, S), R (S, A). Returns pi (S, A), V (S,) and how many
    policies were evaluated. ValueError if the arguments misfit. Howard 1960.
    """
    expect_mdp(mdp)
    expect_discount(gamma)
    pi = greedy_policy(mdp.R)  # (S, A)
    tiny = 4 * np.finfo(pi.dtype).eps  # by which equals differ
    worth = -np.inf
    rounds = 0
    while True:
        V = policy_value(mdp, pi, gamma)[0]  # (S,)
        rounds += 1
        Q = action_values(mdp, V, gamma)  # (S, A)
        gain = Q.max(axis=1) - (pi * Q).sum(axis=1)  # (S,)
        better = gain > tiny * abs(Q).max()  # (S,)
        if not better.any() or V.sum() <= worth:
            return pi, V, rounds
        worth = V.sum()
        pi = np.where(better[:, None], greedy_policy(Q), pi)  # (S, A)
    # --8<-- [end:policy_iteration]


if __name__ == "__main__":
    P = np.zeros((3, 2, 3))  # (S, A, S)
    P[[0, 1, 2], 0, [0, 0, 2]] = 1  # back
    P[[0, 1, 2], 1, [1, 2, 2]] = 1  # on
    R = np.zeros((3, 2))  # (S, A)
    R[1, 1] = 1.0
    mdp = MDP(P, R)
    V, changes = value_iteration(mdp)
    print("values", V.round(2), "after", len(changes), "sweeps")
    pi = greedy_policy(action_values(mdp, V))  # (S, A)
    print("on:", pi[:, 1], "policies:", policy_iteration(mdp)[2])
    _, cache = policy_value(mdp, pi)
    dmdp, _ = policy_value_backward(np.array([1.0, 0, 0]), cache)
    print("visits", dmdp.R.sum(axis=1).round(2))
