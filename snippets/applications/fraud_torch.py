"""The weighted loss and the training in PyTorch: twin of fraud.py.

Autograd takes the place of da and of mlp_backward; NumPy draws the batches.
"""

import torch
from torch.nn import functional as F


# --8<-- [start:weighted]
def fraud_cross_entropy_torch(a, y, weight):
    """The formula of fraud_cross_entropy, a and y (B,)."""
    w = 1 + (weight - 1) * y  # (B,)
    log_p, log_q = F.logsigmoid(a), F.logsigmoid(-a)  # 2 × (B,)
    losses = -y * log_p - (1 - y) * log_q  # (B,)
    return (w * losses).mean()


def builtin_fraud_cross_entropy(a, y, weight):
    """Torch's own, where the weight of the frauds is called pos_weight."""
    weight = torch.tensor(weight, dtype=a.dtype)
    return F.binary_cross_entropy_with_logits(a, y, pos_weight=weight)
    # --8<-- [end:weighted]


# --8<-- [start:train]
def train_fraud_torch(
    rng, net, x, y, weight=20.0, lr=3e-3, B=256, epochs=6
) -> list[float]:
    """torch.optim.Adam on the builtin loss; changes net, returns the losses."""
    adam = torch.optim.Adam(net.parameters(), lr)
    losses = []
    for _ in range(epochs):
        for n in torch.from_numpy(rng.permutation(len(x))).split(B):
            adam.zero_grad()
            a = net(x[n])[:, 0]
            loss = builtin_fraud_cross_entropy(a, y[n], weight)
            loss.backward()
            adam.step()
            losses.append(loss.item())
    return losses
    # --8<-- [end:train]
