"""snippets/applications/face.py against torch, differences and its words.

The first parameters are init_mlp's, which has a test of its own.
"""

from functools import partial

import numpy as np
import pytest
import torch
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from press.check.shape_comments import silence
from snippets.applications import (
    face,
    face_data,
    face_shortcut,
    face_torch,
    face_verification,
)
from snippets.feedforward.mlp import MLPParams, init_mlp
from studies.applications.face import results as face_results
from tests.kit.gradients import numerical_gradient
from tests.kit.refusals import refusal

N, D, H, K, M = 7, 5, 6, 3, 1.1
SAME = np.array([True, False, True, False, False, True, False])
NAMES = ["x_a", "x_b", "W_1", "W_2", "b_1", "b_2"]


@pytest.fixture
def case(rng):
    """All that goes in by its name: photos, weights, biases that are not 0."""
    params = init_mlp(rng, (D, H, K))
    biases = [rng.normal(size=len(b)) for b in params.bs]
    arrays = [*rng.normal(size=(2, N, D)), *params.Ws, *biases]
    return dict(zip(NAMES, arrays, strict=True))


def params_of(case):
    _, _, W_1, W_2, b_1, b_2 = case.values()
    return MLPParams([W_1, W_2], [b_1, b_2])


def forward(case):
    return face.face_forward(params_of(case), case["x_a"], case["x_b"])


def loss_of(case):
    return face.contrastive_loss(forward(case)[0], SAME, M)[0]


def gradients(case):
    d, cache = forward(case)
    _, dd = face.contrastive_loss(d, SAME, M)
    dx_a, dx_b, grads = face.face_backward(dd, cache)
    return [dx_a, dx_b, *grads.Ws, *grads.bs]


def assert_like(net, case, expected):
    """The loss, every input's and every parameter's gradient."""
    x_a, x_b = (torch.tensor(case[k]).requires_grad_() for k in NAMES[:2])
    d = net(x_a, x_b)
    np.testing.assert_allclose(forward(case)[0], d.detach(), rtol=1e-10)
    loss = face_torch.contrastive_loss_torch(d, torch.tensor(SAME), M)
    np.testing.assert_allclose(loss_of(case), loss.item(), rtol=1e-10)
    loss.backward()
    theirs = [x_a.grad, x_b.grad, *expected()]
    for name, a, b in zip(NAMES, gradients(case), theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10, atol=1e-14, err_msg=name)


def test_the_case_has_pairs_on_both_sides_of_the_margin(case):
    far = forward(case)[0][~SAME]
    assert (far < M).any()
    assert (far > M).any()


def test_matches_torch_twin(case):
    twin = face_torch.Face(params_of(case))
    assert_like(twin, case, lambda: [p.grad for p in twin.parameters()])


def test_matches_torch_builtin(case):
    """nn.Linear and nn.PairwiseDistance; torch has no such loss."""
    net = face_torch.BuiltinFace(params_of(case))
    layers = net.embed[::2]
    assert_like(
        net,
        case,
        lambda: [
            *(layer.weight.grad.mT for layer in layers),
            *(layer.bias.grad for layer in layers),
        ],
    )


@pytest.mark.parametrize("k", range(len(NAMES)))
def test_gradient_matches_finite_differences(case, k):
    np.testing.assert_allclose(
        gradients(case)[k],
        numerical_gradient(lambda: loss_of(case), case[NAMES[k]]),
        rtol=1e-6,
        atol=1e-8,
        err_msg=NAMES[k],
    )


def test_two_equal_photos_have_no_gradient_and_no_division_by_0(case):
    case["x_b"] = case["x_a"].copy()
    for gradient in gradients(case):
        assert not gradient.any()


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("x_a", (D,), "(N, D)"),
        ("x_b", (N, 4), "(7, 5)"),
        ("W_1", (D,), "(D, H)"),
        ("W_2", (5, K), "(6, H)"),
    ],
)
def test_bad_input_is_refused(case, name, shape, want):
    said = {"W_1": "Ws[0]", "W_2": "Ws[1]"}.get(name, name)
    with (
        silence(),
        pytest.raises(ValueError, match=refusal(said, want, shape)),
    ):
        forward(case | {name: np.zeros(shape)})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: face_shortcut.face_roughness(np.zeros((2, 1, 3))),
            "x.shape must be whole",
        ),
        (
            lambda: face_shortcut.face_occlusion(len, np.zeros((5, 9)), k=6),
            r"k must fit into x \(5, 9\), got k = 6",
        ),
        (
            lambda: face_verification.verification_eer(
                np.ones(2), np.array([True, True])
            ),
            "same must hold True and False, got True only",
        ),
        (
            lambda: face_verification.verification_threshold(
                np.ones(7), SAME, 1.0
            ),
            "far must be from 0 to below 1, got 1.0",
        ),
        (
            lambda: face.draw_face_pairs(None, np.array([0, 0, 1]), 4),
            "who must hold 2 people, 2 photos each, or more",
        ),
        (
            lambda: face.draw_face_pairs(None, np.array([3, 3, 3]), 4),
            "who must hold 2 people, 2 photos each, or more",
        ),
    ],
)
def test_what_has_no_answer_is_refused(call, message):
    with silence(), pytest.raises(ValueError, match=message):
        call()


