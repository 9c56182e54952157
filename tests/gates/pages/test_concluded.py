"""Gate 2: what a page concludes was tried under settings that could overturn it."""

import pytest

from press import CONFIGS, DOCS, ROOT
from press.check.verdict import page_at
from press.compute import claims, records
from press.compute.claims import grouped
from studies.trying import Claim, varied
from tests.gates.pages import concluded
from tests.kit.findings import none
from tests.kit.small_page import page as small_page

STUDIES = records.modules("claims")
every = pytest.mark.parametrize(
    "path", STUDIES, ids=lambda path: "/".join(path.parts[-3:-1])
)


def page_of(path, language: str):
    place = path.relative_to(ROOT / "studies").parent
    return page_at((DOCS / language / place).with_suffix(".md"))


def test_there_are_claims():
    assert STUDIES


@every
def test_the_record_belongs_to_the_code(path):
    assert not records.is_stale(path), "run `make claims`, then see the page"


@every
def test_claims_were_varied_and_judged(path):
    found = records.load(path).CLAIMS
    none(concluded.unvaried(found))
    none(concluded.misjudged(found, claims.held(path)))


def rates_of(path) -> tuple[float, ...]:
    """The learning rates that the searches of a chapter try, RATES."""
    files = [path, *path.parent.glob("results.py")]
    found = [getattr(records.load(file), "RATES", ()) for file in files]
    return next(
        (each for each in found if each and isinstance(each, tuple)), ()
    )


@every
def test_a_search_does_not_end_with_the_last_rate_that_it_tried(path):
    none(concluded.unended(claims.held(path), rates_of(path)))


@pytest.mark.parametrize("language", CONFIGS)
@every
def test_sentences_and_claims_belong_together(path, language):
    page = page_of(path, language)
    none(concluded.unmatched(page, records.load(path).CLAIMS))
    none(
        concluded.too_loud(page, claims.held(path)),
        "say less there, and in the sentence say where it fails",
    )


@pytest.mark.parametrize("language", CONFIGS)
def test_a_mark_without_claims_is_no_claim(language):
    known = {path.relative_to(ROOT / "studies").parent for path in STUDIES}
    none(
        file.relative_to(DOCS).as_posix()
        for file in (DOCS / language).rglob("*.md")
        if file.relative_to(DOCS / language).with_suffix("") not in known
        and ".claim" in file.read_text("utf-8")
    )


def run(seed: int = 0, rate: float = 1.0) -> dict[str, float]:
    return {"ours": 2 * rate, "theirs": 3.0}


def ahead(numbers: dict[str, float]) -> bool:
    return numbers["ours"] > numbers["theirs"]


SOUND = {"ahead": Claim(run, ahead, varied(rate=[2.0, 3.0]))}
TEXT = "# Page\n\n{}\n\n## Part { #part }\n\n{}\n"
MARKED = "Ours wins.\n{ .claim #ahead }"


def rows(settings: list[dict], *failed: int) -> list[dict]:
    return [
        {
            "claim": "ahead",
            "setting": setting,
            "numbers": {"ours": 4.0 - 2 * (n in failed), "theirs": 3.0},
            "holds": n not in failed,
        }
        for n, setting in enumerate(settings)
    ]


def body(intro: str = "Hello.", part: str = MARKED):
    return small_page(TEXT.replace("{}", intro, 1).replace("{}", part, 1))


def test_a_sound_claim():
    held = grouped(rows(SOUND["ahead"].settings))
    assert not [*concluded.unmatched(body(), SOUND)]
    assert not [*concluded.unvaried(SOUND)]
    assert not [*concluded.misjudged(SOUND, held)]
    assert not [*concluded.too_loud(body(MARKED, "x"), held)]


def test_a_sentence_without_a_claim_and_a_claim_without_a_sentence():
    other = body(part="Ours wins.\n{ .claim #far-ahead }")
    first, second = concluded.unmatched(other, SOUND)
    assert first == "far-ahead: no such claim in claims.py"
    assert second.startswith("ahead: no sentence")
    (nameless,) = concluded.unmatched(body(part="x\n{ .claim }"), {})
    assert nameless.startswith("a mark without id")


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (varied(4, rate=[2.0, 3.0]), "ahead: 4 seeds"),
        (varied(5), "ahead: nothing but the seed is varied"),
        (varied(5, rate=[2.0]), "ahead: nothing but the seed is varied"),
    ],
)
def test_a_claim_that_was_hardly_varied(settings, found):
    claim = SOUND["ahead"]._replace(settings=settings)
    assert [*concluded.unvaried({"ahead": claim})] == [found]


def test_a_record_that_says_more_than_its_numbers():
    made = rows(SOUND["ahead"].settings)
    made[1]["numbers"]["ours"] = 2.0
    found = [*concluded.misjudged(SOUND, grouped(made))]
    assert found == ["ahead, {'seed': 1}: not what its numbers say"]
    fewer = grouped(rows(SOUND["ahead"].settings[:-1]))
    found = [*concluded.misjudged(SOUND, fewer)]
    assert found == ["ahead: other settings are recorded"]
    assert [*concluded.misjudged(SOUND, {})] == found


LOUD = {
    "introduction": (MARKED, "x"),
    "heading": ("Hello.", "### Ours wins { .claim #ahead }"),
    "caption": (
        "x",
        "![A](../assets/x.svg)\n\nOurs wins.\n{ .caption .claim #ahead }",
    ),
    "figcaption": (
        "x",
        '<figure markdown="span">\n![A](../assets/x.svg)\n<figcaption '
        'class="claim" id="ahead" markdown="span">Ours.</figcaption>\n</figure>',
    ),
}


@pytest.mark.parametrize("place", LOUD)
def test_a_claim_below_its_bar_where_all_see_it(place):
    settings = SOUND["ahead"].settings
    page = body(*LOUD[place])
    weak = grouped(rows(settings, 3, 4))
    found = [*concluded.too_loud(page, weak)]
    assert found == ["ahead: holds in 5 of 7 only"]
    assert not [*concluded.too_loud(body(), weak)]
    assert not [*concluded.too_loud(page, grouped(rows(settings)))]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ([0.1, 0.1, 0.3], []),
        ([0.1, 0.3, 0.3], ["ahead: our rate is 0.3 in 2 of 3"]),
        ([0.03, 0.03, 0.1], ["ahead: our rate is 0.03 in 2 of 3"]),
        ([0.5, 0.5, 0.1], []),  # a rate that is computed, and not chosen
    ],
)
def test_a_search_that_ends_too_early(chosen, found):
    made = rows(SOUND["ahead"].settings)
    for row, rate in zip(made, chosen, strict=False):
        row["numbers"] |= {"our rate": rate, "our": 98.0}
    said = concluded.unended(grouped(made), (0.03, 0.1, 0.3))
    assert [each.split(",")[0] for each in said] == found


@pytest.mark.parametrize("score", [0.0, 100.0])
def test_where_all_rates_are_alike_none_is_the_last(score):
    made = rows(SOUND["ahead"].settings)
    for row in made:
        row["numbers"] |= {"our rate": 0.3, "our": score}
    assert not [*concluded.unended(grouped(made), (0.03, 0.1, 0.3))]


def test_searches_are_seen():
    seen = [
        path
        for path in STUDIES
        if rates_of(path)
        and any(
            key.endswith(concluded.RATE)
            for held in claims.held(path).values()
            for row in held.rows
            for key in row["numbers"]
        )
    ]
    assert len(seen) >= 3
