"""Verification in PyTorch: twin of face.py, same names and order.

Autograd takes the place of face_backward and of the gradient of the loss.
"""

import torch
from torch import nn


# --8<-- [start:Face]
class Face(nn.Module):
    """The parameters of MLPParams as a module; both photos go through it."""

    def __init__(self, params):
        super().__init__()
        self.Ws = nn.ParameterList(map(torch.tensor, params.Ws))
        self.bs = nn.ParameterList(map(torch.tensor, params.bs))

    def embed(self, x):
        """z (N, K) of photos x (N, D)."""
        *hidden, last = zip(self.Ws, self.bs, strict=True)
        for W, b in hidden:
            x = (x @ W + b).relu()  # (N, H)
        W, b = last
        return x @ W + b  # (N, K)

    def forward(self, x_a, x_b):
        """The formula of face_forward."""
        diff = self.embed(x_a) - self.embed(x_b)  # (N, K)
        return diff.norm(dim=1)  # (N,)
        # --8<-- [end:Face]


# --8<-- [start:loss]
def contrastive_loss_torch(d, same, m):
    """The formula of contrastive_loss."""
    gap = (m - d).clamp(min=0) * ~same  # (N,)
    near = d * same  # (N,)
    return ((near**2 + gap**2) / 2).mean()  # ()
    # --8<-- [end:loss]


# --8<-- [start:builtin]
class BuiltinFace(nn.Module):
    """The same weights in torch's own layers, which store (outputs, inputs)."""

    def __init__(self, params):
        super().__init__()
        layers = []
        for W, b in zip(*params, strict=True):
            linear = nn.Linear(*W.shape, dtype=torch.tensor(W).dtype)
            with torch.no_grad():
                linear.weight.copy_(torch.tensor(W.T))
                linear.bias.copy_(torch.tensor(b))
            layers += [linear, nn.ReLU()]
        self.embed = nn.Sequential(*layers[:-1])
        self.distance = nn.PairwiseDistance(eps=0.0)

    def forward(self, x_a, x_b):
        """Distances (N,) of the embeddings."""
        return self.distance(self.embed(x_a), self.embed(x_b))  # (N,)
        # --8<-- [end:builtin]
