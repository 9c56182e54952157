"""make cpus: which settings a machine has, what leaves its tolerance, what is idle."""

import pytest

from tests.commands import cpus
from tests.commands.cpus import AVX, AVX2, AVX512, PLAIN, SETTINGS
from tests.kit.small_page import block, page

GROUPS = ["X86_V3", "X86_V4", "AVX512_ICL", "AVX512_SPR"]
HERE = {"AVX": True, "AVX2": True, "X86_V3": True, "AVX512_ICL": False}


def test_a_large_machine_executes_all_settings():
    everything = {"AVX": True, "AVX2": True, "AVX512F": True}
    assert cpus.executable(cpus.level_of(everything)) == SETTINGS
    assert len(SETTINGS) >= 6


def test_pages_with_code_are_computed():
    found = cpus.with_code()
    assert "recurrent/lstm.md" in found
    assert "help/glossary.md" not in found


def test_a_machine_executes_what_it_has():
    assert cpus.level_of(HERE) == AVX2
    levels = {setting.level for setting in cpus.executable(AVX2)}
    assert levels == {PLAIN, AVX, AVX2}
    assert cpus.level_of({}) == PLAIN
    assert len(cpus.executable(AVX2)) >= 6


@pytest.mark.parametrize(
    ("level", "expected"),
    [(PLAIN, "X86_V3 X86_V4"), (AVX2, "X86_V4"), (AVX512, "")],
)
def test_numpy_leaves_alone_what_stands_above(level, expected):
    features = dict.fromkeys(GROUPS[:2], True)
    assert cpus.unused(level, features, GROUPS) == expected


@pytest.fixture
def judged(monkeypatch):
    """What is said of a page whose program printed this under two settings."""

    def judged(shown, printed, within="", error=None):
        made = page(block("print(f(x))", shown, within))
        monkeypatch.setattr(cpus, "page_at", lambda path: made)
        results = {
            setting: {"a.md": [[text, error]]}
            for setting, text in zip(SETTINGS, printed, strict=False)
        }
        return list(cpus.judge("a.md", results))

    return judged


SOUND = {
    "the same": ("0.25", ["0.25", "0.25"], ""),
    "within": ("loss 0.25", ["loss 0.25", "loss 0.26"], "0.02"),
}
PLANTED = {
    "outside": ("loss 0.25", ["loss 0.25", "loss 0.28"], "0.02", "'loss 0.28'"),
    "no tolerance": (
        "0.25",
        ["0.25", "0.26"],
        "",
        "page says '0.25', the block prints '0.26'",
    ),
    "a word": (
        "up 0.25",
        ["up 0.25", "down 0.26"],
        "0.02",
        "within 0.02, the block prints 'down 0.26'",
    ),
    "idle": ("0.25", ["0.25", "0.25"], "0.02", "where nothing varies"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name, judged):
    assert judged(*SOUND[name]) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name, judged):
    *given, expected = PLANTED[name]
    (found,) = judged(*given)
    assert expected in found
    assert found.startswith("a.md: line ")


def test_a_block_that_fails_is_named(judged):
    found = judged("0.25", ["0.25", "0.25"], "", "ZeroDivisionError")
    assert [each.split(": ")[-1] for each in found] == ["ZeroDivisionError"] * 2


@pytest.mark.parametrize(
    ("threads", "first"), [("1", ["start", "start"]), ("2", ["start", "end"])]
)
def test_pages_that_take_several_cores_run_one_by_one(
    monkeypatch, tmp_path, threads, first
):
    """Side by side their threads spin, and a page of 7 s has no end after 120."""
    order = []

    class Running:
        def result(self):
            order.append("end")
            return []

    def start(page):
        order.append("start")
        return Running()

    monkeypatch.setattr(cpus, "start", start)
    monkeypatch.setattr(cpus, "page_at", lambda path: path)
    monkeypatch.setenv("PAGES_THREADS", threads)
    cpus.run(["a.md", "b.md"], tmp_path / "printed.json")
    assert order[:2] == first
    assert order.count("end") == 2
