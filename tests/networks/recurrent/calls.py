"""One sound call of every public function of the family, for the walker of gate 1."""

import numpy as np

from snippets.recurrent import gru, lstm, rnn, topology, topology_seq2seq
from tests.kit.calls import Call

T, B, D, H, K, S, E = 5, 3, 2, 4, 6, 7, 8
LENGTHS = {"lengths": (1, T)}


def xs(rng):
    return rng.normal(size=(T, B, D))


def state(rng):
    return rng.normal(size=(B, H))


def states(rng):
    return {"h_0": state(rng), "c_0": state(rng)}


def lengths():
    return np.array([2, 5, 3])


def rnn_params(rng, D=D):
    params = rnn.init_rnn(rng, D, H)
    return params._replace(b=rng.normal(size=H))


def lstm_params(rng):
    params = lstm.init_lstm(rng, D, H)
    return params._replace(b=rng.normal(size=4 * H))


def gru_params(rng):
    params = gru.init_gru(rng, D, H)
    b_x, b_h = rng.normal(size=(2, 3 * H))
    return params._replace(b_x=b_x, b_h=b_h)


def net_params(rng, D=D):
    params = topology.init_net(rng, D, H, K)
    return params._replace(b=rng.normal(size=4 * H), b_y=rng.normal(size=K))


def back(rng, forward, *args, shape=(T, B, H), **kwargs):
    """The gradient of the first result, and the cache."""
    *_, cache = forward(*args)
    return Call((rng.normal(size=shape), cache), kwargs)


def classes(rng, params):
    """To learn the class of each sequence, for two steps."""
    y = np.array([1, 0, 3])
    W_y = rng.normal(size=(H, K))
    sizes = {"steps": 2, "B": 2}
    return Call((rng, params, W_y, xs(rng), y), sizes, {"y": (0, K - 1)})


def text(rng, *args, **kwargs):
    """To learn a text, or to carry one on."""
    letters = np.array([0, 5, 2, 2, 1, 4, 3, 0, 2, 5, 1])
    W_y = rng.normal(size=(H, K))
    given = (*args, rnn_params(rng, K), W_y, letters)
    return Call(given, kwargs, {"text": (0, K - 1)})


def net(rng):
    return net_params(rng), xs(rng), lengths(), state(rng), state(rng)


def pair(rng):
    """An encoder and a decoder, and what both read."""
    ys = rng.normal(size=(S, B, E))
    rest = lengths(), state(rng), state(rng)
    return lstm_params(rng), net_params(rng, E), xs(rng), ys, *rest


def upper(rng):
    return {"dh": state(rng), "dc": state(rng)}


def targets(rng):
    scores = rng.normal(size=(T, B, K))
    y = rng.integers(K, size=(T, B))
    mask = np.arange(T)[:, None] < lengths()
    return Call((scores, y, mask), whole={"y": (0, K - 1)})


def free(rng):
    """Each output is cut to the width of what is read."""
    y = rng.normal(size=(B, D))
    return Call(
        (net_params(rng), state(rng), state(rng), y, S, lambda a: a[:, :D])
    )


CALLS = {
    "rnn.init_rnn": lambda rng: Call((rng, D, H)),
    "rnn.rnn_forward": lambda rng: Call((rnn_params(rng), xs(rng), state(rng))),
    "rnn.rnn_backward": lambda rng: back(
        rng, rnn.rnn_forward, rnn_params(rng), xs(rng), state(rng)
    ),
    "rnn.clip_gradients": lambda rng: Call(
        (list(rnn_params(rng)), 0.1), free=("grads",), wrong={"grads": ([],)}
    ),
    "rnn_text.train_rnn": lambda rng: text(rng, rng, steps=2, T=4, B=3),
    "rnn_text.generate": lambda rng: text(rng, rng, length=3),
    "lstm.init_lstm": lambda rng: Call((rng, D, H)),
    "lstm.lstm_forward": lambda rng: Call(
        (lstm_params(rng), xs(rng)), states(rng)
    ),
    "lstm.lstm_backward": lambda rng: back(
        rng,
        lstm.lstm_forward,
        *(lstm_params(rng), xs(rng), state(rng), state(rng)),
        dc=state(rng),
    ),
    "lstm.train_lstm": lambda rng: classes(rng, lstm_params(rng)),
    "gru.init_gru": lambda rng: Call((rng, D, H)),
    "gru.gru_forward": lambda rng: Call((gru_params(rng), xs(rng), state(rng))),
    "gru.gru_backward": lambda rng: back(
        rng, gru.gru_forward, gru_params(rng), xs(rng), state(rng)
    ),
    "gru.train_gru": lambda rng: classes(rng, gru_params(rng)),
    "topology.masked_forward": lambda rng: Call(
        (lstm_params(rng), xs(rng), lengths()), states(rng), LENGTHS
    ),
    "topology.masked_backward": lambda rng: back(
        rng,
        topology.masked_forward,
        *(lstm_params(rng), xs(rng), lengths(), state(rng), state(rng)),
        **upper(rng),
    ),
    "topology.init_net": lambda rng: Call((rng, D, H, K)),
    "topology.net_forward": lambda rng: Call(net(rng), whole=LENGTHS),
    "topology.net_backward": lambda rng: back(
        rng, topology.net_forward, *net(rng), shape=(T, B, K), **upper(rng)
    ),
    "topology.masked_cross_entropy": targets,
    "topology_seq2seq.seq2seq_forward": lambda rng: Call(
        pair(rng), whole=LENGTHS
    ),
    "topology_seq2seq.seq2seq_backward": lambda rng: back(
        rng, topology_seq2seq.seq2seq_forward, *pair(rng), shape=(S, B, K)
    ),
    "topology_seq2seq.free_run": free,
}
INNER = {
    "rnn.expect_rnn": "the guard of the front doors of rnn.py",
    "rnn_text.expect_text": "the guard of train_rnn and generate",
    "lstm.expect_lstm": "the guard of the front doors of lstm.py",
    "lstm.lstm_start": "the guard of lstm_forward, masked_forward and train_lstm",
    "gru.expect_gru": "the guard of the front doors of gru.py",
    "topology.expect_net": "the guard of the front doors of topology.py",
    "rnn.rnn_step": "called at every step by rnn_forward and generate, which have checked all arrays",
    "lstm.lstm_step": "called at every step by lstm_run",
    "lstm.lstm_run": "called by lstm_forward and masked_forward, which have checked all arrays",
    "lstm.lstm_step_backward": "called at every step by lstm_backward, which has checked dhs and dc",
    "gru.gru_step": "called at every step by gru_forward, which has checked all arrays",
    "gru.gru_step_backward": "called at every step by gru_backward, which has checked dhs",
}
