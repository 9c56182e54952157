"""A policy that writes two tokens, rewarded by a rule: GRPO, in NumPy.

Papers    Shao et al. 2024, doi:10.48550/arXiv.2402.03300 (GRPO)
          Ouyang et al. 2022, doi:10.48550/arXiv.2203.02155 (RLHF)
Twin      ppo_torch.py
Axes      V tokens, K texts of a group, Q questions
Letters   a the first token of a text, b the second
Use       reward (V, V) of every text; the likeliest b after each a:

    start = init_writer(rng, 5)
    writer = train_writer(rng, start, reward, steps)
    text_odds(writer).argmax(axis=1)  # (V,)
"""

from typing import NamedTuple

import numpy as np

from snippets.foundations.loss import expect_whole
from snippets.foundations.neuron import expect, expect_count


# --8<-- [start:writer]
class Writer(NamedTuple):
    first: np.ndarray  # (V,)
    second: np.ndarray  # (V, V)


def init_writer(rng: np.random.Generator, V: int) -> Writer:
    """Scores from a normal distribution: some way of writing."""
    expect_count("V", V)
    return Writer(rng.normal(size=V), rng.normal(size=(V, V)))


def text_odds(writer: Writer) -> np.ndarray:
    """log_pi (V, V): log π(a) + log π(b|a) of every text ab."""
    first, second = writer
    expect("first", first, "V")
    expect("second", second, len(first), len(first))
    first = first - first.max()  # (V,)
    second = second - second.max(axis=1, keepdims=True)  # (V, V)
    log_a = first - np.log(np.exp(first).sum())  # (V,)
    log_b = second - np.log(np.exp(second).sum(axis=1, keepdims=True))  # (V, V)
    return log_a[:, None] + log_b  # (V, V)
    # --8<-- [end:writer]


# --8<-- [start:group]
def group_advantage(reward: np.ndarray) -> np.ndarray:
    """Each reward (Q, K) less the mean of its group, of the same question."""
    expect("reward", reward, "Q", "K")
    return reward - reward.mean(axis=1, keepdims=True)  # (Q, K)


def writer_gradient(writer, start, text, advantage, beta) -> Writer:
    """Gradients of −mean(advantage · log π(text)) + β KL(π, start).

    start: another Writer; text (K, 2), advantage (K,). ValueError if they
    misfit. Shao et al. 2024, with the exact KL in place of an estimate.
    """
    log_pi = text_odds(writer)  # (V, V)
    expect("first", start.first, len(log_pi))
    pi = np.exp(log_pi)  # (V, V)
    expect_whole("text", text, 0, len(pi) - 1, "K", 2)
    expect("advantage", advantage, len(text))
    dlog_pi = beta * pi * (log_pi - text_odds(start))  # (V, V)
    np.add.at(dlog_pi, tuple(text.T), -advantage / len(text))
    da = dlog_pi.sum(axis=1)  # (V,)
    odds = pi.sum(axis=1)  # (V,)
    dfirst = da - odds * da.sum()  # (V,)
    dsecond = dlog_pi - pi / odds[:, None] * da[:, None]  # (V, V)
    return Writer(dfirst, dsecond)
    # --8<-- [end:group]


# --8<-- [start:train_writer]
def train_writer(rng, start, reward, steps, K=8, lr=1.0, beta=0.0) -> Writer:
    """GRPO with one step a group; reward (V, V) is what each text earns."""
    expect_count("steps, K", steps, K)
    expect("reward", reward, *text_odds(start).shape)
    writer = start
    for _ in range(steps):
        pi = np.exp(text_odds(writer))  # (V, V)
        drawn = rng.choice(pi.size, size=K, p=pi.ravel() / pi.sum())  # (K,)
        text = np.stack(np.divmod(drawn, len(pi)), axis=1)  # (K, 2)
        A = group_advantage(reward[tuple(text.T)][None])[0]  # (K,)
        grads = writer_gradient(writer, start, text, A, beta)
        writer = Writer(
            writer.first - lr * grads.first, writer.second - lr * grads.second
        )
    return writer
    # --8<-- [end:train_writer]


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    digits = np.arange(10)  # (10,)
    reward = (digits[:, None] + digits == 12).astype(float)  # (10, 10)
    start = init_writer(rng, 10)
    writer = train_writer(rng, start, reward, steps=300, beta=0.1)
    for name, policy in (("start", start), ("trained", writer)):
        right = (np.exp(text_odds(policy)) * reward).sum()
        print(f"{name:7} right in {right:.3f} of all texts")
