"""snippets/reinforcement/dqn.py against torch, differences and its words.

Torch has no layer that is a DQN: nn.Sequential with the same weights and its
smooth_l1_loss take the place of a built-in one. The first parameters are
init_mlp's, which has a test of its own; here the first ring is looked at.
"""

import sys
from functools import partial
from importlib import reload

import gymnasium
import numpy as np
import pytest
import torch
from gymnasium.utils.env_checker import check_env
from torch import nn

from press.check.shape_comments import silence
from snippets.feedforward.mlp import MLPParams, init_mlp
from snippets.foundations.loss import huber
from snippets.foundations.optimizer import adam_init
from snippets.reinforcement import (
    dqn,
    dqn_env,
    dqn_torch,
)
from snippets.reinforcement.planning_env import GridWorld
from studies.reinforcement.dqn import figures as dqn_figures
from studies.reinforcement.dqn import results as dqn_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal
from tests.networks.reinforcement.corridor import Corridor, seen_rows

N, D, H, A = 7, 5, 6, 3
GAMMA, DELTA = 0.8, 0.7
SMALL = dqn.DqnSettings(
    steps=60, N=50, B=8, warm=20, each=2, sync=10, T=30, gamma=GAMMA
)


@pytest.fixture
def case(rng):
    """Weights, weights of some steps ago, transitions."""
    params, frozen = (init_mlp(rng, (D, H, A)) for _ in range(2))
    biases = [rng.normal(size=len(b)) for b in params.bs]
    return params._replace(bs=biases), frozen, seen_rows(rng)


def loss_and_gradients(params, y, batch):
    q, cache = dqn.dqn_forward(params, batch.s, batch.a)
    loss, dq = huber(q, y, DELTA)
    ds, grads = dqn.dqn_backward(dq, cache)
    return loss, [ds, *grads.Ws, *grads.bs]


def tensors(batch):
    return batch._make(map(torch.tensor, batch))


@pytest.mark.parametrize("double", [True, False])
def test_matches_torch_twin(case, double):
    params, frozen, batch = case
    y = dqn.dqn_target(params, frozen, batch, GAMMA, double)
    net, rows = dqn_torch.Dqn(params), tensors(batch)
    y_t = dqn_torch.dqn_target_torch(
        net, dqn_torch.Dqn(frozen), rows, GAMMA, double
    )
    np.testing.assert_allclose(y, y_t, rtol=1e-10)
    s = rows.s.requires_grad_()
    loss_t = nn.functional.huber_loss(net(s, rows.a), y_t, delta=DELTA)
    loss_t.backward()
    loss, gradients = loss_and_gradients(params, y, batch)
    np.testing.assert_allclose(loss, loss_t.item(), rtol=1e-10)
    expected = [s.grad, *(p.grad for p in net.parameters())]
    for ours, theirs in zip(gradients, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10)


def test_matches_torch_builtin(case):
    params, _, batch = case
    net = nn.Sequential(nn.Linear(D, H), nn.ReLU(), nn.Linear(H, A)).double()
    with torch.no_grad():
        for layer, W, b in zip(net[::2], *params, strict=True):
            layer.weight.copy_(torch.tensor(W.T))
            layer.bias.copy_(torch.tensor(b))
    Q = net(torch.tensor(batch.s))
    q, _ = dqn.dqn_forward(params, batch.s, batch.a)
    np.testing.assert_allclose(
        q, Q.detach().numpy()[np.arange(N), batch.a], rtol=1e-10
    )
    for s, row in zip(batch.s, Q.detach(), strict=True):
        np.testing.assert_allclose(dqn.dqn_values(params, s), row, rtol=1e-10)
        values = dqn_torch.Dqn(params).values(s)
        np.testing.assert_allclose(values, row, rtol=1e-10)


def test_the_target_is_that_of_a_loop(case):
    """Row by row, and not by the functions of the chapter."""
    params, frozen, batch = case
    for double in True, False:
        y = dqn.dqn_target(params, frozen, batch, GAMMA, double)
        for n, (_, _, r, s_next, end) in enumerate(zip(*batch, strict=True)):
            hidden = [
                np.maximum(s_next @ p.Ws[0] + p.bs[0], 0) for p in case[:2]
            ]
            Q, old = (
                h @ p.Ws[1] + p.bs[1]
                for h, p in zip(hidden, (params, frozen), strict=True)
            )
            promised = old[Q.argmax()] if double else old.max()
            want = r if end else r + GAMMA * promised
            assert np.isclose(y[n], want, rtol=1e-12)


