"""The same risk in PyTorch, twin of diagnosis.py, same names and order.

Autograd takes the place of diagnosis_backward, torch.optim.Adam that of
adam_rule; the folds and scores are counting, and stay in NumPy.
"""

import torch
from torch import nn
from torch.nn import functional as F

from snippets.feedforward.mlp_torch import MLP, builtin_mlp


# --8<-- [start:Diagnosis]
class Diagnosis(nn.Module):
    """The parameters of DiagnosisParams as a module; the scaler is fixed."""

    def __init__(self, mean, std, net):
        super().__init__()
        mean, std = torch.tensor(mean), torch.tensor(std)  # 2 × (D,)
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.net = MLP(*net, torch.tanh)

    def forward(self, x):
        """Logits (N,) of raw measurements x (N, D)."""
        z = (x - self.mean) / self.std  # (N, D)
        return self.net(z)[:, 0]  # (N,)


def weighted_cross_entropy_torch(a, y, w=1.0):
    """The loss of torch, which calls the weight of y = 1 pos_weight."""
    y, w = y.to(a.dtype), torch.tensor(w, dtype=a.dtype)
    return F.binary_cross_entropy_with_logits(a, y, pos_weight=w)
    # --8<-- [end:Diagnosis]


# --8<-- [start:builtin]
def builtin_diagnosis(mean, std, net) -> nn.Sequential:
    """The same in torch's own layers; BatchNorm1d in eval mode scales."""
    mean, std = torch.tensor(mean), torch.tensor(std)
    scale = nn.BatchNorm1d(len(mean), eps=0, affine=False, dtype=mean.dtype)
    scale.running_mean.copy_(mean)
    scale.running_var.copy_(std**2)
    return nn.Sequential(scale.eval(), builtin_mlp(*net, nn.Tanh))
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_by_adam(net, x, y, w=1.0, decay=0.0, lr=0.05, steps=200):
    """torch.optim.Adam, whose weight_decay the biases are spared."""
    parameters = list(net.parameters())
    Ws = [p for p in parameters if p.ndim == 2]
    bs = [p for p in parameters if p.ndim == 1]
    groups = [{"params": Ws, "weight_decay": decay}, {"params": bs}]
    optimizer = torch.optim.Adam(groups, lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = weighted_cross_entropy_torch(net(x), y, w)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # --8<-- [end:train]
