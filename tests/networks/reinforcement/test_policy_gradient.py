"""snippets/reinforcement/policy_gradient.py against torch, differences and its words.

Torch has no layer for a policy gradient: its own are nn.Linear, nn.ReLU,
torch.distributions.Categorical and nll_loss. Besides, the estimate is compared
with the exact gradient of an MDP, and the carts with Gymnasium's.
"""

import re
from functools import partial

import numpy as np
import pytest
import torch

from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.foundations.activation import softmax_backward
from snippets.reinforcement import planning
from snippets.reinforcement import policy_gradient as pg
from snippets.reinforcement import policy_gradient_env as worlds
from snippets.reinforcement import policy_gradient_torch as twin
from snippets.reinforcement.planning_env import GridWorld
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H, A = 7, 4, 5, 3  # all different: a swapped axis is seen


def noisy(rng, widths):
    """A network of which no bias is 0."""
    Ws, bs = init_mlp(rng, widths)
    return MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])


@pytest.fixture
def case(rng):
    """An agent, and a batch of which some ratios are outside of the clip."""
    agent = pg.Agent(noisy(rng, (D, H, A)), noisy(rng, (D, H, 1)))
    x, action = rng.normal(size=(N, D)), rng.integers(A, size=N)
    log_pi, _ = pg.policy_forward(agent.pi, x)
    log_old = log_pi[range(N), action] + np.linspace(-0.6, 0.6, N)
    advantage = np.array([1.0, -2, 3, -1, 2, 1.5, -0.5])
    return agent, (x, action, log_old, advantage, rng.normal(size=N))


def named(agent):
    """Every array of an agent by its name."""
    return {
        f"{part}.{letter}_{n}": array
        for part, player in agent._asdict().items()
        for letter, arrays in zip("Wb", player, strict=True)
        for n, array in enumerate(arrays)
    }


def tensors(batch):
    return [torch.tensor(a) for a in batch]


def twin_gradients(net):
    parts = [(net.pi.Ws, net.pi.bs), (net.v.Ws, net.v.bs)]
    return named(
        pg.Agent(*(MLPParams(*([p.grad for p in a] for a in b)) for b in parts))
    )


@pytest.mark.parametrize("eps", [0.2, np.inf])
def test_matches_torch_twin(case, eps):
    agent, batch = case
    net = twin.ActorCritic(*agent)
    x, action, log_old, advantage, G = tensors(batch)
    log_pi = twin.policy_torch(net.pi, x)
    ours, _ = pg.policy_forward(agent.pi, batch[0])
    np.testing.assert_allclose(ours, log_pi.detach(), rtol=1e-10)
    loss = twin.ppo_loss_torch(log_pi, log_old, action, advantage, eps)
    value, _ = pg.ppo_loss(ours, batch[2], batch[1], batch[3], eps)
    np.testing.assert_allclose(value, loss.item(), rtol=1e-10)
    (loss + torch.nn.functional.mse_loss(net.v(x)[:, 0], G)).backward()
    grads = named(pg.agent_gradient(agent, *batch, eps))
    for name, theirs in twin_gradients(net).items():
        np.testing.assert_allclose(
            grads[name], theirs, rtol=1e-10, atol=1e-14, err_msg=name
        )


def test_dx_and_entropy_are_torchs(case, rng):
    agent, (x, *_) = case
    net = twin.ActorCritic(*agent)
    x_t = torch.tensor(x, requires_grad=True)
    dlog_pi = rng.normal(size=(N, A))
    log_t = twin.policy_torch(net.pi, x_t)
    (log_t * torch.tensor(dlog_pi)).sum().backward()
    log_pi, cache = pg.policy_forward(agent.pi, x)
    dx, _ = pg.policy_backward(dlog_pi, cache)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    own = twin.builtin_policy(agent.pi, torch.tensor(x))
    ours = pg.policy_entropy(log_pi)
    for theirs in (twin.policy_entropy_torch(log_t), own.entropy().mean()):
        np.testing.assert_allclose(ours, theirs.item(), rtol=1e-10)