@pytest.mark.parametrize("k", range(5))
def test_gradient_matches_finite_differences(case, k):
    """ds, dWs, dbs; y is a number, whatever made it."""
    params, frozen, batch = case
    y = dqn.dqn_target(params, frozen, batch, GAMMA)
    array = [batch.s, *params.Ws, *params.bs][k]
    numerical = numerical_gradient(
        lambda: loss_and_gradients(params, y, batch)[0], array
    )
    ours = loss_and_gradients(params, y, batch)[1][k]
    np.testing.assert_allclose(ours, numerical, rtol=1e-6, atol=1e-8)


def test_an_update_is_torchs(case):
    """Three updates by Adam, the first target network kept."""
    params, frozen, batch = case
    net, old = dqn_torch.Dqn(params), dqn_torch.Dqn(frozen)
    adam = torch.optim.Adam(net.parameters())
    how = SMALL._replace(delta=DELTA)
    state = adam_init(params)
    for lr in (0.1, 0.05, 0.02):
        params, state, loss = dqn.dqn_update(
            params, frozen, batch, state, lr, how
        )
        loss_t = dqn_torch.dqn_update_torch(
            net, old, tensors(batch), adam, lr, how
        )
        assert np.isclose(loss, loss_t, rtol=1e-10)
    flat = [*params.Ws, *params.bs]
    for ours, theirs in zip(flat, net.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-9)


def test_training_is_torchs(case):
    params, *_ = case
    ours = dqn.train_dqn(
        np.random.default_rng(3), params, Corridor(), SMALL, every=20
    )
    theirs = dqn_torch.train_dqn_torch(
        np.random.default_rng(3),
        dqn_torch.Dqn(params),
        Corridor(),
        SMALL,
        every=20,
    )
    assert len(ours) == len(theirs) == 3
    assert (ours[0].Ws[0] != ours[2].Ws[0]).any()
    for one, other in zip(ours, theirs, strict=True):
        pairs = zip([*one.Ws, *one.bs], other.parameters(), strict=True)
        for a, b in pairs:
            np.testing.assert_allclose(a, b.detach(), rtol=1e-6, atol=1e-9)


def test_the_ring_forgets_the_oldest(rng):
    ring = dqn.init_replay(np.zeros(2, np.float32), 3)
    assert [column.shape for column in ring] == [
        (3, 2),
        (3,),
        (3,),
        (3, 2),
        (3,),
    ]
    assert not any(column.any() for column in ring)
    for t in range(5):
        state = np.full(2, t)
        dqn.remember(ring, t, (state, t, t / 2, state + 1, t == 4))
    assert ring.a.tolist() == [3, 4, 2]
    assert ring.r.tolist() == [1.5, 2.0, 1.0]
    assert ring.s_next[:, 1].tolist() == [4, 5, 3]
    assert ring.end.tolist() == [False, True, False]
    batch = dqn.draw_batch(rng, ring, 2, 40)
    assert set(batch.a.tolist()) == {3, 4}
    assert set(dqn.draw_batch(rng, ring, 9, 40).a.tolist()) == {2, 3, 4}


def test_exploration_falls_straight_and_stays():
    eps = [dqn.exploration(t, 100, 0.2) for t in (0, 50, 100, 900)]
    np.testing.assert_allclose(eps, [1, 0.6, 0.2, 0.2])
    Q, s = np.array([0.0, 2, 1]), np.eye(5)[2]
    rng = np.random.default_rng(0)
    for eps, done in (0, {1}), (1, {0, 1, 2}):
        actions = set()
        for _ in range(40):
            world = Corridor()
            world.reset()
            (_, a, *_), _ = dqn.step_dqn(rng, Q, world, s, eps)
            actions.add(int(a))
        assert actions == done


