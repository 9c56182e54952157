"""Planted faults in twins and figures are seen."""

import re

import pytest

from press import ROOT
from tests.gates.scripts import live, mutants, twins
from tests.gates.scripts.twins import computed

NEURON = "snippets/foundations/neuron.mjs"
LSTM = "snippets/recurrent/lstm.mjs"
FRAUD = "snippets/applications/fraud_alerts.mjs"
NAME = "foundations/neuron"
UNLIKE = [
    (
        "export function mse(y_hat, y) {",
        "export function mse(y, y_hat) {",
        r"mse\(y, y_hat\): in Python \(y_hat, y\)",
    ),
    (
        "export function f_tanh(a)",
        "export function f_tan(a)",
        "f_tan has no counterpart",
    ),
    ("export function f_tanh(a)", "function f_tanh(a)", "f_tanh, which is not"),
    (
        "export function sigmoid(a)",
        "export const pi = 3\nexport function sigmoid(a)",
        "pi is no function",
    ),
    (
        "// Mean squared",
        "export function init_neuron(rng, D) {\n}\n// Mean squared",
        "init_neuron stands in another order|init_neuron is computed by no test",
    ),
]


@pytest.fixture
def copy(tmp_path):
    """The twins somewhere else; copy(name, old, new) changes one of them."""
    for name in twins.modules():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())

    def change(name, old, new):
        path = tmp_path / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        return tmp_path

    return change


@pytest.mark.parametrize(("old", "new", "told"), UNLIKE)
def test_a_function_unlike_its_counterpart_is_seen(copy, old, new, told):
    found = list(twins.unlike(NEURON, copy(NEURON, old, new)))
    assert any(re.search(told, each) for each in found), found


WRONG = [
    (NEURON, "2 / size(error)", "2 / (size(error) + 1e-9)", "mse: "),
    (NEURON, '  expect("x", x, "N", w.length)\n', "", "neuron_forward: "),
    (NEURON, "return [a, ones_like(a)]", "return [a]", "f_identity: Infinity"),
    (LSTM, "const o = sigmoid(a_o)", "const o = sigmoid(a_f)", "lstm_step: "),
    (LSTM, '  expect("c_0", c_0, B, H)\n', "", "lstm_forward: takes what"),
    ("snippets/arrays.mjs", "Math.tanh", "Math.sin", "tanh: "),
    (FRAUD, "[Infinity, ...at]", "[1e9, ...at]", "cost_curve: Infinity"),
    (FRAUD, "y.includes(1)", "true", "expect_frauds: takes what"),
    # beside an infinite number, too
    (
        FRAUD,
        "score[order[k]]) // (T,)\n  return [[I",
        "score[k]) // (T,)\n  return [[I",
        "cost_curve: ",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), WRONG)
def test_a_wrong_number_and_an_open_door_are_seen(
    browser, copy, name, old, new, told
):
    page = browser.new_page()
    found = computed(page, name, [], copy(name, old, new), many=20)["faults"]
    page.close()
    assert any(each.startswith(told) for each in found), found


def test_a_refusal_that_says_nothing_is_seen(browser, copy):
    root = copy(NEURON, "must be numbers${want}, got ", "is wrong: ")
    page = browser.new_page()
    found = computed(page, NEURON, [], root, many=20)["faults"]
    page.close()
    assert any("stops: Error: a is wrong" in each for each in found)


def test_a_change_that_nobody_sees_is_told(browser):
    """Of two changes one computes the same."""
    text = (ROOT / NEURON).read_text("utf-8")
    same = text.replace(
        "multiply(2 / size(error), error)", "multiply(error, 2 / size(error))"
    )
    other = text.replace(
        "multiply(2 / size(error), error)", "multiply(error, error)"
    )
    assert len({text, same, other}) == 3
    page = browser.new_page()
    found = computed(page, NEURON, [same, other], many=20)
    page.close()
    assert found["faults"] == []
    assert found["alive"] == [same]


def test_mutants_leave_words_and_imports_alone():
    made = mutants.mutants(
        'import { add } from "./a-b.mjs"\n// 1 + 1\n'
        'export function add(a, b) {\n  return `${a} + 1` + add(a, -1.5) === "2 < 3"\n}\n'
    )
    lines = {each.line for each in made}
    assert lines == {
        'return `${a} + 1` - add(a, -1.5) === "2 < 3"',
        'return `${a} + 1` + subtract(a, -1.5) === "2 < 3"',
        'return `${a} + 1` + add(a, +1.5) === "2 < 3"',
        'return `${a} + 1` + add(a, -2.5) === "2 < 3"',
        'return `${a} + 1` + add(a, -1.5) !== "2 < 3"',
    }


def test_a_figure_with_other_numbers_than_python_is_seen():
    assert live.unlike({"w": 0.8666666, "b": -2.0}, ["0.867", "-2.0"]) == []
    assert live.unlike({"w": 0.868, "b": -2.0}, ["0.867", "-2.0"]) == [
        "w: 0.868, printed 0.867"
    ]
    assert live.unlike({"w": 1.0}, ["1.0", "2"]) == [
        "2 numbers printed, 1 in the figure"
    ]


def test_a_figure_whose_twin_is_wrong_is_seen(browser, address):
    """Its slopes are three times the mean, for example."""

    def wrong(route):
        answer = route.fetch()
        text = answer.text()
        assert "2/size(error)" in text
        body = text.replace("2/size(error)", "3/size(error)")
        route.fulfill(response=answer, body=body)

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    figure = live.Figure(context.new_page(), address, NAME)
    figure.page.route("**/snippets/foundations/neuron.js", wrong)
    figure.come()
    found = live.unlike(figure.numbers, live.printed(figure.program))
    context.close()
    assert [each.partition(":")[0] for each in found] == ["dw", "db", "w", "b"]


def test_a_handle_without_a_name_and_a_pale_text_are_seen(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    figure = live.Figure(context.new_page(), address, NAME).come()
    figure.prepare()
    figure.page.evaluate(
        """() => {
          document.querySelector(".live-handle").removeAttribute("aria-label")
          document.querySelector(".live-task").style.color = "#bbb"
        }"""
    )
    found = figure.faults()
    context.close()
    kinds = {each.partition(":")[0] for each in found}
    assert kinds == {"aria-input-field-name", "color-contrast"}