def test_matches_torch_builtin(case):
    """Categorical and nll_loss; where the ratio is 1, PPO's gradient too."""
    agent, (x, action, _, advantage, _) = case
    x_t, action_t, advantage_t = tensors((x, action, advantage))
    log_pi, _ = pg.policy_forward(agent.pi, x)
    log_t = twin.builtin_policy(agent.pi, x_t).logits.detach()
    np.testing.assert_allclose(log_pi, log_t, rtol=1e-10)
    log_t.requires_grad_()
    loss_t = twin.builtin_reinforce_loss(log_t, action_t, advantage_t)
    loss_t.backward()
    loss, dlog_pi = pg.reinforce_loss(log_pi, action, advantage)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    np.testing.assert_allclose(dlog_pi, log_t.grad, rtol=1e-10)
    same = twin.reinforce_loss_torch(log_t, action_t, advantage_t)
    np.testing.assert_allclose(loss, same.item(), rtol=1e-10)
    log_old = log_pi[range(N), action]
    _, at_one = pg.ppo_loss(log_pi, log_old, action, advantage)
    np.testing.assert_allclose(at_one, dlog_pi, rtol=1e-12)


@pytest.mark.parametrize("eps", [0.2, np.inf])
def test_gradient_matches_finite_differences(case, eps):
    agent, batch = case
    x, action, log_old, advantage, G = batch
    grads = named(pg.agent_gradient(agent, *batch, eps))

    def loss():
        log_pi, _ = pg.policy_forward(agent.pi, x)
        v, _ = pg.mlp_forward(agent.v, x)
        error = pg.mse(v[:, 0], G)[0]
        return pg.ppo_loss(log_pi, log_old, action, advantage, eps)[0] + error

    for name, array in named(agent).items():
        np.testing.assert_allclose(
            grads[name],
            numerical_gradient(loss, array),
            rtol=1e-6,
            atol=1e-8,
            err_msg=name,
        )


def test_reinforce_matches_finite_differences(case):
    agent, (x, action, _, advantage, _) = case
    log_pi, _ = pg.policy_forward(agent.pi, x)
    _, dlog_pi = pg.reinforce_loss(log_pi, action, advantage)
    slope = numerical_gradient(
        lambda: pg.reinforce_loss(log_pi, action, advantage)[0], log_pi
    )
    np.testing.assert_allclose(dlog_pi, slope, rtol=1e-6, atol=1e-8)


def test_what_is_clipped_gets_no_gradient():
    """ratio 1.5, 0.5, 1.5, 0.5 with an advantage of 1, 1, −1, −1."""
    log_pi = np.log(np.full((4, 2), 0.5))
    log_old = np.log(0.5 / np.array([1.5, 0.5, 1.5, 0.5]))
    advantage = np.array([1.0, 1, -1, -1])
    loss, dlog_pi = pg.ppo_loss(log_pi, log_old, np.zeros(4, int), advantage)
    assert np.isclose(loss, -(1.2 + 0.5 - 1.5 - 0.8) / 4)
    np.testing.assert_allclose(dlog_pi[:, 0], [0, -0.125, 0.375, 0])
    assert not dlog_pi[:, 1].any()


def test_reward_to_go_by_hand():
    reward = np.array([[1.0, 0], [1, 0], [1, 8]])
    want = [[1.75, 2], [1.5, 4], [1, 8]]
    np.testing.assert_array_equal(pg.reward_to_go(reward, 0.5), want)
    theirs = twin.reward_to_go_torch(torch.tensor(reward), 0.5)
    np.testing.assert_array_equal(theirs, want)


def exact(mdp, theta, start):
    """The gradient of the expected return of a table of scores."""
    log_pi, _ = pg.policy_forward(MLPParams([theta], [np.zeros(4)]), np.eye(12))
    V, cache = planning.policy_value(mdp, np.exp(log_pi), 0.9)
    _, dpi = planning.policy_value_backward(np.eye(12)[start], cache)
    return V, softmax_backward(dpi, np.exp(log_pi))


