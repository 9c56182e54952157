"""The same attributions in PyTorch, twin of interpretability.py.

Autograd takes the place of small_cnn_backward.
"""

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:SmallCNN]
class SmallCNN(nn.Module):
    """The parameters of SmallCNNParams as a module."""

    def __init__(self, W_1, b_1, W_2, b_2, W, b):
        super().__init__()
        self.W_1 = nn.Parameter(torch.tensor(W_1))  # (M_1, C, 3, 3)
        self.b_1 = nn.Parameter(torch.tensor(b_1))  # (M_1,)
        self.W_2 = nn.Parameter(torch.tensor(W_2))  # (M, M_1, 3, 3)
        self.b_2 = nn.Parameter(torch.tensor(b_2))  # (M,)
        self.W = nn.Parameter(torch.tensor(W))  # (D, K)
        self.b = nn.Parameter(torch.tensor(b))  # (K,)

    def maps(self, x):
        """The last maps h (N, M, h, w) of images x (N, C, H, W)."""
        h_1 = F.conv2d(x, self.W_1, self.b_1, padding=1).relu()
        return F.conv2d(h_1, self.W_2, self.b_2, stride=2, padding=1).relu()

    def forward(self, x):
        """Logits (N, K) of images x (N, C, H, W)."""
        return self.maps(x).flatten(1) @ self.W + self.b  # (N, K)
        # --8<-- [end:SmallCNN]


# --8<-- [start:builtin]
def builtin_small_cnn(W_1, b_1, W_2, b_2, W, b) -> nn.Sequential:
    """The same network of torch's own layers, with copies of these arrays."""
    conv_1 = nn.Conv2d(W_1.shape[1], len(W_1), 3, padding=1)
    conv_2 = nn.Conv2d(len(W_1), len(W_2), 3, stride=2, padding=1)
    dense = nn.Linear(*W.shape)
    layers = (conv_1, W_1, b_1), (conv_2, W_2, b_2), (dense, W.T, b)
    for layer, weight, bias in layers:
        layer.weight.data = torch.tensor(weight)
        layer.bias.data = torch.tensor(bias)
    relus = nn.ReLU(), nn.ReLU()
    return nn.Sequential(
        conv_1, relus[0], conv_2, relus[1], nn.Flatten(), dense
    )
    # --8<-- [end:builtin]


# --8<-- [start:attributions]
def logit_gradients_torch(params, x, k):
    """Logit k (N,) of each x, its slopes in x and in the last maps, the maps.

    params is a SmallCNN.
    """
    x = x.detach().requires_grad_()
    h = params.maps(x)  # (N, M, h, w)
    a_k = (h.flatten(1) @ params.W + params.b).gather(1, k[:, None])[:, 0]
    dx, dh = torch.autograd.grad(a_k.sum(), (x, h))
    return a_k.detach(), dx, dh, h.detach()


def integrated_gradients_torch(gradient, x, baseline, steps=50):
    """x - baseline, times the mean gradient at the middles of S steps to x."""
    middles = (torch.arange(steps, dtype=x.dtype) + 0.5) / steps  # (S,)
    slopes = [gradient(torch.lerp(baseline, x, s)) for s in middles]
    return (x - baseline) * torch.stack(slopes).mean(dim=0)


def grad_cam_torch(h, dh, zoom=1):
    """What the maps h (N, M, h, w) say for it: (N, 1, h·zoom, w·zoom) ≥ 0."""
    weight = dh.mean(dim=(2, 3), keepdim=True)  # (N, M, 1, 1)
    cam = (weight * h).sum(dim=1, keepdim=True).relu()  # (N, 1, h, w)
    return F.interpolate(cam, scale_factor=float(zoom), mode="nearest")
    # --8<-- [end:attributions]