def test_a_planted_leak_is_red(monkeypatch):
    """One person in two parts stops the split, and also the whole study."""
    parts = np.array([0, 0, 1]), np.array([2, 3]), np.array([4])
    face_verification.expect_strangers(*parts)
    wrong = "a person must be in one part, got 3"
    with silence(), pytest.raises(ValueError, match=wrong):
        face_verification.expect_strangers(*parts, np.array([5, 3]))
    honest = face_results.new_photos

    def leaky(rng, P, share=0.0, start=0):
        return honest(rng, P, share, 0)

    monkeypatch.setattr(face_results, "new_photos", leaky)
    for study in face_results.verification_rows, face_results.group_rows:
        with pytest.raises(ValueError, match="a person must be in one part"):
            study(1, people=4, steps=1)


def test_arguments_stay_as_they_are(case):
    kept = {name: array.copy() for name, array in case.items()}
    x = case["x_a"].reshape(1, N, D)
    face_shortcut.face_occlusion(lambda images: images[:, 0, 0], x[0], k=2)
    face_shortcut.face_roughness(x)
    gradients(case)
    who = np.array([0, 0, 1, 1, 2, 2, 2])
    params = params_of(case)
    rng = np.random.default_rng(0)
    face.train_face(rng, params, case["x_a"], who, steps=2)
    for net in face_torch.Face(params), face_torch.BuiltinFace(params):
        for parameter in net.parameters():
            torch.nn.init.zeros_(parameter)
    for name, array in case.items():
        np.testing.assert_array_equal(array, kept[name], err_msg=name)


def test_float32_stays_float32(case):
    case = {name: a.astype(np.float32) for name, a in case.items()}
    who = np.array([0, 0, 1, 1, 2, 2, 2])
    rng = np.random.default_rng(0)
    params, losses = face.train_face(
        rng, params_of(case), case["x_a"], who, steps=2
    )
    d, _ = forward(case)
    rough = face_shortcut.face_roughness(case["x_a"][None])
    arrays = [*gradients(case), *params.Ws, *params.bs, d, losses, rough]
    arrays.append(face.contrastive_loss(d, SAME, M)[1])
    for array in arrays:
        assert array.dtype == np.float32


def test_a_step_of_training_is_torchs(case):
    """A gradient half as long would teach, too; torch's own Adam."""
    who = np.array([0, 0, 1, 1, 2, 2, 2])
    params, x = params_of(case), case["x_a"]
    new, losses = face.train_face(
        np.random.default_rng(1), params, x, who, m=M, lr=0.1, B=8, steps=2
    )
    rng = np.random.default_rng(1)
    twin = face_torch.Face(params)
    adam = torch.optim.Adam(twin.parameters(), lr=0.1)
    for _ in range(2):
        a, b, same = face.draw_face_pairs(rng, who, 8)
        d = twin(torch.tensor(x[a]), torch.tensor(x[b]))
        loss = face_torch.contrastive_loss_torch(d, torch.tensor(same), M)
        adam.zero_grad()
        loss.backward()
        adam.step()
    np.testing.assert_allclose(losses[1], loss.item(), rtol=1e-6)
    theirs = twin.parameters()
    for ours, p in zip([*new.Ws, *new.bs], theirs, strict=True):
        np.testing.assert_allclose(ours, p.detach(), rtol=1e-6, atol=1e-8)


def test_pairs_are_what_they_are_called(rng):
    """Never a photo with itself, and every partner comes up."""
    who = np.array([4, 0, 4, 9, 0, 4, 9, 9, 9])
    a, b, same = face.draw_face_pairs(rng, who, 4000)
    np.testing.assert_array_equal(who[a] == who[b], same)
    assert (a != b).all()
    assert same.mean() == 0.5
    assert len(set(zip(a.tolist(), b.tolist(), strict=True))) == 9 * 8


def test_roughness_and_occlusion_by_hand():
    x = np.array([[[1.0, 2], [4, 2], [4, 0]]])
    assert face_shortcut.face_roughness(x) == (3 + 0 + 0 + 2) / 4
    image = np.zeros((4, 6))
    image[1, 4] = 24  # the mean is 1
    fall = face_shortcut.face_occlusion(lambda x: x[:, 1, 4], image, k=2, s=2)
    want = np.zeros((2, 3))
    want[0, 2] = 23
    np.testing.assert_array_equal(fall, want)


