"""snippets/recurrent/topology.py against torch, differences and its own words."""

import re

import numpy as np
import pytest
import torch

from press.check.shape_comments import silence
from snippets.foundations.optimizer_fast import adam_init, adam_step
from snippets.recurrent import lstm, topology, topology_seq2seq
from snippets.recurrent.lstm_torch import builtin_lstm
from snippets.recurrent.topology_torch import (
    Net,
    Seq2Seq,
    free_run_torch,
    masked_cross_entropy_torch,
    packed,
)
from tests.kit.gradients import numerical_gradient

T, B, D, H, K, S, E = 5, 3, 2, 4, 6, 7, 8
LENGTHS = np.array([2, 5, 3])
NET = ("W_x", "W_h", "b", "W_y", "b_y")
NAMES = (*NET, "xs", "h_0", "c_0")


@pytest.fixture
def case(rng):
    """All that goes into a net, by name, and the gradients of what comes out."""
    params = topology.init_net(rng, D, H, K)
    inputs = {
        **params._asdict(),
        "b": rng.normal(size=4 * H),
        "b_y": rng.normal(size=K),
        "xs": rng.normal(size=(T, B, D)),
        "h_0": rng.normal(size=(B, H)),
        "c_0": rng.normal(size=(B, H)),
    }
    sizes = {"dscores": (T, B, K), "dh": (B, H), "dc": (B, H)}
    return inputs, {name: rng.normal(size=sizes[name]) for name in sizes}


def forward(inputs):
    params = topology.NetParams(*(inputs[name] for name in NET))
    rest = (inputs[name] for name in ("xs", "h_0", "c_0"))
    xs, h_0, c_0 = rest
    return topology.net_forward(params, xs, LENGTHS, h_0, c_0)


def gradients(inputs, d):
    *_, cache = forward(inputs)
    dxs, dh_0, dc_0, grads = topology.net_backward(cache=cache, **d)
    return {**grads._asdict(), "xs": dxs, "h_0": dh_0, "c_0": dc_0}


def tensors(inputs, *names):
    return [torch.tensor(inputs[name], requires_grad=True) for name in names]


def close(got, expected):
    """Equal by name, and the same names."""
    assert got.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(
            got[name], array, rtol=1e-10, atol=1e-14, err_msg=name
        )


def total(outputs, d):
    """The loss whose gradients in the outputs are d."""
    pairs = zip(outputs, d.values(), strict=True)
    return sum((out * torch.tensor(g)).sum() for out, g in pairs)


def test_matches_torch_twin(case):
    inputs, d = case
    twin = Net(*(inputs[name] for name in NET))
    xs, h_0, c_0 = tensors(inputs, "xs", "h_0", "c_0")
    outputs = twin(xs, torch.tensor(LENGTHS), h_0, c_0)
    total(outputs, d).backward()
    for got, expected in zip(forward(inputs), outputs, strict=False):
        np.testing.assert_allclose(got, expected.detach(), rtol=1e-10)
    grads = {k.split(".")[-1]: p.grad for k, p in twin.named_parameters()}
    states = {"xs": xs.grad, "h_0": h_0.grad, "c_0": c_0.grad}
    close(gradients(inputs, d), grads | states)


def test_matches_torch_packed(case):
    """hs, last states and every gradient are those of packed nn.LSTM."""
    inputs, d = case
    params = lstm.LSTMParams(*(inputs[name] for name in NET[:3]))
    builtin = builtin_lstm(*params)
    xs, h_0, c_0 = tensors(inputs, "xs", "h_0", "c_0")
    outputs = packed(builtin, xs, torch.tensor(LENGTHS), h_0, c_0)
    dhs = d["dscores"][..., :H]
    d = {"dhs": dhs, "dh": d["dh"], "dc": d["dc"]}
    total(outputs, d).backward()
    states = (inputs[name] for name in ("h_0", "c_0"))
    *got, cache = topology.masked_forward(
        params, inputs["xs"], LENGTHS, *states
    )
    for array, expected in zip(got, outputs, strict=True):
        np.testing.assert_allclose(array, expected.detach(), rtol=1e-10)
    dxs, dh_0, dc_0, grads = topology.masked_backward(cache=cache, **d)
    expected = {"xs": xs.grad, "h_0": h_0.grad, "c_0": c_0.grad}
    expected |= {
        "W_x": builtin.weight_ih_l0.grad.T,
        "W_h": builtin.weight_hh_l0.grad.T,
        "b": builtin.bias_ih_l0.grad,
    }
    close({**grads._asdict(), "xs": dxs, "h_0": dh_0, "c_0": dc_0}, expected)


