"""snippets/challenges/data.py against torch, scikit-learn, differences.

What has no gradient has another referee: np.polyfit, KNeighborsClassifier,
scipy's shift, and frequencies.
"""

import re

import numpy as np
import pytest
import torch
from scipy.ndimage import shift
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier
from torch.nn import functional as F

from press.check.shape_comments import silence
from snippets.challenges import data, data_data, data_hands
from snippets.challenges.data_torch import (
    builtin_corrected,
    forward_corrected_torch,
    train_data_torch,
)
from snippets.feedforward.mlp import cross_entropy, init_mlp, mlp_forward
from snippets.feedforward.mlp_torch import MLP
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

STARTS = [0, 130, 256, 386, 516, 646, 776, 915, 1029, 1157, 1287]
STARTS += [1415, 1545, 1667]  # of the 14 sheets of load_digits
N, D, K = 7, 9, 4  # all different, so that no swapped axis goes unseen


@pytest.fixture
def case(rng):
    """Logits, noisy labels, and a matrix that is not symmetric, with zeros."""
    T = rng.dirichlet(np.ones(K), size=K)
    T[0] = 0, 0.3, 0.7, 0
    return rng.normal(0, 3, size=(N, K)), np.array([0, 1, 2, 3, 1, 2, 0]), T


def torch_gradient(loss, a, y, T):
    a_t = torch.tensor(a, requires_grad=True)
    value = loss(a_t, torch.tensor(y), torch.tensor(T))
    value.backward()
    return value.item(), a_t.grad


@pytest.mark.parametrize("theirs", [forward_corrected_torch, builtin_corrected])
def test_matches_torch(case, theirs):
    """The twin; and nll_loss of log(softmax(a) T), torch's own parts."""
    loss, da = data.forward_corrected(*case)
    loss_t, da_t = torch_gradient(theirs, *case)
    np.testing.assert_allclose(loss, loss_t, rtol=1e-10)
    np.testing.assert_allclose(da, da_t, rtol=1e-10, atol=1e-14)


def test_without_noise_it_is_the_cross_entropy(case):
    a, y, _ = case
    loss, da = data.forward_corrected(a, y, np.eye(K))
    want, da_want = cross_entropy(a, y)
    np.testing.assert_allclose(loss, want)
    np.testing.assert_allclose(da, da_want, atol=1e-14)
    want = F.cross_entropy(torch.tensor(a), torch.tensor(y))
    np.testing.assert_allclose(loss, want)


def test_gradient_matches_finite_differences(case):
    a, y, T = case
    _, da = data.forward_corrected(a, y, T)
    want = numerical_gradient(lambda: data.forward_corrected(a, y, T)[0], a)
    np.testing.assert_allclose(da, want, rtol=1e-6, atol=1e-8)


def test_large_logits_stay_finite(case):
    a, y, T = case
    loss, da = data.forward_corrected(1000 * a, y, T)
    assert np.isfinite(loss)
    assert np.isfinite(da).all()
    twin, da_t = torch_gradient(forward_corrected_torch, 1000 * a, y, T)
    np.testing.assert_allclose(loss, twin, rtol=1e-10)
    np.testing.assert_allclose(da, da_t, atol=1e-10)


@pytest.mark.parametrize("pair", [False, True])
def test_noise_keeps_its_promise(pair):
    """The rows of T are shares; labels come as often as T says."""
    T = data_data.label_noise_matrix(K, 0.3, pair)
    np.testing.assert_allclose(T.sum(axis=1), 1)
    np.testing.assert_allclose(np.diag(T), 0.7)
    assert T[1, 2] == pytest.approx(0.3 if pair else 0.1)
    assert T[K - 1, 0] == pytest.approx(0.3 if pair else 0.1)
    y = np.arange(40_000) % K
    labels = data_data.label_noise(np.random.default_rng(0), y, T)
    for k in range(K):
        share = np.bincount(labels[y == k], minlength=K) / (len(y) / K)
        np.testing.assert_allclose(share, T[k], atol=0.02)


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [("a", (N,), "(N, K)"), ("T", (K, 3), "(4, 4)")],
)
def test_bad_input_is_refused(case, name, shape, want):
    a, y, T = case
    inputs = {"a": a, "y": y, "T": T} | {name: np.zeros(shape)}
    message = refusal(name, want, shape)
    if name == "T":
        message = re.escape("T must be floats 0 … 1 of shape (4, 4), got")
    with silence(), pytest.raises(ValueError, match=message):
        data.forward_corrected(**inputs)


def test_what_cannot_be_answered_is_refused(case):
    a, y, _ = case
    sizes, errors = np.array([10.0, 20, 40]), np.array([0.4, 0.2, 0.1])
    never = np.eye(K)[[1, 1, 2, 3]]
    eight = np.zeros((2, 8))
    still = np.zeros((2, 2), int)
    for call, message in (
        (lambda: data.forward_corrected(a, y, never), "T must let each label"),
        (lambda: data.fit_power_law(-sizes, errors), "sizes must be 2 or more"),
        (lambda: data.fit_power_law(sizes, errors, 0.1), "errors must exceed"),
        (lambda: data_data.label_noise_matrix(K, 1.5), "rho must be in 0 … 1"),
        (lambda: data_data.augment_shift(eight, still), "x must hold squares"),
    ):
        with silence(), pytest.raises(ValueError, match=re.escape(message)):
            call()


