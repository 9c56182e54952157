"""The optimizers of PyTorch: twin of optimizer.py, same names and order.

torch.optim keeps the state to itself, changes the parameters in place, and
takes weight_decay=λ everywhere, as optimizer.py does.
"""

from torch import optim
from torch.optim import lr_scheduler


# --8<-- [start:sgd]
def builtin_sgd(params, lr=1e-3, **settings):
    """Without momentum it keeps nothing."""
    return optim.SGD(params, lr, **settings)
    # --8<-- [end:sgd]


# --8<-- [start:momentum]
def builtin_momentum(params, lr=1e-3, mu=0.9, **settings):
    """Polyak's momentum is an argument of SGD."""
    return optim.SGD(params, lr, momentum=mu, **settings)


def builtin_nesterov(params, lr=1e-3, mu=0.9, **settings):
    """So is Nesterov's."""
    return optim.SGD(params, lr, momentum=mu, nesterov=True, **settings)
    # --8<-- [end:momentum]


# --8<-- [start:adaptive]
def builtin_adagrad(params, lr=1e-2, eps=1e-10, **settings):
    """torch.optim.Adagrad."""
    return optim.Adagrad(params, lr, eps=eps, **settings)


def builtin_rmsprop(params, lr=1e-2, rho=0.99, eps=1e-8, **settings):
    """What is ρ here is alpha there."""
    return optim.RMSprop(params, lr, alpha=rho, eps=eps, **settings)
    # --8<-- [end:adaptive]


# --8<-- [start:adam]
def builtin_adam(
    params, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-8, **settings
):
    """weight_decay is added to the gradient."""
    return optim.Adam(params, lr, (beta_1, beta_2), eps, **settings)
    # --8<-- [end:adam]


# --8<-- [start:adamw]
def builtin_adamw(
    params, lr=1e-3, beta_1=0.9, beta_2=0.999, eps=1e-8, **settings
):
    """weight_decay shrinks the parameters, by 0.01 if nothing else is said."""
    return optim.AdamW(params, lr, (beta_1, beta_2), eps, **settings)
    # --8<-- [end:adamw]


# --8<-- [start:schedules]
def builtin_step_decay(optimizer, T, gamma=0.1):
    """scheduler.step() after each optimizer.step() sets its learning rate."""
    return lr_scheduler.StepLR(optimizer, T, gamma)


def builtin_cosine(optimizer, T, lr_min=0):
    """Recursive in torch, equal up to rounding."""
    return lr_scheduler.CosineAnnealingLR(optimizer, T, lr_min)


def builtin_warm_up(optimizer, T, start=1 / 3):
    """Multiplies by the factor's change, so that schedules can be chained."""
    return lr_scheduler.LinearLR(optimizer, start, total_iters=T)
    # --8<-- [end:schedules]