@pytest.mark.parametrize("name", NAMES)
def test_gradient_matches_finite_differences(case, name):
    inputs, d = case

    def loss():
        pairs = zip(forward(inputs), d.values(), strict=False)
        return sum((out * g).sum() for out, g in pairs)

    np.testing.assert_allclose(
        gradients(inputs, d)[name],
        numerical_gradient(loss, inputs[name]),
        rtol=1e-6,
        atol=1e-8,
    )


@pytest.fixture
def pair(rng):
    """All that goes into an encoder-decoder, by name, and dscores."""
    encoder, decoder = (
        lstm.init_lstm(rng, D, H),
        topology.init_net(rng, E, H, K),
    )
    inputs = {f"encoder.{n}": a for n, a in encoder._asdict().items()}
    inputs |= {f"decoder.{n}": a for n, a in decoder._asdict().items()}
    inputs |= {
        "xs": rng.normal(size=(T, B, D)),
        "ys": rng.normal(size=(S, B, E)),
    }
    inputs |= {n: rng.normal(size=(B, H)) for n in ("h_0", "c_0")}
    return inputs, rng.normal(size=(S, B, K))


def parts(inputs):
    """Encoder, decoder and the other arguments of seq2seq_forward."""
    arrays = list(inputs.values())
    xs, ys, h_0, c_0 = arrays[8:]
    encoder, decoder = lstm.LSTMParams(*arrays[:3]), arrays[3:8]
    return encoder, topology.NetParams(*decoder), xs, ys, LENGTHS, h_0, c_0


def pair_gradients(inputs, dscores):
    _, cache = topology_seq2seq.seq2seq_forward(*parts(inputs))
    *d, d_encoder, d_decoder = topology_seq2seq.seq2seq_backward(dscores, cache)
    return dict(zip(inputs, [*d_encoder, *d_decoder, *d], strict=True))


def test_encoder_decoder_matches_torch_twin(pair):
    inputs, dscores = pair
    encoder, decoder, *_ = parts(inputs)
    twin = Seq2Seq(encoder, decoder)
    leaves = tensors(inputs, "xs", "ys", "h_0", "c_0")
    xs, ys, h_0, c_0 = leaves
    scores = twin(xs, ys, torch.tensor(LENGTHS), h_0, c_0)
    (scores * torch.tensor(dscores)).sum().backward()
    ours, _ = topology_seq2seq.seq2seq_forward(*parts(inputs))
    np.testing.assert_allclose(ours, scores.detach(), rtol=1e-10)
    named = {k.replace("lstm.", ""): p for k, p in twin.named_parameters()}
    expected = {k: named[k].grad for k in list(inputs)[:8]}
    names = ("xs", "ys", "h_0", "c_0")
    expected |= {k: a.grad for k, a in zip(names, leaves, strict=True)}
    close(pair_gradients(inputs, dscores), expected)


def test_encoder_decoder_matches_finite_differences(pair):
    inputs, dscores = pair

    def loss():
        return (
            topology_seq2seq.seq2seq_forward(*parts(inputs))[0] * dscores
        ).sum()

    for name, gradient in pair_gradients(inputs, dscores).items():
        expected = numerical_gradient(loss, inputs[name])
        np.testing.assert_allclose(
            gradient, expected, rtol=1e-6, atol=1e-8, err_msg=name
        )


def test_cross_entropy_is_torchs_and_sees_nothing_behind_the_mask(rng):
    scores, y = 9 * rng.normal(size=(T, B, K)), rng.integers(K, size=(T, B))
    mask = np.arange(T)[:, None] < LENGTHS
    a = torch.tensor(scores, requires_grad=True)
    expected = masked_cross_entropy_torch(
        a, torch.tensor(y), torch.tensor(mask)
    )
    expected.backward()
    scores[~mask], y[~mask] = np.nan, 99
    loss, dscores = topology.masked_cross_entropy(scores, y, mask)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-12)
    np.testing.assert_allclose(dscores, a.grad, rtol=1e-10, atol=1e-16)
    loss, _ = topology.masked_cross_entropy(1e9 * scores, y, mask)
    assert np.isfinite(loss)