def test_fisher_faces_are_those_of_scikit_learn(rng):
    who = np.repeat(np.arange(6), 5)
    x = rng.normal(size=(6, 8))[who] + rng.normal(size=(30, 8))
    lda = LinearDiscriminantAnalysis(solver="eigen").fit(x, who)
    ours = x @ face_data.fisher_faces(x, who, 3, shrink=0)
    theirs = lda.transform(x)[:, :3]
    for n in range(1, 30):
        np.testing.assert_allclose(
            np.linalg.norm(ours[n] - ours[0]),
            np.linalg.norm(theirs[n] - theirs[0]),
            rtol=1e-8,
        )


def test_learns_a_small_task():
    """Four numbers tell people apart, twelve are noise: EER from 41 % to 2 %."""
    rng = np.random.default_rng(0)
    who = np.repeat(np.arange(60), 6)
    x = np.zeros((360, 16))
    x[:, :4] = rng.normal(size=(60, 4))[who]
    x[:, 4:] = rng.normal(0, 2, (360, 12))
    train, test = who < 40, who >= 40
    start = init_mlp(rng, (16, 32, 4), glorot=True)
    params, losses = face.train_face(
        rng, start, x[train], who[train], m=4.0, lr=3e-3, steps=500
    )
    a, b, same = face.draw_face_pairs(rng, who[test], 2000)
    before, after = (
        face_verification.verification_eer(
            face.face_forward(p, x[test][a], x[test][b])[0], same
        )[0]
        for p in (start, params)
    )
    assert losses.shape == (500,)
    assert before > 0.35
    assert after < 0.2


def test_an_image_in_both_parts_of_a_fold_is_red(rng):
    x, y = rng.random((4, 24, 24)), np.arange(4) < 2
    folds = face_results._fold(rng, x, y, [0, 1, 2], [2, 3])
    with pytest.raises(ValueError, match="an image is in training and in test"):
        next(folds)


def test_results_answer_every_question(monkeypatch):
    two = partial(face_results.shortcut_rows, folds=2)
    monkeypatch.setattr(face_results, "shortcut_rows", two)
    rows = face_results.results(seeds=1, people=9, steps=2)
    assert [len(row) for row in rows] == [8] * 3 + [2] * 3 + [4] * 10 + [
        *([3] * 3),
        *([5] * 5),
        4,
    ]
    for row in rows:
        for numbers in row.values():
            if isinstance(numbers, list):
                assert np.isfinite(numbers).all()
    assert np.shape(rows[3]["map"]) == (10, 10)


def test_the_table_gives_mean_and_standard_deviation():
    rows = [{"way": "leak", "eer": [1.0, 1.0]}, {"judge": "A", "map": [[0.0]]}]
    rows += [{"way": "A", "eer": [1.0, 3.0]}]
    lines = ["| 2.0 ± 1.4 |", "| 1.0 ± 0.0 |"]  # leaks stand last on the page
    assert face_results.table(rows) == lines


def test_the_table_has_a_column_for_each_judge():
    rows = [{"judge": k, "right": [k, k], "grass": [-k, -k]} for k in (1, 2)]
    lines = ["| 1.0 ± 0.0 | 2.0 ± 0.0 |", "| −1.0 ± 0.0 | −2.0 ± 0.0 |"]
    assert face_results.table(rows) == lines


def test_scaled_embeddings_are_directions_from_the_mean(rng):
    x, W = rng.normal(size=(9, 4)), rng.normal(size=(4, 3))
    z = face_results.scaled(lambda photos: photos @ W, x)(x)
    np.testing.assert_allclose(np.linalg.norm(z, axis=1), 1)
    want = (x - x.mean(axis=0)) @ W
    np.testing.assert_allclose(z * np.linalg.norm(want, axis=1)[:, None], want)


def test_data_are_what_they_are_called(rng):
    people = face_data.invent_people(rng, 10, 0.3)
    assert people[:, -1].sum() == 3
    photos, who = face_data.photograph(rng, people, 2, S=16)
    assert photos.shape == (20, 16, 16)
    assert photos.min() >= 0
    assert photos.max() <= 1
    np.testing.assert_array_equal(who, np.repeat(np.arange(10), 2))
    rows = face_data.face_rows(photos)
    np.testing.assert_allclose(rows.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(rows.std(axis=1), 1)
    mixed = face_data.shuffle_tiles(rng, photos, 4)
    for one, other in zip(photos, mixed, strict=True):
        assert not (one == other).all()
        np.testing.assert_array_equal(np.sort(one, None), np.sort(other, None))
    calm = face_data.blur(photos)
    assert (
        face_shortcut.face_roughness(calm).max()
        < face_shortcut.face_roughness(photos).min()
    )
    d, same = face_data.trial(rows, who)
    np.testing.assert_allclose(d[0], np.linalg.norm(rows[0] - rows[1]))
    assert same.sum() == 10
    assert face_data.texture_tiles("grass").shape == (100, 24, 24)