def test_a_planted_leak_is_refused(rng):
    """Copies of the same image: their pixels differ, their number does not."""
    whose = np.repeat(np.arange(30), 9)
    order = rng.permutation(len(whose))
    with pytest.raises(ValueError, match="must share no original, got 30 in"):
        data_data.expect_disjoint(whose[order[:150]], whose[order[100:]])
    data_data.expect_disjoint(whose[whose < 20], whose[whose >= 20])


def test_float32_stays_float32(case, rng):
    a, y, T = case
    loss, da = data.forward_corrected(a.astype(np.float32), y, T)
    x = rng.random((N, D)).astype(np.float32)
    net = init_mlp(rng, (D, 3, K))
    net = type(net)(*([p.astype(np.float32) for p in part] for part in net))
    net, _ = data.train_data(
        rng, net, x, y, change=data_data.augment_batch, steps=2, decay=0.1
    )
    errors = np.array([0.4, 0.2, 0.15], np.float32)
    sizes = np.array([10, 20, 40], np.float32)
    law = data.fit_power_law_floor(sizes, errors)
    arrays = [loss, da, data.predict_power_law(law, sizes), *net.Ws, *net.bs]
    arrays += [data_data.augment_batch(rng, x)]
    for array in arrays:
        assert array.dtype == np.float32


def test_training_is_torchs(case, rng):
    """Five steps of Adam, with decay on the Ws alone; arguments stay."""
    _, y, T = case
    x, start = rng.normal(size=(N, D)), init_mlp(rng, (D, 3, K))
    kept = [p.copy() for part in (*start, [x, y, T]) for p in part]
    more = {"steps": 5, "lr": 0.1, "B": 6, "decay": 0.3}
    net, trail = data.train_data(
        np.random.default_rng(3),
        start,
        x,
        y,
        lambda a, y: data.forward_corrected(a, y, T),
        **more,
    )
    twin = train_data_torch(
        np.random.default_rng(3),
        MLP(*start),
        torch.tensor(x),
        torch.tensor(y),
        lambda a, y: forward_corrected_torch(a, y, torch.tensor(T)),
        **more,
    )
    assert trail == []
    for ours, theirs in zip([*net.Ws, *net.bs], twin.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=1e-6, atol=1e-8)
    now = [p for part in (*start, [x, y, T]) for p in part]
    for was, array in zip(kept, now, strict=True):
        np.testing.assert_array_equal(was, array)


def test_every_hundredth_net_is_kept(rng):
    x, y = rng.normal(size=(N, D)), np.arange(N) % K
    start = init_mlp(rng, (D, K))
    net, trail = data.train_data(rng, start, x, y, steps=200)
    assert len(trail) == 2
    np.testing.assert_array_equal(trail[-1].Ws[0], net.Ws[0])
    assert abs(trail[0].Ws[0] - net.Ws[0]).max() > 0


@pytest.mark.parametrize("seed", range(3))
def test_learns_a_small_task(seed):
    """40 % of one class bear the other's label: corrected 0.9, plain less."""
    rng = np.random.default_rng(seed)
    T = np.array([[0.4, 0.6], [0.0, 1.0]])
    x = rng.normal(size=(600, 2))
    y = (x[:, 0] > x[:, 1]).astype(np.int64)
    labels = data_data.label_noise(rng, y, T)
    right = []
    for loss in (cross_entropy, lambda a, y: data.forward_corrected(a, y, T)):
        net, _ = data.train_data(
            rng, init_mlp(rng, (2, 2)), x, labels, loss, lr=0.05
        )
        right.append((mlp_forward(net, x)[0].argmax(axis=1) == y).mean())
    assert right[0] < 0.8
    assert right[1] > 0.9


def test_power_laws_are_found_again(rng):
    sizes = np.array([20.0, 40, 80, 200, 500])
    errors = 3 * sizes**-0.7
    law = data.fit_power_law(sizes, errors)
    np.testing.assert_allclose(law, (3, 0.7, 0))
    noisy = errors * np.exp(rng.normal(0, 0.1, size=5))
    slope, height = np.polyfit(np.log(sizes), np.log(noisy), 1)
    law = data.fit_power_law(sizes, noisy)
    np.testing.assert_allclose((law.slope, np.log(law.scale)), (-slope, height))
    floor = 0.03 / 0.96  # the smallest error is this / 100 times 96
    with_floor = errors * 0 + 3 * sizes**-0.7 + floor
    law = data.fit_power_law_floor(sizes, with_floor, M=2000)
    np.testing.assert_allclose(law, (3, 0.7, floor), rtol=0.01)
    np.testing.assert_allclose(
        data.predict_power_law(law, sizes), with_floor, rtol=1e-3
    )