def test_padding_is_never_read_and_a_sample_is_as_if_alone(case):
    inputs, d = case
    over = np.arange(T)[:, None] >= LENGTHS
    xs = inputs["xs"].copy()
    xs[over] = np.nan
    clean, dirty = forward(inputs), forward(inputs | {"xs": xs})
    for a, b in zip(clean[:3], dirty[:3], strict=True):
        np.testing.assert_array_equal(a, b)
    assert not gradients(inputs, d)["xs"][over].any()
    params = lstm.LSTMParams(*(inputs[name] for name in NET[:3]))
    hs, h, c, _ = topology.masked_forward(params, xs, LENGTHS)
    assert not hs[over].any()
    for n, length in enumerate(LENGTHS):
        alone, c_n, _ = lstm.lstm_forward(params, xs[:length, n : n + 1])
        np.testing.assert_allclose(hs[:length, n], alone[:, 0], rtol=1e-12)
        np.testing.assert_allclose(h[n], alone[-1, 0], rtol=1e-12)
        np.testing.assert_allclose(c[n], c_n[0], rtol=1e-12)


def test_what_is_left_out_is_zero_or_whole(case):
    inputs, d = case
    params = topology.NetParams(*(inputs[name] for name in NET))
    scores, h, c, cache = topology.net_forward(params, inputs["xs"])
    zero, whole = np.zeros((B, H)), np.full(B, T)
    full = topology.net_forward(params, inputs["xs"], whole, zero, zero)
    for a, b in zip((scores, h, c), full, strict=False):
        np.testing.assert_array_equal(a, b)
    dxs, *_ = topology.net_backward(d["dscores"], cache)
    given = topology.net_backward(d["dscores"], full[3], zero, zero)
    np.testing.assert_array_equal(dxs, given[0])
    no_dhs = topology.masked_backward(None, cache[2], d["dh"])[0]
    given = topology.masked_backward(np.zeros((T, B, H)), cache[2], d["dh"])
    np.testing.assert_array_equal(no_dhs, given[0])


def test_free_run_is_the_network_reading_what_it_wrote(rng):
    decoder = topology.init_net(rng, K, H, K)
    h, c, y = rng.normal(size=(B, H)), rng.normal(size=(B, H)), np.eye(K)[:B]

    def feed(scores):
        return np.eye(K)[scores.argmax(axis=1)]

    out = topology_seq2seq.free_run(decoder, h, c, y, S, feed)
    ys = np.stack([y, *map(feed, out[:-1])])
    scores, *_ = topology.net_forward(decoder, ys, h_0=h, c_0=c)
    np.testing.assert_allclose(out, scores, rtol=1e-12)
    twin = Net(*decoder)
    start = (torch.tensor(a) for a in (h, c, y))
    with torch.no_grad():
        theirs = free_run_torch(
            twin, *start, S, lambda a: torch.eye(K).double()[a.argmax(1)]
        )
    np.testing.assert_allclose(out, theirs, rtol=1e-10)


def test_arguments_stay_as_they_are(case, pair):
    for inputs, d, run in (*((*case, gradients),), (*pair, pair_gradients)):
        kept = {name: array.copy() for name, array in inputs.items()}
        once, twice = run(inputs, d), run(inputs, d)
        close(once, twice)
        for name, array in kept.items():
            np.testing.assert_array_equal(inputs[name], array, err_msg=name)
    inputs, d = case
    *_, (_, _, cache) = forward(inputs)
    dhs = np.ones((T, B, H))
    topology.masked_backward(dhs, cache, d["dh"], d["dc"])
    assert (dhs == 1).all()


