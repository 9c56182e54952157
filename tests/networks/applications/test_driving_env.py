"""snippets/applications/driving_env.py: roads, camera, car and teacher."""

import re

import numpy as np
import pytest

from press.check.shape_comments import silence
from snippets.applications import driving_env as env
from tests.kit.refusals import refusal


def straight(R=1, S=80):
    """Roads without bends."""
    flat = np.zeros((R, S))
    xy = np.stack([np.tile(np.arange(S), (R, 1)), flat], axis=2).astype(float)
    return env.Roads(flat, flat, xy)


def circle(radius=30.0, S=90):
    """A road that bends to the left, always alike."""
    kappa = np.full((1, S), 1 / radius)
    theta = np.arange(S)[None] / radius
    xy = np.stack([np.sin(theta), 1 - np.cos(theta)], axis=2) * radius
    return env.Roads(kappa, theta, xy)


def placed(roads, e=0.0, phi=0.0, at=20):
    """One car on each road."""
    one = np.ones(len(roads.theta))
    return env.road_place(roads, at * one.astype(int), e * one, phi * one)


def test_roads_are_smooth_and_their_letters_agree():
    roads = env.road_make(np.random.default_rng(0), 30, 300)
    assert roads.xy.shape == (30, 300, 2)
    assert abs(roads.kappa).max() <= 1 / 30
    assert abs(roads.kappa).max() > 1 / 40
    assert abs(np.diff(roads.kappa)).max() <= 2 / 30 / 20 + 1e-12
    np.testing.assert_allclose(np.diff(roads.theta), roads.kappa[:, :-1])
    np.testing.assert_allclose(roads.xy[:, 0], 0)
    step = np.diff(roads.xy, axis=1)
    np.testing.assert_allclose((step**2).sum(axis=2), 1)
    way = np.arctan2(step[..., 1], step[..., 0])
    turned = np.angle(np.exp(1j * (way - roads.theta[:, :-1])))
    np.testing.assert_allclose(turned, roads.kappa[:, :-1] / 2, atol=1e-12)


@pytest.mark.parametrize(("e", "phi"), [(0.7, 0.1), (-1.2, -0.2), (0, 0)])
def test_a_car_is_where_it_was_placed(e, phi):
    roads = env.road_make(np.random.default_rng(1), 4, 80)
    found = env.road_offset(roads, placed(roads, e, phi))
    np.testing.assert_allclose(found[0], e, atol=1e-12)
    np.testing.assert_allclose(found[1], phi, atol=1e-12)


def test_a_car_drives_its_circle():
    """Bicycle model: radius AXLES / tan δ; a step is a chord of nearly 1 m."""
    roads = straight(2, 90)
    cars = placed(roads, at=0)
    delta = np.degrees(np.arctan(env.AXLES / 50)) * np.array([1, -1])
    for _ in range(40):
        cars = env.drive_step(roads, cars, delta)
    np.testing.assert_allclose(cars.psi, [0.8, -0.8])
    x, y = 50 * np.sin(0.8), 50 * (1 - np.cos(0.8))
    np.testing.assert_allclose(cars.xy, [[x, y], [x, -y]], rtol=1e-4)
    assert cars.at.tolist() == [36, 36]


def test_the_wheels_turn_at_most_25_degrees():
    roads = straight()
    far, most = (
        env.drive_step(roads, placed(roads), np.full(1, d)) for d in (90, 25)
    )
    np.testing.assert_array_equal(far.psi, most.psi)
    assert most.psi > env.drive_step(roads, placed(roads), np.full(1, 24)).psi


def test_the_teacher_by_hand():
    """0.05 of a metre, 0.5 of an angle, and the bend 5 m ahead."""
    flat = straight()
    for e, phi, expected in (
        (1, 0, -0.05),
        (0, 0.1, -0.05),
        (-1, 0.1, 0),
    ):
        delta = env.drive_teacher(flat, placed(flat, e, phi))
        np.testing.assert_allclose(np.radians(delta), expected, atol=1e-12)
    road = circle()
    delta = env.drive_teacher(road, placed(road))
    np.testing.assert_allclose(np.tan(np.radians(delta)), 2.5 / 30)
    kappa = road.kappa.copy()
    kappa[:, 25] = 0
    assert env.drive_teacher(road._replace(kappa=kappa), placed(road)) == 0


