"""snippets/generative/gan.py against torch, differences and its words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.feedforward.mlp import MLPParams
from snippets.generative import gan, gan_ring, gan_torch
from studies.generative.gan import results as gan_results
from tests.kit.gradients import numerical_gradient

B, K, H, P = 7, 4, 5, 3  # all different: a swapped axis is seen
FOOLS = "minimax_loss", "nonsaturating_loss"


@pytest.fixture
def case(rng):
    """Both players with random biases, samples, made samples and noise."""
    params = gan.init_gan(rng, K, H, P)
    params = gan.GanParams(
        *(
            MLPParams(p.Ws, [rng.normal(size=b.shape) for b in p.bs])
            for p in params
        )
    )
    x, x_hat = rng.normal(size=(B, P)), rng.normal(size=(B, P))
    return params, x, x_hat, rng.normal(size=(B, K))


def named(player):
    """Every array of a player by its name."""
    pairs = zip(player.Ws, player.bs, strict=True)
    return {
        f"{letter}_{n}": array
        for n, pair in enumerate(pairs)
        for letter, array in zip("Wb", pair, strict=True)
    }


def assert_grads(player, network):
    """Gradients of a player equal those of a module, in the same order."""
    linears = [m for m in network.modules() if isinstance(m, torch.nn.Linear)]
    if linears:
        Ws, bs = zip(
            *((m.weight.grad.T, m.bias.grad) for m in linears), strict=True
        )
    else:
        Ws, bs = ([p.grad for p in ps] for ps in (network.Ws, network.bs))
    expected = named(MLPParams(Ws, bs))
    for name, gradient in named(player).items():
        np.testing.assert_allclose(
            gradient, expected[name], rtol=1e-10, atol=1e-14, err_msg=name
        )


def players(params):
    """The twin's players, and torch's own."""
    net = gan_torch.Gan(*params)
    return (net.G, net.D), gan_torch.builtin_gan(*params)


def builtin_fool(name: str, a_fake):
    """A loss of the generator in torch's own cross-entropy of logits."""
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    if name == "nonsaturating_loss":
        return bce(a_fake, torch.ones_like(a_fake))
    return -bce(a_fake, torch.zeros_like(a_fake))


@pytest.mark.parametrize("kind", [0, 1])
def test_matches_torch_twin(case, kind):
    """kind 1 is torch's own nn.Linear, nn.LeakyReLU and its loss of logits."""
    params, x, x_hat, z = case
    G_t, D_t = players(params)[kind]
    losses = (
        gan_torch.discriminator_loss_torch,
        gan_torch.builtin_discriminator_loss,
    )
    np.testing.assert_allclose(
        gan.generator_forward(params.G, z)[0],
        G_t(torch.tensor(z)).detach(),
        rtol=1e-10,
    )
    loss = losses[kind](D_t(torch.tensor(x)), D_t(torch.tensor(x_hat)))
    loss.backward()
    ours, dD = gan.discriminator_gradient(params.D, x, x_hat)
    np.testing.assert_allclose(ours, loss.item(), rtol=1e-10)
    assert_grads(dD, D_t)


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize("name", FOOLS)
def test_the_generators_gradient_is_autograds(case, kind, name):
    params, _, _, z = case
    G_t, D_t = players(params)[kind]
    a_fake = D_t(G_t(torch.tensor(z)))
    twin = getattr(gan_torch, f"{name}_torch")
    loss = builtin_fool(name, a_fake) if kind else twin(a_fake)
    loss.backward()
    ours, _, dG = gan.generator_gradient(params, z, getattr(gan, name))
    np.testing.assert_allclose(ours, loss.item(), rtol=1e-10)
    assert_grads(dG, G_t)


def test_matches_torch_builtin(case):
    """The whole chain from noise to logits, in the twin and in torch's own."""
    params, *_, z = case
    net = gan_torch.Gan(*params)
    G_t, D_t = gan_torch.builtin_gan(*params)
    a, _ = gan.discriminator_forward(
        params.D, gan.generator_forward(params.G, z)[0]
    )
    for theirs in (net(torch.tensor(z)), D_t(G_t(torch.tensor(z)))):
        np.testing.assert_allclose(a, theirs.detach(), rtol=1e-10)


def test_losses_and_slopes_are_torchs(rng):
    a, b = 30 * rng.normal(size=(B, 1)), 30 * rng.normal(size=(B - 1, 1))
    a_t, b_t = (torch.tensor(v, requires_grad=True) for v in (a, b))
    loss = gan_torch.builtin_discriminator_loss(a_t, b_t)
    loss.backward()
    ours = gan.discriminator_loss(a, b)
    for mine, theirs in zip(ours, (loss, a_t.grad, b_t.grad), strict=True):
        theirs = theirs.detach().numpy()
        np.testing.assert_allclose(mine, theirs, rtol=1e-10, atol=1e-14)
    for name in FOOLS:
        value, da = getattr(gan, name)(a)
        twin = getattr(gan_torch, f"{name}_torch")
        for loss in (twin(a_t), builtin_fool(name, a_t)):
            a_t.grad = None
            loss.backward()
            np.testing.assert_allclose(value, loss.item(), rtol=1e-10)
            np.testing.assert_allclose(da, a_t.grad, rtol=1e-10, atol=1e-14)


