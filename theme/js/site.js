// What the theme leaves out; the site works without it.
const each = (selector, action) => document.querySelectorAll(selector).forEach(action)
const again = document.documentElement.lang.startsWith("zh") ? "再训练一次" : "Train again"

// The other language opens at the same section, and is remembered by the chooser.
each("a.language", (link) => {
  const follow = () => {
    link.hash = location.hash
    try { localStorage.setItem("language", link.lang.slice(0, 2)) } catch {}
  }
  for (const event of ["click", "auxclick", "contextmenu"]) link.addEventListener(event, follow)
})

// The keyboard reaches what scrolls, and only that; copy buttons are no landmarks.
const reach = (box) => {
  const scrolls = box.scrollWidth > box.clientWidth
  if (scrolls === box.hasAttribute("tabindex")) return
  if (scrolls) box.tabIndex = 0
  else box.removeAttribute("tabindex")
}
const boxes = "div.math, .md-typeset__scrollwrap, pre > code"
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)))
const tend = (changes = []) => {
  for (const { type, target } of changes) {
    if (type === "attributes" && target.matches(boxes)) reach(target)
  }
  each(boxes, (box) => sizes.observe(box))
  each("nav.md-code__nav", (nav) => {
    const box = document.createElement("div")
    box.className = nav.className
    box.append(...nav.childNodes)
    nav.replaceWith(box)
  })
}
tend()
new MutationObserver(tend).observe(document.querySelector("article"),
  { childList: true, subtree: true, attributeFilter: ["tabindex"] })

// A drawing that moves can be seen again.
each(".live", (figure) => {
  const moves = () => figure.getAnimations({ subtree: true })
  if (!moves().length) return
  const button = document.createElement("button")
  button.className = "replay"
  button.textContent = again
  button.onclick = () => moves().forEach((move) => { move.cancel(); move.play() })
  figure.append(button)
})

// Paper shows everything.
addEventListener("beforeprint", () => each("details", (box) => { box.open = true }))
