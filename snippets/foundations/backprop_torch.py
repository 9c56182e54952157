"""Two layers in PyTorch: twin of backprop.py, same names and order.

Autograd takes the place of two_layer_backward, torch.optim of the update.
Weights are copied, never shared.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:TwoLayer]
class TwoLayer(nn.Module):
    def __init__(self, W_1, b_1, W_2, b_2):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (D, H)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (H,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (H, K)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (K,)

    def forward(self, x):
        a_1 = x @ self.W_1 + self.b_1  # (N, H)
        h = torch.tanh(a_1)  # (N, H)
        a_2 = h @ self.W_2 + self.b_2  # (N, K)
        return a_2
        # --8<-- [end:TwoLayer]


# --8<-- [start:builtin]
def builtin_two_layer(W_1, b_1, W_2, b_2) -> nn.Sequential:
    """The same weights in torch's own layers, which store them as (out, in)."""
    layers = []
    for W, b in ((W_1, b_1), (W_2, b_2)):
        W, b = torch.tensor(W), torch.tensor(b)
        linear = nn.Linear(*W.shape, dtype=W.dtype)
        with torch.no_grad():
            linear.weight.copy_(W.T)
            linear.bias.copy_(b)
        layers.append(linear)
    return nn.Sequential(layers[0], nn.Tanh(), layers[1])
    # --8<-- [end:builtin]


# --8<-- [start:train_two_layer]
def train_two_layer_torch(rng, net, x, y, lr=0.5, steps=1000, B=64):
    """torch.optim.SGD on cross-entropy; rng is NumPy's, for equal batches."""
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        batch = torch.tensor(rng.integers(len(x), size=B))  # (B,)
        a_2 = net(x[batch])
        loss = F.binary_cross_entropy_with_logits(a_2, y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # --8<-- [end:train_two_layer]