def test_losses_are_safe_where_exp_overflows():
    a = np.array([[-2000.0], [0.0], [2000.0]])
    np.testing.assert_allclose(
        gan.softplus(a), [[0], [np.log(2)], [2000]], atol=1e-12
    )
    for loss, *slopes in (
        gan.discriminator_loss(a, a),
        gan.minimax_loss(a),
        gan.nonsaturating_loss(a),
    ):
        assert np.isfinite(loss)
        assert all(np.isfinite(da).all() for da in slopes)


def test_gradient_matches_finite_differences(case):
    params, x, x_hat, z = case
    _, dD = gan.discriminator_gradient(params.D, x, x_hat)
    for name, array in named(params.D).items():
        expected = numerical_gradient(
            lambda: gan.discriminator_gradient(params.D, x, x_hat)[0], array
        )
        np.testing.assert_allclose(
            named(dD)[name], expected, atol=1e-6, err_msg=name
        )
    for fool in (gan.minimax_loss, gan.nonsaturating_loss):
        _, _, dG = gan.generator_gradient(params, z, fool)
        for name, array in named(params.G).items():
            expected = numerical_gradient(
                lambda f=fool: gan.generator_gradient(params, z, f)[0], array
            )
            np.testing.assert_allclose(
                named(dG)[name], expected, atol=1e-6, err_msg=name
            )


def test_initialisation_keeps_its_promise():
    params = gan.init_gan(np.random.default_rng(0), 200, 300, 250)
    shapes = [
        [(200, 300), (300, 300), (300, 250)],
        [(250, 300), (300, 300), (300, 1)],
    ]
    for player, widths in zip(params, shapes, strict=True):
        assert [W.shape for W in player.Ws] == widths
        for W, b in zip(player.Ws, player.bs, strict=True):
            assert (b == 0).all()
            assert b.shape == W.shape[1:]
        W = player.Ws[1]
        assert abs(W.var() * len(W) / 2 - 1) < 0.02
        assert abs(W.mean()) < 0.001


def test_bad_input_is_refused(case):
    params, x, x_hat, z = case
    for call, words in (
        (
            lambda: gan.generator_forward(params.G, x),
            "x must be floats of shape (B, 4), got float64 (7, 3)",
        ),
        (
            lambda: gan.discriminator_gradient(params.D, x, z),
            "x_hat must be floats of shape (7, 3), got float64 (7, 4)",
        ),
        (
            lambda: gan.minimax_loss(np.zeros(7)),
            "a_fake must be floats of shape (B, 1), got float64 (7,)",
        ),
        (
            lambda: gan.nonsaturating_loss(np.zeros((1, 7))),
            "a_fake must be floats of shape (B, 1), got float64 (1, 7)",
        ),
        (
            lambda: gan.discriminator_loss(np.zeros((7, 2)), x_hat),
            "a_real must be floats of shape (B, 1), got float64 (7, 2)",
        ),
        (
            lambda: gan.train_gan(None, params, z, steps=1),
            "x must be floats of shape (B, 3), got float64 (7, 4)",
        ),
        (
            lambda: gan_ring.near_modes(x),
            "x must be floats of shape (N, 2), got float64 (7, 3)",
        ),
        (
            lambda: gan.init_gan(None, 4, 0, 3),
            "K, H, P must be whole and at least 1, got 4, 0, 3",
        ),
    ):
        with silence(), pytest.raises(ValueError, match=re.escape(words)):
            call()


def test_arguments_stay_as_they_are(case):
    params, x, x_hat, z = case
    arrays = [*named(params.G).values(), *named(params.D).values(), x, z]
    kept = [a.copy() for a in arrays]
    gan.discriminator_gradient(params.D, x, x_hat)
    gan.generator_gradient(params, z)
    gan.train_gan(np.random.default_rng(0), params, x, B=5, steps=2)
    net = gan_torch.Gan(*params)
    for network in (net, *gan_torch.builtin_gan(*params)):
        for parameter in network.parameters():
            torch.nn.init.zeros_(parameter)
    for array, copy in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_float32_stays_float32(case):
    params, x, x_hat, z = case
    params = gan.GanParams(
        *(
            MLPParams(*([a.astype(np.float32) for a in part] for part in p))
            for p in params
        )
    )
    x, x_hat, z = (a.astype(np.float32) for a in (x, x_hat, z))
    _, dD = gan.discriminator_gradient(params.D, x, x_hat)
    rng = np.random.default_rng(0)
    trained, _ = gan.train_gan(rng, params, x, B=5, steps=3)
    arrays = [gan.generator_forward(params.G, z)[0]]
    for player in (dD, gan.generator_gradient(params, z)[2], *trained):
        arrays += named(player).values()
    a, _ = gan.discriminator_forward(params.D, x)
    arrays += [a, gan.minimax_loss(a)[1], gan.nonsaturating_loss(a)[1]]
    arrays += gan.discriminator_loss(a, a)[1:]
    for array in arrays:
        assert array.dtype == np.float32