def seen_slowly(roads, cars, fine=15):
    """The image of a first car, by fine² rays a pixel, without approximation."""
    X, c = env.HEIGHT * env.FOCAL / (np.arange(env.H) + 1.5), np.cos(cars.psi)
    s, road, out = np.sin(cars.psi), roads.xy[0], np.zeros((env.H, env.W))
    for (row, column), _ in np.ndenumerate(out):
        for part in (np.arange(fine) + 0.5) / fine - 0.5:
            right = (column + part - (env.W - 1) / 2) / env.FOCAL * X[row]
            point = (
                cars.xy[0]
                + X[row] * np.array([c[0], s[0]])
                + right * np.array([s[0], -c[0]])
            )
            dense = np.linspace(road[:-1], road[1:], 5, axis=1).reshape(-1, 2)
            y = np.sqrt(((dense - point) ** 2).sum(axis=1).min())
            line = abs(y - env.HALF) < env.LINE / 2
            ground = 0.2 if y < env.HALF else 0.4
            out[row, column] += (1 if line else ground) / fine
    return out


@pytest.mark.parametrize(("e", "phi"), [(0, 0), (1.1, 0), (-0.6, 0.15)])
@pytest.mark.parametrize("make", [straight, circle])
def test_the_camera_sees_what_rays_see(make, e, phi):
    """On a straight road to the fineness of the rays, nearly so in a bend."""
    roads = make()
    cars = placed(roads, e, phi)
    fast = env.road_camera(roads, cars)[0, 0]
    slow = seen_slowly(roads, cars)
    gap = np.abs(fast - slow)
    # a pixel that a rim of the road cuts is light or dark as a whole
    assert np.median(gap) < 0.02
    assert gap.mean() < (0.03 if make is straight else 0.05)


def test_the_camera_by_hand():
    """At 1.4 · 20 / 16.5 m the lines lie 1.8 / X · 20 pixels to the sides."""
    roads = straight()
    image = env.road_camera(roads, placed(roads))[0, 0]
    X = 1.4 * 20 / 8.5  # row 7
    centre = 15.5 - 1.8 / X * 20
    assert image[7].argmax() == round(centre)
    np.testing.assert_allclose(image, image[:, ::-1])
    left = env.road_camera(roads, placed(roads, e=0.5))[0, 0]
    right = env.road_camera(roads, placed(roads, e=-0.5))[0, 0]
    np.testing.assert_allclose(left, right[:, ::-1], atol=1e-12)
    columns = left[7] - image[7]
    assert columns[:16].argmax() > image[7, :16].argmax()  # the line is nearer
    turned = env.road_camera(roads, placed(roads, phi=0.05))[0, 0]
    # turned to the left by a column: all moves to the right by one
    np.testing.assert_allclose(turned[3, 2:], image[3, 1:-1], atol=0.15)


def test_light_and_shadow():
    rng = np.random.default_rng(0)
    x = np.ones((400, 1, 16, 32))
    plain = env.road_light(rng, x, shade=False)
    np.testing.assert_allclose(plain.mean(), 1, atol=0.01)
    np.testing.assert_allclose(plain.std(), 0.05, rtol=0.02)
    images = env.road_light(rng, x)[:, 0]
    bright, dark = images.max(axis=(1, 2)), images.min(axis=(1, 2))
    assert bright.max() < 1.2 + 0.3
    assert 0.1 < np.median(dark / bright) < 0.5
    noise = np.abs(np.diff(images, axis=2)).mean()
    assert noise < 0.09  # a shadow has one edge, and is no noise


def test_the_teacher_stays_in_its_lane():
    rng = np.random.default_rng(0)
    roads = env.road_make(rng, 6, 474)
    drive = env.drive_on(rng, roads)
    assert abs(drive.e).max() < 1
    assert env.drive_metres(drive).tolist() == [400] * 6
    report = env.drive_report(drive)
    assert report == {
        "metres": 400.0,
        "whole": 1.0,
        "departures": 0.0,
        "own": 0.0,
    }