@pytest.mark.parametrize("baseline", [0, 1])
def test_the_estimate_is_the_exact_gradient(baseline):
    """3000 games: off by less than 4 standard errors of each entry's mean."""
    world = GridWorld()
    mdp = world.mdp()
    theta = np.random.default_rng(1).normal(size=(12, 4)) / 2
    V, want = exact(mdp, theta, world.start)
    slope = numerical_gradient(
        lambda: exact(mdp, theta, world.start)[0][world.start], theta
    )
    np.testing.assert_allclose(want, slope, rtol=1e-6, atol=1e-8)
    pi = MLPParams([theta], [np.zeros(4)])
    env = worlds.Tables(mdp, world.start)
    x, action, reward, alive = worlds.roll_out(
        env, np.random.default_rng(0), pi, 3000, 150
    )
    G = pg.reward_to_go(reward, 0.9) - baseline * (x @ V)
    weight = 0.9 ** np.arange(len(G))[:, None] * G
    each = np.zeros((30, 12, 4))
    for n in range(30):
        some = np.s_[:, 100 * n : 100 * n + 100]
        here = alive[some]
        log_pi, cache = pg.policy_forward(pi, x[some][here])
        _, dlog_pi = pg.reinforce_loss(
            log_pi, action[some][here], weight[some][here]
        )
        _, grads = pg.policy_backward(dlog_pi * here.sum() / 100, cache)
        each[n] = -grads.Ws[0]
    error = each.std(axis=0) / 30**0.5
    assert (abs(each.mean(axis=0) - want) <= 4 * error + 1e-12).all()
    assert np.linalg.norm(want) > 3 * np.linalg.norm(error)


def test_arguments_stay_as_they_are(case):
    agent, batch = case
    kept = {name: a.copy() for name, a in named(agent).items()}
    kept_batch = [a.copy() for a in batch]
    once = named(pg.agent_gradient(agent, *batch))
    twice = named(pg.agent_gradient(agent, *batch))
    for name, array in once.items():
        np.testing.assert_array_equal(array, twice[name])
    reward = np.ones((5, 2))
    pg.reward_to_go(reward)
    assert (reward == 1).all()
    start = pg.init_agent(np.random.default_rng(0), (4, H), 2)
    before = {name: a.copy() for name, a in named(start).items()}
    play = partial(worlds.roll_out, worlds.Carts(), B=2, T=10)
    pg.train_agent(np.random.default_rng(0), start, play, batches=1)
    for old, new in ((kept, agent), (before, start)):
        for name, array in named(new).items():
            np.testing.assert_array_equal(old[name], array, err_msg=name)
    for old, new in zip(kept_batch, batch, strict=True):
        np.testing.assert_array_equal(old, new)
    net = twin.ActorCritic(*agent)
    for parameter in net.parameters():
        torch.nn.init.zeros_(parameter)
    assert all(array.any() for array in agent.pi.Ws)


def test_initialisation_keeps_its_promise():
    agent = pg.init_agent(np.random.default_rng(0), (200, 300), 3)
    assert [W.shape for W in agent.pi.Ws] == [(200, 300), (300, 3)]
    assert [W.shape for W in agent.v.Ws] == [(200, 300), (300, 1)]
    for part in agent:
        assert abs(part.Ws[0].var() * 200 / 2 - 1) < 0.02
        assert not part.Ws[1].any()
        assert not any(b.any() for b in part.bs)
    assert (agent.pi.Ws[0] != agent.v.Ws[0]).any()
    x = np.random.default_rng(1).normal(size=(6, 200))
    log_pi, _ = pg.policy_forward(agent.pi, x)
    np.testing.assert_allclose(log_pi, np.log(1 / 3))
    assert np.isclose(pg.policy_entropy(log_pi), np.log(3))


