"""What is measured on an open page, the same way in each engine."""

OPENED = """
document.querySelectorAll("details").forEach(fold => { fold.open = true; });
document.querySelectorAll(".tabbed-block").forEach(tab => {
  tab.style.display = "block";
});
"""
# How far each letter of a formula stands above or below the line that it is in,
# in widths of an m. A stretched operator is drawn elsewhere than its text.
LETTERS = (
    OPENED
    + """
const range = document.createRange();
const rows = "mfrac > *, msqrt, mtd, math";
const plain = "mi, mn, mtext, mover[accent] > mo[stretchy=false]";
return [...document.querySelectorAll("math")].map(math => {
  const size = parseFloat(getComputedStyle(math).fontSize);
  const walk = document.createTreeWalker(math, NodeFilter.SHOW_TEXT);
  const found = [];
  let row, start;
  while (walk.nextNode()) {
    const { parentElement: box, data } = walk.currentNode;
    if (!box.matches(plain)) continue;
    range.selectNodeContents(walk.currentNode);
    const own = parseFloat(getComputedStyle(box).fontSize);
    const line = range.getBoundingClientRect().bottom - .238 * own;
    if (row !== box.closest(rows)) {
      row = box.closest(rows);
      start = line;
    }
    const limit = box.closest("munder, mover, munderover, msubsup, math").matches(
      ":not(math)");
    found.push([data, limit, (line - start) / size]);
  }
  return found;
});"""
)
# Where two stand one above the other, each engine has a gap of its own.
LETTER, LIMIT = 0.15, 0.25  # of an m: an index; one of two, or at an operator
FIGURES = (
    OPENED
    + """
const seen = [...document.querySelectorAll("article img")].map(async image => {
  image.loading = "eager";
  const name = image.src.split("/").pop();
  const failed = await image.decode().then(() => false, () => true);
  if (failed || !image.naturalWidth) return `${name} does not load`;
  const { width, height } = image.getBoundingClientRect();
  if (!width && getComputedStyle(image).display === "none") return "";
  // of a drawing WebKit tells the size that it has in the page
  const [wide, tall] = ["width", "height"].map(name => image.getAttribute(name));
  const wanted = wide && tall ? wide / tall : image.naturalWidth / image.naturalHeight;
  const pressed = Math.abs(width / height / wanted - 1) > .02;
  return pressed || !width ? `${name} is ${width} x ${height}` : "";
});
return Promise.all(seen).then(all => all.filter(Boolean));"""
)
SIDEWAYS = (
    OPENED
    + """
const { scrollWidth, clientWidth } = document.documentElement;
return scrollWidth - clientWidth;"""
)
# The sheets of a page as a printer reads them, and the folds as it finds them.
PRINTED = """
const turn = rules => {
  for (const rule of rules) {
    if (rule.media) {
      const text = rule.media.mediaText;
      rule.media.mediaText = /\\bprint\\b/.test(text)
        ? "all" : text.replace(/\\bscreen\\b/g, "speech");
    }
    if (rule.cssRules) turn(rule.cssRules);
  }
};
for (const sheet of document.styleSheets) turn(sheet.cssRules);
dispatchEvent(new Event("beforeprint"));
"""


def unlike(mine: list, models: list) -> list[str]:
    """The formulas that have a letter elsewhere than the model."""
    found = []
    for letters, model in zip(mine, models, strict=True):
        far = [
            f"{a[0]} by {a[2] - b[2]:+.2f}"
            for a, b in zip(letters, model, strict=True)
            if abs(a[2] - b[2]) > (LIMIT if a[1] else LETTER)
        ]
        if far:
            text = "".join(letter[0] for letter in letters)
            found.append(f"{text}: {', '.join(far)}")
    return found
