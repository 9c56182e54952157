"""Spoken digits in PyTorch: twin of speech.py."""

import torch


# --8<-- [start:nearest]
def nearest_word_torch(x_train, y_train, x) -> torch.Tensor:
    """The formula of nearest_word: all distances, the label of the least."""
    far = torch.cdist(x.flatten(1), x_train.flatten(1))  # (B, N)
    return y_train[far.argmin(dim=1)]  # (B,)
    # --8<-- [end:nearest]