def test_a_push_disturbs_the_way_and_not_the_answer():
    roads = env.road_make(np.random.default_rng(0), 3, 300)
    calm, pushed = (
        env.drive_on(np.random.default_rng(1), roads, T=100, push=push)
        for push in (0.0, 5.0)
    )
    np.testing.assert_array_equal(pushed.y, pushed.delta)
    np.testing.assert_array_equal(calm.y[0], pushed.y[0])
    assert abs(pushed.e).mean() > 1.5 * abs(calm.e).mean()


def test_who_leaves_is_counted_and_set_back():
    """Straight on, on a circle: 1.8 m off after about 10 m, again and again."""
    road = circle(S=200)
    drive = env.drive_on(
        np.random.default_rng(0), road, lambda x: np.zeros(len(x)), T=60
    )
    first = env.drive_metres(drive)[0]
    assert 7 < first < 13
    assert abs(drive.e[: first - 1]).max() < env.HALF < abs(drive.e[first, 0])
    assert abs(drive.e[first + 1, 0]) < 0.3
    report = env.drive_report(drive)
    assert report["metres"] == first
    assert report["whole"] == 0
    out = (abs(drive.e) > env.HALF).sum()
    assert 4 <= out <= 7
    assert report["departures"] == pytest.approx(1000 * out / 60)
    error = np.sqrt((drive.y**2).mean())
    assert report["own"] == pytest.approx(error)


def test_the_paint_rule_by_hand():
    x = np.zeros((2, 1, 16, 32))
    x[0, 0, 2, [3, 5]] = 0.9  # columns 4 on average: 11.5 left of the middle
    x[0, 0, 7, 30] = 0.9  # too near to count
    x[0, 0, 3, 20] = 0.4  # too dark
    delta = env.drive_by_paint(2.0, 0.5)(x)
    np.testing.assert_allclose(delta, [23, 0])
    x[0, 0, 2, 5] = 1.3  # twice as far above 0.5 as the other
    delta = env.drive_by_paint(2.0, 0.5)(x)
    np.testing.assert_allclose(delta, [2 * (15.5 - 13 / 3), 0])


def test_contrast_asks_how_much_brighter_than_beside():
    """Paint of 0.5 in the shade, column 4; asphalt of 0.8 in the sun."""
    x = np.zeros((1, 1, 16, 32))
    x[0, 0, 2, 16:] = 0.8
    x[0, 0, 2, 4] = 0.5
    x[0, 0, 7, 30] = 2.0  # too near to count
    rule = env.drive_by_paint(2.0, 0.45, contrast=True)
    np.testing.assert_allclose(rule(x), [23])
    assert env.drive_by_paint(2.0, 0.45)(x) < 0
    np.testing.assert_allclose(rule(x + 3), [23])  # light does not matter


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (
            "R, S must be whole and at least 1, got 0, 9",
            lambda rng: env.road_make(rng, 0, 9),
        ),
        (
            "T must be whole and at least 1, got 0",
            lambda rng: env.drive_on(rng, straight(), T=0),
        ),
        (
            "roads must have 81 points, got 80",
            lambda rng: env.drive_on(rng, straight(), T=51),
        ),
        (
            "policy(x) must be floats of shape (2,), got float64 (2, 1)",
            lambda rng: env.drive_on(
                rng, straight(2), lambda x: x[:, 0, 0, :1], T=9
            ),
        ),
    ],
)
def test_bad_input_is_refused(words, call):
    message = f"^{re.escape(words)}$"
    with silence(), pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "shape", "want"),
    [
        ("kappa", (80,), "(R, S)"),
        ("theta", (2, 79), "(2, 80)"),
        ("theta", (1, 80), "(2, 80)"),
        ("xy", (2, 80), "(2, 80, 2)"),
        ("xy", (2, 79, 2), "(2, 80, 2)"),
    ],
)
def test_roads_that_do_not_fit_are_refused(name, shape, want):
    rng, message = np.random.default_rng(0), refusal(name, want, shape)
    with silence():
        roads = straight(2)._replace(**{name: np.zeros(shape)})
        with pytest.raises(ValueError, match=message):
            env.drive_on(rng, roads, T=9)