def test_being_cut_off_is_no_end():
    """The 30th step is over, but what follows still counts."""
    world = Corridor()
    s, _ = world.reset()
    for _ in range(30):
        seen, over = dqn.step_dqn(
            np.random.default_rng(0), np.array([0.0, 1, 0]), world, s, 0
        )
    assert over
    assert not seen[-1]


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("s", (N, D, 1), "(N, D)"),
        ("r", (N, 1), "(7,)"),
        ("s_next", (N, 4), "(7, 5)"),
    ],
)
def test_a_wrong_shape_is_refused_naming_both(case, name, shape, want):
    params, frozen, batch = case
    message = refusal(name, want, shape)
    with silence(), pytest.raises(ValueError, match=message):
        dqn.dqn_target(
            params, frozen, batch._replace(**{name: np.zeros(shape)})
        )


def test_other_misfits_are_refused(rng, case):
    params, _, batch = case
    with pytest.raises(ValueError, match=r"^a must be whole numbers 0 … 2"):
        dqn.dqn_forward(params, batch.s, batch.a + 5)
    with pytest.raises(ValueError, match=r"^frozen's Q must be floats of"):
        dqn.dqn_target(params, init_mlp(rng, (D, H, 2)), batch)
    with pytest.raises(ValueError, match=r"^end must be booleans of shape"):
        dqn.dqn_target(params, params, batch._replace(end=batch.r))
    with pytest.raises(ValueError, match=r"^N must be whole and at least 1"):
        dqn.init_replay(batch.s[0], 0)
    with pytest.raises(ValueError, match=r"^maps must have the same size$"):
        dqn_env.GridView((("SG",), ("S.G",)))


def test_arguments_stay_as_they_are(case):
    params, frozen, batch = case
    arrays = [*params.Ws, *params.bs, *frozen.Ws, *frozen.bs, *batch]
    kept = [array.copy() for array in arrays]
    state = adam_init(params)
    for _ in range(2):
        dqn.dqn_update(params, frozen, batch, state, 0.1, SMALL)
    dqn.train_dqn(np.random.default_rng(0), params, Corridor(), SMALL)
    net = dqn_torch.Dqn(params)
    for parameter in net.parameters():
        nn.init.zeros_(parameter)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)
    assert not any(m.any() for m in state[1])


def test_float32_stays_float32(case):
    params, frozen, batch = case
    params, frozen = (
        MLPParams(*([a.astype(np.float32) for a in part] for part in p))
        for p in (params, frozen)
    )
    s, a, r, s_next, end = batch
    batch = dqn.Transitions(
        s.astype(np.float32), a, r.astype(np.float32), s_next, end
    )
    batch = batch._replace(s_next=s_next.astype(np.float32))
    y = dqn.dqn_target(params, frozen, batch)
    _, gradients = loss_and_gradients(params, y, batch)
    ring = dqn.init_replay(s[0].astype(np.float32), 3)
    assert ring.s.dtype == ring.r.dtype == ring.s_next.dtype == np.float32
    *_, last = dqn.train_dqn(
        np.random.default_rng(0), params, Corridor(), SMALL, every=60
    )
    for array in (y, *gradients, *last.Ws, *last.bs):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(3))
def test_learns_the_corridor(seed):
    """Two steps to the end: worth γ where one starts, and found."""
    rng = np.random.default_rng(seed)
    params = init_mlp(rng, (5, 16, 3))
    how = dqn.DqnSettings(steps=1500, T=700, warm=100, sync=50, gamma=0.9)
    *_, last = dqn.train_dqn(rng, params, Corridor(), how, every=500)
    returns, promised, kept = dqn_env.play_dqn(
        partial(dqn.dqn_values, last), Corridor(), float, 0.9, episodes=3
    )
    assert returns.tolist() == [1, 1, 1]
    np.testing.assert_allclose(kept, 0.9)
    np.testing.assert_allclose(promised, 0.9, atol=0.05)


def test_the_view_passes_gymnasiums_checker():
    check_env(dqn_env.GridView(), skip_render_check=True)


