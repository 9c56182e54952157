"""Where the keyboard stops on a page, and whether a reader sees where he is."""

SETTLED = 400  # milliseconds until what hid a stop has moved away
FOCUSED = "document.activeElement.matches({!r})"
# What shows the focus by a line around it, or by a shadow: the stop itself, the label
# after it, or the form around it. Of a text in several lines the first is looked at.
UNSEEN = """() => {
  const stop = document.activeElement;
  if (stop === document.body) return null;
  const shown = part => {
    const box = part.getClientRects()[0];
    if (!box || box.width < 4 || box.height < 4) return false;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const hit = document.elementFromPoint(x, y);
    return part.contains(hit);
  };
  const marked = part => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(part);
    return boxShadow !== "none" ||
      (outlineStyle !== "none" && parseFloat(outlineWidth) > 0);
  };
  const parts = [stop, stop.closest("form")];
  if (stop.matches("input[type=radio]")) parts.push(stop.nextElementSibling);
  const seen = parts.some(part => part && shown(part) && marked(part));
  return seen ? "" : stop.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
}"""


def unseen(page, most: int = 600) -> list[str]:
    """The stops of the open page that show nobody where he is.

    What opens and closes there, such as the search of a phone, takes its time.
    """
    found, moving = [], False
    for _ in range(most):
        page.keyboard.press("Tab")
        if moving:
            page.wait_for_timeout(SETTLED)
        stop = page.evaluate(UNSEEN)
        moving = bool(stop)
        if moving:
            page.wait_for_timeout(SETTLED)
            stop = page.evaluate(UNSEEN)
        if stop is None:
            return found
        found += [stop] if stop and stop not in found else []
    raise ValueError(f"after {most} stops the page goes on")


def tabs_to(page, wanted: str, most: int = 200) -> int:
    """How often one presses Tab until the keyboard is at an element."""
    for pressed in range(1, most + 1):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED.format(wanted)):
            return pressed
    raise ValueError(f"{most} stops, and none is {wanted}")
