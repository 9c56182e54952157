"""Stacks of layers in PyTorch: twin of depth.py; what it computes, measured.

build_stack makes the network of a list of layers, measure_field finds its
receptive field by backpropagation.
"""

from time import process_time

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:build_stack]
def build_stack(layers, size, C, K, whole=True) -> nn.Sequential:
    """Convolution, batch norm, ReLU; or max pooling. Then one dense layer.

    It reads the whole last map, or only the maximum of every channel.
    """
    modules = []
    x = torch.zeros(2, C, size, size)
    for k, s, p, M in layers:
        if M:
            conv = nn.Conv2d(C, M, k, s, p, bias=False)
            modules += conv, nn.BatchNorm2d(M), nn.ReLU()
            C = M
        else:
            modules.append(nn.MaxPool2d(k, s, p))
    if not whole:
        modules.append(nn.AdaptiveMaxPool2d(1))
    body = nn.Sequential(*modules, nn.Flatten())
    return body.append(nn.Linear(body(x).shape[1], K))
    # --8<-- [end:build_stack]


# --8<-- [start:measure_field]
def measure_field(layers, size):
    """Side of the square of pixels that get a gradient from the middle value.

    Every weight is 1 and pooling takes the mean, so that nothing cancels and
    every pixel of a window counts.
    """
    x = torch.zeros(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    h = x  # (1, 1, H, W)
    for k, s, p, _ in layers:
        h = F.avg_pool2d(h, k, s, p)
    middle = h.shape[2] // 2
    h[0, 0, middle, middle].backward()
    rows = x.grad[0, 0].any(dim=1).nonzero()
    return int(rows.max() - rows.min()) + 1
    # --8<-- [end:measure_field]


# --8<-- [start:train_stack]
def train_stack(net, x, y, lr=0.05, B=50, epochs=5):
    """SGD with momentum 0.9 on x (N, C, H, W), y (N,), in torch's own order."""
    sgd = torch.optim.SGD(net.parameters(), lr, momentum=0.9)
    fall = torch.optim.lr_scheduler.LambdaLR(sgd, lambda e: 1 - e / epochs)
    for _ in range(epochs):
        for n in torch.randperm(len(x)).split(B):
            loss = F.cross_entropy(net(x[n]), y[n])
            sgd.zero_grad()
            loss.backward()
            sgd.step()
        fall.step()
    return net.eval()
    # --8<-- [end:train_stack]


# --8<-- [start:try_stack]
def try_stack(layers, x, y, seed, whole=True):
    """Learn 300 of x (N, C, H, W), y (N,): accuracy on 1000 others, seconds."""
    torch.manual_seed(seed)
    order = torch.randperm(len(x))  # (N,)
    learn, test = order[:300], order[-1000:]
    net = build_stack(layers, x.shape[2], x.shape[1], 10, whole)
    begin = process_time()
    train_stack(net, x[learn], y[learn])
    seconds = process_time() - begin
    with torch.no_grad():
        right = net(x[test]).argmax(dim=1) == y[test]
    return right.float().mean().item(), seconds
    # --8<-- [end:try_stack]