@pytest.mark.parametrize("name", FOOLS)
def test_three_steps_of_training_are_torchs(case, name):
    """D first, then G with the new D; torch's own Adam with 0.5."""
    params, x, _, _ = case
    settings = {"lr": (0.01, 0.03), "B": 5, "steps": 3}
    new, losses = gan.train_gan(
        np.random.default_rng(1), params, x, getattr(gan, name), **settings
    )
    net, rng = gan_torch.Gan(*params), np.random.default_rng(1)
    theirs = gan_torch.train_gan_torch(
        rng,
        net,
        torch.tensor(x),
        getattr(gan_torch, f"{name}_torch"),
        **settings,
    )
    np.testing.assert_allclose(losses, theirs, rtol=1e-6)
    for player, network in zip(new, (net.G, net.D), strict=True):
        for part, tensors in zip(player, (network.Ws, network.bs), strict=True):
            for ours, theirs in zip(part, tensors, strict=True):
                np.testing.assert_allclose(
                    ours, theirs.detach(), rtol=1e-5, atol=1e-7
                )


def test_the_ring_is_where_it_should_be():
    x = gan_ring.ring_of_eight(np.random.default_rng(0), 8000)
    counts = gan_ring.near_modes(x)
    assert x.shape == (8000, 2)
    assert 7850 < counts.sum() < 7950  # 1 - exp(-9 / 2) is 98.9 %
    assert (abs(counts - 989) < 120).all()
    one = np.array([[0.0, 2.0], [0.0, 2.29], [0.0, 2.31], [0.2, 0.1]])
    assert gan_ring.near_modes(one).tolist() == [0, 0, 2, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("seed", range(2))
def test_learns_a_small_task(seed):
    """A bell at 3 with deviation 0.5, from noise of one number."""
    rng = np.random.default_rng(seed)
    x = rng.normal(3, 0.5, (2000, 1))
    start = gan.init_gan(rng, 1, 32, 1)
    params, losses = gan.train_gan(rng, start, x, B=128, steps=1000)
    assert losses.shape == (1000, 2)
    z = rng.normal(size=(2000, 1))
    made, _ = gan.generator_forward(params.G, z)
    assert abs(gan.generator_forward(start.G, z)[0].mean() - 3) > 1.5
    assert abs(made.mean() - 3) < 0.2
    assert 0.1 < made.std() < 0.6


def test_results_have_their_rows(monkeypatch):
    rows = gan_results.results(seeds=1, steps=2, epochs=0, N=300)
    names = [row["name"] for row in rows]
    assert names[:3] == ["non-saturating", "minimax", "hasty G"]
    for row in rows[:6]:
        assert all(0 <= n <= 8 for n in row["modes"])
        assert all(0 <= share <= 1 for share in row["share"])
    for row in rows[6:-1]:
        assert np.shape(row["read"])[1] == 10
        assert np.shape(row["far"])[1] == 3
    assert np.shape(rows[-1]["pictures"]) == (5, 10, 22, 22)


def test_the_table_gives_modes_and_shares():
    ring = {"name": "x", "modes": [8, 7], "share": [0.5, 0.756]}
    read = [[0.9] * 9 + [0.4], [1.0] * 10]
    digits = {"name": "y", "read": read, "far": [[1, 2, 3], [2, 2, 2]]}
    assert gan_results.table([ring, digits, {"name": "pictures"}]) == [
        "| 8 7 | 50.0 75.6 |",
        "| 85.0 100.0 | 40 100 | 1.50 | 2.00 | 2.50 |",
    ]


def test_players_of_digits_move_in_turn():
    torch.manual_seed(0)
    G, D = gan_torch.digit_players()
    before = [p.detach().clone() for p in (*G.parameters(), *D.parameters())]
    x = torch.rand(6, 1, 28, 28)  # (N, 1, 28, 28)
    gan_torch.play_digits(G, D, x, torch.arange(6), B=3, epochs=1)
    after = [*G.parameters(), *D.parameters()]
    moved = [
        bool((old != new).any()) for old, new in zip(before, after, strict=True)
    ]
    assert sum(moved) > len(moved) // 2
