"""The results and claims of the chapter on PPO: their rows, and what they run."""

import numpy as np

from studies.reinforcement.ppo import claims, four, results, writing


def test_results_have_their_rows():
    rows = results.results(seeds=1, batches=(1, 1), games=1)
    assert len(rows) == 3 * len(four.RATES) + len(results.network_settings(1))
    for row in rows:
        assert 8 <= row.get("mean", row.get("least"))[0] <= 500
    assert rows[-1]["name"] == "gae 0.03"


def test_the_table_gives_every_seed():
    rows = [
        {"name": "four", "mean": [21.6, 30.0]},
        {
            "name": "net",
            "final": [500.0, 9.4],
            "least": [500, 8],
            "entropy": [0.5, 0.0],
            "curve": [[9.0, 410], [8.0, 420]],
        },
    ]
    assert results.table(rows) == [
        "| 26 | 22 30 |",
        "| 500 9 | 8 | 0.50 0.00 |",
    ]
    assert results.facts(rows) == ["net: 16 games"]


def test_four_weights_are_pushed_as_the_loss_says(rng):
    """One step is the mean push; clipped ratios do not push."""
    batch = four.four_games(np.zeros(4), rng, 3)
    x, a, left, lengths = batch
    assert len(x) == len(a) == len(left) == lengths.sum()
    assert left.max() == lengths.max()
    A = (left - left.mean()) / left.std()
    want = ((A * (a - 0.5))[:, None] * x).mean(axis=0)
    ours = four.push_four(np.zeros(4), batch, 1.0, 1, four.INF)
    np.testing.assert_allclose(ours, want, rtol=1e-6)
    still = four.push_four(ours, batch, 1.0, 1, 0.0)
    assert np.isfinite(still).all()
    assert four.four_curve(0, 3.0, 2, 0.2, batches=2, B=2).shape == (2,)


def test_the_mean_of_gae_is_the_mean_of_games():
    """expected without drawing, single with: 4 standard errors apart at most."""
    numbers = claims.lambda_errors(B=50)
    assert numbers["bias 1"] < 1e-12
    assert claims.between(claims.lambda_errors(B=200))


def test_each_claim_runs():
    """With the least that it takes."""
    assert claims.ended(batches=1, steps=1, H=3)["end"] > 8
    assert claims.unclipped(batches=1, steps=1, H=3)["end"] > 8
    assert claims.good({"end": 401})
    assert claims.in_fewer_games({"one": 9, "twenty": 8})
    assert claims.many_better(
        claims.four_searched(steps=3, B=1, batches=1)
    ) in {
        True,
        False,
    }
    assert claims.beyond(claims.strayed())
    held = claims.kept_answers(steps=100)
    assert claims.more_answers(held)
    found = claims.added_ten(steps=2, K=2)
    assert not claims.mean_better({"mean": 0.5, "plain": 0.5})
    assert 0 < found["plain"] < 1
    assert writing.rule(12).sum() == 7


def test_games_until_good(monkeypatch):
    """The first batch above 400, or far too many."""
    curves = iter([np.array([9.0, 401]), np.array([9.0, 8])])
    monkeypatch.setattr(claims, "cart_curve", lambda *_, **__: next(curves))
    assert claims.reached() == {"one": 16, "twenty": 9999}
