"""What the chapter on Q-learning measures: its rows, its greedy path, its tables."""

import contextlib
import io

import gymnasium as gym
import numpy as np

from press import DOCS
from press.check.verdict import page_at
from press.read.program import codes, programs_of
from studies.reinforcement.qlearning import figures, results


def test_results_have_their_rows():
    short = {"rounds": 5, "K": 20, "far": 500, "across": 8000}
    rows = results.results(seeds=2, **short)
    assert [row["name"] for row in rows[:3]] == ["n^-0.8", "n^-1", "0.1"]
    for row in rows[:3]:
        assert np.shape(row["error"]) == (2, 5)
        assert np.shape(row["alone"]) == (2,)
    for row in rows[3:7]:
        assert np.shape(row["returns"]) == (2, 2)
        assert row["path"][0] == 36
    for row in rows[7:]:
        assert np.shape(row["share"]) == (2, 20)
        assert len(row["episodes"]) == 2
        assert 0 <= np.min(row["share"]) <= np.max(row["share"]) <= 0.75


def test_a_greedy_path_leads_to_the_end():
    """Along the cliff, by a table that knows the way; else it is cut."""
    Q = np.zeros((48, 4))
    Q[36, 0] = Q[24:35, 1] = Q[35, 2] = 1
    env = gym.make("CliffWalking-v1")
    path = results.greedy_path(env, Q)
    assert path == [36, *range(24, 36), 47]
    assert len(results.greedy_path(env, np.zeros((48, 4)), 9)) == 10


def test_the_table_gives_every_seed():
    crowd = {"steps_at": [2, 4], "error": [[1, 0.009], [1, 0.02]]}
    crowd |= {"by": [3_000_000, 4], "name": "x", "alone": [0.5, 0.25]}
    cliff = {"last": [-13.0, -15.5], "greedy": [13, 15]}
    early = [[0.5] * 20 + [0.6], [0.7] * 20 + [0.0]]
    lake = {"share": early, "episodes": [10, 30]}
    rows = [crowd, cliff, lake]
    assert results.table(rows) == [
        "| 0.0090 0.0200 | – 0.0 | 0.500 0.250 |",
        "| -14.2 | -13.0 -15.5 | 13 15 |",
        "| 60 | 50 70 | 30 | 60 0 | 20 |",
    ]
    assert results.facts(rows) == ["1 of 2 seeds"]


def test_the_picture_draws_the_table_that_the_page_prints():
    page = page_at(DOCS / "en/reinforcement/qlearning.md")
    (program,) = (
        text
        for text, block in zip(programs_of(page, ""), codes(page), strict=True)
        if "visits[s, a] ** -0.8" in block
    )
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(program, names)
    np.testing.assert_array_equal(figures._printed(), names["Q"])