def test_the_view_shows_what_is_around():
    world = dqn_env.GridView((("S.G", ".#X"),))
    assert world.view(0).shape == (3 * 3 * 5,)
    walls, goals, holes = world.view(0).reshape(3, 3, 5)
    assert walls.tolist() == [
        [1, 1, 1, 1, 1],
        [1, 1, 0, 0, 0],
        [1, 1, 0, 1, 0],
    ]
    assert np.argwhere(goals).tolist() == [[1, 4]]
    assert np.argwhere(holes).tolist() == [[2, 4]]
    assert world.active().tolist() == [0, 1, 3]


def test_each_episode_has_another_map_and_start():
    maps = ("S.G",), ("G.S",)
    world = dqn_env.GridView(maps, slip=0.0)
    seen = set()
    view, _ = world.reset(seed=0)
    for _ in range(30):
        seen.add((world.cells[0, 0], world.state))
        view, _ = world.reset()
    assert seen == {("S", 0), ("S", 1), ("G", 1), ("G", 2)}
    np.testing.assert_array_equal(view, world.view(world.state))
    view, *_ = world.step(1)
    np.testing.assert_array_equal(view, world.view(world.state))


def test_the_view_works_without_gymnasium(monkeypatch):
    monkeypatch.setitem(sys.modules, "gymnasium.spaces", None)
    try:
        world = reload(dqn_env).GridView()
        assert world.observation_space == GridWorld().observation_space
        assert world.reset(seed=0)[0].shape == (105,)
    finally:
        monkeypatch.undo()
        reload(dqn_env)


def test_results_have_their_rows():
    cart = SMALL._replace(steps=60, delta=9.0)
    *rows, rivals = dqn_results.results(1, cart, SMALL, SMALL, numbers=(2,))
    names = [*dqn_results.PARTS, "longer", "PyTorch", "net", "table"]
    names += ["replayed table", "maps"]
    assert [row["name"] for row in rows] == names
    for row in rows[:10]:
        assert np.shape(row["curves"]) == (1, 1)
        assert row["curves"][0][-1] == row["returns"][0] >= 8
    assert -1 < rows[-1]["unknown"][0] < rivals["exact"]
    assert rivals["random"] < rivals["heuristic"] < rivals["exact"]


def test_curves_have_a_point_after_every_part():
    curve, *_ = dqn_results._cart(0, SMALL._replace(steps=4000, warm=3990))
    assert len(curve) == 2


def test_the_table_gives_every_seed():
    cart = {"returns": [1.0, 2.4], "promised": [3, 4.2], "kept": [1, 2]}
    grid = {"errors": [[0.5, 0.1], [0.2, 0.3]], "values": [0.4, 0.49]}
    maze = {"maps": 1, "best": [1], "known": [0.1, 0.2], "unknown": [-0.1, 0.3]}
    rivals = {"exact": 0.5, "heuristic": 0.256, "random": -0.2}
    assert dqn_results.table([cart, grid, maze, rivals]) == [
        "| 0.100 0.300 | 0.400 0.490 |",
        "| 1.00 | 0.10 0.20 | -0.10 0.30 |",
        "| 0.50 | 0.26 | -0.20 |",
        "| 1 2 | 4 | 2 |",
    ]


def test_cartpole_has_units():
    s, _ = dqn_results.CartPole().reset(seed=0)
    raw, _ = gymnasium.make("CartPole-v1").reset(seed=0)
    np.testing.assert_allclose(s * dqn_results.UNITS, raw, rtol=1e-6)


def test_the_straight_way_goes_along_the_row_first():
    world = dqn_env.GridView((("...", "G..", "..S"),))
    arrows = dqn_results.straight(world).argmax(axis=1).reshape(3, 3)
    assert arrows[:, 1:].tolist() == [[3, 3]] * 3
    assert arrows[0, 0] == 2
    assert arrows[2, 0] == 0


def test_maps_are_different_and_none_is_forbidden(rng):
    first = dqn_results.draw_maps(rng, 20)
    both = first + dqn_results.draw_maps(rng, 20, without=first)
    assert len({"".join(rows).replace("S", ".") for rows in both}) == 40
    for rows in first:
        assert sorted("".join(rows)) == sorted("SGX#" + "." * 8)


def test_the_figures_are_drawn():
    for name in ("first", "grid", "cart", "promise", "maps"):
        assert getattr(dqn_figures, f"dqn_{name}")().axes
