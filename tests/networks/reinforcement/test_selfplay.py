"""snippets/reinforcement/selfplay.py against torch, differences and its words.

Of the seven: torch has no layer of its own for the rules, nor for the update
of a table; the network is compared with nn.Linear and nn.Tanh, the update with
torch.optim.SGD, the rules with games played by plain Python.
"""

import functools
import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.feedforward.mlp import MLPParams
from snippets.reinforcement import (
    selfplay,
    selfplay_env,
    selfplay_rules,
    selfplay_torch,
)
from studies.reinforcement.selfplay import results as selfplay_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, H = 7, 5
ROWS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6)]
ROWS += [(1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


@pytest.fixture
def case(rng):
    """A network with random biases, boards as floats, and a gradient."""
    Ws, bs = selfplay.init_selfplay(rng, H)
    params = MLPParams(Ws, [rng.normal(size=b.shape) for b in bs])
    return params, rng.integers(-1, 2, (N, 9)) * 1.0, rng.normal(size=N)


def named(params):
    arrays = [*params.Ws, *params.bs]
    return dict(zip(["W0", "W1", "W2", "b0", "b1", "b2"], arrays, strict=True))


@pytest.mark.parametrize("kind", ["twin", "builtin"])
def test_matches_torch(case, kind):
    """The twin, and torch's own layers."""
    params, x, dv = case
    makers = {
        "twin": selfplay_torch.Selfplay,
        "builtin": selfplay_torch.builtin_selfplay,
    }
    net = makers[kind](params)
    x_t = torch.tensor(x, requires_grad=True)
    v_t = net(x_t)
    (v_t * torch.tensor(dv)).sum().backward()
    v, cache = selfplay.selfplay_forward(params, x)
    dx, grads = selfplay.selfplay_backward(dv, cache)
    np.testing.assert_allclose(v, v_t.detach(), rtol=1e-10)
    np.testing.assert_allclose(dx, x_t.grad, rtol=1e-10)
    found = [p.grad for p in net.parameters()]
    if kind == "twin":
        expected = MLPParams(found[:3], found[3:])
    else:
        expected = MLPParams([g.T for g in found[::2]], found[1::2])
    for name, gradient in named(grads).items():
        np.testing.assert_allclose(
            gradient, named(expected)[name], rtol=1e-10, err_msg=name
        )


def test_update_of_a_table_is_a_gradient_step(rng):
    """A board that stands there twice moves once, and no other moves."""
    V, boards = rng.normal(size=3**9), np.concatenate(selfplay_env.reachable())
    boards = boards[rng.permutation(len(boards))[:40]]
    boards = np.concatenate([boards, boards[:3], boards[:2]])
    targets = rng.normal(size=45)
    ours = selfplay.td_update(V, boards, targets, 0.3)
    theirs = selfplay_torch.td_update_torch(
        torch.tensor(V), boards, torch.tensor(targets), 0.3
    )
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert (ours != V).sum() == 40
    order = rng.permutation(45)
    again = selfplay.td_update(V, boards[order], targets[order], 0.3)
    np.testing.assert_allclose(again, ours, rtol=1e-12)


def test_equal_targets_of_a_board_count_as_one(rng):
    """To the last digit, or which of two moves is the best would be chance."""
    V, board = rng.normal(size=3**9), np.ones((1, 9), np.int64)
    for y in rng.normal(size=(20, 1)):
        once = selfplay.td_update(V, board, y)
        thrice = selfplay.td_update(V, board.repeat(3, 0), y.repeat(3))
        np.testing.assert_array_equal(thrice, once)


@pytest.mark.parametrize("name", ["x", "W0", "W1", "W2", "b0", "b1", "b2"])
def test_gradient_matches_finite_differences(case, name):
    params, x, dv = case
    _, cache = selfplay.selfplay_forward(params, x)
    dx, grads = selfplay.selfplay_backward(dv, cache)

    def loss():
        return (selfplay.selfplay_forward(params, x)[0] * dv).sum()

    array = {"x": x, **named(params)}[name]
    np.testing.assert_allclose(
        {"x": dx, **named(grads)}[name],
        numerical_gradient(loss, array),
        rtol=1e-6,
        atol=1e-8,
    )


def test_initialisation_keeps_its_promise():
    params = selfplay.init_selfplay(np.random.default_rng(0), 400)
    assert [W.shape for W in params.Ws] == [(9, 400), (400, 400), (400, 1)]
    for W, b in zip(params.Ws, params.bs, strict=True):
        assert abs(W.var() * sum(W.shape) / 2 - 1) < 0.15
        assert b.shape == W.shape[1:]
        assert not b.any()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: selfplay_rules.winner(np.zeros((3, 9))),
            "boards must be whole numbers -1 … 1 of shape (N, 9), "
            "got float64 (3, 9)",
        ),
        (
            lambda: selfplay_rules.moves(np.full((1, 9), 2)),
            "boards must be whole numbers -1 … 1, got 2 … 2",
        ),
        (
            lambda: selfplay_rules.play(
                np.eye(9, dtype=int)[:1], np.array([0])
            ),
            "squares must be free, in games that are not over",
        ),
        (
            lambda: selfplay_rules.play(np.zeros((2, 9), int), np.array([0])),
            "squares must be whole numbers 0 … 8 of shape (2,), got int64 (1,)",
        ),
        (
            lambda: selfplay_rules.move_values(None, np.zeros((1, 9), int), 0),
            "depth must be whole and at least 1, got 0",
        ),
        (
            lambda: selfplay.train_table(
                np.random.default_rng(0), np.zeros(9), 1
            ),
            "V must be floats of shape (19683,), got float64 (9,)",
        ),
    ],
)
def test_bad_input_is_refused(call, words):
    with silence(), pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        call()


