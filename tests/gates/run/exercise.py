"""The graded exercise of the neuron's chapter, as a reader comes to it."""

NEURON = "en/foundations/neuron/"
OWN = "#exercise-3 ~ .exercise"  # the second of two
ID = f"document.querySelector('{OWN} code').id"


def come(tab, path: str = NEURON) -> str:
    """Go to the exercise; the block that has become an editor."""
    tab.open(path)
    block = tab.page.evaluate(ID)
    tab.page.locator(OWN).scroll_into_view_if_needed()
    editor = tab.page.locator(f"#edit-{block}")
    if not editor.count():  # what was kept is open already
        tab.page.locator(f"{OWN} .lines").click()
    editor.wait_for(state="attached")
    return block


def said(tab, block: str) -> str:
    return tab.text(block, ".run-verdict")


def code(tab, kind: str) -> str:
    return tab.page.evaluate(
        "kind => document.querySelector(`#exercise-3 ~ * .${kind} code`).textContent.trim()",
        kind,
    )
