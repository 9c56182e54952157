"""snippets/reinforcement/qlearning.py against torch, differences and its words.

Tests 1, 2 and 3 are of the semi-gradient: the target is held still, and the
update is a step down the slope of half the squared error. There is nothing to
initialise: test 4 asks what train_q promises about its first table.
"""

import re

import gymnasium as gym
import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.reinforcement import (
    qlearning,
    qlearning_agent,
    qlearning_env,
    qlearning_torch,
)
from snippets.reinforcement.planning import action_values, value_iteration
from snippets.reinforcement.planning_env import GridWorld
from tests.kit.gradients import numerical_gradient

S, A, B = 5, 3, 40  # all different; more steps than pairs
GAMMA = 0.7


@pytest.fixture
def case(rng):
    """A table, steps of which some end, and the next actions."""
    Q = rng.normal(size=(S, A))
    steps = qlearning.TableSteps(
        rng.integers(S, size=B),
        rng.integers(A, size=B),
        rng.normal(size=B),
        rng.integers(S, size=B),
        rng.random(B) < 0.3,
    )
    return Q, steps, rng.integers(A, size=B)


def updated(rule, case, lr=0.3):
    """The table and errors of one of both rules."""
    Q, steps, a_next = case
    if rule == "q":
        return qlearning.q_update(Q, steps, lr, GAMMA)
    return qlearning.sarsa_update(Q, steps, a_next, lr, GAMMA)


def target_torch(rule, Q, case):
    """The target of one of both rules in torch."""
    _, steps, a_next = case
    rest = [torch.tensor(x) for x in (*steps[2:], a_next)]
    rules = {
        "q": qlearning_torch.q_target_torch,
        "sarsa": qlearning_torch.sarsa_target_torch,
    }
    return rules[rule](Q, *rest[:3], GAMMA, rest[3])


BOTH = pytest.mark.parametrize("rule", ["q", "sarsa"])


@BOTH
def test_matches_torch_twin(case, rule):
    Q, steps, _ = case
    table = qlearning_torch.QTable(Q)
    s, a = torch.tensor(steps.s), torch.tensor(steps.a)
    target = target_torch(rule, table.Q, case)
    new, delta = updated(rule, case)
    error = (target - table(s, a)).detach()
    np.testing.assert_allclose(delta, error, rtol=1e-10)
    theirs = qlearning_torch.update_torch(table, s, a, target, 0.3)
    np.testing.assert_allclose(new, theirs, rtol=1e-10, atol=1e-12)


@BOTH
def test_matches_torch_builtin(case, rule):
    """nn.Embedding is the table, a step of SGD the update."""
    Q, steps, _ = case
    layer = qlearning_torch.builtin_table(Q)
    s, a = torch.tensor(steps.s), torch.tensor(steps.a)
    target = target_torch(rule, layer.weight, case).detach()
    error = target - layer(s).gather(1, a[:, None])[:, 0]
    met = np.zeros((S, A), int)
    np.add.at(met, (steps.s, steps.a), 1)
    n = met[steps.s, steps.a]
    (0.5 * error**2 / torch.tensor(n)).sum().backward()
    torch.optim.SGD(layer.parameters(), 0.3).step()
    new, _ = updated(rule, case)
    theirs = layer.weight.detach()
    np.testing.assert_allclose(new, theirs, rtol=1e-10, atol=1e-12)


@BOTH
def test_gradient_matches_finite_differences(case, rule):
    """The change of the table is minus lr times the slope of the loss."""
    Q, steps, _ = case
    target = target_torch(rule, torch.tensor(Q), case)
    s, a = torch.tensor(steps.s), torch.tensor(steps.a)
    array = Q.copy()

    def loss():
        table = qlearning_torch.QTable(array)
        return qlearning_torch.td_loss(table, s, a, target).item()

    new, _ = updated(rule, case)
    slope = numerical_gradient(loss, array)
    np.testing.assert_allclose(new - Q, -0.3 * slope, rtol=1e-6, atol=1e-8)


def test_a_pair_moves_by_its_mean_error():
    """Two steps of one pair: by hand. Nothing follows where it ends."""
    Q = np.array([[1.0, 2.0], [5.0, 7.0]])
    steps = qlearning.TableSteps(
        np.array([0, 0, 1]),
        np.array([1, 1, 0]),
        np.array([1.0, 2.0, 3.0]),
        np.array([1, 1, 0]),
        np.array([False, True, False]),
    )
    new, delta = qlearning.q_update(Q, steps, 0.5, 0.9)
    np.testing.assert_allclose(delta, [5.3, 0.0, -0.2])
    np.testing.assert_allclose(new, [[1, 2 + 0.5 * 2.65], [4.9, 7]])
    a_next = np.array([0, 1, 1])
    new, delta = qlearning.sarsa_update(Q, steps, a_next, 0.5, 0.9)
    np.testing.assert_allclose(delta, [3.5, 0.0, -0.2])
    np.testing.assert_allclose(new, [[1, 2 + 0.5 * 1.75], [4.9, 7]])