def test_a_wrong_shape_is_refused_naming_both(case):
    params, x, _ = case
    _, cache = selfplay.selfplay_forward(params, x)
    with silence():
        with pytest.raises(ValueError, match=refusal("dv", (N,), (N, 1))):
            selfplay.selfplay_backward(np.zeros((N, 1)), cache)
        with pytest.raises(ValueError, match=refusal("x", "(B, 9)", (N, 8))):
            selfplay.selfplay_forward(params, np.zeros((N, 8)))


def test_a_network_with_two_outputs_is_refused(case):
    params, x, _ = case
    wide = MLPParams(
        [*params.Ws[:2], np.zeros((H, 2))], [*params.bs[:2], np.zeros(2)]
    )
    with (
        silence(),
        pytest.raises(ValueError, match=refusal("a", (N, 1), (N, 2))),
    ):
        selfplay.selfplay_forward(wide, x)


def single(params):
    return MLPParams(*([a.astype("float32") for a in p] for p in params))


def test_float32_stays_float32(case):
    params, x, dv = case
    params = single(params)
    v, cache = selfplay.selfplay_forward(params, x.astype("float32"))
    dx, grads = selfplay.selfplay_backward(dv.astype("float32"), cache)
    trained = selfplay.train_selfplay(np.random.default_rng(0), params, 4, B=4)
    for array in (v, dx, *named(grads).values(), *named(trained).values()):
        assert array.dtype == np.float32
    V = np.zeros(3**9, np.float32)
    V = selfplay.train_table(np.random.default_rng(0), V, 4, B=4)
    assert V.dtype == np.float32


def test_a_step_of_training_is_torchs(case):
    """A batch of one game has less than 64 boards: two games, two steps."""
    params, *_ = case
    ours = selfplay.train_selfplay(
        np.random.default_rng(1), params, 2, B=1, epsilon=1.0, lr=0.01
    )
    net = selfplay_torch.Selfplay(params)
    adam = torch.optim.Adam(net.parameters(), lr=0.01)
    rng = np.random.default_rng(1)

    def value(boards):
        return net(torch.tensor(boards * 1.0)).detach().numpy()

    for _ in range(2):
        boards, targets = selfplay.self_play(rng, value, 1, 1.0)
        n = rng.permutation(len(boards))
        error = net(torch.tensor(boards[n] * 1.0)) - torch.tensor(targets[n])
        adam.zero_grad()
        (error**2).mean().backward()
        adam.step()
    found = [p.detach() for p in net.parameters()]
    expected = named(MLPParams(found[:3], found[3:]))
    for name, array in named(ours).items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-9)


def test_self_play_asks_and_answers(rng):
    """Targets are the best move values; a rival's are those of its move."""
    value = functools.partial(selfplay.table_value, rng.normal(size=3**9) / 9)
    boards, targets = selfplay.self_play(rng, value, 40)
    Q = selfplay_rules.move_values(value, boards)
    np.testing.assert_array_equal(targets, Q.max(axis=1))
    assert (boards[:40] == 0).all()
    assert 5 * 40 < len(boards) <= 9 * 40
    boards, targets = selfplay.self_play(
        rng, value, 40, 0.0, selfplay_env.first_free
    )
    Q = selfplay_rules.move_values(value, boards)
    first = selfplay_env.first_free(boards).argmax(axis=1)
    theirs = targets == Q[np.arange(len(Q)), first]
    assert (theirs | (targets == Q.max(axis=1))).all()
    assert 0.3 < theirs.mean() < 0.8


