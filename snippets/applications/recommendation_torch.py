"""Matrix factorisation and two towers in PyTorch: twin of recommendation.py.

Same names and order. Autograd takes the place of factors_backward and
towers_backward; the measures of a ranking are scikit-learn's, see the tests.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:Factors]
class Factors(nn.Module):
    """The parameters of FactorParams as a module."""

    def __init__(self, P, Q, a, b):
        super().__init__()
        self.P = nn.Parameter(torch.tensor(P))  # (U, K)
        self.Q = nn.Parameter(torch.tensor(Q))  # (I, K)
        self.a = nn.Parameter(torch.tensor(a))  # (U,)
        self.b = nn.Parameter(torch.tensor(b))  # (I,)

    def forward(self, x):
        """Users x (B,) → scores of all items (B, I)."""
        return self.P[x] @ self.Q.T + self.a[x, None] + self.b  # (B, I)
        # --8<-- [end:Factors]


# --8<-- [start:Towers]
class Towers(nn.Module):
    """The parameters of TowerParams as a module."""

    def __init__(self, W_1, b_1, W_2, W_3, b_3, W_4, E, b):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (I, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (H, K)
        self.W_3 = nn.Parameter(torch.tensor(W_3))  # (F, H)
        self.b_3 = nn.Parameter(torch.tensor(b_3))  # (H,)
        self.W_4 = nn.Parameter(torch.tensor(W_4))  # (H, K)
        self.E = nn.Parameter(torch.tensor(E))  # (I, K)
        self.b = nn.Parameter(torch.tensor(b))  # (I,)

    def forward(self, x, features):
        """Histories x (B, I), features (I, F) → scores (B, I)."""
        h = torch.tanh(x @ self.W_1 + self.b_1)  # (B, H)
        u = h @ self.W_2  # (B, K)
        g = torch.tanh(features @ self.W_3 + self.b_3)  # (I, H)
        v = g @ self.W_4 + self.E  # (I, K)
        return u @ v.T + self.b  # (B, I)
        # --8<-- [end:Towers]


# --8<-- [start:choice_loss_torch]
def choice_loss_torch(scores, y, allowed):
    """-ln softmax of the clicked items y (B,) among those allowed."""
    return F.cross_entropy(scores.masked_fill(~allowed, -torch.inf), y)
    # --8<-- [end:choice_loss_torch]


# --8<-- [start:builtin]
class TableScores(nn.Module):
    """Two nn.Embedding for a user, nn.Linear for all items at once."""

    def __init__(self, P, Q, a, b):
        super().__init__()
        P, Q, a, b = (torch.tensor(p) for p in (P, Q, a, b))
        self.taste = nn.Embedding.from_pretrained(P, freeze=False)
        self.user = nn.Embedding.from_pretrained(a[:, None], freeze=False)
        self.items = nn.Linear(*Q.T.shape, dtype=Q.dtype)
        with torch.no_grad():
            self.items.weight.copy_(Q)
            self.items.bias.copy_(b)

    def forward(self, x):
        """Users x (B,) → scores of all items (B, I)."""
        return self.items(self.taste(x)) + self.user(x)  # (B, I)


def builtin_factors(P, Q, a, b) -> TableScores:
    """The same weights in torch's own layers; it has none for the whole."""
    return TableScores(P, Q, a, b)


def builtin_tower(W, b, W_out) -> nn.Sequential:
    """One tower of torch's own layers, which store (outputs, inputs)."""
    W, b, W_out = (torch.tensor(p) for p in (W, b, W_out))
    first = nn.Linear(*W.shape, dtype=W.dtype)
    second = nn.Linear(*W_out.shape, bias=False, dtype=W.dtype)
    with torch.no_grad():
        first.weight.copy_(W.T)
        first.bias.copy_(b)
        second.weight.copy_(W_out.T)
    return nn.Sequential(first, nn.Tanh(), second)
    # --8<-- [end:builtin]
