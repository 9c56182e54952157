"""What the steps of both optimizer files do with arrays: nests, types, misfits."""

import re

import numpy as np
import pytest

from snippets.feedforward.mlp import MLPParams
from snippets.foundations import optimizer, optimizer_fast, optimizer_schedules
from tests.networks.foundations.small_nets import NAMES, NetParams, params

__all__ = ["params"]
FILES = {"clear": optimizer, "fast": optimizer_fast}


@pytest.fixture(params=NAMES)
def name(request):
    return request.param


@pytest.fixture(params=FILES)
def pair(request, name):
    """init and step of this name, from either file."""
    file = FILES[request.param]
    return getattr(file, f"{name}_init"), getattr(file, f"{name}_step")


@pytest.mark.parametrize("n", [7, 999, 5000])
def test_blocks_are_invisible(rng, monkeypatch, name, pair, n):
    """5000 weights in any layout, n at a time, are those of the clear file."""
    monkeypatch.setitem(optimizer_fast.adam_array.__kwdefaults__, "n", n)
    W, dW = rng.normal(size=(50, 100)).T, rng.normal(size=(100, 50))
    want, state = [W], getattr(optimizer, f"{name}_init")([W])
    init, step = pair
    got, own = [W], init([W])
    settings = {"weight_decay": 0.1, "lr": 0.05}
    clear_step = getattr(optimizer, f"{name}_step")
    for _ in range(3):
        want, state = clear_step(want, [dW], state, **settings)
        got, own = step(got, [dW], own, **settings)
        for ours, theirs in zip(
            (got, *own[1:]), (want, *state[1:]), strict=True
        ):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


def test_gradients_of_another_type_do_not_change_that_of_the_params(pair):
    init, step = pair
    w = np.ones(3, np.float32)
    (new,), state = step([w], [np.ones(3)], init([w]))
    kept = [a for arrays in state[1:] for a in arrays]
    assert {a.dtype for a in (new, *kept)} == {w.dtype}


def test_a_result_is_an_array_of_its_own(params, pair):
    """Also that of a single number; no argument, no buffer is given back."""
    init, step = pair
    state = init(params)
    new, after = step(params, params, state)
    given = [*params, *(a for arrays in state[1:] for a in arrays)]
    made = [*new, *(a for arrays in after[1:] for a in arrays)]
    for array in made:
        assert isinstance(array, np.ndarray)
        assert not any(np.shares_memory(array, old) for old in given)


def test_state_starts_at_zero_in_the_types_of_the_params(params, name, pair):
    params = params._replace(b=params.b.astype(np.float32))
    t, *buffers = pair[0](params)
    assert t == 0
    assert len(buffers) == {"sgd": 0, "adam": 2, "adamw": 2}.get(name, 1)
    for arrays in buffers:
        for zero, p in zip(arrays, params, strict=True):
            assert (zero.shape, zero.dtype) == (p.shape, p.dtype)
            assert not zero.any()


def test_adam_remembers_m_and_v_in_arrays_in_their_own(params):
    _, m, v = optimizer.adam_init(params)
    assert not any(map(np.shares_memory, m, v))


@pytest.mark.parametrize("make", [list, tuple, lambda p: NetParams(*p)])
def test_container_is_kept_and_arguments_are_left_alone(params, pair, make):
    init, step = pair
    given, grads = make(params), make([p + 1 for p in params])
    kept = [a.copy() for a in (*given, *grads)]
    state = init(given)
    new, state = step(given, grads, state, weight_decay=0.1)
    zeros = [a.copy() for arrays in state[1:] for a in arrays]
    again, _ = step(new, grads, state, weight_decay=0.1)
    assert type(given) is type(new) is type(again)
    for array, before in zip((*given, *grads), kept, strict=True):
        np.testing.assert_array_equal(array, before)
    after = [a for arrays in state[1:] for a in arrays]
    for array, before in zip(after, zeros, strict=True):
        np.testing.assert_array_equal(array, before)


