"""What RNN, LSTM and GRU do with input that no chapter shows them."""

import re

import numpy as np
import pytest

from press.check.shape_comments import silence
from snippets.recurrent import gru, lstm, rnn, rnn_text

T, B, D, H, K = 5, 3, 2, 4, 6
EVERY = pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
CLASSIFY = pytest.mark.parametrize("kind", ["lstm", "gru"])
FILES = {"rnn": rnn, "lstm": lstm, "gru": gru}


def of(kind: str, name: str):
    """rnn_forward, init_lstm, train_gru …"""
    return getattr(FILES[kind], name.format(kind))


@pytest.fixture
def inputs(rng):
    """xs, h_0 and, for the backward pass, dhs."""
    shapes = {"xs": (T, B, D), "h_0": (B, H), "dhs": (T, B, H)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


@EVERY
def test_integers_and_lists_are_refused(rng, inputs, kind):
    """gru_forward once gave zeros for integers."""
    params = of(kind, "init_{}")(rng, D, H)
    dhs = inputs.pop("dhs")
    forward, backward = of(kind, "{}_forward"), of(kind, "{}_backward")
    *_, cache = forward(params, **inputs)

    def both(dhs=dhs, **given):
        fields = (given.pop(name) for name in params._fields)
        forward(type(params)(*fields), **given)
        backward(dhs, cache)

    given = {**params._asdict(), **inputs, "dhs": dhs}
    if kind == "lstm":
        given["c_0"] = inputs["h_0"]
    for name, array in given.items():
        whole = np.ones(array.shape, int)
        for wrong, got in ((whole, "int64"), (whole.tolist(), "list")):
            message = rf"{name} must be floats of shape \(.*\), got {got}"
            with silence(), pytest.raises(ValueError, match=message):
                both(**{**given, name: wrong})


@EVERY
@pytest.mark.parametrize("shape", [(0, B, D), (T, 0, D), (T, B, 0)])
def test_empty_sequences_are_refused(rng, kind, shape):
    """Two returned empty arrays, the third NumPy's word on a reshape."""
    message = re.escape(f"(T, B, {D}), got float64 {shape}")
    params = of(kind, "init_{}")(rng, D, H)
    with silence(), pytest.raises(ValueError, match=message):
        of(kind, "{}_forward")(params, np.zeros(shape))


@EVERY
def test_hs_is_the_callers_to_change(rng, inputs, kind):
    """It was once a view of what the backward pass needs."""
    params = of(kind, "init_{}")(rng, D, H)
    forward, backward = of(kind, "{}_forward"), of(kind, "{}_backward")
    for start in (inputs["h_0"], None):
        hs, *_, cache = forward(params, inputs["xs"], start)
        once = backward(inputs["dhs"], cache)
        hs *= 0.5
        again = backward(inputs["dhs"], cache)
        for a, b in zip(again[-1], once[-1], strict=True):
            np.testing.assert_array_equal(a, b)


@CLASSIFY
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": np.array([0, -1, 1])}, "y must be whole numbers 0 … 1, got -1"),
        (
            {"y": np.array([0, 2, 1])},
            "y must be whole numbers 0 … 1, got 0 … 2",
        ),
        (
            {"y": np.zeros(B)},
            "y must be whole numbers 0 … 1 of shape (3,), got",
        ),
        ({"y": [0, 1, 1]}, "y must be whole numbers 0 … 1 of shape (3,), got"),
        ({"W_y": np.ones((9, 2))}, "W_y must be floats of shape (4, K), got"),
        (
            {"W_y": np.ones((H, 2), int)},
            "W_y must be floats of shape (4, K), got",
        ),
    ],
)
def test_training_refuses_what_it_cannot_learn(inputs, kind, change, message):
    """A label of -1 was once the last class."""
    rng = np.random.default_rng(0)
    params = of(kind, "init_{}")(rng, D, H)
    given = {"W_y": np.ones((H, 2)), "xs": inputs["xs"], "y": np.ones(B, int)}
    with silence(), pytest.raises(ValueError, match=re.escape(message)):
        of(kind, "train_{}")(rng, params, **given | change)