def test_bad_input_is_refused(case):
    agent, (x, action, _, advantage, _) = case
    log_pi, cache = pg.policy_forward(agent.pi, x)
    for call, words in (
        (
            lambda: pg.policy_forward(agent.pi, np.zeros((N, 3))),
            refusal("x", "(B, 4)", (N, 3)),
        ),
        (
            lambda: pg.policy_backward(np.zeros((N, 2)), cache),
            refusal("dlog_pi", "(7, 3)", (N, 2)),
        ),
        (
            lambda: pg.reward_to_go(np.zeros(5)),
            refusal("reward", "(T, B)", (5,)),
        ),
        (
            lambda: pg.reward_to_go(np.zeros((5, 2)), 1.0),
            re.escape("gamma must be from 0 to below 1, got 1.0"),
        ),
        (
            lambda: pg.reinforce_loss(log_pi, action + 1, advantage),
            re.escape("action must be whole numbers 0 … 2, got 1 … 3"),
        ),
        (
            lambda: pg.reinforce_loss(log_pi, action, np.zeros((N, 1))),
            refusal("advantage", "(7,)", (N, 1)),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_bad_batches_are_refused(case):
    agent, (x, action, log_old, advantage, G) = case
    log_pi, _ = pg.policy_forward(agent.pi, x)
    for call, words in (
        (
            lambda: pg.ppo_loss(log_pi, np.zeros((N, A)), action, advantage),
            refusal("log_old", "(7,)", (N, A)),
        ),
        (
            lambda: pg.normalised(np.zeros((N, 1))),
            refusal("advantage", "(N,)", (N, 1)),
        ),
        (
            lambda: pg.agent_gradient(
                agent._replace(v=agent.pi), x, action, log_old, advantage, G
            ),
            re.escape("v must be floats of shape (7, 1), got float64 (7, 3)"),
        ),
        (
            lambda: pg.agent_gradient(
                agent, x, action, log_old, advantage, np.zeros(3)
            ),
            refusal("G", "(7,)", (3,)),
        ),
        (
            lambda: pg.init_agent(None, (4, 5), 0),
            re.escape("A must be whole and at least 1, got 0"),
        ),
        (
            lambda: pg.train_agent(None, agent, None, batches=0),
            re.escape("batches, steps must be whole and at least 1, got 0, 1"),
        ),
        (
            lambda: worlds.roll_out(None, None, agent.pi, 0, 5),
            re.escape("B, T must be whole and at least 1, got 0, 5"),
        ),
    ):
        with pytest.raises(ValueError, match=words):
            call()


def test_float32_stays_float32(rng):
    start = pg.init_agent(rng, (4, H), 2)
    start = pg.Agent(
        *(
            MLPParams(*([a.astype(np.float32) for a in part] for part in p))
            for p in start
        )
    )
    play = partial(worlds.roll_out, worlds.Carts(), B=2, T=20)
    games = play(rng, start.pi)
    batch = pg.judge(start, games, 0.99, True)
    grads = pg.agent_gradient(start, *batch)
    trained, _ = pg.train_agent(rng, start, play, batches=2, steps=2)
    arrays = [games.x, games.reward, batch[0], *batch[2:]]
    for agent in (grads, trained):
        arrays += named(agent).values()
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize(
    ("steps", "baseline"), [(1, False), (1, True), (4, True)]
)
def test_training_is_torchs(steps, baseline):
    """Three batches, with the twin's own games; torch.optim.Adam."""
    start = pg.init_agent(np.random.default_rng(2), (4, H), 2)
    play = partial(worlds.roll_out, worlds.Carts(), B=3, T=30)
    settings = {"batches": 3, "steps": steps, "baseline": baseline, "lr": 0.02}
    new, record = pg.train_agent(
        np.random.default_rng(1), start, play, **settings
    )
    net = twin.ActorCritic(*start)
    returns = twin.train_agent_torch(
        np.random.default_rng(1), net, play, **settings
    )
    np.testing.assert_allclose(record[:, 0], returns)
    assert record.shape == (3, 2)
    theirs = named(
        pg.Agent(
            *(
                MLPParams(
                    *([p.detach() for p in a] for a in (part.Ws, part.bs))
                )
                for part in (net.pi, net.v)
            )
        )
    )
    for name, array in named(new).items():
        np.testing.assert_allclose(
            array, theirs[name], rtol=1e-6, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """The grid world: from about −0.3 to nearly what the best policy gets."""
    world = GridWorld()
    mdp = world.mdp()
    best, _ = planning.value_iteration(mdp, 0.9)
    env = worlds.Tables(mdp, world.start)
    play = partial(worlds.roll_out, env, B=20, T=60)
    rng = np.random.default_rng(seed)
    start = pg.init_agent(rng, (12,), 4)
    agent, record = pg.train_agent(
        rng, start, play, gamma=0.9, lr=0.1, batches=80
    )
    V, _ = exact(mdp, agent.pi.Ws[0] + agent.pi.bs[0], world.start)
    assert exact(mdp, start.pi.Ws[0], world.start)[0][world.start] < -0.2
    assert V[world.start] > best[world.start] - 0.05
    assert np.isclose(record[0, 1], np.log(4))
    assert record[-1, 1] < 1.1
