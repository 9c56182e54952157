"""From sound to pictures in PyTorch: twin of sound.py.

Same names and order; also torch.stft, which does the same.
"""

import torch


# --8<-- [start:stft]
def stft_power_torch(x, size: int = 1024, hop: int = 512) -> torch.Tensor:
    """The formula of stft_power: each frame times cosine and sine."""
    frames = x.unfold(0, size, hop)  # (F, size)
    n = torch.arange(size, dtype=x.dtype)  # (size,)
    hann = (1 - torch.cos(2 * torch.pi * n / size)) / 2  # (size,)
    k = torch.arange(size // 2 + 1, dtype=x.dtype)  # (size//2+1,)
    angle = 2 * torch.pi * torch.outer(n, k) / size  # (size, size//2+1)
    cosine = (frames * hann) @ torch.cos(angle)  # (F, size//2+1)
    sine = (frames * hann) @ torch.sin(angle)  # (F, size//2+1)
    return cosine**2 + sine**2  # (F, size//2+1)
    # --8<-- [end:stft]


# --8<-- [start:builtin]
def builtin_stft_power(x, size: int = 1024, hop: int = 512) -> torch.Tensor:
    """The same by torch's own transform."""
    hann = torch.hann_window(size, dtype=x.dtype)  # (size,)
    kind = {"center": False, "return_complex": True}
    waves = torch.stft(x, size, hop, window=hann, **kind)  # (size//2+1, F)
    return waves.abs().T ** 2  # (F, size//2+1)
    # --8<-- [end:builtin]


# --8<-- [start:levels]
def mel_levels_torch(P, floor: float = 60.0) -> torch.Tensor:
    """The formula of mel_levels."""
    top = P.amax(dim=(1, 2), keepdim=True)  # (N, 1, 1)
    dB = 10 * torch.log10(P / top + 1e-30)  # (N, T, M)
    return torch.relu(1 + dB / floor)  # (N, T, M)
    # --8<-- [end:levels]
