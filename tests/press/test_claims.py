"""What pages conclude: computed, recorded, compared, shown."""

import json
from types import SimpleNamespace

import pytest

from press.compute import claims, records
from press.compute.claims import Held
from press.finish import claims as shown
from press.finish.tree import Tree
from studies.trying import Claim, varied

STUDY = """from studies.trying import Claim, varied


def run(seed=0, rate=1.0):
    return {"ours": 2 * rate + seed, "theirs": 3.0}


CLAIMS = {
    "ahead": Claim(
        run, lambda n: n["ours"] > n["theirs"], varied(rate=[0.5, 2.0])
    )
}
"""


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A file of claims in a tree of its own, which can be imported."""
    path = tmp_path / "studies/toy/net/claims.py"
    path.parent.mkdir(parents=True)
    path.write_text(STUDY, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return path


def rows(*verdicts: bool) -> list[dict]:
    return [
        {
            "claim": "ahead",
            "setting": {"seed": n},
            "numbers": {"ours": 1.23456, "theirs": n},
            "holds": verdict,
        }
        for n, verdict in enumerate(verdicts)
    ]


def test_one_thing_is_varied_at_a_time():
    assert varied(2, rate=[0.5, 2.0], size=[8]) == [
        {"seed": 0},
        {"seed": 1},
        {"rate": 0.5},
        {"rate": 2.0},
        {"size": 8},
    ]


def test_a_setting_is_run_and_judged(monkeypatch):
    def run(seed=0):
        return {"ours": 1 / 3 + seed, "theirs": 1}

    claim = Claim(run, lambda n: n["ours"] > n["theirs"], varied(2))
    module = SimpleNamespace(CLAIMS={"ahead": claim})
    monkeypatch.setattr(claims, "load", lambda path: module)
    first, second = (claims.one("claims.py", "ahead", n) for n in (0, 1))
    assert first["numbers"] == {"ours": 0.333333, "theirs": 1.0}
    assert (first["holds"], second["holds"]) == (False, True)
    assert list(claims.tasks("x")) == [("x", "ahead", 0), ("x", "ahead", 1)]


def test_a_record_is_grouped_by_claim():
    found = claims.grouped(rows(True, True, False))
    assert found["ahead"].count == 2
    assert not found["ahead"].stands
    assert Held("a", rows(*[True] * 9, False)).stands


@pytest.mark.parametrize(
    ("now", "differs"),
    [
        ([True] * 19 + [False], False),
        ([True] * 18 + [False] * 2, False),
        ([False, False] + [True] * 17 + [False], True),  # crosses the bar
        ([False, False] + [True] * 18, True),  # as many, but others
    ],
)
def test_another_run_is_compared(now, differs):
    old = claims.grouped(rows(*[True] * 19, False))
    new = claims.grouped(rows(*now))
    assert bool(claims.differences(old, new)) == differs


def test_the_bar_may_not_be_crossed():
    old = claims.grouped(rows(*[True] * 9, False))
    new = claims.grouped(rows(*[True] * 8, False, False))
    (found,) = claims.differences(old, new)
    assert found == "ahead: recorded 9 of 10, now 8; 1 judged otherwise"


def test_only_one_page_is_computed(study, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(claims, "ROOT", tmp_path)
    monkeypatch.setattr(claims, "modules", lambda name: [study])
    monkeypatch.setattr(claims, "computed", lambda path: rows(True))
    assert claims.main(again=False, only="toy/net") == 0
    assert records.rows_of(study) == rows(True)
    monkeypatch.setattr(claims, "computed", lambda path: rows(False))
    assert claims.main(again=False, only="") == 0  # up to date
    assert records.rows_of(study) == rows(True)
    assert claims.main(again=True, only="") == 1
    assert "now 0; 1 judged otherwise" in capsys.readouterr().out
    with pytest.raises(
        ValueError, match="no claims of 'toy/met': ONLY=toy/net"
    ):
        claims.main(again=False, only="toy/met")


def test_words_of_a_claim_leave_its_record(study):
    records.write(study, rows(True))
    assert not records.is_stale(study)
    study.write_text(f'"""Words."""\n{STUDY}', "utf-8")
    assert not records.is_stale(study)
    study.write_text(STUDY.replace("3.0", "4.0"), "utf-8")
    assert records.is_stale(study)


@pytest.mark.parametrize(
    ("language", "count", "sentence", "names"),
    [
        ("en", "2 of 3", "2 of 3: Ours wins by 0.5.", "names are those of"),
        ("zh", "2/3", "2/3：Ours wins by 0.5. Not always.", "与程序里的相同"),
    ],
)
def test_a_page_shows_in_how_many(
    language, count, sentence, names, tmp_path, monkeypatch
):
    file = tmp_path / "studies/toy/net/claims.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"rows": rows(True, True, False)}), "utf-8")
    monkeypatch.setattr(shown, "recorded", recorded_below(tmp_path))
    tree = Tree(
        '<article><p class="claim" id="ahead">Ours wins by 0.5. Not always.</p>'
        '<p class="claim" id="other">x</p><p class="proof">y</p></article>'
    )
    shown.present(tree, language, "toy/net/")
    link = tree.css_first("#ahead a.held.partly")
    assert link.text() == count
    fold = tree.css_first("details#ahead-varied")
    assert link.attributes["href"] == "#ahead-varied"
    assert fold.css_first("summary").text() == sentence
    cells = [cell.text() for cell in fold.css("tr:last-child td")]
    assert cells == ["seed 2", "1.23", "2", "✗"]
    _, note = tree.css("section.claims > p")
    assert names in note.text()
    assert note.next.attributes["id"] == "ahead-varied"  # above the tables
    assert tree.css_first("section.claims").next.text() == "y"
    assert not tree.css("#other a")


@pytest.mark.parametrize(
    ("language", "verdicts", "words"),
    [
        (
            "en",
            (True, False),
            "1 of 2: the sentence was tried under 2 settings",
        ),
        (
            "en",
            (True, True),
            "other seeds, sizes, rates, data) and held in each.",
        ),
        (
            "zh",
            (True, False),
            "（别的种子、大小、学习率、数据等），有 1 种成立",
        ),
    ],
)
def test_the_first_count_that_is_seen_is_explained(
    language, verdicts, words, tmp_path, monkeypatch
):
    file = tmp_path / "studies/toy/net/claims.json"
    file.parent.mkdir(parents=True)
    both = [
        *rows(*verdicts),
        *({**r, "claim": "next"} for r in rows(*verdicts)),
    ]
    file.write_text(json.dumps({"rows": both}), "utf-8")
    monkeypatch.setattr(shown, "recorded", recorded_below(tmp_path))
    tree = Tree(
        '<article><details><p class="claim" id="ahead">In a fold.</p></details>'
        '<p class="claim" id="next">Ours wins.</p></article>'
    )
    shown.present(tree, language, "toy/net/")
    (note,) = tree.css(".held-note")
    assert words in note.text()
    assert note.prev.attributes["id"] == "next"
    only = Tree(
        '<article><details><p class="claim" id="ahead">x</p></details></article>'
    )
    shown.present(only, language, "toy/net/")
    assert only.css_first(".held-note").prev.attributes["id"] == "ahead"
    item = Tree(
        '<article><ul><li class="claim" id="ahead">x</li></ul></article>'
    )
    shown.present(item, language, "toy/net/")
    assert item.css_first("li .held-note")  # a list holds nothing but items


def test_settings_may_have_numbers_of_their_own():
    made = rows(True, True)
    made[1]["numbers"] = {"ours": 2.0, "alone": 3.5}
    tree = Tree("<article></article>")
    found = shown.table(tree, claims.grouped(made)["ahead"], "en")
    heads, first, second = (
        [cell.text() for cell in line.css("th, td")] for line in found.css("tr")
    )
    assert heads == ["setting", "ours", "theirs", "alone", "holds"]
    assert first == ["seed 0", "1.23", "0", "", "✓"]
    assert second == ["seed 1", "2", "", "3.5", "✓"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(999.6, "1000"), (-1234.5, "-1234"), (12.345, "12.3"), (4e9, "4e+09")],
)
def test_a_number_is_short_and_thousands_are_whole(value, words):
    assert shown.number(value) == words


def recorded_below(root):
    real = shown.recorded
    return lambda url: real(url, root)


def test_a_page_without_claims_stays_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(shown, "recorded", recorded_below(tmp_path))
    tree = Tree("<article><p>x</p></article>")
    before = tree.html
    shown.present(tree, "en", "toy/net/")
    shown.present(tree, "en", "")
    assert tree.html == before