def test_misfits_are_refused_naming_both_shapes(params, pair):
    init, step = pair
    state = init(params)
    wrong = params._replace(b=np.zeros((3, 1)))
    misfit = re.escape(" must be floats of shape (3,), got float64 (3, 1)")
    with pytest.raises(ValueError, match=r"grads\.b" + misfit):
        step(params, wrong, state)
    with pytest.raises(ValueError, match="grads must be 3 arrays, got 1"):
        step(params, [params.W], state)
    for n in range(1, len(state)):
        state = list(init(params))
        state[n] = init(wrong)[n]
        with pytest.raises(ValueError, match=rf"state\[{n}\]\[1\]{misfit}"):
            step(params, params, state)


def test_what_holds_no_arrays_is_refused(pair):
    """Nothing at all, a number, lists of numbers."""
    init, step = pair
    w = np.ones(3)
    for wrong, message in (
        ([], "params must be 1 or more arrays, got 0"),
        ([w, []], r"params\[1\] must be 1 or more arrays, got 0"),
        (2.0, r"params must be floats of shape \(\), got float"),
        (
            [w, [1.0, 2.0]],
            r"params\[1\]\[0\] must be floats of shape \(\), got ",
        ),
    ):
        with pytest.raises(ValueError, match=message):
            init(wrong)
        with pytest.raises(ValueError, match=message):
            step(wrong, wrong, init([w]))


NESTS = {  # three arrays, nested by and by
    "one array": lambda W, b, s: W,
    "layers": lambda W, b, s: MLPParams([W, W.T], [b]),
    "parts": lambda W, b, s: (NetParams(W, b, s), s, [[b], (W,)]),
}


@pytest.mark.parametrize("nest", NESTS)
def test_nested_params_move_as_their_arrays_in_a_list(params, pair, nest):
    init, step = pair
    given = NESTS[nest](*params)
    grads = NESTS[nest](*(p + 1 for p in params))
    new, flat = given, optimizer.arrays_in(given)
    slopes = optimizer.arrays_in(grads)
    state, state_flat = init(given), init(flat)
    for _ in range(3):
        new, state = step(new, grads, state, weight_decay=0.1)
        flat, state_flat = step(flat, slopes, state_flat, weight_decay=0.1)
    assert form(new) == form(given)
    same = zip(optimizer.arrays_in(new), flat, strict=True)
    assert all(np.array_equal(*arrays) for arrays in same)
    assert all(map(np.any, optimizer.arrays_in(state[1:])))


def form(params):
    """The types of the containers, and the shapes in them."""
    if isinstance(params, np.ndarray):
        return params.shape
    return type(params), *map(form, params)


def test_a_misfit_deep_inside_is_refused(params, pair):
    """By its name."""
    init, step = pair
    given = (params, [params.W])
    wrong = (params._replace(s=np.zeros(2)), [params.W])
    message = r"grads\[0\]\.s must be floats of shape \(\), got float64 \(2,\)"
    with pytest.raises(ValueError, match=message):
        step(given, wrong, init(given))
    with pytest.raises(ValueError, match="grads must be 2 arrays, got 3"):
        step(given, params, init(given))
    with pytest.raises(
        ValueError, match=r"grads\[1\] must be 1 arrays, got no"
    ):
        step(given, (params, params.W), init(given))


def test_integers_are_refused_before_they_truncate(params, pair):
    """1, 2, 3 used to become 0, 2, 2."""
    init, step = pair
    whole = params._replace(b=np.array([1, 2, 3]))
    message = r"\.b must be floats of shape \(3,\), got int64 \(3,\)"
    with pytest.raises(ValueError, match="params" + message):
        init(whole)
    with pytest.raises(ValueError, match="params" + message):
        step(whole, params, init(params))
    with pytest.raises(ValueError, match="grads" + message):
        step(params, whole, init(params))


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_float32_stays_float32(params, pair, weight_decay):
    params = NetParams(*(p.astype(np.float32) for p in params))
    init, step = pair
    state = init(params)
    for t in range(3):
        lr = optimizer_schedules.cosine(
            t, 0.1, 3
        ) + optimizer_schedules.warm_up(t, 0.1, 3)
        lr += optimizer_schedules.step_decay(t, 0.1, 3)
        params, state = step(
            params, params, state, lr=lr, weight_decay=weight_decay
        )
        for array in (*params, *(a for arrays in state[1:] for a in arrays)):
            assert array.dtype == np.float32