def test_a_table_of_rates_serves_each_pair(case):
    Q, steps, _ = case
    lr = np.linspace(0, 1, S * A).reshape(S, A)
    new, _ = qlearning.q_update(Q, steps, lr, GAMMA)
    full, _ = qlearning.q_update(Q, steps, 1.0, GAMMA)
    np.testing.assert_allclose(new - Q, lr * (full - Q), atol=1e-12)


def test_initialisation_keeps_its_promise():
    """The first table holds start; what is never met stays so."""
    world = GridWorld(limit=1)
    rng = np.random.default_rng(0)
    Qs, returns, lengths = qlearning_agent.train_q(
        world, rng, 7, lambda k: 1.0, lambda n: 0.0, start=2.0
    )
    assert Qs.shape == (7, 12, 4)
    assert (Qs == 2).all()
    np.testing.assert_allclose(returns, np.full(7, -0.04))
    assert lengths.tolist() == [1] * 7


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"s": np.array([0, S])},
            "s must be whole numbers 0 … 4, got 0 … 5",
        ),
        (
            {"s_next": np.array([-1, 0])},
            "s_next must be whole numbers 0 … 4, got -1 … 0",
        ),
        (
            {"a": np.array([0, A])},
            "a must be whole numbers 0 … 2, got 0 … 3",
        ),
        (
            {"r": np.zeros(3)},
            "r must be floats of shape (2,), got float64 (3,)",
        ),
        (
            {"end": np.zeros(2)},
            "end must be booleans of shape (2,), got float64 (2,)",
        ),
    ],
)
def test_bad_input_is_refused(change, words):
    two = np.array([0, 1])
    steps = qlearning.TableSteps(two, two, np.ones(2), two, two > 0)
    with silence():
        wrong = steps._replace(**change)
        for call in (
            lambda: qlearning.q_update(np.zeros((S, A)), wrong),
            lambda: qlearning.sarsa_update(np.zeros((S, A)), wrong, two),
        ):
            with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
                call()


def test_bad_numbers_are_refused(case):
    Q, steps, a_next = case
    world, rng = GridWorld(), np.random.default_rng(0)
    update, train = qlearning.q_update, qlearning_agent.train_q
    low, share = "must be whole and at least 1, got 0", "must be from 0 to 1"
    gamma = "gamma must be from 0 to below 1, got"
    for words, call, *given in (
        (f"lr {share}, got 1.5", update, Q, steps, 1.5),
        (f"lr {share}, got 'x'", update, Q, steps, "x"),
        (f"{gamma} 1.0", update, Q, steps, 0.1, 1.0),
        (
            "a_next must be whole numbers 0 … 2, got 3 … 5",
            qlearning.sarsa_update,
            *(Q, steps, a_next + A),
        ),
        (f"K {low}", train, world, rng, 0, lambda k: 0.1),
        (f"{gamma} 2", train, world, rng, 1, lambda k: 0.1, abs, 2),
        (f"rounds {low}", qlearning_agent.train_crowd, world, rng, 0),
        (
            f"eps {share}, got -0.1",
            qlearning_agent.train_crowd,
            world,
            rng,
            1,
            -0.1,
        ),
        (f"B {low}", qlearning_env.Crowd, world, 0),
    ):
        with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
            call(*given)


@BOTH
def test_arguments_stay_as_they_are(case, rule):
    Q, steps, a_next = case
    kept = [x.copy() for x in (Q, *steps, a_next)]
    updated(rule, case)
    for net in qlearning_torch.QTable(Q), qlearning_torch.builtin_table(Q):
        for parameter in net.parameters():
            with torch.no_grad():
                parameter += 1
    if rule == "q":
        np.testing.assert_array_equal(kept[0], Q)
    for old, new in zip(kept[1:], (*steps, a_next), strict=True):
        np.testing.assert_array_equal(old, new)


@BOTH
def test_float32_stays_float32(case, rule):
    Q, steps, a_next = case
    steps = steps._replace(r=steps.r.astype(np.float32))
    case = Q.astype(np.float32), steps, a_next
    for lr in 0.3, np.full((S, A), 0.3):
        assert {x.dtype.name for x in updated(rule, case, lr)} == {"float32"}


def test_what_is_tried():
    """A best action, equals by lot; any action as often as eps says."""
    rng = np.random.default_rng(0)
    Q = np.array([[1.0, 3.0, 3.0, 0.0]])
    s = np.zeros(40_000, int)
    share = (
        np.bincount(qlearning_agent.try_action(rng, Q, s, 0.2), minlength=4)
        / 4e4
    )
    np.testing.assert_allclose(share, [0.05, 0.45, 0.45, 0.05], atol=0.01)
    share = (
        np.bincount(qlearning_agent.try_action(rng, Q, s, 0.0), minlength=4)
        / 4e4
    )
    np.testing.assert_allclose(share, [0, 0.5, 0.5, 0], atol=0.01)
    assert qlearning_agent.try_action(rng, Q, 0, 0.0) in (1, 2)