def test_epsilon_is_the_share_of_curious_moves():
    """Where the best is clear, the others are made in epsilon × 8 / 9."""

    def value(boards):
        return -1.0 * (boards[:, 4] == -1)

    moved = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        boards, _ = selfplay.self_play(rng, value, 2000, 0.3)
        moved.append((boards[2000:4000, 4] == 0).mean())
    assert abs(np.mean(moved) - 0.3 * 8 / 9) < 0.02


def test_arguments_stay_as_they_are(case):
    params, x, dv = case
    kept = [a.copy() for a in (*named(params).values(), x, dv)]
    V, boards = np.zeros(3**9), selfplay_env.reachable()[2]
    _, cache = selfplay.selfplay_forward(params, x)
    selfplay.selfplay_backward(dv, cache)
    selfplay.train_selfplay(np.random.default_rng(0), params, 4, B=2)
    selfplay.train_table(np.random.default_rng(0), V, 4, B=2)
    selfplay_rules.play(boards, selfplay_rules.moves(boards).argmax(axis=1))
    for old, now in zip(kept, (*named(params).values(), x, dv), strict=True):
        np.testing.assert_array_equal(old, now)
    assert not V.any()
    np.testing.assert_array_equal(boards, selfplay_env.reachable()[2])


def test_table_learns_a_small_task():
    """From 361 lost lines to less than 180 in 2000 games."""
    V = np.zeros(3**9)
    lost = []
    for _ in range(2):
        choose = functools.partial(
            selfplay_env.best_move, functools.partial(selfplay.table_value, V)
        )
        lost.append(selfplay_env.referee(choose).lines[2])
        V = selfplay.train_table(np.random.default_rng(0), V, 2000, B=100)
    assert lost[0] == 361
    assert lost[1] < 200


def test_network_learns_a_small_task():
    """It sees whether the last free square, or one of two, wins."""
    V, boards = selfplay_env.minimax(), selfplay_env.reachable()[7]
    boards = boards[selfplay_rules.moves(boards).any(axis=1)]
    exact = selfplay.table_value(V, boards)
    rng = np.random.default_rng(0)
    params = selfplay.init_selfplay(rng, 32)
    errors = []
    for _ in range(2):
        v = selfplay.network_value(params, boards)
        errors.append(((v - exact) ** 2).mean())
        params = selfplay.train_selfplay(
            rng, params, 2000, B=25, epsilon=1.0, lr=5e-3
        )
    assert errors[0] > 0.6
    assert errors[1] < 0.45


def test_results_have_their_rows():
    rows = selfplay_results.results(1, 60, 120, 50)
    assert [len(row["lost"]) for row in rows[:5]] == [2, 1, 1, 1, 1]
    assert rows[0]["lost"][0][0] == 361
    assert len(rows[0]["lost"][0]) == 31
    assert np.shape(rows[4]["ahead"]) == (1, 3)
    assert all(len(row["later"]) == 1 for row in rows[6:11])
    assert rows[12]["ahead"][0] == [361, 115, 114, 116]
    assert len(selfplay_results.table(rows)) == 22
    found = map(selfplay_results.zero_from, ([5, 0, 3, 0, 0], [0, 0], [5, 4]))
    assert [*found] == [3, 0, None]


def test_the_straight_step_follows_the_cross_entropy(case):
    """One step of Adam from nothing: by lr against each slope's sign."""
    params, x, targets = case
    targets = np.tanh(targets)

    def loss():
        p = (1 + selfplay.selfplay_forward(params, x)[0]) / 2
        y = (1 + targets) / 2
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()

    state = selfplay.adam_init(params)
    after, _ = selfplay_results.straight_step(params, state, x, targets, 0.1)
    for old, new in zip(
        (*params.Ws, *params.bs), (*after.Ws, *after.bs), strict=True
    ):
        slope = numerical_gradient(loss, old)
        steep = abs(slope) > 1e-6
        moved = np.sign(new - old)[steep]
        np.testing.assert_array_equal(moved, -np.sign(slope)[steep])


def test_fitted_to_its_own_targets_is_self_play():
    """With the usual step it makes what train_selfplay makes, in float32."""
    rng, other = np.random.default_rng(0), np.random.default_rng(0)
    start = selfplay_results._single(selfplay.init_selfplay(rng, 64))
    usual = selfplay.train_selfplay(rng, start, 100)
    found = selfplay_results.fitted_on_games(other, 100)
    for one, two in zip(usual.Ws, found.Ws, strict=True):
        np.testing.assert_array_equal(one, two)
