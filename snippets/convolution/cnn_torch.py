"""The LeNet-like network in PyTorch: twin of cnn.py, same names and order.

Autograd takes the place of batchnorm_backward and cnn_backward. params and
stats are the same nested tuples as there, of tensors.
"""

import torch
from torch import nn
from torch.nn import functional as F

from snippets.convolution.batchnorm_torch import batchnorm


# --8<-- [start:cnn]
def block(conv, bn, stats, x, train):
    """Convolution 3×3, normalization, ReLU, pooling 2×2. Halves H and W."""
    a = F.conv2d(x, *conv, padding=1)  # (B, M, H, W)
    a, stats = batchnorm(bn, stats, a, train)
    return F.max_pool2d(a.relu(), 2), stats


def cnn(params, stats, x, train=True):
    """Logits (B, K) of x (B, C, H, W), new stats."""
    conv_1, bn_1, conv_2, bn_2, W, b = params
    h, stats_1 = block(conv_1, bn_1, stats[0], x, train)
    h, stats_2 = block(conv_2, bn_2, stats[1], h, train)
    return h.flatten(1) @ W + b, (stats_1, stats_2)
    # --8<-- [end:cnn]


# --8<-- [start:builtin_cnn]
def builtin_cnn(params, stats) -> nn.Sequential:
    """The same network of torch's own layers, with copies of these arrays."""
    conv_1, bn_1, conv_2, bn_2, W, b = params
    layers = []
    for (K, c), bn, s in (conv_1, bn_1, stats[0]), (conv_2, bn_2, stats[1]):
        conv = nn.Conv2d(K.shape[1], len(K), 3, padding=1)
        norm = nn.BatchNorm2d(len(K))
        own = conv.weight, conv.bias, norm.weight, norm.bias
        own += norm.running_mean, norm.running_var
        for tensor, array in zip(own, (K, c, *bn, *s), strict=True):
            tensor.data = torch.tensor(array)
        layers += conv, norm, nn.ReLU(), nn.MaxPool2d(2)
    dense = nn.Linear(*W.shape)
    dense.weight.data, dense.bias.data = torch.tensor(W.T), torch.tensor(b)
    return nn.Sequential(*layers, nn.Flatten(), dense)
    # --8<-- [end:builtin_cnn]


# --8<-- [start:train_builtin]
def train_builtin(rng, net, x, y, lr=0.05, B=32, epochs=12):
    """SGD with momentum 0.9, lr falling to 0: all losses."""
    losses, net = [], net.train()
    sgd = torch.optim.SGD(net.parameters(), lr, momentum=0.9)
    fall = torch.optim.lr_scheduler.LambdaLR(sgd, lambda e: 1 - e / epochs)
    for _ in range(epochs):
        for n in torch.tensor(rng.permutation(len(x))).split(B):
            shift = rng.integers(-1, 2, 2).tolist()
            moved = x[n].roll(shift, (2, 3))
            nudged = x[n] + (moved - x[n]) * (rng.random() / 2)
            loss = F.cross_entropy(net(nudged), y[n])
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            losses.append(loss.item())
        fall.step()
    return losses
    # --8<-- [end:train_builtin]