def test_without_exploration_both_rules_are_one():
    """eps = 0, no equals: the next action is the best one."""
    tables = []
    for target in qlearning.q_target, qlearning.sarsa_target:
        rng = np.random.default_rng(0)
        world = GridWorld()
        Qs, *_ = qlearning_agent.train_q(
            world, rng, 20, lambda k: 0.0, target=target, start=1.0
        )
        tables.append(Qs)
    np.testing.assert_allclose(*tables)


def test_a_cut_is_not_an_end():
    """One step, cut off: the value of where it led still counts."""
    world = GridWorld(("S.G",), slip=0.0, cost=0.0, limit=1)
    rng = np.random.default_rng(0)
    Qs, *_ = qlearning_agent.train_q(
        world, rng, 1, lambda k: 1.0, lambda n: 1.0, start=1.0
    )
    assert sorted(Qs[0, 0].tolist()) == [0.9, 1, 1, 1]
    world = GridWorld(("SG",), slip=0.0, cost=0.0, limit=9)
    Qs, *_ = qlearning_agent.train_q(
        world, rng, 3, lambda k: 1.0, lambda n: 1.0, start=9.0
    )
    assert Qs[-1, 0, 1] == 1.0  # nothing of the 9 that stand beyond the end


def test_the_rate_is_asked_at_each_visit():
    """lr hears 1 at the first visit of a pair, then 2, and so on."""
    seen = []

    def rate(n):
        seen.append(int(n))
        return 0.5

    rng = np.random.default_rng(0)
    qlearning_agent.train_q(GridWorld(limit=1), rng, 30, lambda k: 1.0, rate)
    assert len(seen) == 30
    assert seen.count(1) == 4
    assert set(seen) == set(range(1, max(seen) + 1))


def test_rates_shrink():
    assert qlearning_agent.shrinking(1) == 1
    np.testing.assert_allclose(qlearning_agent.shrinking(32), 1 / 16)
    np.testing.assert_allclose(
        qlearning_agent.shrinking(np.array([4.0]), 0.5), 0.5
    )


def test_the_crowd_follows_the_rules():
    """What the walkers meet is what the tables of the world say."""
    world, rng = GridWorld(), np.random.default_rng(0)
    P, _ = world.mdp()
    crowd = qlearning_env.Crowd(world, 200_000)
    s = crowd.reset(rng)
    assert np.unique(s).tolist() == [0, 1, 2, 4, 6, 8, 9, 10, 11]
    a = rng.integers(4, size=crowd.B)
    r, s_next, end, s_on = crowd.step(rng, a)
    met = np.zeros(P.shape)
    np.add.at(met, (s, a, s_next), 1)
    met /= np.maximum(met.sum(axis=2, keepdims=True), 1)
    np.testing.assert_allclose(met[s, a], P[s, a], atol=0.02)
    assert set(s_next[end]) == {3, 7}
    np.testing.assert_allclose(np.unique(r[end]), [-1.04, 0.96])
    np.testing.assert_allclose(r[~end], -0.04)
    anew = (s_on != s_next)[~end].mean()
    assert 0.006 < anew < 0.012  # 1 %, a ninth of them back where they were


def test_the_tables_of_a_toy():
    P, R = qlearning_env.tables_of(gym.make("FrozenLake-v1"))
    assert P.shape == (16, 4, 16)
    np.testing.assert_allclose(P.sum(axis=2), 1)
    np.testing.assert_allclose(P[0, 1, [0, 1, 4]], 1 / 3)
    np.testing.assert_allclose(R[14], [0, 1 / 3, 1 / 3, 1 / 3])
    P, R = qlearning_env.tables_of(gym.make("CliffWalking-v1"))
    assert P[36, 1, 36] == 1  # into the cliff, and back to the start
    assert R[36, 1] == -100
    assert (P[47, :, 47] == 1).all()
    assert not R[47].any()


@pytest.mark.parametrize("seed", range(2))
def test_learns_a_small_task(seed):
    """The grid world to 0.03 of the exact table, from chance alone."""
    world, rng = GridWorld(), np.random.default_rng(seed)
    mdp = world.mdp()
    exact = action_values(mdp, value_iteration(mdp)[0])
    crowd = qlearning_env.Crowd(world, 400)
    Qs = qlearning_agent.train_crowd(crowd, rng, 1200)
    assert abs(Qs[0] - exact).max() > 0.5
    assert abs(Qs[-1] - exact).max() < 0.03