@CLASSIFY
def test_training_survives_large_scores(inputs, kind):
    """Their exponentials overflowed; here the loss is their difference."""
    rng = np.random.default_rng(0)
    params = of(kind, "init_{}")(rng, D, H)
    W_y, y = np.zeros((H, 2)), np.array([0, 1, 1])
    W_y[:, 1] = 1e5
    params, W_y, losses = of(kind, "train_{}")(
        rng, params, W_y, inputs["xs"], y, lr=1e-9, steps=9
    )
    assert losses.max() > 1e3
    for array in (*params, W_y, losses):
        assert np.isfinite(array).all()


TEXT = {"W_y": np.ones((H, D)), "text": np.arange(9) % D}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"text": [0, 1] * 9},
            "text must be whole numbers 0 … 1 of shape (N,)",
        ),
        ({"text": np.full(9, -1)}, "text must be whole numbers 0 … 1, got -1"),
        ({"text": np.full(9, 2)}, "text must be whole numbers 0 … 1, got 2"),
        (
            {"text": np.ones(9)},
            "text must be whole numbers 0 … 1 of shape (N,)",
        ),
        ({"text": np.ones(4, int)}, "text must be longer than T = 4, got 4"),
        ({"W_y": np.ones((H, 3))}, "W_y must be floats of shape (4, 2), got"),
        (
            {"W_y": np.ones((H, D), int)},
            "W_y must be floats of shape (4, 2), got",
        ),
        ({"limit": 0.0}, "limit must be above 0, got 0.0"),
    ],
)
def test_training_on_text_refuses_what_it_cannot_learn(rng, change, message):
    params, given = rnn.init_rnn(rng, D, H), TEXT | {"T": 4}
    with silence(), pytest.raises(ValueError, match=re.escape(message)):
        rnn_text.train_rnn(rng, params, **given | change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"text": [0, 1]},
            "text must be whole numbers 0 … 1 of shape (N,), got",
        ),
        ({"text": np.array([-1])}, "text must be whole numbers 0 … 1, got -1"),
        (
            {"text": np.ones(0, int)},
            "text must be whole numbers 0 … 1 of shape",
        ),
        ({"W_y": np.ones((D, H))}, "W_y must be floats of shape (4, 2), got"),
        ({"heat": -1.0}, "heat must not be negative, got -1.0"),
        ({"heat": np.nan}, "heat must not be negative, got nan"),
    ],
)
def test_generate_refuses_what_it_cannot_carry_on(rng, change, message):
    params, given = rnn.init_rnn(rng, D, H), TEXT | {"length": 3}
    with silence(), pytest.raises(ValueError, match=re.escape(message)):
        rnn_text.generate(rng, params, **given | change)


def test_training_on_text_survives_large_scores(rng):
    """Their exponentials overflowed; here the loss is their difference."""
    W_y = np.zeros((H, D))
    W_y[:, 1] = 1e5
    params, W_y, losses = rnn_text.train_rnn(
        rng, rnn.init_rnn(rng, D, H), W_y, TEXT["text"], steps=9, T=4
    )
    assert losses.max() > 1e3
    for array in (*params, W_y, losses):
        assert np.isfinite(array).all()


def test_clipping_refuses_what_it_cannot_shorten():
    for limit in (0.0, -1.0, np.nan):
        message = f"limit must be above 0, got {limit}"
        with pytest.raises(ValueError, match=message):
            rnn.clip_gradients([np.ones(3)], limit)
    message = "the number of grads must be whole and at least 1, got 0"
    with pytest.raises(ValueError, match=message):
        rnn.clip_gradients([], 1.0)
    with pytest.raises(ValueError, match="grads must be floats, got int64"):
        rnn.clip_gradients([np.ones(3), np.ones(3, int)], 1.0)
