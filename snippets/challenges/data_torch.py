"""The loss for noisy labels in PyTorch: twin of data.py, same names and order.

Autograd takes the place of the gradient; power laws and neighbours only
count, so they stay in NumPy.
"""

import torch
from torch.nn import functional as F


# --8<-- [start:forward_corrected]
def forward_corrected_torch(a, y, T):
    """Loss of logits a (N, K) for noisy labels y (N,), if T is true."""
    log_p = a - torch.logsumexp(a, dim=1, keepdim=True)  # (N, K)
    joint = log_p + torch.log(T.to(a.dtype).T[y])  # (N, K)
    return -torch.logsumexp(joint, dim=1).mean()  # ()
    # --8<-- [end:forward_corrected]


# --8<-- [start:builtin]
def builtin_corrected(a, y, T):
    """The same by torch's own softmax and nll_loss, as the paper has it."""
    q = F.softmax(a, dim=1) @ T.to(a.dtype)  # (N, K)
    return F.nll_loss(torch.log(q), y)  # ()
    # --8<-- [end:builtin]


# --8<-- [start:train]
def train_data_torch(
    rng, net, x, y, loss=F.cross_entropy, steps=600, lr=3e-3, B=128, decay=0.0
):
    """torch.optim.Adam with decay of the Ws; NumPy's rng draws the batches."""
    parameters = list(net.parameters())
    Ws = [p for p in parameters if p.ndim == 2]
    bs = [p for p in parameters if p.ndim == 1]
    groups = [{"params": Ws, "weight_decay": decay}, {"params": bs}]
    optimizer = torch.optim.Adam(groups, lr=lr)
    for _ in range(steps):
        n = torch.from_numpy(rng.integers(len(x), size=B))  # (B,)
        optimizer.zero_grad()
        loss(net(x[n]), y[n]).backward()
        optimizer.step()
    return net
    # --8<-- [end:train]