def test_there_are_no_more_neighbours_than_samples(rng):
    x, y = rng.normal(size=(7, 2)), np.arange(7) % 3
    assert (data.nearest_label(x, y, x, 7) == 0).all()
    with pytest.raises(ValueError, match=r"^k must be at most N = 7, got 8$"):
        data.nearest_label(x, y, x, 8)


@pytest.mark.parametrize("k", [1, 4])
def test_neighbours_are_scikit_learns(rng, k):
    x, new = rng.normal(size=(60, 5)), rng.normal(size=(20, 5))
    y = rng.integers(3, size=60)
    theirs = KNeighborsClassifier(k).fit(x, y).predict(new)
    ours = data.nearest_label(x, y, new, k)
    np.testing.assert_array_equal(ours, theirs)


def test_images_are_shifted_as_by_scipy(rng):
    images = rng.random((N, 3, 3))
    by = rng.integers(-2, 3, size=(N, 2))
    want = [shift(a, d, order=0) for a, d in zip(images, by, strict=True)]
    ours = data_data.augment_shift(images.reshape(N, D), by)
    np.testing.assert_allclose(ours.reshape(N, 3, 3), want)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_of_a_batch_is_moved(rng, share):
    x = 1 + rng.random((900, 16))
    same = (data_data.augment_batch(rng, x, share) == x).all(axis=1).mean()
    assert same == pytest.approx(1 - share * 8 / 9, abs=0.05)


def test_a_batch_is_changed_before_it_is_seen(rng):
    """Of images made black no weight of the first layer learns."""
    x, y = rng.random((N, D)), np.arange(N) % K
    start = init_mlp(rng, (D, 3, K))

    def black(rng, x):
        return 0 * x

    for change, same in ((black, True), (None, False)):
        net, _ = data.train_data(
            rng, start, x, y, change=change, steps=2, B=100
        )
        assert (net.Ws[0] == start.Ws[0]).all() == same


def test_sheets_are_those_that_scikit_learn_lists():
    """The boundaries of scikit-learn's course, Sample grouping."""
    sheets = data_hands.digits_sheets(load_digits().target)
    want = np.repeat(np.arange(14), np.diff([*STARTS, 1797]))
    np.testing.assert_array_equal(sheets, want)
    np.testing.assert_array_equal(np.bincount(sheets), data_hands.SHEETS)


def test_labels_in_another_order_have_no_sheets(rng):
    labels = rng.permutation(load_digits().target)
    with pytest.raises(ValueError, match="begin with 0 … 9, got"):
        data_hands.digits_sheets(labels)


def test_each_sheet_begins_with_all_digits_in_order():
    """The 14 starts, in the labels themselves."""
    y = load_digits().target
    assert len(y) == sum(data_hands.SHEETS)
    for start in STARTS:
        np.testing.assert_array_equal(y[start : start + 10], np.arange(10))


def test_shuffled_is_the_end_of_the_order():
    """And rng goes on from there, as after the permutation."""
    ours, theirs = np.random.default_rng(3), np.random.default_rng(3)
    train, test = data_hands.digits_split("shuffled", 517, ours)
    order = theirs.permutation(1797)
    np.testing.assert_array_equal(train, order[:1280])
    np.testing.assert_array_equal(test, order[1280:])
    assert ours.random() == theirs.random()


def test_in_order_is_the_end_of_the_file():
    train, test = data_hands.digits_split("in order", 500)
    np.testing.assert_array_equal(train, np.arange(1297))
    np.testing.assert_array_equal(test, np.arange(1297, 1797))
    sheets = data_hands.digits_sheets(load_digits().target)
    assert len(np.intersect1d(sheets[train], sheets[test])) == 1


@pytest.mark.parametrize("held", range(1, 14))
def test_by_writer_no_sheet_stands_on_both_sides(held):
    train, test = data_hands.digits_split("by writer", held)
    np.testing.assert_array_equal(np.append(train, test), np.arange(1797))
    sheets = data_hands.digits_sheets(load_digits().target)
    assert set(sheets[train]) == set(range(14 - held))
    assert set(sheets[test]) == set(range(14 - held, 14))


@pytest.mark.parametrize(
    ("how", "held", "rng", "message"),
    [
        ("random", 9, None, "how must be one of ('shuffled', 'in order'"),
        ("in order", 1797, None, "held must be whole, 1 … 1796, got 1797"),
        ("in order", 9.0, None, "held must be whole, 1 … 1796, got 9.0"),
        ("in order", 0, None, "held must be whole, 1 … 1796, got 0"),
        ("by writer", 14, None, "held must be whole, 1 … 13, got 14"),
        ("by writer", True, None, "held must be whole, 1 … 13, got True"),
        ("shuffled", 9, None, "shuffled: rng must be a Generator, got None"),
        ("shuffled", 9, 0, "shuffled: rng must be a Generator, got 0"),
        ("in order", 9, 0, "in order: rng must be a NoneType, got 0"),
    ],
)
def test_a_split_that_cannot_be_is_refused(how, held, rng, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        data_hands.digits_split(how, held, rng)
