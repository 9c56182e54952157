"""What the chapter on DQN measures and draws: its runs, maps, tables, figures."""

import gymnasium
import numpy as np

from snippets.reinforcement.dqn_agent import DqnSettings
from snippets.reinforcement.dqn_env import GridView
from studies.reinforcement.dqn import figures as dqn_figures
from studies.reinforcement.dqn import results as dqn_results

SMALL = DqnSettings(
    steps=60, N=50, B=8, warm=20, each=2, sync=10, T=30, gamma=0.8
)


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
    world = GridView((("...", "G..", "..S"),))
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