def test_initialisation_keeps_its_promise(rng):
    params = topology.init_net(rng, 50, 100, 40)
    for W in (params.W_x, params.W_h, params.W_y):
        assert 0.098 < np.abs(W).max() <= 0.1
        assert abs(W.std() - 0.1 / 3**0.5) < 1.5e-3
    assert (params.b[100:200] == 1).all()
    assert not params.b_y.any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"xs": np.zeros((T, D))}, "floats of shape (T, B, 2), got"),
        ({"xs": np.zeros((T, B, 9))}, "floats of shape (T, B, 2), got"),
        ({"W_x": np.zeros((D, H))}, "floats of shape (D, 16), got"),
        ({"h_0": np.zeros((B, 9))}, "floats of shape (3, 4), got"),
        ({"c_0": np.zeros(H)}, "floats of shape (3, 4), got"),
        (
            {"lengths": np.ones(4, int)},
            "whole numbers 1 … 5 of shape (3,), got int64 (4,)",
        ),
        ({"lengths": np.array([0, 1, 5])}, "whole numbers 1 … 5, got 0 … 5"),
        ({"lengths": np.array([1, 6, 5])}, "whole numbers 1 … 5, got 1 … 6"),
        (
            {"lengths": np.ones(B)},
            "whole numbers 1 … 5 of shape (3,), got float64",
        ),
        (
            {"lengths": [1, 2, 5]},
            "whole numbers 1 … 5 of shape (3,), got list",
        ),
    ],
)
def test_bad_input_is_refused(case, change, message):
    inputs = case[0] | {"lengths": LENGTHS} | change
    W_x, W_h, b, xs, lengths, h_0, c_0 = (
        inputs[n] for n in ("W_x", "W_h", "b", "xs", "lengths", "h_0", "c_0")
    )
    message = re.escape(f"{next(iter(change))} must be {message}")
    with silence():
        params = lstm.LSTMParams(W_x, W_h, b)
    with silence(), pytest.raises(ValueError, match=message):
        topology.masked_forward(params, xs, lengths, h_0, c_0)


def test_bad_gradients_are_refused(case):
    inputs, d = case
    *_, cache = forward(inputs)
    for name, shape, want in (
        ("dscores", (T, B, H), (T, B, K)),
        ("dh", (H,), (B, H)),
        ("dc", (B,), (B, H)),
    ):
        message = f"{name} must be floats of shape {want}, got float64 {shape}"
        given = d | {name: np.zeros(shape)}
        with silence(), pytest.raises(ValueError, match=re.escape(message)):
            topology.net_backward(cache=cache, **given)
    shape = (B, T, H)
    with silence(), pytest.raises(ValueError, match="dhs must be floats of"):
        topology.masked_backward(np.zeros(shape), cache[-1])


def test_float32_stays_float32(case, pair):
    inputs, dscores = pair
    inputs = {name: a.astype(np.float32) for name, a in inputs.items()}
    scores, _ = topology_seq2seq.seq2seq_forward(*parts(inputs))
    y, mask = np.zeros((S, B), int), np.ones((S, B)) > 0
    loss, dscores = topology.masked_cross_entropy(scores, y, mask)
    _, decoder, *_ = parts(inputs)
    h, c = inputs["h_0"], inputs["c_0"]
    out = topology_seq2seq.free_run(
        decoder,
        h,
        c,
        inputs["ys"][0],
        2,
        lambda a: a @ np.ones((K, E), a.dtype),
    )
    grads = pair_gradients(inputs, dscores).values()
    for array in (scores, loss, dscores, out, *grads):
        assert array.dtype == np.float32


@pytest.mark.parametrize("seed", range(2))
def test_learns_to_reverse(seed):
    """3 symbols of 4 at a time, each output read back; chance is 1 / 4."""
    rng, eye = np.random.default_rng(seed), np.eye(5)
    y = rng.integers(4, size=(3, 256))
    start = np.full((1, 256), 4)
    ys = eye[np.concatenate([start, y[:0:-1]])]
    encoder, decoder = (
        lstm.init_lstm(rng, 5, 16),
        topology.init_net(rng, 5, 16, 4),
    )
    params = [*encoder, *decoder]
    state = adam_init(params)
    for _ in range(150):
        encoder = lstm.LSTMParams(*params[:3])
        decoder = topology.NetParams(*params[3:])
        scores, cache = topology_seq2seq.seq2seq_forward(
            encoder, decoder, eye[y], ys
        )
        _, dscores = topology.masked_cross_entropy(scores, y[::-1], y >= 0)
        *_, d_encoder, d_decoder = topology_seq2seq.seq2seq_backward(
            dscores, cache
        )
        grads = [*d_encoder, *d_decoder]
        params, state = adam_step(params, grads, state, lr=0.02)
    _, h, c, _ = topology.masked_forward(encoder, eye[y])
    out = topology_seq2seq.free_run(
        decoder, h, c, eye[start[0]], 3, lambda a: eye[a.argmax(axis=1)]
    )
    assert (out.argmax(axis=2) == y[::-1]).mean() > 0.9
